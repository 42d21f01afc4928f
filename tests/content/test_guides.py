"""The pages of the guides over HTTP, with the five that come with the portal."""

import re

import pytest
from django.utils import translation

from content import queries
from content.models import Guide, Service, ServiceSupplement
from content.rules import guide as rules
from responsibility.models import Area
from tests.factories.content import GuideFactory, GuideQuestionFactory, GuideResultFactory, ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]
GUESTROW = "130720043043"
FOOD = "/lotse/gastronomie/"
ONLINE = (
    "gaststaettenerlaubnis",
    "geburtsurkunde",
    "gestattung",
    "gewerbeanmeldung",
    "handwerksrolle",
    "hundesteuer-anmeldung",
    "kita-platz",
    "sondernutzung",
)


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


@pytest.fixture
def online():
    """As after load_cases: these have a form."""
    Service.objects.filter(slug__in=ONLINE).update(is_online=True)


def heading(response) -> str:
    text = response.content.decode()
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", text, re.S)[1]).strip()


def names(response) -> list[str]:
    """The services of a result, in order."""
    return [row.service.slug for row in response.context["outcome"].rows]


class TestQuestions:
    def test_one_after_the_other(self, client):
        """Each answer leads to an address of its own; the last one to the result."""
        shown, url = [], FOOD
        for answers in (
            {"vorhaben": "restaurant"},
            {"ort": "Güstrow"},
            {"alkohol": "ja"},
            {"mitarbeiter": "ja"},
            {"dazu": ["draussen", "spaet"]},
        ):
            page = client.get(url)
            shown.append(heading(page))
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
            response = client.get(FOOD, hidden | answers)
            assert response.status_code == 302
            url = response.url
        assert shown == [
            "Was haben Sie vor?",
            "Wo?",
            "Schenken Sie Alkohol aus?",
            "Beschäftigen Sie Mitarbeiter?",
            "Handwerk und Weiteres: Was kommt dazu?",
        ]
        assert url == f"{FOOD}?vorhaben=restaurant&ort={GUESTROW}&alkohol=ja&mitarbeiter=ja&dazu=draussen,spaet"
        assert heading(client.get(url)) == "Das brauchen Sie für Ihre Gastronomie"

    def test_the_place_is_remembered(self, client):
        client.get(FOOD, {"vorhaben": "cafe", "ort": "18273", "gefragt": "ort"})
        assert client.cookies["ort"].value.startswith(GUESTROW)
        assert 'value="Güstrow"' in client.get(f"{FOOD}?vorhaben=cafe").content.decode()

    def test_no_answer_is_told(self, client):
        page = client.get(FOOD, {"gefragt": "vorhaben"})
        text = page.content.decode()
        assert text.count("Wählen Sie eine Antwort aus.") == 2
        assert "<title>Fehler: Was haben Sie vor?" in text
        assert "data-error-summary" in text
        assert 'href="#antwort_0"' in text

    def test_nothing_of_several_is_an_answer(self, client):
        path = f"{FOOD}?vorhaben=cafe&ort=ohne&alkohol=nein&mitarbeiter=nein"
        assert client.get(f"{path}&gefragt=dazu").url == f"{path}&dazu=keine"
        assert names(client.get(f"{path}&dazu=keine")) == [
            "gewerbeanmeldung",
            "lebensmittelbetrieb",
            "infektionsschutz-belehrung",
        ]

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("", "Geben Sie einen Ort oder eine Postleitzahl ein, oder gehen Sie ohne Ort weiter."),
            ("Hamburg", "Diesen Ort finden wir in Mecklenburg-Vorpommern nicht."),
            ("99999", "Diesen Ort finden wir in Mecklenburg-Vorpommern nicht."),
            ("<script>alert(1)</script>", "Diesen Ort finden wir in Mecklenburg-Vorpommern nicht."),
        ],
    )
    def test_a_place_that_is_none(self, client, typed, expected):
        page = client.get(FOOD, {"vorhaben": "cafe", "ort": typed, "gefragt": "ort"})
        assert page.status_code == 200
        assert page.content.decode().count(expected) == 2
        assert "<script>alert" not in page.content.decode()

    def test_a_place_that_may_be_several(self, client):
        page = client.get(FOOD, {"vorhaben": "cafe", "ort": "Neuenkirchen", "gefragt": "ort"})
        keys = re.findall(r'type="radio" name="ort" value="(\d+)"', page.content.decode())
        assert len(keys) > 1
        assert "gibt es mehrmals" in page.content.decode()
        answered = client.get(FOOD, {"vorhaben": "cafe", "ort": keys[1], "gefragt": "ort"})
        assert answered.url == f"{FOOD}?vorhaben=cafe&ort={keys[1]}"

    # A district, nothing, a part that there is not, letters, figures that are none
    @pytest.mark.parametrize("ort", ["130720000000", "13", "130720043043000", "abcdefghijkl", "²" * 12])
    def test_a_key_that_is_no_municipality_is_asked_again(self, client, ort):
        assert heading(client.get(f"{FOOD}?vorhaben=cafe&ort={ort}")) == "Wo?"

    def test_an_answer_is_changed_and_the_others_stay(self, client):
        path = f"{FOOD}?vorhaben=cafe&ort=ohne&alkohol=ja&mitarbeiter=nein&dazu=keine"
        page = client.get(f"{path}&frage=alkohol")
        text = page.content.decode()
        assert heading(page) == "Schenken Sie Alkohol aus?"
        assert 'value="ja" id="antwort_0" checked' in text
        assert 'type="hidden" name="dazu" value="keine"' in text
        changed = client.get(f"{path}&alkohol=nein&frage=alkohol".replace("alkohol=ja&", "") + "&gefragt=alkohol")
        assert changed.url == f"{FOOD}?vorhaben=cafe&ort=ohne&alkohol=nein&mitarbeiter=nein&dazu=keine"

    def test_the_way_back_is_the_question_before(self, client):
        text = client.get(f"{FOOD}?vorhaben=cafe&ort=ohne").content.decode()
        assert 'class="mv-back" href="/lotse/gastronomie/?vorhaben=cafe&amp;ort=ohne&amp;frage=ort"' in text
        assert 'class="mv-back" href="/lotse/"' in client.get(FOOD).content.decode()

    def test_a_question_that_comes_later_cannot_be_jumped_to(self, client):
        assert heading(client.get(f"{FOOD}?frage=alkohol")) == "Was haben Sie vor?"

    @pytest.mark.parametrize(
        "query",
        ["vorhaben=palast", "vorhaben=cafe,restaurant", "vorhaben=", "gefragt=gibtesnicht", "frage=", "vorhaben=%00"],
    )
    def test_nonsense_is_asked_anew(self, client, query):
        assert heading(client.get(f"{FOOD}?{query}")) == "Was haben Sie vor?"

    def test_steps_are_counted(self, client):
        assert "Frage 1 von 5" in client.get(FOOD).content.decode()
        # A question less for who comes from the EU
        assert "Frage 1 von 5" in client.get("/lotse/handwerk/").content.decode()
        assert "Frage 2 von 2" in client.get("/lotse/handwerk/?vorhaben=eu").content.decode()

    def test_no_such_guide(self, client):
        assert client.get("/lotse/gibt-es-nicht/").status_code == 404
        Guide.objects.filter(slug="handel").update(status="draft")
        assert client.get("/lotse/handel/").status_code == 404
        assert "/lotse/handel/" not in client.get("/lotse/").content.decode()
        assert "/lotse/handel/" not in client.get("/").content.decode()


