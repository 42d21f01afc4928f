"""The floor of every page: one indexed SELECT and a template, no middleware, nothing else."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from content.models import Service

PAGE = Template(
    "<!doctype html><title>{{ service.name }}</title><h1>{{ service.name }}</h1><p>{{ service.summary }}</p>"
)


def floor(request: HttpRequest) -> HttpResponse:
    service = Service.objects.only("name", "summary").get(slug="gaststaettenerlaubnis")
    return HttpResponse(PAGE.render(Context({"service": service})))


urlpatterns = [path("floor/", floor)]
