"""What every step begins with: lock, permission, version, transition. Always the case before its proceeding.

A locking statement joins nothing: who waited for the lock sees the new row, but joined to the officer or the
authority of the old one.
"""

from collections.abc import Iterable
from datetime import date
from typing import NoReturn

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cases.clocks import clock_of, holding
from cases.errors import GUARD_REFUSALS, AlreadyClaimed, ChangedMeanwhile, MoveRefused
from cases.models import Case, Event, Proceeding
from cases.models.access import LEAD, WORK
from cases.queries.changes import saved_since
from cases.queries.rights import Access, access_to, sees_case
from cases.rules import transitions
from portal import rows
from portal.accounts.models import User
from portal.errors import NotPermitted

__all__ = ["LEAD", "WORK"]


def lock_case(case_id: int) -> Case:
    """The case, locked until the transaction ends. Queries: 1."""
    return _locked(case_id)


def lock_proceeding(proceeding_id: int) -> Proceeding:
    """The proceeding and, before it, its case, both locked; `proceeding.case` is the locked case. Queries: 2."""
    # A proceeding never changes its case, so this part of the statement needs no lock
    case = _locked(Proceeding.objects.filter(pk=proceeding_id).values("case_id")[:1])
    proceeding = Proceeding.objects.select_for_update().get(pk=proceeding_id)
    proceeding.case = case
    return proceeding


def _locked(case_id: int | QuerySet) -> Case:
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def require(actor: User, subject: Case | Proceeding, verb: str) -> Access:
    """The actor may take this step with the locked row, and has taken it over where the step asks for that.

    Who sees the case but not this part of it is told; for everybody else it does not exist.
    """
    access = access_to(actor, subject)
    if access is None:
        refuse_stranger(actor, subject if isinstance(subject, Case) else subject.case)
    if not access.may_try(verb):
        raise NotPermitted(
            _("Das macht nur die Behörde selbst."),
            _("Ihre Einladung erlaubt diesen Schritt nicht. Schreiben Sie der Person, die Sie eingeladen hat."),
        )
    if not access.stands_in:
        require_owner(subject, verb, actor)
    return access


def refuse_stranger(actor: User, case: Case) -> NoReturn:
    """403 for those who may see the case, 404 for all others."""
    if sees_case(actor, case):
        raise NotPermitted(
            _("Das darf nur die Stelle, die dafür zuständig ist."),
            _("Schreiben Sie den Kolleginnen und Kollegen dort, wenn etwas zu tun ist."),
        )
    raise Http404


def require_owner(subject: Case | Proceeding, verb: str, actor: User) -> None:
    """Steps of the owner wait until somebody has taken it over. A step the status forbids is refused later."""
    move = transitions.TABLES[kind_of(subject)].get((verb, subject.status))
    owner = owner_of(subject)
    if move is None or not move.by_owner or owner == actor:
        return
    if owner is None:
        raise NotPermitted(
            _("Übernehmen Sie die Bearbeitung zuerst."), _("Öffnen Sie den Vorgang und wählen Sie „Übernehmen“.")
        )
    raise NotPermitted(
        _("%(who)s bearbeitet das.") % {"who": owner},
        _("Ihre Leitung kann die Bearbeitung übernehmen, wenn jemand fehlt."),
    )


def check_version(subject: Case | Proceeding, version: int) -> None:
    """What the person saw is still so, or ChangedMeanwhile names who changed it."""
    if subject.version != version:
        is_case = isinstance(subject, Case)
        case_id, proceeding_id = (subject.pk, None) if is_case else (subject.case_id, subject.pk)
        saved = saved_since(case_id, proceeding_id, subject.version - version)
        raise ChangedMeanwhile(*last_change(subject), saved)


def move(
    subject: Case | Proceeding, verb: str, *, today: date | None = None, events: Iterable[Event] | None = None
) -> str:
    """The next status by the table, or MoveRefused. Changes nothing yet. `events` of the case, if read."""
    try:
        line = transitions.find_move(kind_of(subject), subject.status, verb)
    except transitions.Forbidden as refusal:
        raise MoveRefused(verb=refusal.verb, status=refusal.status, **why_not(subject)) from refusal
    if line.guards:
        events = events_of_case(subject.case_id) if events is None else events
        holds = holding(subject, events, today or timezone.localdate())
        for guard in line.guards:
            if guard not in holds:
                title, help_text = GUARD_REFUSALS[guard]
                raise MoveRefused(verb=verb, status=subject.status, title=title, help_text=help_text)
    return line.to or subject.status


