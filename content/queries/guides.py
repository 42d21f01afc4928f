"""Guides: what a question page asks, and what the answers come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models import Audience, Guide, GuideQuestion, GuideResult, Service, ServiceSupplement
from content.rules import guide as rules
from content.rules.guide import NO, YES, Answers, Option
from portal.public import keep, remembered, source
from responsibility.models import Area
from responsibility.queries import Resolved, ResolvedOrganisation, resolve_many

YES_NO = [Option(YES, _("Ja")), Option(NO, _("Nein"))]
NEEDS = {"required": _("nötig"), "first": _("vor dem Antrag"), "optional": _("nach Wunsch")}
# How strongly the first of several reasons speaks
STRENGTH = list(NEEDS)
# Whether a craft that needs registration is meant: changes who the Einheitlicher Ansprechpartner is
CRAFT = "craft"


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


@dataclass(frozen=True)
class GuidePage:
    """A guide with its questions. `source` names what it was made from."""

    source: str
    id: int
    slug: str
    name: str
    teaser: str
    result_title: str
    craft: tuple[rules.Condition, ...]
    questions: list[QuestionRow]

    @cached_property
    def rules(self) -> list[rules.Question]:
        return [question.rule for question in self.questions]

    def question(self, key: str) -> QuestionRow | None:
        return next((question for question in self.questions if question.key == key), None)


@dataclass(frozen=True)
class NeededRow:
    """A service that is needed: how much, why, from whom, and whether it is part of the joint application."""

    number: int
    service: Service
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

    services: list[Service]
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
    """A published guide. Queries: 2."""
    guide = Guide.objects.filter(slug=slug, is_published=True).first()
    return read_guide(guide) if guide else None


def read_guide(guide: Guide) -> GuidePage:
    """A guide with its questions, published or not. Queries: 1."""
    return GuidePage(
        source=source("guide", guide.slug),
        id=guide.pk,
        slug=guide.slug,
        name=guide.name,
        teaser=guide.teaser,
        result_title=guide.result_title,
        craft=rules.read_conditions(guide.craft_condition),
        questions=[question_row(question) for question in GuideQuestion.objects.filter(guide=guide)],
    )


def question_row(question: GuideQuestion) -> QuestionRow:
    options = YES_NO if question.kind == "yesno" else rules.read_options(question.options)
    return QuestionRow(rule_of(question), question.text, question.short, question.hint, options)


def rule_of(question: GuideQuestion) -> rules.Question:
    """The question as the rules know it; its options by the German text."""
    options = {"yesno": (YES, NO), "place": ()}.get(question.kind)
    if options is None:
        options = tuple(option.key for option in rules.read_options(question.options_de or ""))
    return rules.Question(question.key, question.kind, options, rules.read_conditions(question.condition))


@remembered
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
    """What the answers come to at this place. Queries: 1, and 2 more with a place."""
    key = ("outcome", page.id, tuple(answers.items()), area and area.pk, on)
    return keep(key, lambda: new_outcome(page, answers, area, on=on, source=source(*key)))


def new_outcome(page: GuidePage, answers: Answers, area: Area | None, *, on: date, source: str) -> Outcome:
    pairs = [(row, rule) for row, rule in result_rows(page.id) if row.service.is_published]
    by_rule = {id(rule): row for row, rule in pairs}
    chosen = [by_rule[id(rule)] for rule in rules.needed([rule for _row, rule in pairs], answers)]
    grouped: dict[int, list[GuideResult]] = {}
    for row in chosen:
        grouped.setdefault(row.service_id, []).append(row)
    facts = {CRAFT: rules.holds(page.craft, answers)} if page.craft else {}
    resolved = resolve_many(grouped, area.pk, on=on, facts=facts) if area and grouped else {}
    found = [needed_row(number, group, resolved) for number, group in enumerate(grouped.values(), 1)]
    applications = [
        JointApplication(services, resolved[services[0].pk].ea if resolved and services[0].via_ea else None)
        for services in together([row.service for row in found if row.is_joint])
    ]
    return Outcome(source, found, documents_of([row.service for row in found], area), applications)


def together(services: list[Service]) -> list[list[Service]]:
    """One application for all. Only a business and private matters make two: those are not the EA's business."""
    if not any(service.via_ea for service in services):
        return [services] if services else []
    private = [service for service in services if not service.via_ea and service.audience == Audience.CITIZEN]
    business = [service for service in services if service not in private]
    return [part for part in (sorted(business, key=lambda service: not service.via_ea), private) if part]


def needed_row(number: int, group: list[GuideResult], resolved: Mapping[int, Resolved]) -> NeededRow:
    service = group[0].service
    answer = resolved.get(service.pk)
    return NeededRow(
        number=number,
        service=service,
        need=min((row.need for row in group), key=STRENGTH.index),
        reasons=[row.reason for row in group],
        authority=answer.zb if answer else None,
        is_joint=service.is_online and service.leika_key is not None,
    )


def documents_of(services: list[Service], area: Area | None) -> list[DocumentRow]:
    """Every document once, with the services that ask for it; the place's own ones too. Queries: 1 with a place."""
    local: dict[int, str] = {}
    if area:
        supplements = ServiceSupplement.objects.filter(is_published=True, service__in=services, area__ars__in=area.path)
        local = {supplement.service_id: supplement.documents for supplement in supplements.order_by("pk")}
    found: dict[str, DocumentRow] = {}
    for service in services:
        for line in f"{service.documents}\n{local.get(service.pk, '')}".splitlines():
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
