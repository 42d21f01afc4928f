"""The proceeding as the responsible authority (ZB) works on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import actions, queries
from cases.forms_base import VersionForm
from cases.forms_staff import CompletionForm, DecisionForm, QuestionForm, ReturnForm, StaffMessageForm
from cases.queries import words
from cases.queries.rows import ProceedingPage
from cases.views.reading import asks_purpose, note_reading
from cases.views.staff_steps import proceeding_step, proceeding_url, require_offered


@login_required
@require_GET
@asks_purpose
def proceeding(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """The proceeding, and the whole case to read, with the steps that are possible now."""
    return proceeding_response(request, queries.proceeding_page(proceeding_id, request.user))


def proceeding_response(
    request: HttpRequest, page: ProceedingPage, message_form: StaffMessageForm | None = None
) -> HttpResponse:
    """The page of a proceeding, also with a message that has an error. Showing it is reading it."""
    note_reading(request, page.reader)
    context = {"page": page, "form": message_form or StaffMessageForm()}
    return render(request, "cases/staff/proceeding.html", context)


@login_required
@require_POST
def claim(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Take the proceeding."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = VersionForm(request.POST)
    if form.is_valid():
        actions.claim_proceeding(page.id, actor=request.user, version=form.cleaned_data["version"])
        messages.success(request, _("Sie bearbeiten jetzt dieses Verfahren."))
    return redirect(proceeding_url(page))


@login_required
@require_http_methods(["GET", "POST"])
def request_completion(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Ask for a missing document."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = CompletionForm(request.POST or None, today=timezone.localdate(), initial={"version": page.version})
    if form.is_valid():
        actions.request_completion(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Nachforderung ist abgeschickt."))
        return redirect(proceeding_url(page))
    require_offered(request, "request_completion", page)
    step = proceeding_step(page, _("Unterlage nachfordern"), _("Nachforderung abschicken"))
    return render(request, "cases/staff/request.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Ask about what was declared; the clock goes on."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = QuestionForm(request.POST or None, today=timezone.localdate(), initial={"version": page.version})
    if form.is_valid():
        actions.ask_question(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Rückfrage ist abgeschickt."))
        return redirect(proceeding_url(page))
    require_offered(request, "ask", page)
    step = proceeding_step(page, _("Rückfrage stellen"), _("Rückfrage abschicken"))
    return render(request, "cases/staff/ask.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def continue_without(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Go on although the document did not come."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = VersionForm(request.POST or None, initial={"version": page.version})
    if form.is_valid():
        actions.continue_proceeding(page.id, actor=request.user, version=form.cleaned_data["version"])
        messages.success(request, _("Das Verfahren läuft weiter."))
        return redirect(proceeding_url(page))
    require_offered(request, "continue", page)
    step = proceeding_step(page, _("Ohne die Unterlage weitermachen"), _("Weitermachen"))
    return render(request, "cases/staff/continue.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def return_proceeding(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Give the proceeding back: not responsible."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = ReturnForm(request.POST or None, initial={"version": page.version})
    if form.is_valid():
        actions.return_proceeding(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Das Verfahren ist zurückgegeben."))
        return redirect("cases:inbox")
    require_offered(request, "return", page)
    step = proceeding_step(page, _("Zurückgeben"), _("Verfahren zurückgeben"))
    return render(request, "cases/staff/return.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Write the decision, read it once more, then make it final; with two signatures, propose it."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = DecisionForm(request.POST or None, has_account=page.has_account, initial={"version": page.version})
    asked = request.POST.get("step", "")
    if form.is_valid() and asked == "final":
        actions.decide(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Entscheidung ist getroffen. Der Bescheid wird erzeugt und zugestellt."))
        return redirect(proceeding_url(page))
    if form.is_valid() and asked == "propose":
        actions.propose_decision(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Der Entwurf liegt zur Mitzeichnung vor."))
        return redirect(proceeding_url(page))
    require_offered(request, "propose" if "propose" in page.allowed else "decide", page)
    context = {"page": page, "form": form, "step": proceeding_step(page, _("Entscheiden"), _("Bescheid ansehen"))}
    if form.is_valid() and asked != "change":
        outcome, _tone = words.proceeding_status(form.cleaned_data["outcome"])
        way = dict(form.fields["way"].choices)[form.cleaned_data["way"]]
        return render(request, "cases/staff/decide_preview.html", context | {"outcome": outcome, "way": way})
    return render(request, "cases/staff/decide.html", context)
