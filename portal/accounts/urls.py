"""Log-in, sign-up and second factor come from allauth."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
