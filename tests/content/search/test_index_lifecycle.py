"""The index follows the texts: by words at once, by meaning as soon as the worker has run."""

import threading
from dataclasses import replace

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection, transaction

from content import actions
from content.models import Concept, Meaning, SearchEntry, SearchState, Service
from content.queries import Filters, facets, search, search_quality, suggest
from content.queries.index_copy import IndexCopy, current_index
from content.reference_words import read_words
from content.tasks import write_meanings
from portal.audit.models import Record
from portal.outbox.models import Entry
from tests.factories.content import LifeSituationFactory, ServiceFactory
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db


def indexed(**fields) -> Service:
    service = ServiceFactory(**fields)
    actions.index_service(service.pk)
    return service


def slugs(text: str, **options) -> list[str]:
    return [row.slug for row in search(text, **options).rows]


class TestMeaning:
    def test_is_written_by_the_worker_and_then_finds(self):
        service = indexed(name="Bestattungskosten", name_de="Bestattungskosten", slug="bestattung")
        entry = Entry.objects.get(task="content.write_meanings")
        assert slugs("Beerdigung Kosten") == []
        write_meanings(entry.pk)
        assert slugs("Beerdigung Kosten") == [service.slug]
        assert search("Beerdigung Kosten").rows[0].why.where == "meaning"
        assert actions.write_meanings() == 0  # a second run finds nothing to do

    def test_the_rest_of_many_is_left_to_a_further_run(self):
        indexed(name="Zirkus", title="Manege")
        Entry.objects.all().delete()
        assert actions.write_meanings(most=1) == 1
        assert Entry.objects.filter(task="content.write_meanings").count() == 1
        assert actions.write_meanings() == 1

    def test_of_words_that_lead_nowhere_is_not_computed(self):
        actions.save_concept(
            Concept(name="Hundesteuer", keys="102013", words="Wauwau"), actor=UserFactory(is_superuser=True)
        )
        indexed(name="Zirkus", leika_key="99089001000000")
        actions.write_meanings()
        assert not Meaning.objects.filter(text="Wauwau").exists()

    def test_of_a_known_text_is_not_asked_for_again(self):
        indexed(name="Bestattungskosten", name_de="Bestattungskosten")
        actions.write_meanings()
        Entry.objects.all().delete()
        indexed(name="Bestattungskosten", name_de="Bestattungskosten")
        assert not Entry.objects.exists()

    def test_switched_off_the_search_goes_by_words(self, settings):
        service = indexed(name="Bestattungskosten", name_de="Bestattungskosten")
        actions.write_meanings()
        settings.SEARCH_MEANING = "off"
        assert slugs("Beerdigung Kosten") == []
        assert slugs("Bestattungskosten") == [service.slug]
        indexed(name="Zirkuskosten", name_de="Zirkuskosten")
        assert actions.write_meanings() == 0
        assert not Meaning.objects.filter(text="Zirkuskosten").exists()

    def test_a_check_says_when_it_is_missing(self, settings, monkeypatch):
        assert "content.W001" not in {found.id for found in run_checks()}
        monkeypatch.setattr("content.meaning.E5", None)  # a machine without the wheel
        settings.SEARCH_MEANING = "on"
        assert "content.W001" in {found.id for found in run_checks()}
        indexed(name="Zirkus", slug="zirkus")
        assert slugs("Zirkus") == ["zirkus"]


class TestRebuild:
    def test_finds_what_was_written_past_the_actions(self):
        service = indexed(name="Zirkus", slug="zirkus")
        Service.objects.filter(pk=service.pk).update(name="Manege", name_de="Manege", title_de="Manege")
        assert slugs("Manege") == []
        call_command("rebuild_index")
        assert slugs("Manege") == ["zirkus"]
        assert not Meaning.objects.filter(text="Zirkus").exists()  # nobody is called that any more

    def test_keeps_what_changed_meanwhile(self, monkeypatch):
        service = indexed(name="Zirkus", slug="zirkus")

        def computed(texts, cores):
            Service.objects.filter(pk=service.pk).update(name="Manege", name_de="Manege", title_de="Manege")
            actions.index_service(service.pk)
            return {}

        monkeypatch.setattr("content.actions.index.computed", computed)  # an editor saves while the meanings are made
        actions.rebuild_index()
        assert slugs("Manege") == ["zirkus"]

    def test_leaves_out_what_is_not_published(self):
        service = indexed(name="Zirkus")
        Service.objects.filter(pk=service.pk).update(status="draft")
        actions.rebuild_index()
        assert not SearchEntry.objects.exists()


