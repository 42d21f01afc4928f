"""manage.py check_responsibilities: every service, every municipality, every role."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from content.models import Service
from responsibility import tasks
from responsibility.actions import run_check
from responsibility.models import Area, CheckRun, Organisation, Responsibility
from responsibility.queries import resolve_many
from responsibility.queries.checks import check_all
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import OrganisationFactory, ResponsibilityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

TODAY = date(2026, 11, 24)


def run(*options: str, capsys) -> list[str]:
    call_command("check_responsibilities", "--on=2026-11-24", *options)
    return capsys.readouterr().out.splitlines()


def test_the_shipped_services_have_no_gap_and_no_conflict(capsys):
    services = Service.objects.filter(is_published=True).count()
    (line,) = run(capsys=capsys)
    assert line == (
        f"Stand 24.11.2026: {services} Leistungen in 724 Gemeinden, {services * 724} beantwortet, 0 Lücken, "
        "0 Widersprüche"
    )
    kept = CheckRun.objects.get()
    assert (kept.resolved, kept.gaps, kept.conflicts, kept.findings) == (services * 724, 0, 0, [])


def test_gaps_are_named(capsys):
    service = ServiceFactory(name="Aalfang", leika_key="99000000000001")
    kreis = Area.objects.get(ars="130720000000")
    ResponsibilityFactory(service=service, area=kreis, organisation=OrganisationFactory())
    lines = run(capsys=capsys)
    assert lines[0].split()[:5] == ["Lücke", "Zuständige", "Behörde", "612", "Aalfang"]
    assert "Rostock, Hanse- und Universitätsstadt, Schwerin, Landeshauptstadt" in lines[0] or "…" in lines[0]
    assert lines[-1].endswith("612 Lücken, 0 Widersprüche")


def test_conflicts_end_with_1_and_are_data(capsys):
    service = ServiceFactory(name="Aalfang", via_ea=True)
    land, guestrow = Area.objects.get(kind="land"), Area.objects.get(ags="13072043")
    ResponsibilityFactory(service=service, area=land, level="local")
    for _ in range(2):
        ResponsibilityFactory(service=service, area=guestrow, organisation=OrganisationFactory())
    with pytest.raises(CommandError) as stopped:
        run("--json", capsys=capsys)
    assert stopped.value.returncode == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["gaps"], data["conflicts"]) == (723, 1)
    found = {(row["role"], row["kind"]): row for row in data["findings"]}
    assert found["zb", "conflict"]["count"] == 1
    assert found["zb", "conflict"]["examples"] == [{"ars": "130720043043", "name": "Güstrow, Barlachstadt"}]
    assert found["ea", "gap"]["count"] == 724  # through the EA, and nobody said which


def test_one_service(capsys):
    service = ServiceFactory(name="Aalfang", leika_key="99000000000001")
    for key in (service.leika_key, str(service.pk)):
        assert run("--service", key, capsys=capsys)[-1].startswith("Stand 24.11.2026: 1 Leistungen")
    assert not CheckRun.objects.exists()  # only the whole check is kept
    with pytest.raises(CommandError, match="gibt es nicht"):
        run("--service", "4711000", capsys=capsys)


def test_a_condition_is_tried_both_ways():
    service = ServiceFactory(via_ea=True)
    land = Area.objects.get(kind="land")
    ResponsibilityFactory(service=service, area=land, level="local")
    ResponsibilityFactory(
        service=service, area=land, role="ea", condition="craft=yes", organisation=OrganisationFactory()
    )
    assert check_all(on=TODAY, service=str(service.pk)).gaps == 724
    ResponsibilityFactory(
        service=service, area=land, role="ea", condition="craft=no", organisation=OrganisationFactory()
    )
    assert check_all(on=TODAY, service=str(service.pk)).gaps == 0


def test_it_agrees_with_the_answers_that_people_get():
    """Rules at random places, and an authority missing: the check and the resolver see the same."""
    group = Service.objects.get(slug="hundesteuer-anmeldung").group
    services = [ServiceFactory(group=group), ServiceFactory(group=group), ServiceFactory()]
    areas = list(Area.objects.filter(successor=None).order_by("ars")[::37])
    for index, area in enumerate(areas):
        ResponsibilityFactory(area=area, service=services[index % 3], organisation=OrganisationFactory())
    ResponsibilityFactory(area=areas[3], service=services[0], organisation=OrganisationFactory())
    Responsibility.objects.filter(organisation__slug="amt-malchow").delete()
    Organisation.objects.filter(slug="amt-malchow").update(area=None)
    ids = [service.pk for service in services]
    seen = {pk: {"": 0, "gap": 0, "conflict": 0} for pk in ids}
    for area in Area.objects.filter(kind="gemeinde", successor=None):
        for pk, answer in resolve_many(ids, area.pk, on=TODAY).items():
            seen[pk][answer.problem] += 1
    for pk in ids:
        result = check_all(on=TODAY, service=str(pk))
        assert {"": result.resolved, "gap": result.gaps, "conflict": result.conflicts} == seen[pk]


@pytest.mark.parametrize("more", [0, 60])
def test_a_fixed_number_of_queries(django_assert_num_queries, more):
    ServiceFactory.create_batch(more)
    with django_assert_num_queries(4):
        check_all(on=TODAY)


def test_every_night_one_result_and_the_oldest_go():
    for _ in range(32):
        CheckRun.objects.create(
            started_at="2026-01-01T00:00Z",
            seconds=1,
            as_of=TODAY,
            services=1,
            municipalities=1,
            resolved=1,
            gaps=0,
            conflicts=0,
        )
    tasks.check()
    assert CheckRun.objects.count() == 30
    run_, result = run_check(on=TODAY)
    assert (run_.services, run_.gaps) == (result.services, 0)
