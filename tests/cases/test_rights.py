"""Who sees a case: invited, confidential, excluded. Each verb works, is refused, twice, and changes nothing then."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.http import Http404
from django.utils import timezone

from cases import actions, queries
from cases.models import Case, Exclusion, Invitation, Proceeding
from cases.queries.calendars import calendar_content
from cases.queries.documents import document_for_officer
from cases.queries.rights_page import guest_lines, invitation_page, rights_page
from portal.accounts.models import User
from portal.audit.queries import broken_links
from portal.errors import NotPermitted, Refusal
from portal.mail.models import OutgoingMail
from responsibility.models import Organisation
from tests.cases.world import officer
from tests.factories.cases import (
    Town,
    checking_case,
    forwarded_case,
    permit_of,
    received_case,
    stored_file,
    trade_of,
    working_case,
)


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def permit(town: Town) -> Proceeding:
    """Cord has it."""
    return permit_of(working_case(town), town)


@pytest.fixture
def dana(town: Town) -> User:
    """Works beside Cord."""
    return officer("Dana Kruse", town.district)


def sees(person: User, proceeding: Proceeding) -> bool:
    """On its page, in the list and in the search, all the same."""
    found = Proceeding.objects.visible_to(person).filter(pk=proceeding.pk).exists()
    reference = proceeding.case.reference
    in_list = any(row.reference == reference for row in queries.inbox(person).rows)
    in_search = any(row.reference == reference for row in queries.inbox(person, text=reference).rows)
    assert in_list == in_search
    try:
        queries.proceeding_page(proceeding.pk, person)
    except Http404:
        assert not found
        assert not in_list
    else:
        assert found
    return found


def invite(proceeding: Proceeding, actor: User, guest: User, *, access: str = "read", days: int = 7) -> Invitation:
    return actions.invite(
        proceeding.case_id,
        proceeding_id=proceeding.pk,
        actor=actor,
        kind="substitute" if access == "work" else "consultation",
        access=access,
        guest=f"person:{guest.pk}",
        reason="Urlaub.",
        until=today(days),
    )


def accept(invitation: Invitation, actor: User) -> None:
    actions.reply_to_invitation(invitation.pk, actor=actor, accepts=True)


def close(proceeding: Proceeding, actor: User, *, is_confidential: bool = True) -> None:
    proceeding.refresh_from_db()
    actions.set_confidential(
        proceeding.case_id,
        proceeding_id=proceeding.pk,
        actor=actor,
        version=proceeding.version,
        is_confidential=is_confidential,
    )
    proceeding.refresh_from_db()


def test_a_guest_sees_it_from_their_yes_until_the_day(town: Town, permit: Proceeding) -> None:
    assert not sees(town.paula, permit)
    invitation = invite(permit, town.cord, town.paula)
    assert not Proceeding.objects.visible_to(town.paula).exists()
    assert [line.id for line in guest_lines(town.paula)] == [invitation.pk]
    assert OutgoingMail.objects.get(key=f"invited:{invitation.pk}").recipient == town.paula.email
    accept(invitation, town.paula)
    accept(invitation, town.paula)
    assert queries.proceeding_page(permit.pk, town.paula).allowed == frozenset()
    assert OutgoingMail.objects.filter(key__startswith="invitation_answered").count() == 1
    Invitation.objects.update(until=today(-1))
    with pytest.raises(Http404):
        queries.proceeding_page(permit.pk, town.paula)
    assert guest_lines(town.paula) == []
    assert not list(broken_links())


def test_revoked_and_declined_open_nothing(town: Town, permit: Proceeding) -> None:
    invitation = invite(permit, town.cord, town.paula)
    actions.reply_to_invitation(invitation.pk, actor=town.paula, accepts=False)
    with pytest.raises(Refusal, match="gilt nicht mehr"):
        accept(invitation, town.paula)
    again = invite(permit, town.katrin, town.paula)
    accept(again, town.paula)
    for _twice in range(2):
        actions.revoke_invitation(again.pk, actor=town.cord)
    assert OutgoingMail.objects.filter(key__startswith="invitation_revoked").count() == 1
    with pytest.raises(Http404):
        queries.proceeding_page(permit.pk, town.paula)


def test_who_may_invite_whom(town: Town, permit: Proceeding, dana: User) -> None:
    with pytest.raises(NotPermitted):
        invite(permit, dana, town.paula)
    with pytest.raises(NotPermitted):
        invite(permit, town.birte, town.paula)
    with pytest.raises(Http404):
        invite(permit, town.paula, town.paula)
    for nobody in (town.anna, town.cord):
        with pytest.raises(Refusal, match="Wählen Sie jemanden"):
            invite(permit, town.cord, nobody)
    invite(permit, town.cord, town.paula)
    with pytest.raises(Refusal, match="gibt es schon"):
        invite(permit, town.cord, town.paula)
    for days in (-1, 400):
        with pytest.raises(Refusal, match="innerhalb eines Jahres"):
            invite(permit, town.cord, dana, days=days)
    assert Invitation.objects.count() == 1
    with pytest.raises(IntegrityError, match="person_or_authority"):
        Invitation.objects.update(organisation=town.city)


def test_nobody_else_answers(town: Town, permit: Proceeding) -> None:
    invitation = invite(permit, town.cord, town.paula)
    for person in (town.birte, town.cord, town.katrin, town.anna):
        with pytest.raises(Http404):
            accept(invitation, person)
        with pytest.raises(Http404):
            invitation_page(invitation.pk, person)
    assert Invitation.objects.get().status == "offered"


def test_a_guest_who_works_prepares_but_does_not_decide(town: Town, permit: Proceeding) -> None:
    accept(invite(permit, town.cord, town.paula, access="work"), town.paula)
    page = queries.proceeding_page(permit.pk, town.paula)
    assert page.allowed == {"request_completion", "ask", "message"}
    actions.ask_question(permit.pk, actor=town.paula, version=page.version, text="Wie viele?", due_on=today(14))
    with pytest.raises(NotPermitted, match="Behörde selbst"):
        actions.decide(permit.pk, actor=town.paula, version=page.version + 1, outcome="granted", reasons="Gut.")
    with pytest.raises(NotPermitted):
        actions.hand_over_proceeding(permit.pk, actor=town.paula, version=page.version + 1, officer_id=town.katrin.pk)
    assert permit_of(permit.case, town).status == "in_progress"


def test_a_colleague_stands_in_with_all_steps(town: Town, permit: Proceeding, dana: User) -> None:
    close(permit, town.cord)
    accept(invite(permit, town.cord, dana, access="work"), dana)
    assert "decide" in queries.proceeding_page(permit.pk, dana).allowed
    permit.refresh_from_db()
    decision = actions.decide(permit.pk, actor=dana, version=permit.version, outcome="granted", reasons="Gut.")
    assert decision.decided_by == dana


def test_an_authority_is_invited(town: Town, permit: Proceeding) -> None:
    invitation = actions.invite(
        permit.case_id,
        proceeding_id=permit.pk,
        actor=town.cord,
        kind="consultation",
        access="read",
        guest=f"organisation:{elsewhere().pk}",
        reason="Lärm.",
        until=today(7),
    )
    pia = officer("Pia Lange", elsewhere())
    accept(invitation, town.paula)
    assert {person for person in (town.paula, pia) if Proceeding.objects.visible_to(person)} == {town.paula, pia}
    close(permit, town.cord)
    assert {person for person in (town.paula, pia) if Proceeding.objects.visible_to(person)} == {town.paula}


def elsewhere() -> Organisation:
    """Where Paula works."""
    return Organisation.objects.get(slug="anderswo")


def test_a_confidential_case_is_for_owner_head_and_guests(town: Town, permit: Proceeding, dana: User) -> None:
    assert sees(dana, permit)
    file = permit.case.documents.create(kind="upload", title="Plan", file=stored_file())
    feed = actions.renew_calendar(actor=dana, organisation_id=town.district.pk)
    assert len(calendar_content(feed.secret).entries) == 1
    close(permit, town.cord)
    assert sees(town.cord, permit)
    assert sees(town.katrin, permit)
    assert not sees(dana, permit)
    assert calendar_content(feed.secret).entries == []
    with pytest.raises(Http404):
        document_for_officer(permit.case.reference, file.pk, dana)
    for step in (actions.claim_proceeding, actions.continue_proceeding, actions.resume_period):
        with pytest.raises(Http404):
            step(permit.pk, actor=dana, version=permit.version)
    boss = User.objects.create_superuser("boss@example.org", "geheim-und-lang", name="Boss")
    assert not Proceeding.objects.visible_to(boss).exists()
    close(permit, town.katrin, is_confidential=False)
    assert sees(dana, permit)


def test_mails_to_the_office_do_not_name_a_confidential_case(town: Town) -> None:
    case = forwarded_case(town)
    permit = permit_of(case, town)
    close(permit, town.katrin)
    actions.withdraw_case(case.pk, version=Case.objects.get().version)
    mail = OutgoingMail.objects.get(key__startswith="withdrawn:", recipient="post@kreis.example")
    assert case.title not in mail.text + mail.subject
    assert "Vertraulicher Fall" in mail.text + mail.subject


def test_who_may_close_a_case(town: Town, permit: Proceeding, dana: User) -> None:
    with pytest.raises(NotPermitted):
        close(permit, dana)
    with pytest.raises(NotPermitted):
        close(permit, town.birte)
    assert not Case.objects.get().is_confidential
    close(permit, town.cord)
    version = permit.version
    close(permit, town.cord)
    assert permit.version == version


def test_an_officer_who_is_excluded_has_nothing_more_to_do_with_it(town: Town, permit: Proceeding) -> None:
    guest = invite(trade_of(permit.case, town), town.birte, town.cord)
    accept(guest, town.cord)
    for _twice in range(2):
        actions.exclude(permit.case_id, actor=town.katrin, person_id=town.cord.pk, reason="Verwandt.")
    permit.refresh_from_db()
    assert (permit.status, permit.officer) == ("delivered", None)
    assert not sees(town.cord, permit)
    assert Invitation.objects.get().status == "revoked"
    assert Exclusion.objects.count() == 1
    told = OutgoingMail.objects.filter(key__startswith="recused:")
    assert [mail.recipient for mail in told] == [town.katrin.email]
    for step in (
        lambda: actions.claim_proceeding(permit.pk, actor=town.cord, version=permit.version),
        lambda: actions.send_staff_message(permit.case_id, actor=town.cord, proceeding_id=permit.pk, text="Hallo"),
        lambda: rights_page(permit.case.reference, permit.pk, town.cord),
    ):
        with pytest.raises(Http404):
            step()
    actions.claim_proceeding(permit.pk, actor=town.katrin, version=permit.version)
    with pytest.raises(Refusal, match="Wählen Sie jemanden aus Ihrer Behörde"):
        actions.hand_over_proceeding(permit.pk, actor=town.katrin, version=permit.version + 1, officer_id=town.cord.pk)
    assert not list(broken_links())


def test_declared_for_oneself_and_lifted_only_by_a_head(town: Town, permit: Proceeding, dana: User) -> None:
    with pytest.raises(Refusal, match="Grund"):
        actions.exclude(permit.case_id, actor=town.cord, person_id=town.cord.pk, reason=" ")
    with pytest.raises(NotPermitted, match="Leitung"):
        actions.exclude(permit.case_id, actor=dana, person_id=town.cord.pk, reason="Verwandt.")
    with pytest.raises(Http404):
        actions.exclude(permit.case_id, actor=town.paula, person_id=town.paula.pk, reason="Verwandt.")
    actions.exclude(permit.case_id, actor=town.cord, person_id=town.cord.pk, reason="Verwandt.")
    exclusion = Exclusion.objects.get()
    for person in (town.cord, dana, town.birte):
        with pytest.raises(Http404):
            actions.lift_exclusion(exclusion.pk, actor=person, reason="Doch nicht.")
    with pytest.raises(IntegrityError, match="somebody_else_lifts"):
        Exclusion.objects.update(lifted_by=town.cord)


def test_a_head_lifts_it(town: Town, permit: Proceeding) -> None:
    actions.exclude(permit.case_id, actor=town.cord, person_id=town.cord.pk, reason="Verwandt.")
    exclusion = Exclusion.objects.get()
    for _twice in range(2):
        actions.lift_exclusion(exclusion.pk, actor=town.katrin, reason="Eine Verwechslung.")
    assert Exclusion.objects.get().status == "lifted"
    assert sees(town.cord, permit)


def test_the_ea_officer_gives_the_case_back(town: Town) -> None:
    case = checking_case(town)
    actions.exclude(case.pk, actor=town.eva, person_id=town.eva.pk, reason="Verwandt.")
    case.refresh_from_db()
    assert (case.status, case.ea_officer) == ("received", None)
    with pytest.raises(Http404):
        queries.ea_case_page(case.reference, town.eva)


def test_what_waits_for_the_applicant_is_picked_up(town: Town, permit: Proceeding, dana: User) -> None:
    actions.request_completion(permit.pk, actor=town.cord, version=permit.version, text="Ein Plan.", due_on=today(14))
    actions.exclude(permit.case_id, actor=town.cord, person_id=town.cord.pk, reason="Verwandt.")
    permit.refresh_from_db()
    assert (permit.status, permit.officer) == ("incomplete", None)
    assert "pick_up" in queries.proceeding_page(permit.pk, dana).allowed
    actions.claim_proceeding(permit.pk, actor=dana, version=permit.version)
    assert permit_of(permit.case, town).officer == dana


def test_an_officer_never_handles_the_own_application(town: Town) -> None:
    case = received_case(town)
    Case.objects.update(applicant=town.eva)
    with pytest.raises(Http404):
        queries.ea_case_page(case.reference, town.eva)
    with pytest.raises(Http404):
        actions.claim_case(case.pk, actor=town.eva, version=case.version)
    assert queries.inbox(town.eva).rows == []
    assert len(queries.inbox(town.katrin).rows) == 1


def test_a_draft_of_somebody_excluded_is_dropped(town: Town, permit: Proceeding) -> None:
    Proceeding.objects.update(four_eyes=True)
    actions.propose_decision(
        permit.pk, actor=town.cord, version=permit.version, outcome="granted", reasons="Nichts dagegen."
    )
    actions.exclude(permit.case_id, actor=town.cord, person_id=town.cord.pk, reason="Verwandt.")
    permit.refresh_from_db()
    assert permit.status == "delivered"
    assert not permit.proposals.filter(status="open").exists()


def test_lists_cost_the_same_with_many_hidden_cases(town: Town, django_assert_max_num_queries) -> None:
    for _number in range(3):
        close(permit_of(forwarded_case(town), town), town.katrin)
    seen = permit_of(forwarded_case(town), town)
    with django_assert_max_num_queries(4):
        assert [row.id for row in queries.inbox(town.cord).rows] == [seen.pk]
