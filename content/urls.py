"""Pages of this app."""

from django.urls import path

from content.views import calls, feedback, guides, machines, pages, searching, texts

app_name = "content"
urlpatterns = [
    path("", pages.home, name="home"),
    path("leistungen/", pages.services, name="services"),
    path("leistungen/vorschlaege/", searching.suggestions, name="suggestions"),
    path("leistungen/gefunden/", searching.found, name="search_found"),
    path("leistungen/<slug:slug>/", pages.service, name="service"),
    path("lebenslagen/", pages.life_situations, name="life_situations"),
    path("lebenslagen/<slug:slug>/", pages.life_situation, name="life_situation"),
    path("lotse/", guides.guides, name="guides"),
    path("lotse/<slug:slug>/", guides.guide, name="guide"),
    path("einheitlicher-ansprechpartner/", pages.ea, name="ea"),
    path("aktuelles/", texts.news, name="news"),
    path("aktuelles/feed.atom", machines.feed, {"kind": "atom"}, name="news_atom"),
    path("aktuelles/feed.rss", machines.feed, {"kind": "rss"}, name="news_rss"),
    path("aktuelles/<slug:slug>/", texts.news_item, name="news_item"),
    path("haeufige-fragen/", texts.faq, name="faq"),
    path("glossar/", texts.glossary, name="glossary"),
    path("hilfe/", texts.page, {"slug": "hilfe"}, name="help"),
    path("impressum/", texts.page, {"slug": "impressum"}, name="imprint"),
    path("datenschutz/", texts.page, {"slug": "datenschutz"}, name="privacy"),
    path("barrierefreiheit/", texts.page, {"slug": "barrierefreiheit"}, name="accessibility"),
    path("leichte-sprache/", texts.page, {"slug": "leichte-sprache"}, name="easy_language"),
    path("gebaerdensprache/", texts.page, {"slug": "gebaerdensprache"}, name="sign_language"),
    path("rueckmeldung/", feedback.give, name="feedback"),
    path("rueckmeldung/danke/", feedback.thanks, name="feedback_thanks"),
    path("115/", calls.call, name="call"),
    path("115/gezaehlt/", calls.note, name="call_note"),
    path("115/senden/", calls.send, name="call_send"),
    path("115/rueckruf/", calls.callback, name="call_callback"),
    path("seiten/<path:slug>/", texts.page, name="page"),
]
