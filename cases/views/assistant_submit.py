"""The end of the assistant: check the answers, send them once, see what happens next."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.actions import applications as actions
from cases.actions.submission import submit as submit_application
from cases.errors import AlreadySubmitted, ApplicationGone, PageNotReached
from cases.queries import assistant as queries
from cases.queries.assistant import Draft
from cases.views.drafts import for_draft, go_to, gone
from forms.rules import evaluate
from forms.rules.definition import CHECK_PAGE
from forms.rules.values import Problem
from forms.runtime import PageForm


@require_GET
@for_draft
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Every answer once more, each with a way to change it."""
    if draft.next_page != CHECK_PAGE:
        return go_to(draft, draft.next_page)
    return _check_response(request, draft)


@never_cache
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Send the application. However often this is asked, there is one case."""
    if request.method == "GET":
        return redirect("cases:check", slug, secret)
    try:
        draft = queries.draft(slug, secret)
        if draft.is_submitted:
            raise AlreadySubmitted
        if draft.next_page != CHECK_PAGE:
            messages.warning(request, _("Bevor Sie abschicken können, fehlt hier noch eine Angabe."))
            return go_to(draft, draft.next_page)
        posted = dict(request.POST.lists())
        problems = actions.confirm(secret, posted=posted, language=get_language())
        if problems:
            return _check_response(request, draft, posted, problems)
        submit_application(secret)
    except ApplicationGone:
        return gone(request, slug)
    except PageNotReached as first:  # removed or changed in another tab just now
        return go_to(draft, first.page)
    except AlreadySubmitted:
        pass  # the second tab, the second click: the same confirmation
    return redirect("cases:submitted", slug, secret)


@never_cache
@require_GET
def submitted(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """The confirmation: reference, what happens next, status page, PDF."""
    page = queries.submitted_page(slug, secret)
    if page is None:
        return redirect("cases:check", slug, secret)
    access.grant(request, page.case)
    status_url = f"{reverse('cases:case', args=[page.case.reference])}?{urlencode({'schluessel': page.case.secret})}"
    return render(request, "cases/assistant/submitted.html", {"page": page, "status_url": status_url})


def by_part(sections: Sequence[evaluate.SummarySection]) -> dict[str, list[evaluate.SummarySection]]:
    """The sections by the procedure they are for; first what is for several, under an empty name."""
    found: dict[str, list[evaluate.SummarySection]] = {"": []}
    for section in sections:
        found.setdefault(section.part, []).append(section)
    return found


def _check_response(
    request: HttpRequest,
    draft: Draft,
    posted: dict[str, list[str]] | None = None,
    problems: dict[str, Problem] | None = None,
) -> HttpResponse:
    language = get_language()
    sections = evaluate.summary(draft.definition, draft.answers, language, draft.file_names)
    form = PageForm(
        draft.definition.check_page, language=language, answers=draft.answers, posted=posted, problems=problems
    )
    context = {
        "draft": draft,
        "total": draft.step(draft.reached[0][-1].key).total,
        "last_page": draft.reached[0][-1].key,
        "parts": by_part([section for section in sections if section.page_key != CHECK_PAGE]),
        "form": form,
        "receivers": queries.receivers(draft),
        "email": draft.answers.get("applicant_email", ""),
    }
    return render(request, "cases/assistant/check.html", context)
