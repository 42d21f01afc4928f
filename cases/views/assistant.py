"""The assistant: what to expect, one page after the other, and going on later."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import applications as actions
from cases.forms_assistant import LinkForm
from cases.queries import assistant as queries
from cases.queries.assistant import Draft, FileRow, Step
from cases.views.drafts import for_draft, go_to
from forms.rules.definition import CHECK_PAGE
from forms.runtime import PageForm
from portal import place
from responsibility.models import Area
from responsibility.queries import area_by_key


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What to expect; the button begins an application."""
    if request.GET.get("ort"):
        return take_place(request)
    chosen = place.chosen(request)
    others = [part for part in request.GET.get("mit", "").split(",") if part]
    page = queries.start_page(slug, area_by_key(chosen.ars) if chosen else None, others)
    if page is None:
        raise Http404
    if request.method == "POST" and page.can_start:
        user = request.user if request.user.is_authenticated else None
        application = actions.start_application(
            page.service.pk,
            area_id=page.area.pk,
            user=user,
            language=get_language(),
            others=[service.pk for service in page.others],
        )
        return redirect("cases:resume", slug, application.secret)
    if request.method == "POST":
        return redirect(f"{reverse('responsibility:place')}?{urlencode({'weiter': request.get_full_path()})}")
    return render(request, "cases/assistant/start.html", {"page": page})


def take_place(request: HttpRequest) -> HttpResponse:
    """Remember the place in the address, and on to the same page without it: there it can be changed."""
    query = request.GET.copy()
    area = area_by_key(query.pop("ort")[-1])
    response = redirect(f"{request.path}?{query.urlencode(safe=',')}" if query else request.path)
    if area and area.kind in (Area.Kind.GEMEINDE, Area.Kind.ORTSTEIL):
        place.remember(response, place.Place(area.ars, area.short_name), secure=settings.SECURE)
    return response


@require_GET
@for_draft
def resume(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The link of a draft: go on where it was left."""
    return go_to(draft, draft.next_page)


@require_http_methods(["GET", "POST"])
@for_draft
def page(request: HttpRequest, draft: Draft, page: str) -> HttpResponse:
    """One page of questions."""
    if request.method == "GET":
        return _page_response(request, draft, draft.asked_page(page))
    posted = dict(request.POST.lists())
    result = actions.save_page(draft.secret, page=page, posted=posted, uploads=dict(request.FILES.lists()))
    draft = queries.draft(draft.slug, draft.secret)
    if "later" in request.POST:
        _say_what_is_missing(request, result)
        return redirect("cases:later", draft.slug, draft.secret)
    if result.is_done:
        back_to_check = request.GET.get("weiter") == CHECK_PAGE
        return go_to(draft, draft.next_page if back_to_check else draft.step(page).next_key)
    return _page_response(request, draft, draft.asked_page(page), posted, result)


class FieldRow(NamedTuple):
    """A question as the template draws it."""

    key: str
    field: BoundField
    kind: str
    files: list[FileRow]


def _page_response(request, draft, asked, posted=None, result=None) -> HttpResponse:
    """The page with its stored or just typed answers."""
    form = PageForm(
        asked,
        language=get_language(),
        answers=draft.answers,
        posted=posted,
        problems=result.problems if result else None,
    )
    rows = [FieldRow(q.key, form[q.key], q.type, draft.files.get(q.key, [])) for q in asked.fields]
    context = {
        "draft": draft,
        "form": form,
        "rows": rows,
        "part": asked.part.label.get(get_language()) if asked.part else "",
        "title": asked.title.get(get_language()),
        "intro": asked.intro.get(get_language()) if asked.intro else "",
        "is_only_question": len(rows) == 1 and rows[0].field.label == asked.title.get(get_language()),
        "step": StepWords.of(draft.step(asked.key), get_language()),
        "max_upload_mb": settings.MAX_UPLOAD_MB,
    }
    return render(request, "cases/assistant/page.html", context)


class StepWords(NamedTuple):
    """The progress line and the way back."""

    number: int
    total: int
    name: str
    next_name: str
    back_key: str

    @classmethod
    def of(cls, step: Step, language: str) -> "StepWords":
        return cls(
            step.number,
            step.total,
            step.page.short.get(language),
            step.next_page.short.get(language) if step.next_page else _("Prüfen und abschicken"),
            step.back_key,
        )


def _say_what_is_missing(request: HttpRequest, result: actions.PageResult) -> None:
    if not result.problems:
        return
    labels = [result.page.field(key).label.get(get_language()) for key in result.problems]
    messages.warning(
        request,
        _("Noch nicht gespeichert, weil etwas fehlt oder nicht stimmt: %(labels)s.") % {"labels": ", ".join(labels)},
    )


@require_http_methods(["GET", "POST"])
@for_draft
def later(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The link to go on later, to copy or to get by e-mail."""
    address = settings.PUBLIC_URL + reverse("cases:resume", args=[draft.slug, draft.secret])
    form = LinkForm(request.POST or None, initial={"email": draft.answers.get("applicant_email", "")})
    if form.is_valid():
        recipient = form.cleaned_data["email"]
        actions.send_link(draft.secret, recipient=recipient, address=address)
        messages.success(request, _("Der Link ist unterwegs an %(address)s.") % {"address": recipient})
        return redirect("cases:later", draft.slug, draft.secret)
    return render(request, "cases/assistant/later.html", {"draft": draft, "address": address, "form": form})
