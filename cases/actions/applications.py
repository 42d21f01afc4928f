"""Filling in an application: begin, save a page, remove a file. Sending it is cases.actions.submission."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cases.errors import AlreadySubmitted, ApplicationGone, EnoughMail, NotOnline, PageNotReached
from cases.models import Application, ApplicationFile, ProcessSettings
from cases.queries.bundles import parts_of, startable
from forms.actions import publish_bundle
from forms.models import FormVersion
from forms.queries import definition_of, published_version
from forms.rules import evaluate
from forms.rules.definition import Definition, Field, Page
from forms.rules.values import Posted, Problem
from portal.accounts.models import User
from portal.files.actions import discard, store_upload
from portal.files.errors import UploadRefused
from portal.files.models import StoredFile
from portal.mail.actions import queue
from portal.mail.models import OutgoingMail

Uploads = Mapping[str, Sequence[UploadedFile]]
# Field key and the file that is to answer it
Stored = list[tuple[str, StoredFile]]
# Where the service's settings are gone while a draft is open
DRAFT_DAYS = 30
LINK_MAILS = 5


@dataclass(frozen=True)
class PageResult:
    """What became of a page: its problems by field."""

    page: Page
    problems: dict[str, Problem] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return not self.problems


@transaction.atomic
def start_application(
    service_id: int, *, area_id: int, user: User | None, language: str, others: Sequence[int] = ()
) -> Application:
    """Begin an application, for `others` too if there are any: place and form version are pinned from now on."""
    processes = startable([service_id, *others])
    return Application.objects.create(
        service_id=service_id,
        form_version=form_for(processes),
        area_id=area_id,
        user=user,
        language=language,
        expires_at=timezone.now() + timedelta(days=processes[0].draft_days),
    )


def form_for(processes: Sequence[ProcessSettings]) -> FormVersion:
    """The form version that a new application pins: the service's own, or that of several together."""
    if len(processes) > 1:
        return publish_bundle(parts_of(processes))
    version = published_version(processes[0].form_id)
    if version is None:
        raise NotOnline
    return version


def save_page(secret: str, *, page: str, posted: Posted, uploads: Uploads) -> PageResult:
    """Keep the good answers of a page. It is done when nothing is wrong or missing.

    Files are checked and stored before the row is locked; those that find no place are discarded again.
    """
    stored, refused = _take_files(_file_questions(secret, page), uploads)
    unused = [file for _, file in stored]
    try:
        with transaction.atomic():
            result, unused = _save_locked(secret, page, posted, stored, refused)
    finally:
        for file in unused:
            discard(file)
    return result


def _save_locked(
    secret: str, key: str, posted: Posted, stored: Stored, refused: dict[str, Problem]
) -> tuple[PageResult, list[StoredFile]]:
    application = lock_draft(secret)
    definition = definition_of(application.form_version_id)
    files = file_names(application)
    page = reached_page(application, definition, key, files)
    others = {k: v for k, v in application.answers.items() if page.field(k) is None}
    visible = evaluate.visible_answers(definition, others)
    good, problems = evaluate.clean_page(page, posted, visible, today=timezone.localdate())
    application.answers = others | good
    unused = _attach(application, page, stored, refused) if stored else []
    files = file_names(application) if stored else files
    questions = evaluate.file_fields(definition, application.answers, page_key=key)
    problems |= _file_problems(questions, files, refused)
    in_order = {f.key: problems[f.key] for f in page.fields if f.key in problems}
    done = [other for other in application.pages_done if other != key]
    application.pages_done = done if in_order else [*done, key]
    _touch(application)
    application.save(update_fields=["answers", "pages_done", "saved_at", "expires_at"])
    return PageResult(page, in_order), unused


@transaction.atomic
def remove_file(secret: str, file_id: str) -> ApplicationFile | None:
    """Take a file out of a draft. Done twice, the second time changes nothing."""
    application = lock_draft(secret)
    kept = application.files.select_related("file").filter(file_id=file_id).first()
    if kept is None:
        return None
    kept.delete()
    discard(kept.file)
    _touch(application)
    application.save(update_fields=["saved_at", "expires_at"])
    return kept


@transaction.atomic
def confirm(secret: str, *, posted: Posted, language: str) -> dict[str, Problem]:
    """Keep the declarations of the check page and the language they were read in: that of all that follows.

    Returns what is not confirmed.
    """
    application = lock_draft(secret)
    definition = definition_of(application.form_version_id)
    visible = evaluate.visible_answers(definition, application.answers)
    good, problems = evaluate.clean_page(definition.check_page, posted, visible, today=timezone.localdate())
    if not problems:
        application.answers |= good
        application.language = language
        application.save(update_fields=["answers", "language"])
    return problems


