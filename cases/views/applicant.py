"""The applicant's pages: status, documents, messages, answers, withdrawal, account."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access, actions, queries
from cases.forms_applicant import AnswerForm, ApplicantMessageForm, LookupForm
from cases.forms_base import VersionForm
from cases.models import CaseDocument
from cases.queries.rows import CasePage, RequestRow
from cases.rules import references
from content.queries.calls import answers_calls
from portal.errors import Refusal
from portal.files.errors import UploadRefused
from portal.files.views import stream


@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Send the link of a case once more. The answer never tells whether the case exists."""
    typed = request.GET.get("aktenzeichen", "")
    form = LookupForm(request.POST or None, initial={"reference": typed})
    if form.is_valid():
        actions.send_case_link(form.cleaned_data["reference"], email=form.cleaned_data["email"])
        return render(request, "cases/applicant/lookup_sent.html")
    if typed and not form.is_bound:
        form = LookupForm({"reference": typed})
        form.errors.pop("email", None)
    return render(request, "cases/applicant/lookup.html", {"form": form})


@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The status page. The secret of the link opens it and disappears from the address."""
    written = references.normalise(reference)
    if written is None:
        return redirect(f"{reverse('cases:lookup')}?{urlencode({'aktenzeichen': reference[:40]})}")
    secret = request.GET.get("schluessel")
    try:
        if secret:
            access.grant_by_secret(request, written, secret)
        else:
            found = access.case_for_applicant(request, written)
    except Http404:
        return render(request, "cases/applicant/not_found.html", {"reference": written}, status=404)
    if secret or reference != written:
        return redirect("cases:case", written)
    return case_response(request, queries.case_page(found.pk, get_language()))


def case_response(
    request: HttpRequest, page: CasePage, message_form: ApplicantMessageForm | None = None
) -> HttpResponse:
    """The status page, also with a message that has an error."""
    return render(request, "cases/applicant/case.html", {"page": page, "form": message_form or ApplicantMessageForm()})


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, reference: str, request_id: int) -> HttpResponse:
    """Hand in what was asked for."""
    found = access.case_for_applicant(request, reference)
    page = queries.case_page(found.pk, get_language())
    row = open_request(page, request_id)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.answer_completion(row.id, case_id=found.pk, **form.cleaned_data)
        except UploadRefused as refused:
            form.add_error("uploads", refused.title)
        else:
            messages.success(request, _("Ihre Antwort ist angekommen. Wir haben die Behörde benachrichtigt."))
            return redirect("cases:case", found.reference)
    return render(request, "cases/applicant/answer.html", {"page": page, "row": row, "form": form})


def open_request(page: CasePage, request_id: int) -> RequestRow:
    """The request of this case, as long as it is open."""
    row = next((row for row in page.requests if row.id == request_id), None)
    if row is None:
        raise Http404
    if not row.is_open:
        raise Refusal(
            _("Auf diese Nachforderung können Sie nicht mehr antworten."),
            _("Öffnen Sie Ihren Fall. Dort sehen Sie den heutigen Stand und können eine Nachricht schreiben."),
        )
    return row


@require_POST
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to the offices."""
    found = access.case_for_applicant(request, reference)
    form = ApplicantMessageForm(request.POST)
    if not form.is_valid():
        return case_response(request, queries.case_page(found.pk, get_language()), message_form=form)
    actions.send_applicant_message(found.pk, **form.cleaned_data)
    messages.success(request, _("Ihre Nachricht ist gesendet."))
    return redirect(f"{reverse('cases:case', args=[found.reference])}#nachrichten")


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what it means, then withdraw."""
    found = access.case_for_applicant(request, reference)
    page = queries.case_page(found.pk, get_language())
    form = VersionForm(request.POST or None, initial={"version": page.version})
    if form.is_valid():
        actions.withdraw_case(found.pk, version=form.cleaned_data["version"])
        messages.success(request, _("Sie haben Ihren Antrag zurückgenommen."))
        return redirect("cases:case", found.reference)
    if not page.can_withdraw:
        raise Refusal(
            _("Dieser Antrag lässt sich nicht mehr zurücknehmen."),
            _("Er ist schon abgeschlossen. Den Stand sehen Sie in Ihrem Fall."),
        )
    return render(request, "cases/applicant/withdraw.html", {"page": page, "form": form})


@require_POST
def demand_certificate(request: HttpRequest, reference: str, proceeding_id: int) -> HttpResponse:
    """Order the certificate of a deemed approval."""
    found = access.case_for_applicant(request, reference)
    actions.request_certificate(proceeding_id, case_id=found.pk)
    messages.success(request, _("Die Bescheinigung wird erstellt. Sie finden sie gleich bei den Dokumenten."))
    return redirect("cases:case", found.reference)


@require_GET
def document(request: HttpRequest, reference: str, document_id: int) -> HttpResponse:
    """Open or save a document of the case."""
    found = access.case_for_applicant(request, reference)
    row = queries.document_for_applicant(found.pk, document_id)
    if row.kind == CaseDocument.Kind.DECISION:
        actions.record_fetch(row.decision.pk)
    return stream(row.file, as_attachment="speichern" in request.GET)


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """All cases and drafts of an account."""
    return render(request, "cases/applicant/account.html", {"page": queries.account_page(request.user)})


@login_required
@require_GET
def after_login(request: HttpRequest) -> HttpResponse:
    """Officers start at their inbox, agents of the 115 at their screen, everybody else at their account."""
    if access.is_officer(request.user):
        return redirect("cases:inbox")
    return redirect("content:call" if answers_calls(request.user) else "cases:account")
