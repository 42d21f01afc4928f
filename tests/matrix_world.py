"""People and things for the permission matrix: one of everything that an address can name."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.contrib.auth.models import Permission
from django.utils import timezone

from cases import actions
from cases.models import Application, ApplicationFile, CompletionRequest, ProcessSettings
from content.actions import xzufi
from content.models import FIXED, LifeSituation, Service, XzufiFile
from portal.accounts.models import User
from portal.files.actions import store_generated
from portal.mail.models import OutgoingMail
from portal.outbox.models import Entry
from responsibility.models import PostcodeArea, Responsibility, ServiceGroup, TableUpload
from responsibility.queries.history import VERSIONS
from tests.cases.world import (
    PDF,
    World,
    build_case,
    build_world,
    claim_by_ea,
    claim_by_zb,
    form_version,
    forward,
    in_two_weeks,
)
from tests.factories.content import GuideFactory
from tests.factories.portal import UserFactory
from tests.factories.texts import NewsFactory, PageFactory, PictureFactory
from tests.matrix_rights import guest, rights_rows
from tests.matrix_steps import steps
from tests.matrix_teamwork import teamwork_rows
from tests.matrix_texts import texts

SECRET = "a" * 32
EDITED = ("responsibility.edit_directory", "content.edit_everything", "forms.change_form")


@dataclass
class Stage:
    """What the rows of the matrix need: who asks, and what the placeholders in the addresses stand for."""

    people: dict[str, User | None]
    # Path arguments by address name, and what is posted there
    arguments: dict[str, list]
    posted: dict[str, dict]


def build_stage() -> Stage:
    """Cases in every state that some address is about, in the world of Anna, Eva, Birte and Cord."""
    world = build_world()
    claim_by_ea(world)
    forwarded = another_case(world, "MV-NEW2-CASE-A")
    forward(forwarded)
    claim_by_zb(forwarded)
    waiting = asked_case(world)
    returned = returned_case(world)
    new = another_case(world, "MV-NEW5-CASE-A")
    services()
    rieke = editor()
    draft, kept = draft_with_file(world)
    further, posted = steps(world, forwarded)
    ines = guest()
    of_rights, rights = rights_rows(world, forwarded, ines)
    operator = UserFactory(name="Olaf Betke", is_demo=True, is_staff=True, is_superuser=True)
    talks, said = teamwork_rows(rieke, operator)
    return Stage(
        people={
            "nobody": None,
            "anna": world.anna,
            "olaf": world.olaf,
            "eva": world.eva,
            "birte": world.birte,
            "cord": world.cord,
            "katrin": world.katrin,
            "ines": ines,
            "editor": rieke,
            "operator": operator,
        },
        arguments=address_arguments(world, forwarded, waiting, returned, new, draft, kept)
        | directory(world, rieke)
        | texts(rieke, world.case.area)
        | further
        | of_rights
        | talks,
        posted=posted_data(world, forwarded, waiting, returned, new) | posted | rights | said,
    )


def another_case(world: World, reference: str) -> World:
    """The same people with one more case of Anna's, as it lies at the EA."""
    case, licence, trade = build_case(world.case.area, world.ea, world.stadt, world.kreis, world.anna, reference)
    return replace(world, case=case, licence=licence, trade=trade)


def asked_case(world: World) -> World:
    """Cord has asked for a document; Anna has not answered yet."""
    case = another_case(world, "MV-NEW3-CASE-A")
    forward(case)
    claim_by_zb(case)
    actions.request_completion(
        case.licence.pk, actor=world.cord, version=case.licence.version, text="Ein Plan fehlt.", due_on=in_two_weeks()
    )
    case.licence.refresh_from_db()
    return case


def returned_case(world: World) -> World:
    """Cord has given the licence back."""
    case = another_case(world, "MV-NEW4-CASE-A")
    forward(case)
    claim_by_zb(case)
    actions.return_proceeding(
        case.licence.pk, actor=world.cord, version=case.licence.version, reason="Die Stadt ist zuständig."
    )
    case.licence.refresh_from_db()
    return case


def services() -> None:
    """The services of the cases are published, and one can be applied for."""
    Service.objects.update(status="published")
    LifeSituation.objects.get_or_create(
        slug="unternehmen", defaults={"name": "Ein Unternehmen gründen", "status": "published"}
    )
    licence = Service.objects.get(slug="gaststaettenerlaubnis")
    ProcessSettings.objects.create(service=licence, form=form_version().form)


def draft_with_file(world: World) -> tuple[Application, ApplicationFile]:
    """An application of Anna's that is not sent yet."""
    draft = Application.objects.create(
        secret=SECRET,
        service=Service.objects.get(slug="gaststaettenerlaubnis"),
        form_version=form_version(),
        area=world.case.area,
        user=world.anna,
        expires_at=timezone.now() + timedelta(days=30),
    )
    file = store_generated("plan.pdf", PDF, "application/pdf")
    return draft, ApplicationFile.objects.create(application=draft, field="floor_plan", file=file)


