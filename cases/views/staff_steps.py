"""What the step pages of the officers share."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.queries.rows import EaCasePage, ProceedingPage
from portal.errors import Refusal


@dataclass(frozen=True, slots=True)
class Step:
    """A step as its page names it: heading, button, what it is about, the way back."""

    heading: str
    button: str
    reference: str
    subject: str
    back: str


def case_step(page: EaCasePage, heading: str, button: str) -> Step:
    return Step(heading, button, page.reference, f"{page.title} · {page.applicant_name}", case_url(page))


def proceeding_step(page: ProceedingPage, heading: str, button: str) -> Step:
    return Step(heading, button, page.reference, f"{page.service} · {page.applicant_name}", proceeding_url(page))


def case_url(page: EaCasePage) -> str:
    return reverse("cases:ea_case", args=[page.reference])


def proceeding_url(page: ProceedingPage) -> str:
    return reverse("cases:proceeding", args=[page.id])


def require_offered(verb: str, allowed: Collection[str]) -> None:
    """Refuse to show the form of a step that is not possible now. The action checks again on the locked row."""
    if verb not in allowed:
        raise Refusal(
            _("Dieser Schritt ist jetzt nicht möglich."),
            _("Öffnen Sie den Vorgang neu. Dort steht, was als Nächstes möglich ist."),
        )
