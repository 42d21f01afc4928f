"""What the step pages of the officers share."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.errors import ChangedMeanwhile
from cases.queries.changes import saved_since
from cases.queries.rows import EaCasePage, ProceedingPage
from portal.errors import Refusal


@dataclass(frozen=True, slots=True)
class Step:
    """A step as its page names it: heading, button, what it is about, the way back, and the office that takes it."""

    heading: str
    button: str
    reference: str
    subject: str
    back: str
    office: str = ""


def case_step(page: EaCasePage, heading: str, button: str) -> Step:
    return Step(heading, button, page.reference, f"{page.title} · {page.applicant_name}", case_url(page), page.ea.name)


def proceeding_step(page: ProceedingPage, heading: str, button: str) -> Step:
    subject = f"{page.service} · {page.applicant_name}"
    return Step(heading, button, page.reference, subject, proceeding_url(page), page.organisation.name)


def case_url(page: EaCasePage) -> str:
    return reverse("cases:ea_case", args=[page.reference])


def proceeding_url(page: ProceedingPage) -> str:
    return reverse("cases:proceeding", args=[page.id])


def require_offered(request: HttpRequest, verb: str, page: EaCasePage | ProceedingPage) -> None:
    """Before a form is shown (again): it still belongs to what the officer saw, and the step is possible now.

    The action checks both once more on the locked row.
    """
    seen = request.POST.get("version", "")
    if seen.isdecimal() and int(seen) != page.version and page.events:
        newest = page.events[0]
        case_id, proceeding_id = (page.case_id, page.id) if isinstance(page, ProceedingPage) else (page.id, None)
        saved = saved_since(case_id, proceeding_id, page.version - int(seen))
        raise ChangedMeanwhile(newest.actor, newest.at, saved)
    if verb not in page.allowed:
        raise not_possible()


def not_possible() -> Refusal:
    return Refusal(
        _("Dieser Schritt ist jetzt nicht möglich."),
        _("Öffnen Sie den Vorgang neu. Dort steht, was als Nächstes möglich ist."),
    )
