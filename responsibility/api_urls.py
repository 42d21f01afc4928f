"""REST addresses of this app below /api/v1/."""

from django.urls import path

from responsibility import api

urlpatterns = [path("areas/", api.Areas.as_view(), name="api-areas")]
