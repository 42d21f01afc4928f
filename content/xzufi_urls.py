"""The folder for the Portalverbund, outside the languages."""

from django.urls import path

from content.views import xzufi

app_name = "xzufi"
urlpatterns = [
    path("index.txt", xzufi.index, name="index"),
    path("<str:name>", xzufi.message, name="message"),
]
