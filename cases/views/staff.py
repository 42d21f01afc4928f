"""The inbox of the officers, documents and messages."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from cases import actions, queries
from cases.forms_staff import StaffMessageForm
from cases.models import Reading
from cases.queries import VIEW_LABELS, View
from cases.queries.desk import desk_of
from cases.queries.inbox import MOST_COUNTED
from cases.queries.reader import reader_of
from cases.queries.resubmissions import due_for
from cases.queries.rights_page import guest_lines
from cases.queries.rows import InboxPage, InboxRow
from cases.views.reading import asks_purpose, note_reading
from cases.views.staff_ea import ea_case_response
from cases.views.staff_zb import proceeding_response
from portal.errors import NotPermitted, Refusal
from portal.files.views import stream

# What an empty view says
EMPTY = {
    View.NEW: gettext_lazy("Neue Vorgänge erscheinen hier, sobald sie zugestellt sind."),
    View.MINE: gettext_lazy("Übernehmen Sie einen Vorgang aus „Neu“, dann steht er hier."),
    View.ORGANISATION: gettext_lazy("Sobald ein Antrag eingeht, steht er hier."),
    View.WAITING: gettext_lazy("Hier stehen Vorgänge, in denen eine Unterlage nachgefordert ist."),
    View.DUE: gettext_lazy("Hier stehen Vorgänge, deren Frist in den nächsten 14 Tagen endet."),
    View.OVERDUE: gettext_lazy("Hier stehen Vorgänge, deren Frist vorbei ist."),
    View.DONE: gettext_lazy("Entschiedene und abgeschlossene Vorgänge stehen hier."),
}


# Views whose work is urgent
HOT = (View.DUE, View.OVERDUE)
# A ticked row, for example "proceeding:17:3"
SELECTED = re.compile(r"(?P<kind>case|proceeding):(?P<id>\d{1,18}):(?P<version>\d{1,9})")
MOST_SELECTED = 30
CLAIMS = {"case": actions.claim_case, "proceeding": actions.claim_proceeding}


@dataclass(frozen=True, slots=True)
class ViewLink:
    """One view in the list on the left."""

    label: str
    url: str
    count: str
    is_current: bool
    is_hot: bool


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """A row with the address that opens it."""

    row: InboxRow
    url: str


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The officer's work, soonest deadline first."""
    desk = desk_of(request.user)
    if not desk.is_open:
        raise NotPermitted(
            _("Der Eingang ist nur für Mitarbeiterinnen und Mitarbeiter der Behörden."),
            _(
                "Ihre eigenen Anträge finden Sie in Ihrem Konto. Arbeiten Sie in einer Behörde? Dann bitten Sie Ihre "
                "Leitung, Ihnen die Rolle „Sachbearbeitung“ zu geben."
            ),
        )
    page = queries.inbox(
        request.user,
        view=request.GET.get("ansicht", View.NEW),
        text=request.GET.get("q", "").strip()[:100],
        after=request.GET.get("weiter", ""),
        desk=desk,
    )
    entries = [InboxEntry(row, row_url(row)) for row in page.rows]
    context = {
        "page": page,
        "rows": entries,
        "views": view_links(page),
        "view_label": _("Suche in allen Vorgängen") if page.text else VIEW_LABELS[page.view],
        "empty_label": EMPTY[page.view],
        "order_label": order_label(page),
        # Only rows that nobody has can be taken over several at once
        "is_selectable": page.view == View.NEW and not page.text,
        "first_url": entries[0].url if entries else "",
        "next_url": inbox_url(page, page.next) if page.next else "",
        "start_url": inbox_url(page),
        "is_further": "weiter" in request.GET,
        "guests": guest_lines(request.user, desk.offices),
        "due": due_for(request.user) if page.view in (View.NEW, View.MINE) else [],
    }
    return render(request, "cases/staff/inbox.html", context)


