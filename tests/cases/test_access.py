"""Who may open a case: this browser, this account, this office. For all others it does not exist."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from cases import access
from cases.models import Case
from portal.accounts.models import User
from tests.factories.cases import Town, received_case, submitted_case
from tests.factories.portal import UserFactory


def browser(user: User | None = None) -> HttpRequest:
    request = RequestFactory().get("/fall/")
    request.session = SessionStore()
    request.user = user or AnonymousUser()
    return request


def test_the_link_opens_the_case_for_this_browser(town: Town) -> None:
    case, request = submitted_case(town), browser()
    assert access.grant_by_secret(request, case.reference, case.secret) == case
    assert access.case_for_applicant(request, case.reference) == case
    with pytest.raises(Http404):
        access.case_for_applicant(browser(), case.reference)


@pytest.mark.parametrize("secret", ["", "falsch", "ä", "x" * 5000])
def test_a_wrong_secret_looks_like_no_case(town: Town, secret: str) -> None:
    case, request = submitted_case(town), browser()
    for reference in (case.reference, "MV-2222-2222-2"):
        with pytest.raises(Http404):
            access.grant_by_secret(request, reference, secret)
        with pytest.raises(Http404):
            access.case_for_applicant(request, reference)


def test_a_new_secret_ends_old_grants(town: Town) -> None:
    case, request = submitted_case(town), browser()
    access.grant(request, case)
    Case.objects.update(secret="neu")
    with pytest.raises(Http404):
        access.case_for_applicant(request, case.reference)


def test_one_grant_opens_one_case(town: Town) -> None:
    first, second, request = submitted_case(town), submitted_case(town), browser()
    access.grant(request, first)
    with pytest.raises(Http404):
        access.case_for_applicant(request, second.reference)
    access.grant(request, second)
    for case in (first, second):
        assert access.case_for_applicant(request, case.reference) == case


def test_grants_do_not_pile_up(town: Town) -> None:
    request = browser()
    for number in range(access.MOST_GRANTS + 5):
        access.grant(request, Case(pk=number, secret="s"))
    assert len(request.session[access.SESSION_KEY]) == access.MOST_GRANTS


def test_the_account_opens_its_own_cases(town: Town) -> None:
    case, anna = submitted_case(town), UserFactory()
    Case.objects.update(applicant=anna)
    assert access.case_for_applicant(browser(anna), case.reference) == case
    for other in (UserFactory(), town.eva):
        with pytest.raises(Http404):
            access.case_for_applicant(browser(other), case.reference)


def test_a_case_without_an_account_belongs_to_no_account(town: Town) -> None:
    case = submitted_case(town)
    for nobody in (AnonymousUser(), User()):
        with pytest.raises(Http404):
            access.case_for_applicant(browser(nobody), case.reference)


def test_officers(town: Town) -> None:
    case = received_case(town)
    assert access.case_for_officer(town.eva, case.reference) == case
    for person in (town.cord, town.paula, town.anna):
        with pytest.raises(Http404):
            access.case_for_officer(person, case.reference)
    assert access.is_officer(town.cord)
    assert not access.is_officer(town.anna)
    assert not access.is_officer(AnonymousUser())
    with pytest.raises(Http404):
        access.require_officer(town.anna)
