"""Reads of the assistant: what to expect, the draft behind a secret, what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.errors import ApplicationGone, NotOnline, PageNotReached
from cases.models import Application, ApplicationFile, Case, CaseDocument, ProcessSettings
from cases.queries.bundles import in_lead, parts_of
from content.models import Service
from forms.queries import definition_of, published_version
from forms.rules import evaluate
from forms.rules.bundle import combine
from forms.rules.definition import CHECK_PAGE, Definition, Page, read
from portal.files.models import StoredFile
from responsibility.models import Area
from responsibility.queries import Resolved, ResolvedOrganisation, resolve_many

# So many services can be one application
MOST_SERVICES = 8


@dataclass(frozen=True)
class StartPage:
    """What an applicant should know before the first question. `resolved` is None while there is no place."""

    service: Service
    minutes: int
    draft_days: int
    companions: list[str]
    area: Area | None
    resolved: Resolved | None
    receivers: "Receivers"
    # What is applied for in the same application
    others: list[Service] = field(default_factory=list)

    @property
    def services(self) -> list[Service]:
        return [self.service, *self.others]

    @property
    def can_start(self) -> bool:
        return bool(self.resolved and self.resolved.status == "resolved")

    @property
    def documents(self) -> list[str]:
        """The documents of all services, each once."""
        lines = [line.strip() for service in self.services for line in service.documents.splitlines()]
        return list(dict.fromkeys(filter(None, lines)))


class FileRow(NamedTuple):
    """A file of the draft."""

    id: str
    name: str
    size: int
    content_type: str
    scan: str
    scan_label: str


class Step(NamedTuple):
    """A page in the row of pages; the check page counts as the last."""

    number: int
    total: int
    page: Page
    back_page: Page | None
    next_page: Page | None

    @property
    def back_key(self) -> str:
        return self.back_page.key if self.back_page else ""

    @property
    def next_key(self) -> str:
        return self.next_page.key if self.next_page else CHECK_PAGE


@dataclass(frozen=True)
class Draft:
    """An application as the assistant walks through it."""

    pk: int
    slug: str
    secret: str
    service_id: int
    service_title: str
    area_id: int
    area_name: str
    language: str
    is_submitted: bool
    saved_at: datetime
    expires_at: datetime
    definition: Definition
    answers: dict[str, Any]
    done: list[str]
    today: date
    files: dict[str, list[FileRow]] = field(default_factory=dict)

    @property
    def file_names(self) -> dict[str, list[str]]:
        return {key: [row.name for row in rows] for key, rows in self.files.items()}

    @property
    def reached(self) -> tuple[list[Page], bool]:
        return evaluate.reached_pages(self.definition, self.answers, self.file_names, done=self.done, today=self.today)

    @property
    def next_page(self) -> str:
        """Key of the page to go on with: the first unfinished one, the check page when there is none."""
        pages, complete = self.reached
        return CHECK_PAGE if complete else pages[-1].key

    def asked_page(self, key: str) -> Page:
        """The page as it is shown. Raises PageNotReached, if one before it is unfinished."""
        if key not in [page.key for page in self.reached[0]]:
            raise PageNotReached(self.next_page)
        visible = evaluate.visible_answers(self.definition, self.answers)
        return evaluate.asked_page(self.definition.page(key), visible)

    def step(self, key: str) -> "Step":
        """Where a visible page stands among the others."""
        pages = evaluate.expected_pages(self.definition, self.answers)
        index = [page.key for page in pages].index(key)
        return Step(index + 1, len(pages) + 1, pages[index], pages[index - 1] if index else None, _at(pages, index + 1))

    def page_of(self, field_key: str) -> str:
        """Key of the page that asks this question."""
        return next(page.key for page in self.definition.pages if page.field(field_key))


def _at(pages: list[Page], index: int) -> Page | None:
    return pages[index] if index < len(pages) else None


def start_page(slug: str, area: Area | None, others: Sequence[str] = ()) -> StartPage | None:
    """The page before an application for one service or several; None for what cannot be applied for here.

    Queries: 4 or 5, and 1 more for each further service.
    """
    slugs = list(dict.fromkeys([slug, *others]))[:MOST_SERVICES]
    found = ProcessSettings.objects.filter(
        service__slug__in=slugs, service__is_published=True, form__isnull=False
    ).select_related("service")
    by_slug = {process.service.slug: process for process in found}
    if len(by_slug) < len(slugs):
        return None
    processes = [by_slug[name] for name in slugs]
    try:
        minutes = minutes_of(processes)
    except NotOnline:
        return None
    services = [process.service for process in processes]
    resolved = resolve_many([row.pk for row in services], area.pk, on=timezone.localdate()) if area else {}
    return StartPage(
        service=services[0],
        minutes=minutes,
        draft_days=processes[0].draft_days,
        companions=[] if others else [companion.name for companion in processes[0].companions.all()],
        area=area,
        resolved=weakest([resolved[row.pk] for row in services]) if resolved else None,
        receivers=receivers_of(services, resolved),
        others=services[1:],
    )


def minutes_of(processes: Sequence[ProcessSettings]) -> int:
    """How long the form takes. Raises NotOnline. Queries: 1 for each service."""
    if len(processes) > 1:
        return combine(parts_of(processes))["minutes"]
    version = published_version(processes[0].form_id)
    if version is None:
        raise NotOnline
    return read(version.definition).minutes


def weakest(answers: Sequence[Resolved]) -> Resolved:
    """The answer that keeps an application from being sent, else the first."""
    return next((answer for answer in answers if answer.status != "resolved"), answers[0])


def draft(slug: str, secret: str) -> Draft:
    """The application behind a secret. Raises ApplicationGone. Queries: 2 (3 the first time a form is read)."""
    rows = Application.objects.select_related("service", "area").filter(secret=secret, service__slug=slug)
    application = rows.first()
    now = timezone.now()
    if application is None:
        raise ApplicationGone
    is_submitted = application.status == Application.Status.SUBMITTED
    if not is_submitted and application.expires_at <= now:
        raise ApplicationGone
    return Draft(
        pk=application.pk,
        slug=slug,
        secret=secret,
        service_id=application.service_id,
        service_title=title_of(application),
        area_id=application.area_id,
        area_name=application.area.short_name,
        language=application.language,
        is_submitted=is_submitted,
        saved_at=application.saved_at,
        expires_at=application.expires_at,
        definition=definition_of(application.form_version_id),
        answers=application.answers,
        done=application.pages_done,
        today=timezone.localdate(now),
        files=_files(application),
    )


def title_of(application: Application) -> str:
    """What stands above every page: the service, or that it is for several."""
    definition = definition_of(application.form_version_id)
    return _("Gemeinsamer Antrag") if definition.parts else application.service.name


def _files(application: Application) -> dict[str, list[FileRow]]:
    found: dict[str, list[FileRow]] = {}
    for kept in ApplicationFile.objects.filter(application=application).select_related("file").order_by("pk"):
        row = FileRow(
            str(kept.file_id),
            kept.file.name,
            kept.file.size,
            kept.file.content_type,
            kept.file.scan,
            kept.file.get_scan_display(),
        )
        found.setdefault(kept.field, []).append(row)
    return found


def draft_file(secret: str, file_id: str) -> StoredFile | None:
    """A file of this application. Queries: 1."""
    return StoredFile.objects.filter(
        pk__in=ApplicationFile.objects.filter(application__secret=secret, file=file_id).values("file")
    ).first()


class Receivers(NamedTuple):
    """Who will get the application: the EA, where there is one, and the authorities that decide."""

    ea: ResolvedOrganisation | None
    authorities: list[ResolvedOrganisation]


def receivers(draft: Draft) -> Receivers:
    """By the services applied for and today's responsibilities. Queries: 2."""
    keys = evaluate.procedures(draft.definition, draft.answers)
    found = Service.objects.filter(leika_key__in=keys) if keys else Service.objects.filter(pk=draft.service_id)
    services = sorted(found, key=lambda service: in_lead(service, draft.service_id))
    return receivers_of(services, resolve_many([row.pk for row in services], draft.area_id, on=draft.today))


def receivers_of(services: Sequence[Service], resolved: Mapping[int, Resolved]) -> Receivers:
    """The EA of the first service that runs through one, and every authority once."""
    answers = [resolved[service.pk] for service in services if service.pk in resolved]
    ea = next((resolved[row.pk].ea for row in services if row.via_ea and row.pk in resolved), None)
    return Receivers(ea, list({answer.zb.id: answer.zb for answer in answers if answer.zb}.values()))


class SubmittedPage(NamedTuple):
    """What the confirmation says. `pdf` is None while it is being made."""

    case: Case
    pdf: CaseDocument | None


def submitted_page(slug: str, secret: str) -> SubmittedPage | None:
    """The case that this application became. Queries: 2."""
    case = (
        Case.objects.select_related("ea", "area")
        .filter(application__secret=secret, application__service__slug=slug)
        .first()
    )
    if case is None:
        return None
    kinds = [CaseDocument.Kind.APPLICATION]
    pdf = CaseDocument.objects.select_related("file").filter(case=case, kind__in=kinds).first()
    return SubmittedPage(case, pdf)
