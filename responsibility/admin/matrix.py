"""The matrix: services x areas."""

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from responsibility.admin.own_rows import is_editor
from responsibility.models import Area, ServiceGroup
from responsibility.queries import matrix as queries

BY_SERVICE, BY_GROUP = "leistungen", "gruppen"


def kreise():
    """What the Land consists of; kreisfreie Städte are one municipality and need no closer look."""
    return Area.objects.filter(kind=Area.Kind.KREIS, successor=None).order_by("short_name")


class FilterForm(forms.Form):
    """What to show. Everything is optional; nonsense is ignored."""

    zeilen = forms.ChoiceField(
        label=_("Zeilen"), required=False, choices=[(BY_SERVICE, _("Leistungen")), (BY_GROUP, _("Leistungsgruppen"))]
    )
    gruppe = forms.ModelChoiceField(
        ServiceGroup.objects.order_by("name"), label=_("Leistungsgruppe"), required=False, empty_label=_("alle")
    )
    kreis = forms.ModelChoiceField(
        kreise(), label=_("Gebiet"), required=False, to_field_name="ars", empty_label=_("Kreise und kreisfreie Städte")
    )
    stichtag = forms.DateField(
        label=_("Stichtag"), required=False, widget=forms.TextInput(attrs={"size": 10, "placeholder": "TT.MM.JJJJ"})
    )
    nur = forms.BooleanField(label=_("Nur Lücken und Überschneidungen"), required=False)


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Who is responsible for what where, with gaps and overlaps."""
    if not is_editor(request):
        raise Http404
    form = FilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    on = chosen.get("stichtag") or timezone.localdate()
    number = request.GET.get("seite", "1")
    found = queries.matrix(
        request.user,
        by_group=chosen.get("zeilen") == BY_GROUP,
        group=chosen.get("gruppe"),
        kreis=chosen.get("kreis"),
        only_doubtful=bool(chosen.get("nur")),
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        on=on,
    )
    context = admin.site.each_context(request) | {
        "title": gettext("Zuständigkeiten als Matrix"),
        "form": form,
        "matrix": found,
        "on": on,
        "is_filtered": bool(chosen.get("nur")),
        "rest": without_page(request),
    }
    return TemplateResponse(request, "admin/responsibility/matrix.html", context)


def without_page(request: HttpRequest) -> str:
    """The question without its page number, for links to other pages."""
    asked = request.GET.copy()
    asked.pop("seite", None)
    return asked.urlencode()
