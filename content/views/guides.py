"""The guides (Lotsen). All answers stand in the address: it can be shared, printed, kept, and gone back in."""

from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from content import queries
from content.queries.guides import GuidePage, JointApplication, QuestionRow
from content.rules import guide as rules
from portal import place
from portal.public import public_page, reads_public, remembered
from responsibility.models import Area
from responsibility.queries import PlaceAnswer, area_by_key, find_place

# Words in the address: the question to show, the question that was just shown, no place, none of several
SHOW, SHOWN, NO_PLACE, NONE = "frage", "gefragt", "ohne", "keine"
CHOOSE = gettext_lazy("Wählen Sie eine Antwort aus.")
UNKNOWN_PLACE = gettext_lazy(
    "Diesen Ort finden wir in Mecklenburg-Vorpommern nicht. Prüfen Sie die Schreibweise, oder geben Sie die "
    "Postleitzahl ein."
)
TYPE_A_PLACE = gettext_lazy("Geben Sie einen Ort oder eine Postleitzahl ein, oder gehen Sie ohne Ort weiter.")

Given = dict[str, tuple[str, ...]]


class AnswerRow(NamedTuple):
    """An answer so far, with the way to change it."""

    key: str
    short: str
    text: str
    url: str


@dataclass
class Walk:
    """A visitor in a guide: what the address says."""

    page: GuidePage
    given: Given
    base: str
    area: Area | None = None
    shown: QuestionRow | None = None
    error: str = ""
    typed: str = ""
    choices: PlaceAnswer | None = None
    way: rules.Path = field(init=False)

    def __post_init__(self) -> None:
        self.way = rules.path(self.page.rules, self.given)

    def address(self, **more: str) -> str:
        """The address of these answers; further on, it is the next question or the result."""
        pairs = [(key, ",".join(chosen) or NONE) for key, chosen in self.given.items()]
        query = urlencode(pairs + list(more.items()), safe=",")
        return self.base + (f"?{query}" if query else "")

    @property
    def answered(self) -> list[AnswerRow]:
        """The answers that count, in the order of the questions."""
        rows = [(self.page.question(key), chosen) for key, chosen in self.way.answers.items()]
        return [AnswerRow(q.key, q.short, self.words(q, chosen), self.address(**{SHOW: q.key})) for q, chosen in rows]

    def words(self, question: QuestionRow, chosen: tuple[str, ...]) -> str:
        if question.kind == "place":
            return self.area.short_name if self.area else _("Noch offen")
        return ", ".join(question.labels(chosen)) or _("Nichts davon")


@require_GET
@public_page
def guides(request: HttpRequest) -> HttpResponse:
    """All guides."""
    return render(request, "content/guides.html", {"guides": queries.guides()})


@require_GET
@reads_public
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """A question, or the result when all are answered."""
    page = queries.guide_page(slug)
    if page is None:
        raise Http404
    # Editors walk through a draft under an address of their own
    base = getattr(request, "guide_base", reverse("content:guide", args=[page.slug]))
    walk = read_walk(request.GET, page, base)
    shown = page.question(request.GET.get(SHOWN, ""))
    if shown is not None:
        return take_answer(request, walk, shown)
    wanted = page.question(request.GET.get(SHOW, ""))
    if wanted and wanted.rule in walk.way.asked:
        return question_response(request, walk, wanted)
    if walk.way.next:
        return question_response(request, walk, page.question(walk.way.next.key))
    return result_response(request, walk)


def read_walk(query: QueryDict, page: GuidePage, base: str) -> Walk:
    """The answers in the address that the guide knows. Queries: 1 with a place."""
    given: Given = {}
    area, typed = None, ""
    for question in page.questions:
        if question.key not in query:
            continue
        values = [part for value in query.getlist(question.key) for part in value.split(",") if part]
        if question.kind != "place":
            given[question.key] = tuple(values) if values != [NONE] else ()
            continue
        typed = query[question.key].strip()[:120]
        area = municipality(typed) if len(typed) in (12, 15) else None
        if area or typed == NO_PLACE:
            given[question.key] = (typed,)
    return Walk(page, given, base, area, typed=typed)


