"""A version as the public will see it: written to the rows, shown by the public page itself, and taken back."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import resolve
from django.utils import translation

from content.actions import editorial as acting
from content.actions import snapshots as writing
from content.models import Editorial, Status, Version
from content.queries import editorial
from portal.place import COOKIE, Place, chosen
from responsibility.queries import find_place

if TYPE_CHECKING:
    from content.admin.editorial import EditorialAdmin


class Preview(NamedTuple):
    """What the bar above the page says and offers."""

    text: Editorial
    version: Version | None
    back: str
    language: str
    place: str
    is_unclear: bool


def preview(room: EditorialAdmin, request: HttpRequest, text: Editorial) -> HttpResponse:
    """The public page of a text with one of its versions: ?fassung=, ?sprache=, ?ort=."""
    version = wanted_version(request, text)
    language = request.GET.get("sprache", "")
    language = language if language in dict(settings.LANGUAGES) else "de"
    typed = request.GET.get("vorschau-ort", "").strip()[:120]
    place, is_unclear = place_of(room, request, text, typed)
    with transaction.atomic(), translation.override(language):
        if version is not None:
            writing.apply(text, version.data)
        acting.set_status(text, Status.PUBLISHED)
        acting.take_effect(text)
        address = room.public_path(text)
        if address is None:
            raise Http404
        back = room.address("change", text.pk)
        request.preview = Preview(text, version, back, language, place.name if place else typed, is_unclear)
        response = shown(request, address, language, place)
        transaction.set_rollback(True)
    # A page of its own: no cookie, nothing to keep
    answer = HttpResponse(response.content, status=response.status_code, content_type=response["Content-Type"])
    answer["Cache-Control"] = "no-store"
    return answer


def wanted_version(request: HttpRequest, text: Editorial) -> Version | None:
    """The one asked for, else the open one; None: the text as it is."""
    asked = request.GET.get("fassung", "")
    if not asked:
        return editorial.open_version(text)
    found = editorial.versions_of(text).filter(pk=asked).first() if asked.isdigit() else None
    if found is None:
        raise Http404
    return found


def place_of(room: EditorialAdmin, request: HttpRequest, text: Editorial, typed: str) -> tuple[Place | None, bool]:
    """The place typed, else the one this text is about, else the editor's own."""
    if typed:
        area = find_place(typed).only
        return (Place(area.ars, area.short_name), False) if area else (None, True)
    return room.preview_place(text) or chosen(request), False


def shown(request: HttpRequest, address: str, language: str, place: Place | None) -> HttpResponse:
    """The answer of the public page to a visitor without an account."""
    path, _, query = address.partition("?")
    visit = copy.copy(request)
    visit.method, visit.path, visit.path_info = "GET", path, path
    visit.GET, visit.POST, visit.user = QueryDict(query), QueryDict(), AnonymousUser()
    visit.META = request.META | {"QUERY_STRING": query, "REQUEST_METHOD": "GET", "PATH_INFO": path}
    visit.COOKIES = {name: value for name, value in request.COOKIES.items() if name != COOKIE}
    if place:
        visit.COOKIES[COOKIE] = quote(f"{place.ars}|{place.name}")
    visit.LANGUAGE_CODE = language
    match = visit.resolver_match = resolve(path)
    response = match.func(visit, *match.args, **match.kwargs)
    return response.render() if isinstance(response, TemplateResponse) else response
