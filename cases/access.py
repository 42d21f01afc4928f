"""Who may open a case. What somebody may not open does not exist for them: 404."""

import secrets

from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject

from cases.models import Case
from portal.accounts.models import User
from responsibility.queries import organisations_with

# In the session: case id -> the secret it was opened with, so that a new secret ends old grants
SESSION_KEY = "cases"
MOST_GRANTS = 50


def grant(request: HttpRequest, case: Case) -> None:
    """Let this browser open the case from now on."""
    grants = dict(request.session.get(SESSION_KEY, {}))
    grants.pop(str(case.pk), None)
    grants[str(case.pk)] = case.secret
    request.session[SESSION_KEY] = dict(list(grants.items())[-MOST_GRANTS:])


def grant_by_secret(request: HttpRequest, reference: str, secret: str) -> Case:
    """Open the case with the secret of its link; a wrong one looks like a case that does not exist."""
    case = _find(reference)
    if not _same(case.secret, secret):
        raise Http404
    grant(request, case)
    return case


def case_for_applicant(request: HttpRequest, reference: str) -> Case:
    """The case, if this browser was granted it or it belongs to the account that is logged in."""
    case = _find(reference)
    granted = request.session.get(SESSION_KEY, {}).get(str(case.pk), "")
    if _same(case.secret, granted):
        return case
    if case.applicant_id is not None and case.applicant_id == request.user.pk:
        return case
    raise Http404


def case_for_officer(officer: User | SimpleLazyObject, reference: str) -> Case:
    """The case, if the officer sees the EA's part of it."""
    case = Case.objects.visible_to(officer).filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def is_officer(user: User | SimpleLazyObject) -> bool:
    """Whether this person works on cases anywhere."""
    return user.is_authenticated and organisations_with(user, "work_cases").exists()


def require_officer(user: User | SimpleLazyObject) -> None:
    """The inbox does not exist for anybody else."""
    if not is_officer(user):
        raise Http404


def _find(reference: str) -> Case:
    case = Case.objects.filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def _same(expected: str, given: str) -> bool:
    """Compared in constant time, so that nobody guesses a secret letter by letter."""
    return secrets.compare_digest(expected.encode(), given.encode())
