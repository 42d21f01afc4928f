"""REST addresses of this app below /api/v1/."""

from django.urls import path

urlpatterns: list[path] = []
