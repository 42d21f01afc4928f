"""Pages of this app."""

from django.urls import path

from responsibility import views

app_name = "responsibility"
urlpatterns = [
    path("ort/", views.choose_place, name="place"),
    path("behoerden/", views.organisations, name="organisations"),
    path("behoerden/<slug:slug>/", views.organisation, name="organisation"),
]