def why_not(subject: Case | Proceeding) -> dict[str, str]:
    """In words, where the status itself is the reason."""
    facts = {"status": subject.get_status_display()}
    if subject.status in transitions.FINISHED | transitions.CASE_FINISHED:
        who, at = last_change(subject)
        facts |= {"who": who, "day": formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")}
        return {"title": _("Der Vorgang ist schon beendet: %(status)s (%(who)s, %(day)s Uhr).") % facts}
    return {"title": _("Dieser Schritt ist jetzt nicht möglich. Stand: %(status)s.") % facts}


def save(subject: Case | Proceeding, *fields: str) -> None:
    """Write these fields and count the version up. The row is locked."""
    subject.version += 1
    subject.save(update_fields=[*fields, "version"])


def add_event(
    case: Case,
    kind: str,
    *,
    actor: User | None,
    proceeding: Proceeding | None = None,
    text: str = "",
    on: date | None = None,
    period: str = "",
) -> Event:
    """One line of the history, on its legal day in Germany."""
    now = timezone.now()
    event = Event(
        case=case,
        proceeding=proceeding,
        kind=kind,
        on=on or timezone.localdate(now),
        at=now,
        actor=actor,
        text=text,
        period=period,
    )
    rows.insert(event)
    return event


def events_of_case(case_id: int) -> QuerySet[Event]:
    return Event.objects.filter(case_id=case_id).order_by("pk")


def refresh_clock(proceeding: Proceeding, events: Iterable[Event] | None = None) -> None:
    """Set `due_on` from the events of the case, read here unless the caller has them; the caller saves it."""
    events = events_of_case(proceeding.case_id) if events is None else events
    proceeding.due_on = clock_of(events, proceeding).ends_on


def claim(subject: Case | Proceeding, actor: User, version: int, *, is_lead: bool) -> bool:
    """Make the actor the owner. Only a lead takes over from somebody else. False: it is theirs already."""
    owner = owner_of(subject)
    if owner == actor:
        return False
    if owner is not None and not is_lead:
        raise AlreadyClaimed(str(owner), claimed_at(subject))
    check_version(subject, version)
    subject.status = move(subject, _taking(subject, owner))
    field = "ea_officer" if isinstance(subject, Case) else "officer"
    setattr(subject, field, actor)
    save(subject, "status", field)
    return True


def _taking(subject: Case | Proceeding, owner: User | None) -> str:
    """New, taken over from somebody, or taken where nobody has it any more."""
    if owner is not None:
        return "take_over"
    is_new = ("claim", subject.status) in transitions.TABLES[kind_of(subject)]
    return "claim" if is_new else "pick_up"


def owner_of(subject: Case | Proceeding) -> User | None:
    return subject.ea_officer if isinstance(subject, Case) else subject.officer


def kind_of(subject: Case | Proceeding) -> transitions.Subject:
    return "case" if isinstance(subject, Case) else "proceeding"


def events_of(subject: Case | Proceeding):
    if isinstance(subject, Case):
        return Event.objects.filter(case=subject)
    return Event.objects.filter(Q(proceeding=subject) | Q(case_id=subject.case_id, proceeding=None))


def last_change(subject: Case | Proceeding) -> tuple:
    """Who changed it last, and when; without a name it was the applicant."""
    event = events_of(subject).select_related("actor").order_by("-pk").first()
    case = subject if isinstance(subject, Case) else subject.case
    return (str(event.actor) if event.actor else case.applicant_name), event.at


def claimed_at(subject: Case | Proceeding):
    own = None if isinstance(subject, Case) else subject
    claims = events_of(subject).filter(kind=Event.Kind.CLAIMED, proceeding=own)
    return claims.order_by("-pk").values_list("at", flat=True).first()
