"""Addresses of the assistant. The secret is the key to an application; page keys never collide with these words."""

from django.urls import path

from cases.views import assistant, assistant_files, assistant_submit

DRAFT = "antrag/<slug:slug>/<slug:secret>/"

urlpatterns = [
    path("antrag/<slug:slug>/", assistant.start, name="start"),
    path(DRAFT, assistant.resume, name="resume"),
    path(f"{DRAFT}pruefen/", assistant_submit.check, name="check"),
    path(f"{DRAFT}absenden/", assistant_submit.submit, name="submit"),
    path(f"{DRAFT}eingereicht/", assistant_submit.submitted, name="submitted"),
    path(f"{DRAFT}spaeter/", assistant.later, name="later"),
    path(f"{DRAFT}datei/<uuid:file_id>/", assistant_files.draft_file, name="draft_file"),
    path(f"{DRAFT}datei/<uuid:file_id>/entfernen/", assistant_files.remove_file, name="remove_file"),
    path(f"{DRAFT}<slug:page>/", assistant.page, name="page"),
]