class TestResult:
    PLAN = f"{FOOD}?vorhaben=restaurant&ort={GUESTROW}&alkohol=ja&mitarbeiter=ja&dazu=draussen,spaet"

    def test_in_order_with_reason_authority_fee_and_next_step(self, client, online):
        page = client.get(self.PLAN)
        found = names(page)
        assert found == [
            "gaststaetten-unterrichtung",
            "fuehrungszeugnis",
            "gewerbezentralregister",
            "gewerbeanmeldung",
            "gaststaettenerlaubnis",
            "lebensmittelbetrieb",
            "infektionsschutz-belehrung",
            "sondernutzung",
            "sperrzeit",
        ]
        text = page.content.decode()
        for words in (
            "Sie schenken Alkohol aus. Dafür brauchen Sie die Erlaubnis vor der Eröffnung.",
            "Landkreis Rostock",
            "150 bis 1.500 Euro · längstens 3 Monate",
            "vor dem Antrag",
            "Online: im gemeinsamen Antrag",
        ):
            assert words in text

    def test_what_has_a_form_is_one_application(self, client, online):
        text = client.get(self.PLAN).content.decode()
        links = re.findall(r'href="(/antrag/[^"]*)"', text)
        assert links == [f"/antrag/gewerbeanmeldung/?mit=gaststaettenerlaubnis,sondernutzung&amp;ort={GUESTROW}"]
        assert "Der Einheitliche Ansprechpartner (IHK zu Rostock) verteilt sie an alle Behörden." in text

    def test_private_matters_are_not_the_eas_business(self, client, online):
        """A move with a trade, a child and a dog: the EA gets the trade, the offices get the rest directly."""
        text = client.get(
            f"/lotse/umzug/?woher=bund&ort={GUESTROW}&dabei=hund,kind,betrieb&gefaehrlich=nein&lage=keine"
        ).content.decode()
        assert re.findall(r'href="(/antrag/[^"]*)"', text) == [
            f"/antrag/gewerbeanmeldung/?ort={GUESTROW}",
            f"/antrag/hundesteuer-anmeldung/?mit=kita-platz&amp;ort={GUESTROW}",
        ]

    def test_a_craft_brings_its_own_chamber(self, client, online):
        """HWK for a craft, although the licence alone would go to the IHK."""
        text = client.get(self.PLAN.replace("dazu=draussen,spaet", "dazu=handwerk")).content.decode()
        assert "Handwerkskammer" in re.search(r"Der Einheitliche Ansprechpartner \((.*?)\)", text)[1]

    def test_the_rest_has_authority_contact_and_documents(self, client, online):
        page = client.get(self.PLAN)
        outcome = page.context["outcome"]
        elsewhere = [row.service.slug for row in outcome.elsewhere]
        assert set(elsewhere) == set(names(page)) - set(ONLINE)
        text = page.content.decode()
        for row in outcome.elsewhere:
            assert row.authority.phone
            section = text[text.index(f'id="schritt-{row.number}"') :].split("</li>\n    ")[0]
            assert row.authority.name in section
            assert row.authority.phone in section
            assert row.authority.email.partition("@")[0] in section

    def test_documents_stand_once_with_all_who_ask(self, client):
        rows = client.get(self.PLAN).context["outcome"].documents
        texts = [row.text for row in rows]
        assert len(texts) == len({text.casefold() for text in texts})
        assert rows[0].text == "Personalausweis oder Reisepass"
        assert len(rows[0].services) > 2

    def test_the_documents_of_the_place_are_added(self, client):
        service = Service.objects.get(slug="sondernutzung")
        area = Area.objects.get(ars=GUESTROW)
        supplement = ServiceSupplement.objects.create(
            service=service, area=area, documents="Zustimmung des Stadtmarketings", status="published"
        )
        assert "Zustimmung des Stadtmarketings" in client.get(self.PLAN).content.decode()
        assert "Zustimmung des Stadtmarketings" not in client.get(self.PLAN.replace(GUESTROW, "ohne")).content.decode()
        ServiceSupplement.objects.filter(pk=supplement.pk).update(status="draft")
        assert "Zustimmung des Stadtmarketings" not in client.get(self.PLAN).content.decode()

    def test_without_a_place_it_says_so(self, client):
        text = client.get(self.PLAN.replace(GUESTROW, "ohne")).content.decode()
        assert "Wählen Sie einen Ort, damit wir die Behörden nennen können." in text
        assert "&amp;ort=" not in "".join(re.findall(r'href="(/antrag/[^"]*)"', text))

    def test_a_replaced_service_falls_away(self, client):
        found = names(client.get(f"{FOOD}?vorhaben=fest&ort=ohne&alkohol=ja&mitarbeiter=nein&dazu=keine"))
        assert "gestattung" in found
        assert "gaststaettenerlaubnis" not in found

    def test_a_service_that_is_not_public_is_left_out(self, client):
        Service.objects.filter(slug="sperrzeit").update(status="draft")
        assert "sperrzeit" not in names(client.get(self.PLAN))

    def test_nothing_needed(self, client):
        guide = GuideFactory(question=None)
        GuideQuestionFactory(guide=guide, key="a")
        GuideResultFactory(guide=guide, condition="a: ja")
        text = client.get(f"/lotse/{guide.slug}/?a=nein").content.decode()
        assert "Nach Ihren Antworten brauchen Sie keinen Antrag." in text

    def test_in_english(self, client):
        page = client.get(f"/en{self.PLAN}")
        text = page.content.decode()
        assert heading(page) == "What you need for your restaurant or bar"
        assert "You serve alcohol. For this you need the licence before you open." in text
        assert "Identity card or passport" in text
        assert "weil" not in text.lower().split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    guide = GuideFactory(question=None)
    GuideQuestionFactory(guide=guide, key="a")
    GuideQuestionFactory(guide=guide, key="ort", kind="place")
    for service in ServiceFactory.create_batch(rows, documents="Ausweis"):
        GuideResultFactory(guide=guide, service=service).after.add(ServiceFactory())
    with django_assert_num_queries(1):
        client.get(f"/lotse/{guide.slug}/")
    with django_assert_num_queries(4):  # guide, place, who is responsible, regional texts
        client.get(f"/lotse/{guide.slug}/?a=ja&ort={GUESTROW}")


