"""Guides: what a question page asks, and what the answers come to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models import Audience, Guide, GuideQuestion, GuideResult, ServiceSupplement
from content.queries.sources import Row, Rows, from_row, read_page, said, source_of
from content.rules import guide as rules
from content.rules.guide import NO, YES, Answers, Option
from portal.public import keep, remembered
from responsibility.models import Area
from responsibility.queries import Resolved, ResolvedOrganisation, resolve_many

YES_NO = [Option(YES, _("Ja")), Option(NO, _("Nein"))]
NEEDS = {"required": _("nötig"), "first": _("vor dem Antrag"), "optional": _("nach Wunsch")}
# How strongly the first of several reasons speaks
STRENGTH = list(NEEDS)
# Whether a craft that needs registration is meant: changes who the Einheitlicher Ansprechpartner is
CRAFT = "craft"


# A guide with its questions, and its results with what they show of their services
GUIDE = """
SELECT json_build_object(
  'guide', to_jsonb(g),
  'questions', (SELECT json_agg(q ORDER BY q.position, q.id) FROM content_guidequestion q WHERE q.guide_id = g.id),
  'results', (
    SELECT json_agg(json_build_object(
      'need', r.need, 'condition', r.condition, 'reason_de', r.reason_de, 'reason_en', r.reason_en,
      'after', (
        SELECT json_agg(other.slug ORDER BY other.slug)
        FROM content_guideresult_after m JOIN content_service other ON other.id = m.service_id
        WHERE m.guideresult_id = r.id),
      'replaces', (
        SELECT json_agg(other.slug ORDER BY other.slug)
        FROM content_guideresult_replaces m JOIN content_service other ON other.id = m.service_id
        WHERE m.guideresult_id = r.id),
      'service', json_build_object(
        'id', s.id, 'slug', s.slug, 'leika_key', s.leika_key, 'audience', s.audience, 'via_ea', s.via_ea,
        'is_online', s.is_online, 'online_url', s.online_url, 'online_name_de', s.online_name_de,
        'online_name_en', s.online_name_en, 'title_de', s.title_de, 'title_en', s.title_en, 'fee_de', s.fee_de,
        'fee_en', s.fee_en, 'duration_de', s.duration_de, 'duration_en', s.duration_en,
        'documents_de', s.documents_de, 'documents_en', s.documents_en)
      ) ORDER BY r.position, r.id)
    FROM content_guideresult r JOIN content_service s ON s.id = r.service_id
    WHERE r.guide_id = g.id AND s.is_published)
)::text
FROM content_guide g WHERE g.slug = %(slug)s AND g.is_published
"""


class GuideRow(NamedTuple):
    """A guide in a list."""

    slug: str
    name: str
    teaser: str
    pictogram: str


@dataclass(frozen=True)
class QuestionRow:
    """A question with its words in the reader's language."""

    rule: rules.Question
    text: str
    short: str
    hint: str
    options: list[Option]

    @property
    def key(self) -> str:
        return self.rule.key

    @property
    def kind(self) -> rules.Kind:
        return self.rule.kind

    def labels(self, chosen: Iterable[str]) -> list[str]:
        """What the chosen options are called."""
        return [str(option.label) for option in self.options if option.key in chosen]


class GuideService(NamedTuple):
    """What a result shows of a service, in the reader's language."""

    id: int
    slug: str
    leika_key: str | None
    title: str
    fee: str
    duration: str
    documents: str
    audience: str
    via_ea: bool
    is_online: bool
    online_url: str
    online_name: str


class ResultRow(NamedTuple):
    """A published service, the case in which it is needed, how much and why."""

    rule: rules.Result
    service: GuideService
    need: str
    reason: str


@dataclass(frozen=True)
class GuidePage:
    """A guide with its questions and results. `source` names what it was made from."""

    source: str
    id: int
    slug: str
    name: str
    teaser: str
    result_title: str
    craft: tuple[rules.Condition, ...]
    questions: list[QuestionRow]
    results: list[ResultRow]

    @cached_property
    def rules(self) -> list[rules.Question]:
        return [question.rule for question in self.questions]

    def question(self, key: str) -> QuestionRow | None:
        return next((question for question in self.questions if question.key == key), None)


@dataclass(frozen=True)
class NeededRow:
    """A service that is needed: how much, why, from whom, and whether it is part of the joint application."""

    number: int
    service: GuideService
    need: str
    reasons: list[str]
    authority: ResolvedOrganisation | None
    is_joint: bool

    @property
    def need_label(self) -> str:
        return str(NEEDS[self.need])


