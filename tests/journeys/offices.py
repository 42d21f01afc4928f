"""What the offices do with a restaurant, and the way of time: shared steps of the journeys through the case engine."""

import re
from pathlib import Path

from kombu import Connection

from portal.celery import app
from portal.operations.embedded import read_addresses
from tests.journeys import papers, steps
from tests.journeys.forms import in_days, new_address, restaurant
from tests.journeys.people import EVA, Person

TRADE, PERMIT, TERRACE = "gewerbeanmeldung", "gaststaettenerlaubnis", "sondernutzung"

OF_CASE = "FROM cases_proceeding p JOIN cases_case c ON c.id = p.case_id JOIN content_service s ON s.id = p.service_id"


def apply_for_restaurant(person: Person, name: str, directory: Path) -> str:
    """Gaststättenerlaubnis with Gewerbeanmeldung, sent; the reference. Leaves the person on the page of the case."""
    steps.begin_in_guestrow(person, PERMIT)
    plan = papers.pdf(directory, "grundriss.pdf")
    steps.fill(person, restaurant(name, new_address(name.split()[0].lower()), plan))
    reference = steps.send(person)
    person.follow("Stand ansehen")
    person.sees(re.compile("."))
    return reference


def forwarded_by_eva(eva: Person, reference: str) -> None:
    eva.is_logged_in(EVA)
    eva.sees("Neu")
    steps.open_from_inbox(eva, reference)
    steps.claim(eva)
    steps.forward(eva)


def proceeding_of(person: Person, reference: str, service: str) -> tuple[int, str]:
    """Number and status, read past the portal."""
    found = person.portal.rows(
        f"SELECT p.id, p.status {OF_CASE} WHERE c.reference = %s AND s.slug = %s", reference, service
    )
    return found[0]


def open_proceeding(officer: Person, reference: str, service: str) -> None:
    """Straight to the page of one proceeding."""
    number, _status = proceeding_of(officer, reference, service)
    officer.open(f"/eingang/verfahren/{number}/")
    officer.sees(re.compile("."))


def open_case(eva: Person, reference: str) -> None:
    eva.open(f"/eingang/{reference}/")
    eva.sees(re.compile("."))


def claim_new(officer: Person, email: str, reference: str, service: str) -> None:
    """Log in, wait until the worker has delivered it, take it."""
    officer.is_logged_in(email)
    officer.sees("Neu")
    officer.open(f"/eingang/?ansicht=neu&q={reference}")
    officer.waits_for(officer.link(re.compile(reference)))
    open_proceeding(officer, reference, service)
    steps.claim(officer)


def take_step(officer: Person, link: str, heading: str) -> None:
    officer.follow(link)
    officer.sees(heading)


def fill_in_until(officer: Person, question: str, days: int) -> None:
    officer.write_day(question, in_days(days))


def let_days_pass(person: Person, reference: str, days: int) -> None:
    """All that happened in this case happened that much earlier, and beat's hour comes: the portal does the rest."""
    case = person.portal.rows("SELECT id FROM cases_case WHERE reference = %s", reference)[0][0]
    event = (
        'UPDATE cases_event SET "on" = "on" - %s, at = at - make_interval(days => %s) WHERE case_id = %s RETURNING 1'
    )
    person.portal.rows(event, days, days, case)
    person.portal.rows("UPDATE cases_proceeding SET due_on = due_on - %s WHERE case_id = %s RETURNING 1", days, case)
    with Connection(read_addresses(person.portal.var)["REDIS_URL"]) as broker:
        for task in ("cases.grant_deemed", "cases.end_waiting"):
            app.send_task(task, connection=broker)
