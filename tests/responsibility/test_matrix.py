"""Matrix and tester: they tell the same as the resolver, with the rule behind it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from content.models import Service
from responsibility.models import Responsibility
from responsibility.queries import explain, matrix
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import OrganisationFactory, ResponsibilityFactory, ServiceGroupFactory
from tests.responsibility.people import Land, browser, build_land, central

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def land() -> Land:
    return build_land()


def ask(user, **fields) -> matrix.Matrix:
    question = {"by_group": False, "group": None, "kreis": None, "only_doubtful": False, "number": 1, "on": TODAY}
    return matrix.matrix(user, **question | fields)


def test_the_land_by_kreis(land):
    found = ask(central())
    assert [(column.name, column.municipalities) for column in found.columns] == [("Kreis", 2)]
    zb, ea = found.rows[0].cells[0].roles
    assert {named.name for named in zb.named} == {"Amt Bützow", "Amt Crivitz"}
    assert (zb.state, ea.state, found.rows[0].cells[0].is_doubtful) == ("several", "none", False)


def test_a_kreis_by_amt(land):
    found = ask(central(), kreis=land.kreis)
    assert [column.name for column in found.columns] == ["Bützow", "Crivitz"]
    names = [[named.name for named in cell.roles[0].named] for cell in found.rows[0].cells]
    assert names == [["Amt Bützow"], ["Amt Crivitz"]]
    assert found.rows[0].cells[0].roles[0].named[0].rule_id == land.own.rule.pk


def test_gaps_and_overlaps_are_counted(land):
    ServiceFactory(name="Lückenhaft")
    doubled = ResponsibilityFactory(
        service=land.own.rule.service, area=land.own.area, organisation=OrganisationFactory(name="Zweite")
    )
    found = ask(central())
    tax, gap = (row.cells[0].roles[0] for row in found.rows)
    assert (tax.state, tax.conflicts, tax.municipalities) == ("conflict", 1, 2)
    assert (gap.state, gap.gaps) == ("gap", 2)
    page = browser(central()).get(reverse("admin:responsibility_matrix")).content.decode()
    assert "Überschneidung in 1 von 2 Gemeinden" in page
    assert "Lücke" in page
    assert reverse("admin:responsibility_responsibility_change", args=[doubled.pk]) in page


def test_only_gaps_and_overlaps(land):
    gap = ServiceFactory(name="Lückenhaft")
    found = ask(central(), only_doubtful=True)
    assert [row.subject.id for row in found.rows] == [gap.pk]


def test_groups_as_rows(land):
    group = ServiceGroupFactory(name="Steuern")
    ServiceFactory(group=group)
    ResponsibilityFactory(group=group, area=land.kreis, level="local")
    found = ask(central(), by_group=True)
    assert [row.subject.title for row in found.rows] == ["Steuern"]
    assert {named.name for named in found.rows[0].cells[0].roles[0].named} == {"Amt Bützow", "Amt Crivitz"}


def test_the_day_counts(land):
    Responsibility.objects.update(valid_to=TODAY)
    assert not ask(central()).rows[0].cells[0].is_doubtful
    assert ask(central(), on=TODAY + timedelta(days=1)).rows[0].cells[0].is_doubtful


def test_an_editor_looks_at_the_own_area(land):
    found = ask(land.own.editor)
    assert [(column.name, column.municipalities) for column in found.columns] == [("Kreis", 1)]
    named = found.rows[0].cells[0].roles[0].named
    assert [(one.name, one.rule_id) for one in named] == [("Amt Bützow", land.own.rule.pk)]
    assert [column.name for column in ask(land.own.editor, kreis=land.kreis).columns] == ["Bützow"]


def test_a_rule_that_is_not_theirs_has_no_link(land):
    ServiceFactory(name="Anderes")
    foreign = ResponsibilityFactory(
        service=Service.objects.get(name="Anderes"), area=land.kreis, organisation=OrganisationFactory()
    )
    page = browser(land.own.editor).get(reverse("admin:responsibility_matrix")).content.decode()
    assert foreign.organisation.name in page
    assert reverse("admin:responsibility_responsibility_change", args=[foreign.pk]) not in page


@pytest.mark.parametrize(
    "query",
    ["?seite=zwei", "?seite=99999999", "?seite=-1", "?kreis=1307", "?stichtag=31.2.2026", "?gruppe=x", "?zeilen=y"],
)
def test_nonsense_is_answered(land, query):
    assert browser(central()).get(reverse("admin:responsibility_matrix") + query).status_code == 200


def test_the_number_of_queries_is_fixed(land, django_assert_max_num_queries):
    client, counts = browser(central()), []
    for number in (1, 60):
        ServiceFactory.create_batch(number)
        for query in ("", "?nur=on", "?zeilen=gruppen"):
            with django_assert_max_num_queries(17) as captured:
                assert client.get(reverse("admin:responsibility_matrix") + query).status_code == 200
            counts.append(len(captured))
    assert counts[:3] == counts[3:]


def test_pages_of_twenty(land):
    ServiceFactory.create_batch(30)
    assert [len(ask(central(), number=number).rows) for number in (1, 2)] == [20, 11]


# --- Who would be named, and why


def test_the_nearest_rule_counts(land):
    above = ResponsibilityFactory(
        service=land.own.rule.service, area=land.kreis, organisation=OrganisationFactory(name="Landkreis")
    )
    found = explain.explain(above.service_id, land.own.village, on=TODAY, facts={}, user=central())
    assert found.resolved.zb.name == "Amt Bützow"
    near, far = found.reasons["Zuständige Behörde"]
    assert (near.verdict, far.verdict) == ("wins", "loses")
    assert far.text == "Zählt nicht: die Regel für Bützow liegt näher als die für Kreis."


def own_rule_first(rule: Responsibility) -> str:
    group = ServiceGroupFactory(name="Steuern")
    Service.objects.filter(pk=rule.service_id).update(group=group)
    ResponsibilityFactory(group=group, area=rule.area, organisation=OrganisationFactory())
    return "Zählt nicht: die eigene Regel der Leistung geht der Regel der Gruppe „Steuern“ vor."


def not_yet(rule: Responsibility) -> str:
    ResponsibilityFactory(
        service=rule.service, area=rule.area, organisation=OrganisationFactory(), valid_from=date(2027, 1, 1)
    )
    return "Zählt noch nicht: sie gilt erst ab 01.01.2027."


def no_more(rule: Responsibility) -> str:
    ResponsibilityFactory(
        service=rule.service, area=rule.area, organisation=OrganisationFactory(), valid_to=date(2026, 1, 1)
    )
    return "Zählt nicht mehr: sie galt bis 01.01.2026."


def condition_not_met(rule: Responsibility) -> str:
    ResponsibilityFactory(
        service=rule.service, area=rule.area, organisation=OrganisationFactory(), condition="craft=yes"
    )
    return "Zählt nicht: sie gilt nur für zulassungspflichtiges Handwerk."


def contradiction(rule: Responsibility) -> str:
    ResponsibilityFactory(service=rule.service, area=rule.area, organisation=OrganisationFactory())
    return "Widerspricht einer anderen Regel von gleichem Rang. Deshalb nennt das Portal für diese Rolle niemanden."


@pytest.mark.parametrize("make", [own_rule_first, not_yet, no_more, condition_not_met, contradiction])
def test_reasons_are_sentences(land, make):
    sentence = make(land.own.rule)
    query = {"leistung": land.own.rule.service.slug, "ort": land.own.village.ars, "stichtag": "24.11.2026"}
    page = browser(central()).get(reverse("admin:responsibility_tester"), query)
    assert page.status_code == 200
    assert sentence in page.content.decode()


@pytest.mark.parametrize("make", [own_rule_first, not_yet, no_more, condition_not_met, contradiction, lambda rule: ""])
def test_the_rule_that_counts_names_who_is_named(land, make):
    make(land.own.rule)
    found = explain.explain(land.own.rule.service_id, land.own.village, on=TODAY, facts={}, user=central())
    winners = [r.rule.organisation_id for r in found.reasons["Zuständige Behörde"] if r.verdict == "wins"]
    named = [o.id for o in found.resolved.organisations if o.role == "zb"]
    assert winners == named


def test_the_day_of_the_question_counts(land):
    Responsibility.objects.filter(pk=land.own.rule.pk).update(valid_to=date(2026, 6, 30))
    client = browser(central())
    for day, expected in (("30.06.2026", "Eindeutig"), ("01.07.2026", "Lücke")):
        query = {"leistung": "Hundesteuer", "ort": "Dorf Bützow", "stichtag": day}
        assert expected in client.get(reverse("admin:responsibility_tester"), query).content.decode()


@pytest.mark.parametrize(
    ("service", "place", "sentence"),
    [
        ("Raumfahrt", "Dorf Bützow", "Diese Leistung gibt es nicht"),
        ("Hundesteuer", "Atlantis", "Dieser Ort ist nicht bekannt"),
        ("e", "Dorf Bützow", "Mehrere Leistungen passen"),
        ("Hundesteuer", "Dorf", "Mehrere Orte passen"),
        ("", "", "Dieses Feld ist zwingend erforderlich"),
        ("Hundesteuer", "Dorf Crivitz", "gehört nicht zum Gebiet Ihrer Behörde"),
    ],
)
def test_questions_that_need_another_word(land, service, place, sentence):
    ServiceFactory(name="Meldewesen")
    query = {"leistung": service, "ort": place}
    page = browser(land.own.editor).get(reverse("admin:responsibility_tester"), query)
    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_an_explanation_costs_the_same_for_1_and_30_rules(land, django_assert_max_num_queries):
    user, counts = central(), []
    user.has_perm("responsibility.edit_directory")
    for _ in range(2):
        with django_assert_max_num_queries(4) as captured:
            explain.explain(land.own.rule.service_id, land.own.village, on=TODAY, facts={}, user=user)
        counts.append(len(captured))
        for _ in range(30):
            ResponsibilityFactory(service=land.own.rule.service, area=land.kreis, organisation=OrganisationFactory())
    assert counts[0] == counts[1]


def test_a_service_through_an_ea_needs_one(land):
    Service.objects.filter(pk=land.own.rule.service_id).update(via_ea=True)
    found = ask(central(), only_doubtful=True)
    zb, ea = found.rows[0].cells[0].roles
    assert (zb.state, ea.state, ea.gaps) == ("several", "gap", 2)