@login_required
@require_POST
def claim_selected(request: HttpRequest) -> HttpResponse:
    """Take several rows at once. Each is a step of its own: one that somebody else has does not hold up the rest."""
    claimed = 0
    for kind, key, version in selected_rows(request):
        try:
            CLAIMS[kind](key, actor=request.user, version=version)
        except Refusal as refusal:
            messages.warning(request, refusal.title)
        else:
            claimed += 1
    if claimed:
        words = ngettext(
            "Sie bearbeiten jetzt %(number)d Vorgang.", "Sie bearbeiten jetzt %(number)d Vorgänge.", claimed
        )
        messages.success(request, words % {"number": claimed})
    view = View.MINE if claimed else View.NEW
    return redirect(f"{reverse('cases:inbox')}?{urlencode({'ansicht': view})}")


def selected_rows(request: HttpRequest) -> list[tuple[str, int, int]]:
    """The ticked rows as kind, id and version; what makes no sense is left out."""
    found = [SELECTED.fullmatch(value) for value in request.POST.getlist("auswahl")[:MOST_SELECTED]]
    return [(match["kind"], int(match["id"]), int(match["version"])) for match in found if match]


@login_required
@require_GET
@asks_purpose
def staff_document(request: HttpRequest, reference: str, document_id: int) -> HttpResponse:
    """Open or save a file of a case."""
    document = queries.document_for_officer(reference, document_id, request.user)
    note_reading(request, reader_of(request.user, reference), what=Reading.What.DOCUMENT)
    return stream(document.file, as_attachment="speichern" in request.GET)


@login_required
@require_POST
@asks_purpose
def staff_message(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to the applicant, from the case (EA) or from a proceeding (ZB)."""
    form = StaffMessageForm(request.POST)
    proceeding_id = request.POST.get("proceeding", "")
    if proceeding_id.isdecimal():
        page = queries.proceeding_page(int(proceeding_id), request.user)
        if page.reference != reference:
            raise Http404
        if not form.is_valid():
            return proceeding_response(request, page, message_form=form)
        actions.send_staff_message(page.case_id, actor=request.user, proceeding_id=page.id, **form.cleaned_data)
        back = reverse("cases:proceeding", args=[page.id])
    else:
        page = queries.ea_case_page(reference, request.user)
        if not form.is_valid():
            return ea_case_response(request, page, message_form=form)
        actions.send_staff_message(page.id, actor=request.user, **form.cleaned_data)
        back = reverse("cases:ea_case", args=[page.reference])
    messages.success(request, _("Ihre Nachricht ist gesendet."))
    return redirect(f"{back}#nachrichten")


def order_label(page: InboxPage) -> str:
    if page.text:
        return _("nach Treffer sortiert")
    return _("neueste zuerst") if page.view == View.DONE else _("nach Frist sortiert")


def view_links(page: InboxPage) -> list[ViewLink]:
    """The views with how much work lies in each."""
    return [
        ViewLink(
            label=label,
            url=f"{reverse('cases:inbox')}?{urlencode({'ansicht': key})}",
            count=count_label(page.counts.get(key)),
            is_current=key == page.view and not page.text,
            is_hot=key in HOT and bool(page.counts.get(key)),
        )
        for key, label in VIEW_LABELS.items()
    ]


def count_label(count: int | None) -> str:
    """
    >>> count_label(17), count_label(100), count_label(None)
    ('17', '99+', '')
    """
    if count is None:
        return ""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def row_url(row: InboxRow) -> str:
    """A case opens by its reference, a proceeding by its number."""
    if row.kind == "case":
        return reverse("cases:ea_case", args=[row.reference])
    return reverse("cases:proceeding", args=[row.id])


def inbox_url(page: InboxPage, after: str = "") -> str:
    """The same view and search from a later row on."""
    parameters = {"ansicht": page.view} | ({"q": page.text} if page.text else {}) | ({"weiter": after} if after else {})
    return f"{reverse('cases:inbox')}?{urlencode(parameters)}"
