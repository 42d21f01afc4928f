"""Each step: it works, it is refused and nothing changed, it is taken twice, two take it at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.utils import timezone

from content import actions
from content.models import Service, Version
from content.queries.editorial import versions_of
from content.rules.workflow import FourEyes, MoveRefused, NotEditable
from portal.audit.models import Record
from portal.errors import NotPermitted, Refusal
from portal.mail.models import OutgoingMail
from tests.content.editorial.people import build_world, four_eyes
from tests.content.editorial.texts import draft_of, in_review, public_text, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def text(world):
    return public_text(world.buetzow.organisation, slug="hund")


def call(verb, version, actor, **more):
    return verb(version.pk, saves=version.saves, actor=actor, **more)


def is_public(text, words):
    return Service.objects.filter(pk=text.pk, is_published=True, description_de=words).exists()


def records(text):
    subject = f"content.service:{text.pk}"
    return list(Record.objects.filter(subject=subject).order_by("number").values_list("verb", flat=True))


def test_from_draft_to_the_public(world, text):
    version = draft_of(text, world.birte)
    call(actions.submit_for_review, version, world.birte, note="Neuer Satz")
    assert is_public(text, "Alt.")
    call(actions.approve, version, world.bruno)
    assert is_public(text, "Neu.")
    assert states(text) == [(1, "superseded"), (2, "published")]
    assert records(text) == ["service.saved", "service.submitted", "service.approved", "service.published"]
    version.refresh_from_db()
    assert (version.note, version.reviewed_by, version.author_ids) == ("Neuer Satz", world.bruno, [world.birte.pk])


VERBS = [
    (actions.submit_for_review, {}),
    (actions.recall, {}),
    (actions.approve, {}),
    (actions.reject, {"reason": "Bitte kürzer."}),
    (actions.publish, {}),
    (actions.discard, {}),
]
# What each verb refuses, by the state it is called in
REFUSED = {
    "draft": ("recall", "approve", "reject"),
    "in_review": ("submit_for_review", "publish", "discard"),
    "approved": ("submit_for_review", "approve", "reject", "discard"),
    "published": ("submit_for_review", "recall", "approve", "reject", "publish", "discard"),
    "superseded": ("submit_for_review", "recall", "approve", "reject", "publish", "discard"),
}


@pytest.mark.parametrize(("verb", "more"), VERBS, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("status", REFUSED)
def test_a_step_begins_only_where_the_table_says(world, text, verb, more, status):
    version = draft_of(text, world.birte)
    version.status = status
    Version.objects.filter(pk=version.pk, status="draft").update(
        status=status if status != "published" else "superseded"
    )
    if status == "published":
        version = Version.objects.get(number=1)
    before = states(text), records(text)
    if verb.__name__ in REFUSED[status]:
        with pytest.raises(MoveRefused):
            call(verb, version, world.birte, **more)
        assert (states(text), records(text)) == before
        assert is_public(text, "Alt.")
    else:
        call(verb, version, world.birte, **more)
        assert (states(text), records(text)) != before


@pytest.mark.parametrize(("verb", "more"), VERBS, ids=lambda value: getattr(value, "__name__", ""))
def test_others_do_not_find_it(world, text, verb, more):
    version = (
        draft_of(text, world.birte)
        if verb in (actions.submit_for_review, actions.publish, actions.discard)
        else (in_review(text, world.birte))
    )
    before = states(text), records(text)
    with pytest.raises(Http404):
        call(verb, version, world.cord, **more)
    assert (states(text), records(text)) == before


@pytest.mark.parametrize(("verb", "more"), VERBS, ids=lambda value: getattr(value, "__name__", ""))
def test_who_read_an_older_save_is_stopped(world, text, verb, more):
    version = draft_of(text, world.birte)
    draft_of(text, world.bruno, description_de="Brunos.")
    with pytest.raises(actions.ChangedMeanwhile, match="Bruno Behn"):
        call(verb, version, world.birte, **more)


def test_a_text_of_the_land_is_for_its_editors(world):
    text = public_text(None)
    version = draft_of(text, world.rieke)
    with pytest.raises(Http404):
        call(actions.publish, version, world.birte)
    call(actions.publish, version, world.rieke)
    assert is_public(text, "Neu.")


def test_four_eyes(world, text):
    four_eyes(world.buetzow.organisation)
    version = draft_of(text, world.birte)
    with pytest.raises(FourEyes):
        call(actions.publish, version, world.birte)
    with pytest.raises(FourEyes):
        call(actions.publish, version, world.bruno)
    call(actions.submit_for_review, version, world.birte)
    with pytest.raises(FourEyes):
        call(actions.approve, version, world.birte)
    assert is_public(text, "Alt.")
    call(actions.approve, version, world.bruno)
    assert is_public(text, "Neu.")


def test_four_eyes_count_everybody_who_wrote(world, text):
    four_eyes(world.buetzow.organisation)
    draft_of(text, world.birte)
    version = draft_of(text, world.bruno, description_de="Beider Text.")
    call(actions.submit_for_review, version, world.bruno)
    for author in (world.birte, world.bruno):
        with pytest.raises(FourEyes):
            call(actions.approve, version, author)
    call(actions.approve, version, world.rieke)
    assert is_public(text, "Beider Text.")


def test_the_system_publishes_only_what_was_approved_in_time(world, text):
    four_eyes(world.buetzow.organisation)
    later = timezone.now() + timedelta(days=1)
    version = in_review(text, world.birte, publish_at=later.isoformat(), description_de="Neu.")
    call(actions.approve, version, world.bruno)
    assert states(text)[-1] == (2, "approved")
    assert is_public(text, "Alt.")


def test_giving_back_says_why(world, text, django_capture_on_commit_callbacks):
    version = in_review(text, world.birte)
    with pytest.raises(Refusal, match="warum"):
        call(actions.reject, version, world.bruno, reason="  ")
    call(actions.reject, version, world.bruno, reason="Die Gebühr fehlt.")
    mail = OutgoingMail.objects.get()
    assert mail.recipient == world.birte.email
    assert "Die Gebühr fehlt." in mail.text
    again = draft_of(text, world.birte, description_de="Mit Gebühr.")
    assert (again.pk, again.status) == (version.pk, "draft")


def test_in_review_nobody_writes(world, text):
    in_review(text, world.birte)
    with pytest.raises(NotEditable):
        draft_of(text, world.bruno, description_de="Heimlich.")


def test_expired_before_it_is_public(world, text):
    past = (timezone.now() - timedelta(hours=1)).isoformat()
    version = draft_of(text, world.birte, expire_at=past)
    with pytest.raises(Refusal, match="vorbei"):
        call(actions.publish, version, world.birte)
    assert states(text)[-1] == (2, "draft")


def test_withdrawn_and_public_again(world, text):
    actions.withdraw(Service, text.pk, actor=world.birte)
    assert not Service.objects.get(pk=text.pk).is_published
    with pytest.raises(MoveRefused):
        actions.withdraw(Service, text.pk, actor=world.birte)
    text.refresh_from_db()
    version = draft_of(text, world.birte)
    call(actions.publish, version, world.birte)
    assert is_public(text, "Neu.")


def test_going_back_to_an_older_version(world, text):
    call(actions.publish, draft_of(text, world.birte), world.birte)
    text.refresh_from_db()
    opened = draft_of(text, world.bruno, description_de="Brunos.")
    first = Version.objects.get(object_id=text.pk, number=1)
    draft = call(actions.revert, first, world.birte)
    assert (draft.number, draft.status, draft.data["fields"]["description_de"]) == (4, "draft", "Alt.")
    assert Version.objects.get(pk=opened.pk).status == "superseded"
    assert is_public(text, "Neu.")
    call(actions.publish, draft, world.birte)
    assert is_public(text, "Alt.")


def test_no_going_back_while_a_version_is_in_review(world, text):
    in_review(text, world.birte)
    with pytest.raises(NotEditable):
        call(actions.revert, Version.objects.get(object_id=text.pk, number=1), world.birte)
    assert states(text) == [(1, "published"), (2, "in_review")]


def test_only_the_land_hands_over(world, text):
    with pytest.raises(NotPermitted):
        actions.hand_over(Service, text.pk, world.crivitz.organisation, actor=world.birte)
    actions.hand_over(Service, text.pk, world.crivitz.organisation, actor=world.rieke)
    with pytest.raises(Http404):
        actions.withdraw(Service, text.pk, actor=world.birte)
    actions.withdraw(Service, text.pk, actor=world.cord)


def test_what_was_public_is_not_deleted(world, text):
    with pytest.raises(Refusal, match="öffentlich"):
        actions.delete(Service, text.pk, actor=world.birte)
    draft = public_text(world.buetzow.organisation, status="draft")
    versions_of(draft).delete()
    draft_of(draft, world.birte)
    actions.delete(Service, draft.pk, actor=world.birte)
    assert not Service.objects.filter(pk=draft.pk).exists()
    assert not Version.objects.filter(object_id=draft.pk).exists()


def test_two_import_the_same(world, text):
    assert actions.record_published(Service, [text.pk], actor=world.rieke) == 0
    Service.objects.filter(pk=text.pk).update(description_de="Eingespielt.")
    assert actions.record_published(Service, [text.pk], actor=world.rieke) == 1
    assert states(text) == [(1, "superseded"), (2, "published")]


@pytest.mark.django_db(transaction=True)
def test_two_publish_at_once():
    world = build_world()
    text = public_text(world.buetzow.organisation, slug="hund")
    version = draft_of(text, world.birte)
    together, results = threading.Barrier(2), []

    def work(actor):
        together.wait()
        try:
            call(actions.publish, version, actor)
            results.append("done")
        except MoveRefused:
            results.append("refused")
        finally:
            connection.close()

    people = [threading.Thread(target=work, args=(actor,)) for actor in (world.birte, world.bruno)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(results) == ["done", "refused"]
    assert states(text) == [(1, "superseded"), (2, "published")]
    assert records(text).count("service.published") == 1
