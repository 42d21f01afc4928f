from datetime import timedelta

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.audit import actions
from portal.audit.models import Record
from portal.audit.rules import digest
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=6)


@pytest.fixture
def people(time_machine):
    """Two subjects with three records each: ids 1, 2, 3 belong to Anna, 4, 5, 6 to Birte, in their order."""
    time_machine.move_to(timezone.now())
    anna, birte = UserFactory(name="Anna Petersen"), UserFactory(name="Birte Voß")
    for person in (anna, birte):
        for verb in ("case.submitted", "case.read", "case.decided"):
            actions.record(person, verb, person, reference="MV-4H7K")
    return anna, birte


@pytest.fixture
def sealed(people, time_machine):
    time_machine.shift(LATER)
    return actions.checkpoint()


def records(person):
    return Record.objects.filter(subject=f"accounts.user:{person.pk}")


def rehash(entry: Record) -> None:
    Record.objects.filter(pk=entry.pk).update(hash=digest(actions.hashed_fields(entry)))


def verify(capsys, **options) -> str:
    """What the command says of the damage; it must end with an error."""
    with pytest.raises(CommandError) as refusal:
        call_command("verify_audit", **options)
    assert refusal.value.returncode == 1
    return capsys.readouterr().err


def test_an_untouched_log_passes(sealed, capsys):
    call_command("verify_audit")
    assert "7 Einträge geprüft, alles unversehrt." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", timezone.now()),
        ("actor", None),
        ("actor_name", "Cord Lüders"),
        ("verb", "case.lost"),
        ("detail", {"reference": "MV-XXXX"}),
    ],
)
def test_a_changed_field_is_found(field, value, people, capsys):
    anna, _ = people
    with pgtrigger.ignore("audit.Record:append_only"):
        records(anna).filter(number=2).update(**{field: value})
    assert verify(capsys) == f"accounts.user:{anna.pk}, Nummer 2: Der Inhalt passt nicht zur Prüfsumme.\n"


def test_the_first_broken_link_of_each_chain_is_named(people, capsys):
    anna, birte = people
    with pgtrigger.ignore("audit.Record:append_only"):
        records(anna).update(verb="case.lost")
        records(birte).filter(number__gte=2).update(verb="case.lost")
    assert verify(capsys).splitlines() == [
        f"accounts.user:{anna.pk}, Nummer 1: Der Inhalt passt nicht zur Prüfsumme.",
        f"accounts.user:{birte.pk}, Nummer 2: Der Inhalt passt nicht zur Prüfsumme.",
    ]


def test_a_new_hash_breaks_the_next_link(people, capsys):
    anna, _ = people
    with pgtrigger.ignore("audit.Record:append_only"):
        entry = records(anna).get(number=1)
        entry.verb = "case.lost"
        entry.save()
        rehash(entry)
    assert "Nummer 2: Der Eintrag schließt nicht an den vorigen an." in verify(capsys)


def test_a_gap_is_found(people, capsys):
    anna, _ = people
    with pgtrigger.ignore("audit.Record:append_only"):
        records(anna).filter(number=2).delete()
    assert f"accounts.user:{anna.pk}, Nummer 3: Nummer 2 fehlt." in verify(capsys)


def test_one_chain_alone(people, capsys):
    anna, birte = people
    with pgtrigger.ignore("audit.Record:append_only"):
        records(anna).filter(number=2).delete()
    call_command("verify_audit", subject=f"accounts.user:{birte.pk}")
    assert "3 Einträge geprüft" in capsys.readouterr().out
    with pytest.raises(CommandError, match="keinen Eintrag"):
        call_command("verify_audit", subject="accounts.user:0")


def test_a_missing_tail_is_found_by_the_checkpoint(people, sealed, capsys):
    anna, _ = people
    with pgtrigger.ignore("audit.Record:append_only"):
        records(anna).filter(number=3).delete()
    assert "audit.checkpoint, Nummer 1: Von 6 Einträgen" in verify(capsys)


def test_a_missing_chain_is_found_by_the_checkpoint(people, sealed, capsys):
    _, birte = people
    with pgtrigger.ignore("audit.Record:append_only"):
        records(birte).delete()
    assert "sind 3 da." in verify(capsys)


def test_a_rewritten_chain_is_found_by_the_checkpoint(people, sealed, capsys):
    anna, _ = people
    with pgtrigger.ignore("audit.Record:append_only"):
        entry = records(anna).get(number=3)
        entry.verb = "case.lost"
        entry.save()
        rehash(entry)
    assert "audit.checkpoint, Nummer 1: Die Einträge" in verify(capsys)


def test_checkpoints_seal_only_what_is_settled_and_new(people, time_machine):
    assert actions.checkpoint() is None  # a record may still be uncommitted
    time_machine.shift(LATER)
    first = actions.checkpoint()
    assert first.detail["count"] == 6
    time_machine.shift(LATER)
    assert actions.checkpoint() is None  # nothing but the checkpoint itself is new
    actions.record(None, "case.read", people[0])
    time_machine.shift(LATER)
    second = actions.checkpoint()
    assert (second.number, second.detail["count"]) == (2, 2)  # the record and the first checkpoint
    call_command("verify_audit")


def test_verifying_needs_the_same_queries_for_many_records(people, django_assert_num_queries):
    for _ in range(40):
        actions.record(None, "case.read", people[0])
    with django_assert_num_queries(3):  # count, walk, checkpoints
        call_command("verify_audit", stdout=None)
