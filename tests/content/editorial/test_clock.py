"""Time publishes, takes away and reminds; twice it changes nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from content import actions
from content.actions import editorial_clock
from content.models import LifeSituation, Service, Version
from content.tasks import clock, remind_editors
from portal.mail.models import OutgoingMail
from tests.content.editorial.people import build_world
from tests.content.editorial.texts import approved, draft_of, public_text, states
from tests.factories.content import LifeSituationFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def text(world):
    return public_text(world.buetzow.organisation, slug="hund")


def later(by: timedelta):
    return time_machine.travel(timezone.now() + by, tick=False)


def test_a_text_appears_when_its_moment_comes(world, text):
    version = approved(text, world.birte, world.bruno, at=timezone.now() + DAY)
    clock()
    assert states(text)[-1] == (2, "approved")
    with later(2 * DAY):
        assert editorial_clock.publish_due() == 1
        assert editorial_clock.publish_due() == 0
    assert states(text) == [(1, "superseded"), (2, "published")]
    version.refresh_from_db()
    assert version.reviewed_by == world.bruno


def test_a_text_leaves_when_its_time_is_over(world, text):
    version = draft_of(text, world.birte, expire_at=(timezone.now() + DAY).isoformat())
    actions.publish(version.pk, saves=version.saves, actor=world.birte)
    situation = LifeSituationFactory(expire_at=timezone.now() + DAY)
    assert editorial_clock.expire_due() == 0
    with later(2 * DAY):
        assert editorial_clock.expire_due() == 2
        assert editorial_clock.expire_due() == 0
    assert Service.objects.get(pk=text.pk).status == "expired"
    assert LifeSituation.objects.get(pk=situation.pk).status == "expired"


def test_what_cannot_appear_is_said_once_and_holds_up_nothing(world, text):
    other = public_text(world.buetzow.organisation, slug="katze")
    taken = approved(text, world.birte, world.bruno, at=timezone.now() + DAY)
    Version.objects.filter(pk=taken.pk).update(data=taken.data | {"fields": taken.data["fields"] | {"slug": "katze"}})
    approved(other, world.birte, world.bruno, at=timezone.now() + DAY)
    with later(2 * DAY):
        assert editorial_clock.publish_due() == 1
        editorial_clock.publish_due()
    assert states(other)[-1] == (2, "published")
    assert states(text)[-1] == (2, "approved")
    mails = OutgoingMail.objects.filter(subject__startswith="Nicht veröffentlicht")
    assert [mail.recipient for mail in mails] == [world.birte.email]


def test_editors_are_reminded_once(world, text):
    version = draft_of(text, world.birte, expire_at=(timezone.now() + 10 * DAY).isoformat())
    actions.publish(version.pk, saves=version.saves, actor=world.birte)
    remind_editors()
    remind_editors()
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == [world.birte.email]
    assert "Läuft bald ab" in OutgoingMail.objects.get().subject


def test_a_year_without_a_look(world, text):
    remind_editors()
    assert not OutgoingMail.objects.exists()
    with later(366 * DAY):
        remind_editors()
        remind_editors()
        # nobody is named as author, so all editors of the office read it
        assert {mail.recipient for mail in OutgoingMail.objects.all()} == {world.birte.email, world.bruno.email}
        actions.confirm(Service, text.pk, actor=world.birte)
        OutgoingMail.objects.all().delete()
        remind_editors()
        assert not OutgoingMail.objects.exists()