@transaction.atomic
def send_link(secret: str, *, recipient: str, address: str) -> None:
    """Send the link of a draft by e-mail: once a minute to the same address, five times in all."""
    application = lock_draft(secret)
    subject_ref = f"cases.application:{application.pk}"
    if OutgoingMail.objects.filter(subject_ref=subject_ref).count() >= LINK_MAILS:
        raise EnoughMail
    digest = hashlib.sha256(recipient.lower().encode()).hexdigest()[:16]
    queue(
        f"application_link:{application.pk}:{digest}:{timezone.now():%Y%m%d%H%M}",
        recipient=recipient,
        template="application_link",
        context={"address": address, "service": application.service.title, "expires_at": application.expires_at},
        language=application.language,
        subject_ref=subject_ref,
    )


def lock_draft(secret: str) -> Application:
    """The draft, locked. The secret is the right to it."""
    application = Application.objects.select_for_update().filter(secret=secret).first()
    if application is None:
        raise ApplicationGone
    if application.status == Application.Status.SUBMITTED:
        raise AlreadySubmitted
    if application.expires_at <= timezone.now():
        raise ApplicationGone
    return application


def reached_page(application: Application, definition: Definition, key: str, files: evaluate.Files) -> Page:
    """The whole page, if everything before it is finished. Raises PageNotReached."""
    reached, _ = evaluate.reached_pages(
        definition, application.answers, files, done=application.pages_done, today=timezone.localdate()
    )
    if key not in [page.key for page in reached]:
        raise PageNotReached(reached[-1].key)
    return definition.page(key)


def file_names(application: Application) -> dict[str, list[str]]:
    """The names of the draft's files by field. Queries: 1."""
    names: dict[str, list[str]] = {}
    for key, name in application.files.order_by("pk").values_list("field", "file__name"):
        names.setdefault(key, []).append(name)
    return names


def _file_questions(secret: str, key: str) -> list[Field]:
    version_id = Application.objects.filter(secret=secret).values_list("form_version_id", flat=True).first()
    page = definition_of(version_id).page(key) if version_id else None
    return [question for question in page.fields if question.type == "file"] if page else []


def _take_files(questions: Sequence[Field], uploads: Uploads) -> tuple[Stored, dict[str, Problem]]:
    """Store what can be taken, and say why not for the rest."""
    stored: Stored = []
    refused: dict[str, Problem] = {}
    for question in questions:
        offered = uploads.get(question.key, ())
        if len(offered) > question.max_files:
            refused[question.key] = Problem("too_many_files", {"limit": question.max_files})
            continue
        for upload in offered:
            try:
                stored.append((question.key, store_upload(upload)))
            except UploadRefused as refusal:
                refused.setdefault(question.key, Problem("upload", {"sentence": str(refusal.title)}))
    return stored, refused


def _attach(application: Application, page: Page, stored: Stored, refused: dict[str, Problem]) -> list[StoredFile]:
    """Add the files to the draft; returns those that are not needed.

    The same file sent twice (a double click) is kept once, and nothing goes beyond the field's number.
    """
    known = set(application.files.values_list("field", "file__sha256", "file__name"))
    unused = []
    for key, file in stored:
        limit = page.field(key).max_files
        if (key, file.sha256, file.name) in known:
            unused.append(file)
        elif sum(field == key for field, *_ in known) >= limit:
            unused.append(file)
            refused.setdefault(key, Problem("too_many_files", {"limit": limit}))
        else:
            known.add((key, file.sha256, file.name))
            ApplicationFile.objects.create(application=application, field=key, file=file)
    return unused


def _file_problems(
    questions: Sequence[Field], files: evaluate.Files, refused: Mapping[str, Problem]
) -> dict[str, Problem]:
    """Refused uploads first, then what is missing."""
    found = {q.key: refused.get(q.key) or evaluate.file_problem(q, files) for q in questions}
    return {field: problem for field, problem in found.items() if problem}


def _touch(application: Application) -> None:
    """Every save keeps the draft for its full time again."""
    days = ProcessSettings.objects.filter(service=application.service_id).values_list("draft_days", flat=True).first()
    application.saved_at = timezone.now()
    application.expires_at = application.saved_at + timedelta(days=days or DRAFT_DAYS)
