"""What others have saved since somebody opened a page: shown beside the own text when both collide."""

from django.db.models import Q

from cases.models import Decision, Event, Proposal
from cases.queries import words
from portal.errors import SavedText

MOST_SHOWN = 5
Kind = Event.Kind


def saved_since(case_id: int, proceeding_id: int | None, number: int) -> list[SavedText]:
    """The last steps of this part of the case, newest first, with their texts. Queries: 1, with decisions 2 or 3."""
    scope = Q(proceeding=proceeding_id) if proceeding_id else Q(proceeding=None)
    events = Event.objects.filter(scope, case_id=case_id).select_related("actor", "case").order_by("-pk")
    return [
        SavedText(
            label=str(words.EVENT[event.kind]),
            who=str(event.actor) if event.actor else event.case.applicant_name,
            at=event.at,
            text=_text(event),
        )
        for event in events[: max(1, min(number, MOST_SHOWN))]
    ]


def _text(event: Event) -> str:
    """A decision and a draft keep their texts outside the history."""
    rows = {Kind.DECIDED: Decision, Kind.PROPOSED: Proposal}
    if event.kind not in rows:
        return event.text
    row = rows[event.kind].objects.filter(proceeding=event.proceeding_id).order_by("-pk").first()
    parts = [event.text, row.conditions, row.reasons] if row else [event.text]
    return "\n\n".join(part for part in parts if part)