class DocumentRow(NamedTuple):
    """A document, named once, and the services that ask for it."""

    text: str
    services: list[str]


class JointApplication(NamedTuple):
    """Services applied for in one application, the leading one first, and the EA if they run through one."""

    services: list[GuideService]
    ea: ResolvedOrganisation | None


@dataclass(frozen=True)
class Outcome:
    """What the answers come to. `source` names what it was made from."""

    source: str
    rows: list[NeededRow]
    documents: list[DocumentRow]
    applications: list[JointApplication] = field(default_factory=list)

    @property
    def elsewhere(self) -> list[NeededRow]:
        """What one applies for at the authority itself."""
        return [row for row in self.rows if not row.is_joint]


def guides(**narrow) -> list[GuideRow]:
    """Published guides in their order; all, or those that `narrow` leaves. Queries: 1."""
    found = Guide.objects.filter(is_published=True, **narrow).order_by("position", "pk").distinct()
    return [GuideRow(guide.slug, guide.name, guide.teaser, guide.pictogram) for guide in found]


@remembered
def guide_page(slug: str) -> GuidePage | None:
    """A published guide. Queries: 1."""
    return read_page("guide", GUIDE, {"slug": slug}, guide_of)


def guide_of(rows: Rows, source: str) -> GuidePage:
    guide = rows["guide"]
    return GuidePage(
        source=source,
        id=guide["id"],
        slug=guide["slug"],
        name=said(guide, "name"),
        teaser=said(guide, "teaser"),
        result_title=said(guide, "result_title"),
        craft=rules.read_conditions(guide["craft_condition"]),
        questions=[question_row(from_row(GuideQuestion, row)) for row in rows["questions"]],
        results=[result_row(row) for row in rows["results"]],
    )


def result_row(row: Row) -> ResultRow:
    service = row["service"]
    found = GuideService(
        id=service["id"],
        slug=service["slug"],
        leika_key=service["leika_key"],
        title=said(service, "title"),
        fee=said(service, "fee"),
        duration=said(service, "duration"),
        documents=said(service, "documents"),
        audience=service["audience"],
        via_ea=service["via_ea"],
        is_online=service["is_online"],
        online_url=service["online_url"],
        online_name=said(service, "online_name"),
    )
    conditions = rules.read_conditions(row["condition"])
    rule = rules.Result(found.slug, conditions, frozenset(row["after"] or ()), frozenset(row["replaces"] or ()))
    return ResultRow(rule, found, row["need"], said(row, "reason"))


def question_row(question: GuideQuestion) -> QuestionRow:
    options = YES_NO if question.kind == "yesno" else rules.read_options(question.options)
    return QuestionRow(rule_of(question), question.text, question.short, question.hint, options)


def rule_of(question: GuideQuestion) -> rules.Question:
    """The question as the rules know it; its options by the German text."""
    options = {"yesno": (YES, NO), "place": ()}.get(question.kind)
    if options is None:
        options = tuple(option.key for option in rules.read_options(question.options_de or ""))
    return rules.Question(question.key, question.kind, options, rules.read_conditions(question.condition))


def result_rows(guide_id: int) -> list[tuple[GuideResult, rules.Result]]:
    """The results of a guide, as rows and as rules. Queries: 1."""
    found = (
        GuideResult.objects.filter(guide=guide_id)
        .select_related("service")
        .annotate(
            after_slugs=ArrayAgg("after__slug", distinct=True, default=[]),
            replaced_slugs=ArrayAgg("replaces__slug", distinct=True, default=[]),
        )
        .order_by("position", "pk")
    )
    return [(row, result_rule(row, row.after_slugs, row.replaced_slugs)) for row in found]


def result_rule(row: GuideResult, after: Iterable[str | None], replaces: Iterable[str | None]) -> rules.Result:
    conditions = rules.read_conditions(row.condition)
    return rules.Result(row.service.slug, conditions, frozenset(filter(None, after)), frozenset(filter(None, replaces)))


def guide_outcome(page: GuidePage, answers: Answers, area: Area | None, *, on: date) -> Outcome:
    """What the answers come to at this place. Queries: 0, and 2 with a place."""
    key = ("outcome", page.source, tuple(answers.items()), area and area.pk, on)
    return keep(key, lambda: new_outcome(page, answers, area, on=on))


