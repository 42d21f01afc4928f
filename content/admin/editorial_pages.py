"""Pages beside the form of a text: versions and what differs, the question before each step, handing over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from content import actions
from content.admin import editorial_preview
from content.models import OPEN, Editorial, Version, VersionStatus
from content.queries import editorial
from content.queries import versions as reading
from content.rules import workflow
from portal.accounts.models import User
from responsibility.models import Organisation

if TYPE_CHECKING:
    from content.admin.editorial import Desk, EditorialAdmin

PAGES = "admin/content"
MOST = 100
DONE = {
    "submit": gettext_lazy("„{text}“ ist jetzt in Prüfung."),
    "recall": gettext_lazy("„{text}“ ist wieder ein Entwurf."),
    "reject": gettext_lazy("„{text}“ ging mit Ihrer Begründung zurück."),
    "discard": gettext_lazy("Der Entwurf von „{text}“ ist weggelegt."),
    "withdraw": gettext_lazy("„{text}“ ist zurückgezogen."),
    "confirm": gettext_lazy("Danke. „{text}“ gilt als heute geprüft."),
}


def urls(room: EditorialAdmin) -> list[URLPattern]:
    """Addresses of these pages for one kind of text."""
    name, wrap = f"{room.opts.app_label}_{room.opts.model_name}", room.admin_site.admin_view
    both = require_http_methods(["GET", "POST"])
    pages = {
        "step": ("<int:pk>/schritt/<slug:verb>/", both(partial(step, room))),
        "version": ("<int:pk>/fassung/<int:version_id>/", both(partial(version, room))),
        "preview": ("<int:pk>/vorschau/", require_GET(partial(preview, room))),
        "hand_over": ("<int:pk>/uebergeben/", both(partial(hand_over, room))),
    }
    return [path(route, wrap(view), name=f"{name}_{page}") for page, (route, view) in pages.items()]


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
        return _("Jemand"), _("gerade eben")
    at = timezone.localtime(version.saved_at)
    return str(version.saved_by or _("Das Portal")), _("%(at)s Uhr") % {"at": f"{at:%d.%m.%Y, %H:%M}"}


def versions(room: EditorialAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """All versions of a text, the newest first. Queries: 2 besides the text."""
    text = own_text(room, request, object_id)
    rows = list(editorial.versions_of(text).defer("data").select_related("saved_by", "reviewed_by")[:MOST])
    context = frame(room, request, text, _("Fassungen: %(text)s") % {"text": text}) | {
        "versions": rows,
        "authors": authors(rows),
        "has_page": room.public_path(text) is not None,
    }
    return TemplateResponse(request, f"{PAGES}/versions.html", context)


def authors(rows: list[Version]) -> dict[int, str]:
    """Who wrote in each version."""
    people = User.objects.in_bulk({key for row in rows for key in row.author_ids})
    return {row.pk: ", ".join(str(people[key]) for key in row.author_ids if key in people) for row in rows}


def version(room: EditorialAdmin, request: HttpRequest, pk: int, version_id: int) -> HttpResponse:
    """What one version changed; a draft with its text begins here (POST)."""
    text = own_text(room, request, pk)
    rows = editorial.versions_of(text).select_related("saved_by", "reviewed_by")
    chosen = rows.filter(pk=version_id).first()
    if chosen is None:
        raise Http404
    if request.method == "POST":
        draft = actions.revert(chosen.pk, saves=chosen.saves, actor=request.user)
        messages.success(
            request,
            _("Ein neuer Entwurf mit dem Text der Fassung %(number)s liegt bereit.") % {"number": chosen.number},
        )
        return redirect(room.address("change", draft.object_id))
    others = [row for row in rows.defer("data")[:MOST] if row.pk != chosen.pk]
    asked = request.GET.get("mit", "")
    other = rows.filter(pk=asked).first() if asked.isdigit() else rows.filter(number__lt=chosen.number).first()
    context = frame(room, request, text, f"{chosen}: {text}") | {
        "chosen": chosen,
        "other": other,
        "others": others,
        "changes": reading.changes(room.model, other.data, chosen.data) if other else [],
        "may_revert": chosen.status not in OPEN,
        "has_page": room.public_path(text) is not None,
    }
    return TemplateResponse(request, f"{PAGES}/version.html", context)


def preview(room: EditorialAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """A version as the public will see it."""
    return editorial_preview.preview(room, request, own_text(room, request, pk))


def hand_over(room: EditorialAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Give a text to other editors; for those of the Land."""
    if not editorial.edits_everything(request.user):
        raise Http404
    text = own_text(room, request, pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, initial={"owner": text.owner_id})
    if form.is_valid():
        owner = form.cleaned_data["owner"]
        actions.hand_over(room.model, pk, owner, actor=request.user)
        messages.success(
            request,
            _("„%(text)s“ gehört jetzt: %(owner)s.") % {"text": text, "owner": owner or _("Redaktion des Landes")},
        )
        return redirect(room.address("change", pk))
    context = frame(room, request, text, _("Übergeben: %(text)s") % {"text": text}) | {"form": form}
    return TemplateResponse(request, f"{PAGES}/hand_over.html", context)


