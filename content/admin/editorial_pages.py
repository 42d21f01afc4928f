"""Pages beside the form of a text: its versions, and the question before each step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from content import actions
from content.models import Editorial, VersionStatus
from content.queries import editorial
from content.rules import workflow

if TYPE_CHECKING:
    from content.admin.editorial import Desk, EditorialAdmin

PAGES = "admin/content"
DONE = {
    "submit": "„{text}“ ist jetzt in Prüfung.",
    "recall": "„{text}“ ist wieder ein Entwurf.",
    "reject": "„{text}“ ging mit Ihrer Begründung zurück.",
    "discard": "Der Entwurf von „{text}“ ist weggelegt.",
    "withdraw": "„{text}“ ist zurückgezogen.",
}


def urls(room: EditorialAdmin) -> list[URLPattern]:
    """Addresses of these pages for one kind of text."""
    name, wrap = f"{room.opts.app_label}_{room.opts.model_name}", room.admin_site.admin_view
    both = require_http_methods(["GET", "POST"])
    return [
        path("<int:pk>/schritt/<slug:verb>/", wrap(both(partial(step, room))), name=f"{name}_step"),
    ]


def frame(room: EditorialAdmin, request: HttpRequest, text: Editorial, title: str) -> dict[str, Any]:
    """What every page of the administration needs."""
    return room.admin_site.each_context(request) | {"title": title, "opts": room.opts, "text": text}


def own_text(room: EditorialAdmin, request: HttpRequest, pk: int | str) -> Editorial:
    """The text, if the person edits it; else there is none."""
    if not room.has_module_permission(request):
        raise Http404
    return room.get_object(request, str(pk))


def last_hand(desk: Desk) -> tuple[str, str]:
    """Who saved last, and when."""
    version = desk.version or desk.published
    if version is None:
        return "Jemand", "gerade eben"
    at = timezone.localtime(version.saved_at)
    return str(version.saved_by or "Das Portal"), f"{at:%d.%m.%Y, %H:%M} Uhr"


def versions(room: EditorialAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """All versions of a text."""
    text = own_text(room, request, object_id)
    rows = editorial.versions_of(text).select_related("saved_by", "reviewed_by")[:100]
    return TemplateResponse(
        request, f"{PAGES}/versions.html", frame(room, request, text, f"Fassungen: {text}") | {"versions": rows}
    )


def step(room: EditorialAdmin, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Ask before a step (GET), and take it (POST)."""
    text = own_text(room, request, pk)
    move = workflow.MOVES.get(verb)
    if move is None or move.who == "system":
        raise Http404
    version = None if verb in workflow.OF_TEXT else editorial.open_version(text)
    status = text.status if verb in workflow.OF_TEXT else version.status if version else ""
    if status not in move.begins:
        raise workflow.MoveRefused(verb, status)
    if request.method == "POST":
        messages.success(request, take(request, text, verb))
        return redirect(room.address("change", pk))
    context = frame(room, request, text, f"{move.label}: {text}") | {"move": move, "version": version, "verb": verb}
    return TemplateResponse(request, f"{PAGES}/step.html", context)


def take(request: HttpRequest, text: Editorial, verb: str) -> str:
    """Take the step; what to say then."""
    if verb == "withdraw":
        actions.withdraw(type(text), text.pk, actor=request.user)
        return DONE[verb].format(text=text)
    number, _, saves = request.POST.get("version", "").partition(".")
    if not (number.isdigit() and saves.isdigit()) or not editorial.versions_of(text).filter(pk=number).exists():
        raise Http404
    more = {"reason": request.POST.get("reason", "")} if verb == "reject" else {}
    if verb == "submit":
        more["note"] = request.POST.get("note", "").strip()[:200]
    version = STEPS[verb](int(number), saves=int(saves), actor=request.user, **more)
    if version.status == VersionStatus.PUBLISHED:
        return f"„{text}“ ist veröffentlicht."
    if version.status == VersionStatus.APPROVED:
        at = version.publish_at and timezone.localtime(version.publish_at)
        return f"„{text}“ ist freigegeben und erscheint am {at:%d.%m.%Y um %H:%M} Uhr."
    return DONE[verb].format(text=text)


STEPS = {
    "submit": actions.submit_for_review,
    "recall": actions.recall,
    "approve": actions.approve,
    "reject": actions.reject,
    "publish": actions.publish,
    "discard": actions.discard,
}