def new_outcome(page: GuidePage, answers: Answers, area: Area | None, *, on: date) -> Outcome:
    by_rule = {id(row.rule): row for row in page.results}
    grouped: dict[int, list[ResultRow]] = {}
    for rule in rules.needed([row.rule for row in page.results], answers):
        row = by_rule[id(rule)]
        grouped.setdefault(row.service.id, []).append(row)
    facts = {CRAFT: rules.holds(page.craft, answers)} if page.craft else {}
    resolved = resolve_many(grouped, area.pk, on=on, facts=facts) if area and grouped else {}
    local = local_documents(grouped, area) if area else {}
    found = [needed_row(number, group, resolved) for number, group in enumerate(grouped.values(), 1)]
    applications = [
        JointApplication(services, resolved[services[0].id].ea if resolved and services[0].via_ea else None)
        for services in together([row.service for row in found if row.is_joint])
    ]
    source = source_of(page.source, answers, area and (area.pk, area.short_name), resolved, local)
    return Outcome(source, found, documents_of([row.service for row in found], local), applications)


def together(services: list[GuideService]) -> list[list[GuideService]]:
    """One application for all. Only a business and private matters make two: those are not the EA's business."""
    if not any(service.via_ea for service in services):
        return [services] if services else []
    private = [service for service in services if not service.via_ea and service.audience == Audience.CITIZEN]
    business = [service for service in services if service not in private]
    return [part for part in (sorted(business, key=lambda service: not service.via_ea), private) if part]


def needed_row(number: int, group: list[ResultRow], resolved: Mapping[int, Resolved]) -> NeededRow:
    service = group[0].service
    answer = resolved.get(service.id)
    return NeededRow(
        number=number,
        service=service,
        need=min((row.need for row in group), key=STRENGTH.index),
        reasons=[row.reason for row in group],
        authority=answer.zb if answer else None,
        is_joint=service.is_online and service.leika_key is not None,
    )


def local_documents(service_ids: Collection[int], area: Area) -> dict[int, str]:
    """What the place itself asks for, by service. Queries: 1."""
    found = ServiceSupplement.objects.filter(is_published=True, service__in=service_ids, area__ars__in=area.path)
    return {supplement.service_id: supplement.documents for supplement in found.order_by("pk")}


def documents_of(services: list[GuideService], local: Mapping[int, str]) -> list[DocumentRow]:
    """Every document once, with the services that ask for it; the place's own ones too."""
    found: dict[str, DocumentRow] = {}
    for service in services:
        for line in f"{service.documents}\n{local.get(service.id, '')}".splitlines():
            if text := line.strip():
                row = found.setdefault(text.casefold().rstrip("."), DocumentRow(text, []))
                if service.title not in row.services:
                    row.services.append(service.title)
    return sorted(found.values(), key=lambda row: -len(row.services))


def guide_findings(guide: Guide) -> list[rules.Finding]:
    """What is wrong with a guide, published or not. Queries: 2."""
    questions = list(GuideQuestion.objects.filter(guide=guide))
    results = result_rows(guide.pk)
    found = rules.check([rule_of(question) for question in questions], [rule for _row, rule in results])
    found += [differing for question in questions for differing in translated_options(question)]
    craft = rules.Result(gettext("Handwerk"), rules.read_conditions(guide.craft_condition))
    known = {question.key: rule_of(question) for question in questions}
    found += rules.check_conditions(gettext("Handwerk"), craft.conditions, known)
    found += [
        rules.Finding(
            rules.at_result(rule.service), gettext("Diese Leistung ist nicht öffentlich und fehlt im Ergebnis."), False
        )
        for row, rule in results
        if not row.service.is_published
    ]
    return found


def translated_options(question: GuideQuestion) -> list[rules.Finding]:
    """The English answers must be the German ones."""
    german, english = (
        [option.key for option in rules.read_options(text or "")] for text in (question.options_de, question.options_en)
    )
    if not english or german == english:
        return []
    return [rules.Finding(rules.at_question(question.key), gettext("Die englischen Antworten haben andere Schlüssel."))]


def guide_overview(guide: Guide) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The questions with their answers, and the results with their conditions, as an editor reads them. Queries: 2."""
    page_questions = [(row, question_row(row)) for row in GuideQuestion.objects.filter(guide=guide)]
    questions = [
        (f"{shown.text} ({shown.key})", " · ".join(filter(None, (only_if(row.condition), answers_of(shown)))))
        for row, shown in page_questions
    ]
    results = [
        (f"{row.service.title} ({NEEDS[row.need]})", only_if(row.condition) or gettext("immer"))
        for row, _rule in result_rows(guide.pk)
    ]
    return questions, results


def only_if(condition: str) -> str:
    return gettext("nur wenn %(what)s") % {"what": ", ".join(condition.splitlines())} if condition else ""


def answers_of(question: QuestionRow) -> str:
    return " | ".join(f"{option.key}: {option.label}" for option in question.options)