class TestShipped:
    @pytest.mark.parametrize("slug", ["gastronomie", "handwerk", "handel", "umzug", "geburt"])
    def test_the_checker_finds_no_mistake(self, slug):
        assert [str(f) for f in queries.guide_findings(Guide.objects.get(slug=slug)) if f.is_error] == []

    @pytest.mark.parametrize("slug", ["gastronomie", "handwerk", "handel", "umzug", "geburt"])
    def test_every_way_ends_properly(self, slug, online):
        """On each way through there is a service; with a form it has a joint application, otherwise a next step.

        "Umzug" and "Geburt" may need no form at all: then everything is named with its authority.
        """
        page = queries.guide_page(slug)
        results = [row.rule for row in page.results]
        ways = list(walks(page.rules))
        assert len(ways) > 10
        applied = 0
        for answers in ways:
            services = {result.service for result in rules.needed(results, answers)}
            assert services, answers
            applied += bool(services & set(ONLINE))
        assert applied / len(ways) > 0.6
        assert max(len(answers) for answers in ways) <= 6

    def test_both_languages_are_complete(self):
        for guide in Guide.objects.all():
            assert guide.name_en
            assert guide.teaser_en
            assert guide.result_title_en
            for question in guide.questions.all():
                assert question.text_en
                assert question.short_en
                assert bool(question.hint_de) == bool(question.hint_en)
                pairs = zip(question.options_de.splitlines(), question.options_en.splitlines(), strict=True)
                assert all(german.count("|") == english.count("|") for german, english in pairs)
            for result in guide.results.all():
                assert result.reason_en
                assert result.reason_en != result.reason_de

    def test_they_stand_where_people_look(self, client):
        for path in ("/", "/lotse/"):
            text = client.get(path).content.decode()
            for guide in Guide.objects.all():
                assert f'href="/lotse/{guide.slug}/"' in text
        assert 'href="/lotse/gastronomie/"' in client.get("/lebenslagen/gastronomie/").content.decode()
        assert 'href="/lotse/gastronomie/"' in client.get("/leistungen/gaststaettenerlaubnis/").content.decode()
        assert "/lotse/" not in client.get("/leistungen/kirchenaustritt/").content.decode().split("<main")[1]


def walks(questions: list[rules.Question], given: dict | None = None):
    """Every way through the guide, with none or one of several; each place stands for all."""
    way = rules.path(questions, given or {})
    if way.next is None:
        yield way.answers
        return
    options = {"place": [("ohne",)], "multiple": [(), *((o,) for o in way.next.options)]}
    for chosen in options.get(way.next.kind) or [(option,) for option in way.next.options]:
        yield from walks(questions, way.answers | {way.next.key: chosen})
