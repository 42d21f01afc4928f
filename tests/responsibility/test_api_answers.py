"""GET /api/v1/responsibilities/ as client systems use it: facts, days, gaps, caching."""

from datetime import date

import pytest

from content.models import Service
from responsibility.models import Area, ResponsibilityGap
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import OrganisationFactory, ResponsibilityFactory

URL = "/api/v1/responsibilities/"
TRADE, GUESTROW = "99050012104000", "13072043"


@pytest.mark.django_db
@pytest.mark.usefixtures("mv")
class TestWithTheLand:
    def test_a_fact_that_matters_is_asked_and_the_other_answer_named(self, client):
        answer = client.get(URL, {"service": TRADE, "place": GUESTROW}, headers={"accept-language": "de"}).json()
        assert [(o["role"], o["name"]) for o in answer["organisations"]] == [
            ("ea", "IHK zu Rostock"),
            ("zb", "Barlachstadt Güstrow"),
        ]
        (question,) = answer["questions"]
        assert (question["fact"], question["assumed"]) == ("craft", "no")
        assert question["text"] == "Ist die Tätigkeit ein zulassungspflichtiges Handwerk?"
        assert [o["name"] for o in question["otherwise"]] == ["Handwerkskammer Ostmecklenburg-Vorpommern"]

    def test_a_fact_that_was_said_is_not_asked(self, client):
        answer = client.get(URL, {"service": TRADE, "place": GUESTROW, "craft": "yes"}).json()
        assert answer["organisations"][0]["name"] == "Handwerkskammer Ostmecklenburg-Vorpommern"
        assert answer["questions"] == []

    def test_the_day_decides(self, client):
        area, service = Area.objects.get(ags=GUESTROW), Service.objects.get(leika_key=TRADE)
        ResponsibilityFactory(
            area=area, service=service, organisation=OrganisationFactory(name="Neues Amt"), valid_from=date(2027, 1, 1)
        )
        on = {
            day: client.get(URL, {"service": TRADE, "place": GUESTROW, "on": day}).json()
            for day in ("2026-12-31", "2027-01-01")
        }
        assert [answer["organisations"][-1]["name"] for answer in on.values()] == ["Barlachstadt Güstrow", "Neues Amt"]
        assert on["2027-01-01"]["as_of"] == "2027-01-01"

    def test_an_unchanged_answer_is_not_sent_again(self, client):
        first = client.get(URL, {"service": TRADE, "place": GUESTROW})
        assert first["Cache-Control"] == "public, max-age=300"
        again = client.get(URL, {"service": TRADE, "place": GUESTROW}, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        other = client.get(URL, {"service": TRADE, "place": "13003000"}, headers={"if-none-match": first["ETag"]})
        assert other.status_code == 200

    @pytest.mark.parametrize(
        ("query", "fields"),
        [
            ({}, {"service", "place"}),
            ({"service": TRADE, "place": "123456"}, {"place"}),
            ({"service": TRADE, "place": GUESTROW, "on": "1.1.2027"}, {"on"}),
            ({"service": TRADE, "place": GUESTROW, "craft": "vielleicht"}, {"craft"}),
            ({"service": TRADE, "place": "١٨٢٧٣"}, {"place"}),
        ],
    )
    def test_each_wrong_field_has_its_sentence(self, client, query, fields):
        answer = client.get(URL, query)
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert set(answer.json()["errors"]) == fields

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_only_reading(self, client, method):
        answer = getattr(client, method)(URL)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")

    def test_head_costs_the_same_and_says_nothing(self, client):
        assert client.head(URL, {"service": TRADE, "place": GUESTROW}).content == b""

    def test_a_gap_is_kept_once_and_counted(self, client):
        service = ServiceFactory()
        for _ in range(3):
            client.get(URL, {"service": service.pk, "place": GUESTROW})
        gap = ResponsibilityGap.objects.get(service=service)
        assert (gap.kind, gap.count, gap.area.ags) == ("gap", 3, GUESTROW)
        assert gap.first_seen < gap.last_seen or gap.first_seen == gap.last_seen

    def test_a_conflict_is_for_the_editors(self, client):
        service, area = ServiceFactory(), Area.objects.get(ags=GUESTROW)
        for _ in range(2):
            ResponsibilityFactory(area=area, service=service, organisation=OrganisationFactory())
        answer = client.get(URL, {"service": service.pk, "place": GUESTROW}).json()
        assert answer["status"] == "unknown"
        assert [o["role"] for o in answer["organisations"]] == ["ea"]
        assert "conflict" not in str(answer)
        assert ResponsibilityGap.objects.get(service=service).kind == "conflict"

    def test_an_answer_leaves_no_gap(self, client):
        client.get(URL, {"service": TRADE, "place": GUESTROW})
        assert not ResponsibilityGap.objects.exists()
