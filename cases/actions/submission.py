"""Sending an application: it becomes a case, once."""

from collections.abc import Sequence
from random import SystemRandom

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.errors import ApplicationGone, PageNotReached
from cases.models import Application, ApplicationFile, Case, CaseDocument, Event, Proceeding, ProcessSettings
from cases.queries.bundles import in_lead
from cases.queries.titles import GERMAN
from cases.rules import references
from forms.queries import definition_of
from forms.rules import conditions, evaluate
from forms.rules.definition import APPLICANT_EMAIL, APPLICANT_NAME, CHECK_PAGE, Definition
from portal.audit import actions as audit
from portal.errors import Refusal
from portal.outbox import actions as outbox
from responsibility.queries import Resolved, resolve_many

RANDOM = SystemRandom()
TRIES = 5
# What the applicant calls the undertaking, where the form asks it
TITLE_FIELD = "business_name"


def submit(secret: str) -> Case:
    """Make a case of the application, all in one transaction. Sent again, it answers with the same case.

    Statements: 12, however many files and proceedings. A reference that is taken already (one in 10^11) starts
    the transaction anew.
    """
    for _try in range(TRIES):
        try:
            return _submit(secret)
        except IntegrityError as error:
            if "cases_case_reference" not in str(error):
                raise
    raise Refusal(_("Das hat gerade nicht geklappt. Bitte senden Sie den Antrag noch einmal ab."))


@transaction.atomic
def _submit(secret: str) -> Case:
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("service", "area", "user")
        .filter(secret=secret)
        .first()
    )
    if application is None:
        raise ApplicationGone
    if application.status == Application.Status.SUBMITTED:
        return application.case
    now = timezone.now()
    if application.expires_at <= now:
        raise ApplicationGone
    definition = definition_of(application.form_version_id)
    files = list(application.files.select_related("file").order_by("pk"))
    check_complete(application, definition, files)
    processes = chosen_processes(application, definition)
    resolved = responsible(application, processes)
    case = Case.objects.create(**case_fields(application, definition, processes, resolved), submitted_at=now)
    proceedings = Proceeding.objects.bulk_create(
        new_proceeding(case, process, resolved[process.service_id].zb.id) for process in processes
    )
    put_in_order(processes, proceedings)
    keep_files(case, definition, application, files, proceedings)
    Event.objects.create(
        case=case, kind=Event.Kind.SUBMITTED, on=timezone.localdate(now), at=now, actor=application.user
    )
    application.status = Application.Status.SUBMITTED
    application.save(update_fields=["status"])
    audit.record(application.user, "case.submitted", case, services=[process.service_id for process in processes])
    outbox.add("cases.receive", case.pk)
    return case


def check_complete(application: Application, definition: Definition, files: Sequence[ApplicationFile]) -> None:
    """Everything asked is answered and declared, by today's rules. Raises PageNotReached with the page to go to."""
    names: dict[str, list[str]] = {}
    for kept in files:
        names.setdefault(kept.field, []).append(kept.file.name)
    answers, today = application.answers, timezone.localdate()
    reached, complete = evaluate.reached_pages(definition, answers, names, done=application.pages_done, today=today)
    if not complete:
        raise PageNotReached(reached[-1].key)
    visible = evaluate.visible_answers(definition, answers)
    declared = [field for field in definition.confirmations if conditions.holds(field.condition, visible)]
    if any(field.required and not answers.get(field.key) for field in declared):
        raise PageNotReached(CHECK_PAGE)


def chosen_processes(application: Application, definition: Definition) -> list[ProcessSettings]:
    """How each service applied for runs: the leading one first. Queries: 1.

    The form has said what can be chosen; a companion must still be one, any other service must still have a form.
    """
    chosen = evaluate.procedures(definition, application.answers)
    own = ProcessSettings.objects.filter(service=application.service_id)
    companions = ProcessSettings.companions.through.objects.filter(processsettings__in=own).values("service")
    found = own
    if chosen:
        allowed = Q(service=application.service_id) | Q(service__in=companions)
        if definition.parts:
            allowed |= Q(form__isnull=False)
        found = ProcessSettings.objects.filter(allowed, service__leika_key__in=chosen)
    processes = sorted(found.select_related("service"), key=lambda row: in_lead(row.service, application.service_id))
    if not processes or len(processes) < len(set(chosen)):
        raise Refusal(
            _("Diesen Antrag kann das Portal gerade nicht annehmen."),
            _("Ihre Angaben sind gespeichert. Rufen Sie die 115 an, sie hilft Ihnen weiter."),
        )
    return processes