class HandOverForm(forms.Form):
    owner = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label=gettext_lazy("Neue Redaktion"),
        required=False,
        empty_label=gettext_lazy("Redaktion des Landes"),
        help_text=gettext_lazy("Sie pflegt den Text von jetzt an, auch den Entwurf, der offen liegt."),
    )


def step(room: EditorialAdmin, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Ask before a step (GET), and take it (POST)."""
    text = own_text(room, request, pk)
    move = workflow.MOVES.get(verb)
    if move is None or move.who == "system":
        raise Http404
    opened = None if verb in workflow.OF_TEXT else editorial.open_version(text)
    status = text.status if verb in workflow.OF_TEXT else opened.status if opened else ""
    if status not in move.begins:
        raise workflow.MoveRefused(verb, status)
    if request.method == "POST":
        messages.success(request, take(request, text, verb))
        return redirect(room.address("change", pk))
    context = frame(room, request, text, f"{move.label}: {text}") | {
        "move": move,
        "version": opened,
        "verb": verb,
        "base": opened and editorial.published_version(text),
    }
    if context["base"]:
        context["changes"] = reading.changes(room.model, context["base"].data, opened.data)
    return TemplateResponse(request, f"{PAGES}/step.html", context)


def take(request: HttpRequest, text: Editorial, verb: str) -> str:
    """Take the step; what to say then."""
    if verb in OF_TEXT:
        OF_TEXT[verb](type(text), text.pk, actor=request.user)
        return DONE[verb].format(text=text)
    number, _dot, saves = request.POST.get("version", "").partition(".")
    if not (number.isdigit() and saves.isdigit()) or not editorial.versions_of(text).filter(pk=number).exists():
        raise Http404
    more = {"reason": request.POST.get("reason", "")} if verb == "reject" else {}
    if verb == "submit":
        more["note"] = request.POST.get("note", "").strip()[:200]
    done = STEPS[verb](int(number), saves=int(saves), actor=request.user, **more)
    if done.status == VersionStatus.PUBLISHED:
        return _("„%(text)s“ ist veröffentlicht.") % {"text": text}
    if done.status == VersionStatus.APPROVED:
        at = done.publish_at and timezone.localtime(done.publish_at)
        return _("„%(text)s“ ist freigegeben und erscheint am %(day)s um %(time)s Uhr.") % {
            "text": text,
            "day": f"{at:%d.%m.%Y}",
            "time": f"{at:%H:%M}",
        }
    return DONE[verb].format(text=text)


STEPS = {
    "submit": actions.submit_for_review,
    "recall": actions.recall,
    "approve": actions.approve,
    "reject": actions.reject,
    "publish": actions.publish,
    "discard": actions.discard,
}
OF_TEXT = {"withdraw": actions.withdraw, "confirm": actions.confirm}
