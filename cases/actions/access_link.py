"""The secret link that opens a case without an account, and sending it once more."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from cases.models import Case
from cases.queries.titles import title_of
from cases.rules import references
from portal.accounts.actions import system_user
from portal.audit import actions as audit
from portal.mail import actions as mail

# At most one mail in this time, so that nobody can fill another person's mailbox
MINUTES_BETWEEN = 10


@transaction.atomic
def send_case_link(reference: str, *, email: str) -> None:
    """Mail the link of the case to its applicant, if the address is the applicant's. Never says whether it was."""
    written = references.normalise(reference)
    case = Case.objects.filter(reference=written, applicant_email__iexact=email.strip()).first() if written else None
    if case is None:
        return
    window = int(timezone.now().timestamp()) // (MINUTES_BETWEEN * 60)
    with translation.override(case.language):
        title = title_of(case)
    sent = mail.queue(
        f"case_link:{case.pk}:{window}",
        recipient=case.applicant_email,
        template="case_link",
        context={
            "name": case.applicant_name,
            "reference": case.reference,
            "title": title,
            "link": case_link(case),
        },
        language=case.language,
        subject_ref=f"cases.case:{case.pk}",
    )
    if sent is not None:
        audit.record(system_user("post"), "case.link_sent", case)


def case_link(case: Case) -> str:
    """The address that opens the case without an account."""
    with translation.override(case.language):
        path = reverse("cases:case", args=[case.reference])
    return f"{settings.PUBLIC_URL}{path}?{urlencode({'schluessel': case.secret})}"