def responsible(application: Application, processes: Sequence[ProcessSettings]) -> dict[int, Resolved]:
    """Who gets each proceeding, or a Refusal that names who helps. Nothing is lost: the draft stays. Queries: 1."""
    today = timezone.localdate()
    resolved = resolve_many([process.service_id for process in processes], application.area_id, on=today)
    for process in processes:
        answer = resolved[process.service_id]
        if answer.status != "resolved" or (process.service.via_ea and answer.ea is None):
            raise nobody_responsible(process, application, answer)
    return resolved


def nobody_responsible(process: ProcessSettings, application: Application, answer: Resolved) -> Refusal:
    facts = {"service": process.service.name, "place": application.area.short_name}
    title = _("Für „%(service)s“ ist in %(place)s keine zuständige Stelle eingetragen.") % facts
    saved = _("Ihre Angaben sind gespeichert, Sie können den Antrag später absenden.")
    if answer.ea:
        contact = ", ".join(part for part in (answer.ea.name, answer.ea.phone, answer.ea.email) if part)
        helper = _("Es hilft Ihnen: %(contact)s.") % {"contact": contact}
    else:
        helper = _("Die Behördennummer 115 hilft Ihnen weiter.")
    return Refusal(title, f"{saved} {helper}")


def case_fields(
    application: Application,
    definition: Definition,
    processes: Sequence[ProcessSettings],
    resolved: dict[int, Resolved],
) -> dict:
    """What the case takes over from the application. One service through the EA brings all of them to its EA."""
    answers = evaluate.visible_answers(definition, application.answers)
    ea = next((resolved[process.service_id].ea for process in processes if process.service.via_ea), None)
    name = answers.get(TITLE_FIELD)
    # In German, as the offices read it, whatever language the applicant reads
    leading = processes[0].service.title_de
    title = f"{leading}: {name}" if name else leading
    return {
        "reference": references.new_reference(RANDOM),
        "application": application,
        "title": title[:200],
        "area": application.area,
        "applicant": application.user,
        "applicant_name": answers.get(APPLICANT_NAME, "")[:200],
        "applicant_email": answers.get(APPLICANT_EMAIL, ""),
        "language": application.language,
        "ea_id": ea.id if ea else None,
    }


def new_proceeding(case: Case, process: ProcessSettings, organisation_id: int) -> Proceeding:
    """A proceeding keeps the law it began under."""
    return Proceeding(
        case=case,
        service=process.service,
        organisation_id=organisation_id,
        decision_period=process.decision_period,
        period_law=process.period_law,
        deemed_approval_law=process.deemed_approval_law,
        decision_law=process.decision_law,
        four_eyes=process.four_eyes,
    )


def put_in_order(processes: Sequence[ProcessSettings], proceedings: Sequence[Proceeding]) -> None:
    """A proceeding waits for another of this case where its settings say so. Queries: 1 where one waits, else none."""
    by_service = {proceeding.service_id: proceeding for proceeding in proceedings}
    waiting = []
    for process in processes:
        proceeding = by_service[process.service_id]
        proceeding.after = by_service.get(process.after_id)
        if proceeding.after is not None:
            waiting.append(proceeding)
    if waiting:
        Proceeding.objects.bulk_update(waiting, ["after"])


def keep_files(
    case: Case,
    definition: Definition,
    application: Application,
    files: Sequence[ApplicationFile],
    proceedings: Sequence[Proceeding],
) -> None:
    """The files of the questions that were asked become documents of the case, under the question's name.

    What was asked for one of several procedures only, its authority alone gets to see beside the EA.
    """
    by_key = {proceeding.service.leika_key: proceeding for proceeding in proceedings}
    asked = {
        field.key: (field.label.get(GERMAN), by_key.get(page.part.value) if page.part else None)
        for page in evaluate.visible_pages(definition, application.answers)
        for field in page.fields
        if field.type == "file"
    }
    CaseDocument.objects.bulk_create(
        CaseDocument(
            case=case,
            kind=CaseDocument.Kind.UPLOAD,
            title=asked[kept.field][0][:200],
            proceeding=asked[kept.field][1],
            file=kept.file,
        )
        for kept in files
        if kept.field in asked
    )