def editor() -> User:
    """Works on contents in the administration."""
    user = UserFactory(name="Rieke Sommer", is_demo=True, is_staff=True)
    for name in EDITED:
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def directory(world: World, rieke: User) -> dict[str, list]:
    """One row of each kind that has a history, and a table of Rieke's that waits for her confirmation."""
    area = world.case.area
    rows = (
        world.stadt,
        ServiceGroup.objects.create(slug="steuern", name="Steuern"),
        Responsibility.objects.create(
            service=Service.objects.first(), role="further", area=area, organisation=world.stadt
        ),
        PostcodeArea.objects.create(postcode="18999", area=area, confidence="high"),
    )
    upload = TableUpload.objects.create(kind=TableUpload.Kind.ORGANISATIONS, name="t.csv", content="-", actor=rieke)
    versions = {
        f"admin:responsibility_{row._meta.model_name}_version": [
            VERSIONS[type(row)].objects.filter(pgh_obj=row).latest("pgh_id").pk
        ]
        for row in rows
    }
    return versions | {
        "admin:responsibility_export": ["behoerden"],
        "admin:responsibility_import": ["behoerden"],
        "admin:responsibility_preview": [upload.pk],
    }


def address_arguments(
    world: World,
    forwarded: World,
    waiting: World,
    returned: World,
    new: World,
    draft: Application,
    kept: ApplicationFile,
) -> dict[str, list]:
    slug, reference = draft.service.slug, world.case.reference
    request = CompletionRequest.objects.get(case=waiting.case)
    mail = OutgoingMail.objects.create(key="matrix", recipient="anna@example.org", subject="Guten Tag", text="Hallo")
    entry = Entry.objects.create(task="portal.outbox.sweep", subject_id=1, status=Entry.Status.DEAD)
    in_draft = {name: [slug, draft.secret] for name in ("resume", "check", "submit", "submitted", "later")}
    with_draft = in_draft | {
        "page": [slug, draft.secret, "vorhaben"],
        "draft_file": [slug, draft.secret, kept.file_id],
        "remove_file": [slug, draft.secret, kept.file_id],
    }
    of_proceeding = {
        name: [forwarded.licence.pk] for name in ("proceeding", "clock", "claim", "request", "return", "decide")
    }
    of_case = {name: [reference] for name in ("case", "message", "withdraw", "ea_case", "ea_request", "ea_forward")}
    own = {
        "start": [slug],
        **with_draft,
        **of_case,
        **of_proceeding,
        "continue": [waiting.licence.pk],
        "ea_reroute": [returned.licence.pk],
        "ea_claim": [new.case.reference],
        "staff_message": [reference],
        "answer": [waiting.case.reference, request.pk],
        "document": [reference, world.upload.pk],
        "staff_document": [reference, world.upload.pk],
    }
    picture = PictureFactory()
    for fixed in FIXED:
        PageFactory(slug=fixed)
    return {f"cases:{name}": arguments for name, arguments in own.items()} | {
        "operations:retry": [entry.pk],
        "operations:demo_mail_message": [mail.message_id],
        "content:service": [slug],
        "content:life_situation": ["unternehmen"],
        "content:guide": [GuideFactory().slug],
        "xzufi:message": [exported_file()],
        "content:news_item": [NewsFactory().slug],
        "content:page": [PageFactory().slug],
        "sitemap_section": ["leistungen"],
        "picture": [picture.slug, picture.digest[:12], picture.format],
        "responsibility:organisation": [world.stadt.slug],
        "api-organisation": [world.stadt.pk],
        **{f"responsibility:organisation_{file}": [world.stadt.slug] for file in ("card", "code", "hours", "logo")},
        "account_confirm_email": ["abc"],
        "account_reset_password_from_key": ["1", "abc-def"],
    }


def exported_file() -> str:
    """The name of a file for the Portalverbund."""
    xzufi.export()
    return XzufiFile.objects.latest("pk").name


def posted_data(world: World, forwarded: World, waiting: World, returned: World, new: World) -> dict[str, dict]:
    """Something valid to post, so that only the right decides."""
    due = in_two_weeks()
    asked = {"text": "Ein Plan fehlt.", "due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year}
    proceeding = {"version": forwarded.licence.version}
    case = {"version": world.case.version}
    return {
        "cases:claim": proceeding,
        "cases:request": proceeding | asked,
        "cases:return": proceeding | {"reason": "Die Stadt ist zuständig."},
        "cases:decide": proceeding | {"outcome": "granted", "reasons": "Alles liegt vor.", "step": "final"},
        "cases:continue": {"version": waiting.licence.version},
        "cases:ea_reroute": {"version": returned.licence.version, "organisation_id": world.stadt.pk},
        "cases:ea_claim": {"version": new.case.version},
        "cases:ea_request": case | asked,
        "cases:ea_forward": case,
        "cases:withdraw": case,
        "cases:claim_selected": {"auswahl": [f"case:{new.case.pk}:{new.case.version}"]},
        "cases:staff_message": {"text": "Guten Tag"},
        "cases:message": {"text": "Guten Tag"},
        "cases:answer": {"text": "Der Plan folgt."},
        "cases:lookup": {"reference": world.case.reference, "email": "anna@example.org"},
    }