class TestConcepts:
    def test_find_at_once_and_are_recorded(self):
        editor = UserFactory(is_superuser=True)
        indexed(name="Hundesteuer", name_de="Hundesteuer", slug="hund", leika_key="99102013002000")
        concept = Concept(name="Hundesteuer", keys="102013", words="Wauwau, Köter melden")
        actions.save_concept(concept, actor=editor)
        assert slugs("Wauwau") == ["hund"]
        assert search("Wauwau").rows[0].why.found == ["Wauwau"]
        assert Record.objects.filter(verb="concept.saved", actor=editor).count() == 1
        actions.delete_concept(concept.pk, actor=editor)
        assert slugs("Wauwau") == []

    def test_without_keys_belong_by_name(self):
        indexed(name="Zirkuserlaubnis Erteilung", name_de="Zirkuserlaubnis Erteilung", slug="zirkus")
        actions.save_concept(Concept(name="Zirkuserlaubnis", words="Manege"), actor=UserFactory(is_superuser=True))
        assert slugs("Manege") == ["zirkus"]

    def test_a_preview_answers_without_saving(self):
        indexed(name="Hundesteuer", name_de="Hundesteuer", leika_key="99102013002000", topic="Steuern")
        draft = Concept(name="Hundesteuer", keys="102013", words="Wauwau")
        before, after = search_quality.ways()["lexical"]("Wauwau"), search_quality.with_concepts([draft])("Wauwau")
        assert (before.keys, after.keys) == ([], ["99102013002000"])
        assert not Concept.objects.exists()

    def test_loading_again_leaves_those_of_editors(self):
        data = [record for record in read_words() if record.name == "Hundesteuer"]
        assert actions.load_concepts(data) == (1, 0, 0)
        concept = Concept.objects.get()
        concept.words = "Wauwau"
        actions.save_concept(concept, actor=UserFactory(is_superuser=True))
        assert actions.load_concepts(data) == (0, 0, 1)
        assert Concept.objects.get().words == "Wauwau"
        assert actions.load_concepts(data, overwrite=True) == (0, 1, 0)
        assert "Hundemarke" in Concept.objects.get().words

    def test_a_new_version_brings_its_words_to_those_of_nobody(self):
        (record,) = [record for record in read_words() if record.name == "Hundesteuer"]
        actions.load_concepts([replace(record, words="Hundemarke")])
        indexed(name="Hundesteuer", name_de="Hundesteuer", slug="hund", leika_key="99102013002000")
        assert slugs("Wauwau") == []
        assert actions.load_concepts([replace(record, words="Hundemarke, Wauwau")]) == (0, 1, 0)
        assert slugs("Wauwau") == ["hund"]


class TestCopy:
    def test_reads_only_what_changed(self, django_assert_num_queries):
        first, second = indexed(name="Zirkus"), indexed(name="Manege")
        copy = IndexCopy()
        before = {entry.id: entry for entry in copy.current().entries}
        actions.index_service(second.pk)
        after = {entry.id: entry for entry in copy.current().entries}
        assert after[first.pk] is before[first.pk]
        assert after[second.pk] is not before[second.pk]
        with django_assert_num_queries(1):
            copy.current()

    def test_a_rollback_is_no_news(self):
        service = indexed(name="Zirkus")
        with transaction.atomic():
            Service.objects.filter(pk=service.pk).update(name_de="Manege", title_de="Manege")
            actions.index_service(service.pk)
            assert slugs("Manege") == [service.slug]
            transaction.set_rollback(True)
        assert slugs("Manege") == []
        assert slugs("Zirkus") == [service.slug]

    def test_others_answer_from_the_old_one_meanwhile(self):
        indexed(name="Zirkus")
        copy = IndexCopy()
        old = copy.current()
        SearchState.objects.update(version=1)
        with copy._lock:  # another thread is reading
            assert copy.current() is old
        assert copy.current() is not old


@pytest.mark.django_db(transaction=True)
def test_the_search_answers_while_the_index_is_rewritten():
    service = indexed(name="Zirkus", slug="zirkus")
    written, seen = threading.Event(), threading.Event()

    def rewrite():
        try:
            with transaction.atomic():
                Service.objects.filter(pk=service.pk).update(name_de="Manege", title_de="Manege")
                actions.rebuild_index()
                written.set()
                seen.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=rewrite)
    thread.start()
    try:
        assert written.wait(20)
        assert slugs("Zirkus") == ["zirkus"]  # not committed, not waited for
    finally:
        seen.set()
        thread.join()
    assert slugs("Manege") == ["zirkus"]


class TestFilters:
    def test_narrow_and_count(self, django_assert_num_queries):
        moving = LifeSituationFactory(slug="umzug")
        for number, audience in enumerate(["citizen", "business", "both"]):
            service = indexed(
                name=f"Zirkus {number}", slug=f"zirkus-{number}", audience=audience, is_online=number == 1
            )
            if number:
                service.life_situations.add(moving)
        page = search("Zirkus")
        with django_assert_num_queries(1):
            found = facets(page.hits)
        assert found == ({"citizen": 2, "business": 2}, {"umzug": 2}, 1)
        assert sorted(slugs("Zirkus", filters=Filters(audience="citizen"))) == ["zirkus-0", "zirkus-2"]
        assert slugs("Zirkus", filters=Filters(only_online=True)) == ["zirkus-1"]
        both = Filters(audience="business", life_situation="umzug")
        assert sorted(slugs("Zirkus", filters=both)) == ["zirkus-1", "zirkus-2"]
        assert search("Zirkus", filters=Filters(life_situation="nichts")).total == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_suggestions_cost_two_queries(django_assert_num_queries, rows):
    actions.index_services([ServiceFactory(name=f"Zirkusnummer {n}").pk for n in range(rows)])
    current_index()
    with django_assert_num_queries(2):
        found = suggest("zirk", limit=8)
    assert len(found) == min(rows, 8)
