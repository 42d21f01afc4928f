"""Pages of this app."""

from django.urls import path

from content.views import guides, pages

app_name = "content"
urlpatterns = [
    path("", pages.home, name="home"),
    path("leistungen/", pages.services, name="services"),
    path("leistungen/<slug:slug>/", pages.service, name="service"),
    path("lebenslagen/", pages.life_situations, name="life_situations"),
    path("lebenslagen/<slug:slug>/", pages.life_situation, name="life_situation"),
    path("lotse/", guides.guides, name="guides"),
    path("lotse/<slug:slug>/", guides.guide, name="guide"),
    path("einheitlicher-ansprechpartner/", pages.ea, name="ea"),
    path("impressum/", pages.text_page, {"template": "content/imprint.html"}, name="imprint"),
    path("datenschutz/", pages.text_page, {"template": "content/privacy.html"}, name="privacy"),
    path("barrierefreiheit/", pages.text_page, {"template": "content/accessibility.html"}, name="accessibility"),
    path("leichte-sprache/", pages.text_page, {"template": "content/easy_language.html"}, name="easy_language"),
    path("gebaerdensprache/", pages.text_page, {"template": "content/sign_language.html"}, name="sign_language"),
]
