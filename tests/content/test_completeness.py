"""Is a description complete by Articles 9 and 10 SDG?"""

import json
from datetime import date

import pytest
from django.core.management import call_command

from content.models import Service
from content.queries import completeness
from content.rules.completeness import RULES, Facts, check

COMPLETE = Facts(
    name="Gewerbe Anmeldung",
    title="Gewerbe anmelden",
    summary="Kurz.",
    steps="Erst dies.",
    has_authority=True,
    identification="Ausweis",
    documents="Ausweis",
    document_format="Kopie",
    remedies="Widerspruch",
    fee="20 Euro",
    costs_money=True,
    payment="Überweisung",
    deadline="sofort",
    duration="3 Tage",
    silence="Schweigen ist keine Zustimmung.",
    languages="Deutsch",
    author="Redaktion",
    updated_on=date(2026, 11, 24),
)


@pytest.mark.parametrize(
    ("change", "missing", "light"),
    [
        ({}, [], "green"),
        ({"steps": ""}, ["steps"], "red"),
        ({"has_authority": False}, ["authority"], "red"),
        ({"identification": ""}, ["identification"], "red"),
        ({"documents": ""}, ["evidence"], "red"),
        ({"document_format": ""}, ["evidence"], "red"),  # type and format are both asked
        ({"remedies": ""}, ["remedies"], "red"),
        ({"fee": ""}, ["fees"], "red"),
        ({"payment": ""}, ["fees"], "red"),
        ({"payment": "", "costs_money": False}, [], "green"),  # what is free needs no payment
        ({"deadline": ""}, ["deadlines"], "red"),
        ({"duration": ""}, ["deadlines"], "red"),
        ({"duration": "", "has_authority_deadline": True}, [], "green"),  # a deadline stands for an estimate
        ({"silence": ""}, ["silence"], "red"),
        ({"languages": ""}, ["languages"], "red"),
        ({"author": ""}, ["author"], "yellow"),
        ({"updated_on": None}, ["updated_on"], "yellow"),
        ({"title": ""}, ["texts"], "yellow"),
        ({"title": "", "steps": ""}, ["steps", "texts"], "red"),
    ],
)
def test_check(change, missing, light):
    report = check(COMPLETE._replace(**change))
    assert [rule.key for rule in report.missing] == missing
    assert report.light == light


def test_article_10_has_nine_fields():
    assert sum(rule.article == 10 for rule in RULES) == 9
    assert len(check(Facts()).missing) == len(RULES)


@pytest.mark.django_db
@pytest.mark.usefixtures("mv")
class TestDelivered:
    def test_sixty_services_are_complete_in_german_and_english(self):
        reports = completeness()
        assert len(reports) >= 120
        assert [found for found in reports if found.report.missing] == []

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_a_missing_text_does_not_hide_behind_the_other_language(self, language, capsys):
        Service.objects.filter(slug="reisepass").update(**{f"remedies_{language}": ""})
        call_command("check_services")
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == f"rot: reisepass [{language}] – es fehlt: Rechtsbehelf (Art. 10)"
        assert lines[-1].endswith("0 gelb, 1 rot")
        assert len(lines) == 2

    def test_json_for_machines(self, capsys):
        Service.objects.filter(slug="reisepass").update(author_en="")
        call_command("check_services", json=True)
        answer = json.loads(capsys.readouterr().out)
        assert answer["counts"]["yellow"] == 1
        wanted = {"service": "reisepass", "language": "en", "light": "yellow", "missing": ["author"]}
        assert wanted in answer["services"]

    def test_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            completeness()

    def test_nothing_claims_a_check_that_nobody_made(self):
        assert not Service.objects.exclude(checked_on=None).exists()
        assert set(Service.objects.values_list("author_de", flat=True)) == {"Redaktion des Portals"}
