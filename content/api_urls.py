"""REST addresses of this app below /api/v1/."""

from django.urls import path

from content import api

urlpatterns = [
    path("services/", api.Services.as_view(), name="api-services"),
]
