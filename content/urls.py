"""Pages of this app."""

from django.urls import path

from content import views

app_name = "content"
urlpatterns = [
    path("", views.home, name="home"),
    path("leistungen/", views.services, name="services"),
    path("leistungen/<slug:slug>/", views.service, name="service"),
    path("lebenslagen/", views.life_situations, name="life_situations"),
    path("lebenslagen/<slug:slug>/", views.life_situation, name="life_situation"),
    path("einheitlicher-ansprechpartner/", views.ea, name="ea"),
    path("impressum/", views.text_page, {"template": "content/imprint.html"}, name="imprint"),
    path("datenschutz/", views.text_page, {"template": "content/privacy.html"}, name="privacy"),
    path("barrierefreiheit/", views.text_page, {"template": "content/accessibility.html"}, name="accessibility"),
    path("leichte-sprache/", views.text_page, {"template": "content/easy_language.html"}, name="easy_language"),
    path("gebaerdensprache/", views.text_page, {"template": "content/sign_language.html"}, name="sign_language"),
]
