"""Applicants and an officer who work straight through the actions, beside a portal whose parts are being killed.

Run as a program with the portal's addresses in the environment: `python -m tests.faults.drive 100` submits so many
applications and forwards them until each lies at its authority; `python -m tests.faults.drive check` reckons all
clocks anew. Like people, it tries again when the portal is away.
"""

import sys
import time
from collections.abc import Callable

import django

PATIENCE = 1800.0
SECONDS_A_CASE = 6
EMAIL = "anna@bench.example"


def main(argument: str) -> None:
    django.setup()
    if argument == "check":
        print(wrong_clocks())
        return
    # Needs the settings
    from tests.benchmarks.work import drafts  # noqa: PLC0415

    secrets = [draft.secret for draft in drafts(int(argument))]
    print("ready", flush=True)
    submit_and_forward(secrets)


def submit_and_forward(secrets: list[str]) -> None:
    from cases import actions  # noqa: PLC0415
    from cases.models import Proceeding  # noqa: PLC0415

    until = time.monotonic() + PATIENCE + SECONDS_A_CASE * len(secrets)
    for number, secret in enumerate(secrets):
        stubbornly(lambda secret=secret: actions.submit(secret))
        if number % 10 == 0:
            stubbornly(forward_arrived)
        time.sleep(0.05)
    ours = Proceeding.objects.filter(case__applicant_email=EMAIL)
    while stubbornly(lambda: ours.filter(status="delivered").count()) < len(secrets):
        if time.monotonic() > until:
            sys.exit("Not everything has arrived.")
        stubbornly(forward_arrived)
        time.sleep(0.5)


def forward_arrived() -> None:
    """Eva takes what has arrived and sends it on; what she had begun she ends."""
    from cases import actions  # noqa: PLC0415
    from cases.models import Case  # noqa: PLC0415
    from portal.accounts.models import User  # noqa: PLC0415

    eva = User.objects.get(email="ea@demo.example")
    arrived = Case.objects.filter(applicant_email=EMAIL, status__in=["received", "checking"])
    for key, status, version in list(arrived.values_list("pk", "status", "version")):
        if status == "received":
            actions.claim_case(key, actor=eva, version=version)
            version += 1
        actions.forward_case(key, actor=eva, version=version)


def stubbornly(do: Callable):
    """Try until the database answers."""
    from django.db import InterfaceError, OperationalError, connection  # noqa: PLC0415

    until = time.monotonic() + PATIENCE
    while True:
        try:
            return do()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def wrong_clocks() -> int:
    """How many deadlines differ from what their events say."""
    from cases.clocks import clock_of  # noqa: PLC0415
    from cases.models import Event, Proceeding  # noqa: PLC0415

    wrong = 0
    for proceeding in Proceeding.objects.filter(case__applicant_email=EMAIL).select_related("case"):
        events = list(Event.objects.filter(case=proceeding.case_id).order_by("pk"))
        wrong += clock_of(events, proceeding).ends_on != proceeding.due_on
    return wrong


if __name__ == "__main__":
    main(sys.argv[1])