def take_answer(request: HttpRequest, walk: Walk, shown: QuestionRow) -> HttpResponse:
    """An answer was just given: on to its own address, or the question again with what to do."""
    if shown.kind == "multiple":
        walk.given.setdefault(shown.key, ())
    if shown.key in walk.given and rules.is_answer(shown.rule, walk.given[shown.key]):
        in_order = {key: walk.given[key] for key in (q.key for q in walk.page.questions) if key in walk.given}
        walk.given = in_order
        response = redirect(walk.address())
        if walk.area:
            remember(response, walk.area)
        return response
    if shown.kind != "place":
        walk.error = str(CHOOSE)
        return question_response(request, walk, shown)
    return take_place(request, walk, shown)


def take_place(request: HttpRequest, walk: Walk, shown: QuestionRow) -> HttpResponse:
    """A place was typed: on, if it is one municipality; else the choices, or what to do."""
    chosen = place.chosen(request)
    if not walk.typed:
        walk.error = str(TYPE_A_PLACE)
        return question_response(request, walk, shown)
    if chosen and walk.typed == chosen.name:
        key = chosen.ars
    else:
        answer = find_place(walk.typed)
        key = answer.only.ars if answer.only else ""
        walk.choices = answer if answer.areas or answer.suggestions else None
    area = municipality(key)
    if area is None:
        walk.error = "" if walk.choices else str(UNKNOWN_PLACE)
        return question_response(request, walk, shown)
    walk.given[shown.key] = (area.ars,)
    walk.area = area
    return take_answer(request, walk, shown)


@remembered
def municipality(key: str) -> Area | None:
    """The municipality, or a part of one; nothing larger. Queries: 1."""
    area = area_by_key(key)
    return area if area and area.kind in (Area.Kind.GEMEINDE, Area.Kind.ORTSTEIL) else None


def remember(response: HttpResponse, area: Area) -> None:
    place.remember(response, place.Place(area.ars, area.short_name), secure=settings.SECURE)


def question_response(request: HttpRequest, walk: Walk, question: QuestionRow) -> HttpResponse:
    """One question, with the answers so far beside it."""
    keys = [asked.key for asked in walk.way.asked]
    index = keys.index(question.key) if question.key in keys else len(keys)
    before = walk.page.question(keys[index - 1]) if index else None
    chosen = place.chosen(request)
    context = {
        "page": walk.page,
        "walk": walk,
        "question": question,
        "chosen": walk.given.get(question.key, ()),
        "hidden": [(key, ",".join(given) or NONE) for key, given in walk.given.items() if key != question.key],
        "number": index + 1,
        "total": max(index + 1, len(walk.way.answers) + rules.open_questions(walk.page.rules, walk.way)),
        "back": walk.address(**{SHOW: before.key}) if before else reverse("content:guides"),
        "typed": walk.area.short_name if walk.area else walk.typed or (chosen.name if chosen else ""),
        "here": request.build_absolute_uri(walk.address(**{SHOW: question.key})),
    }
    return render(request, "content/guide_question.html", context)


def result_response(request: HttpRequest, walk: Walk) -> HttpResponse:
    """What is needed, in which order, from whom."""
    outcome = queries.guide_outcome(walk.page, walk.way.answers, walk.area, on=timezone.localdate())
    context = {"page": walk.page, "walk": walk, "outcome": outcome, "here": request.build_absolute_uri(walk.address())}
    context["applications"] = [(row, application_url(row, walk.area)) for row in outcome.applications]
    return render(request, "content/guide_result.html", context)


def application_url(application: JointApplication, area: Area | None) -> str:
    """Where the application for these services begins, at this place."""
    lead, *others = (service.slug for service in application.services)
    query = {"mit": ",".join(others), "ort": area.ars if area else ""}
    query = urlencode({name: value for name, value in query.items() if value}, safe=",")
    return reverse("cases:start", args=[lead]) + (f"?{query}" if query else "")
