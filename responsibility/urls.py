"""Pages of this app."""

from django.urls import path

from responsibility.views import organisations, places

app_name = "responsibility"
urlpatterns = [
    path("ort/", places.choose_place, name="place"),
    path("behoerden/", organisations.organisations, name="organisations"),
    path("behoerden/<slug:slug>/", organisations.organisation, name="organisation"),
    path("behoerden/<slug:slug>/kontakt.vcf", organisations.card, name="organisation_card"),
    path("behoerden/<slug:slug>/kontakt.svg", organisations.code, name="organisation_code"),
    path("behoerden/<slug:slug>/zeiten.ics", organisations.hours, name="organisation_hours"),
    path("behoerden/<slug:slug>/logo", organisations.logo, name="organisation_logo"),
]
