"""What the demonstration starts with: people, how the proceedings run, and cases in different states.

Everything goes through the real actions. The steps that a worker takes are taken here too, so that the cases stand
where they should before any worker runs; its tasks then find them done.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils import timezone

from cases import actions
from cases.actions.processes import set_up_process
from cases.models import Application, Case, Proceeding
from content.models import Service
from forms.models import Form
from forms.queries import definition_of
from forms.rules import evaluate
from forms.rules.values import posted_from
from portal.accounts.actions import create_demo_user, system_user
from portal.accounts.models import User
from responsibility.actions import grant_role
from responsibility.models import Area, Organisation

PASSWORD = "vorfuehrung-mv"  # noqa: S105 (stands in the README, works only with PORTAL_DEMO)
FLOOR_PLAN = Path(__file__).parent / "data" / "grundriss.pdf"
GUESTROW = "130720043043"
RESTAURANT, TRADE, DOG = "gaststaettenerlaubnis", "gewerbeanmeldung", "hundesteuer-anmeldung"
EA, CITY, DISTRICT = "ihk-rostock", "guestrow", "landkreis-rostock"

# address -> name, roles as (authority, role)
PEOPLE = {
    "anna@demo.example": ("Anna Petersen", ()),
    "ea@demo.example": ("Eva Albrecht", ((EA, "caseworker"),)),
    "guestrow@demo.example": ("Birte Voß", ((CITY, "caseworker"),)),
    "landkreis@demo.example": ("Cord Lüders", ((DISTRICT, "caseworker"),)),
    "leitung@demo.example": ("Katrin Behn", ((CITY, "head"), (DISTRICT, "head"))),
    "stadt@demo.example": ("Frauke Ahrens", ((CITY, "editor"),)),
    "pruefung@demo.example": ("Jonas Wendt", ((CITY, "editor"),)),
    "ihk@demo.example": ("Dörte Kasten", ((EA, "editor"),)),
    "115@demo.example": ("Wiebke Jahn", ((DISTRICT, "hotline"),)),
}
EDITOR, OPERATOR = "redaktion@demo.example", "betrieb@demo.example"

PROCESSES = {
    TRADE: {
        "form": "gewerbeanmeldung",
        "decision_period": "3d",
        "period_law": "§ 15 Abs. 1 GewO",
        "decision_law": "§ 14 Abs. 1, § 15 Abs. 1 GewO",
    },
    DOG: {"form": "hundesteuer", "decision_law": "Hundesteuersatzung der Gemeinde"},
    "handwerksrolle": {
        "form": "handwerksrolle",
        "decision_period": "3m",
        "period_law": "§ 10 Abs. 1 Satz 2 HwO",
        "deemed_approval_law": "§ 10 Abs. 1 Satz 3 HwO, § 42a VwVfG M-V",
        "decision_law": "§ 1 Abs. 1, § 7, § 10 Abs. 1 HwO",
    },
    "gestattung": {
        "form": "gestattung",
        "decision_period": "3m",
        "period_law": "§ 42a Abs. 2 VwVfG M-V, § 6a GewO",
        "deemed_approval_law": "§ 42a Abs. 1 VwVfG M-V, § 6a GewO",
        "decision_law": "§ 12 Abs. 1 GastG",
    },
    "sondernutzung": {"form": "sondernutzung", "decision_law": "§ 22 StrWG-MV"},
    "geburtsurkunde": {"form": "geburtsurkunde", "decision_law": "§ 55 Abs. 1, § 59 PStG"},
    "kita-platz": {"form": "kita-platz", "decision_law": "§ 24 SGB VIII, KiföG M-V"},
    RESTAURANT: {
        "form": "gaststaette",
        "decision_period": "3m",
        "period_law": "§ 42a Abs. 2 VwVfG M-V, § 6a GewO",
        "deemed_approval_law": "§ 42a Abs. 1 VwVfG M-V, § 6a GewO",
        "decision_law": "§ 2 Abs. 1 GastG",
        "companions": (TRADE,),
    },
}


def set_up_processes() -> int:
    """How the proceedings run. Settings that exist are left as they are."""
    actor = system_user("import")
    services = {service.slug: service for service in Service.objects.filter(slug__in=PROCESSES)}
    forms = {form.slug: form for form in Form.objects.all()}
    new = 0
    for slug, settings in PROCESSES.items():
        fields = {name: value for name, value in settings.items() if name not in ("form", "companions")}
        companions = [services[other] for other in settings.get("companions", ())]
        new += bool(
            set_up_process(services[slug], actor=actor, companions=companions, form=forms[settings["form"]], **fields)
        )
    return new


def set_up_people() -> dict[str, User]:
    """The people one can log in as, by the part of their address before the @."""
    slugs = {slug for _name, roles in PEOPLE.values() for slug, _role in roles}
    authorities = {row.slug: row for row in Organisation.objects.filter(slug__in=slugs)}
    people = {}
    for email, (name, roles) in PEOPLE.items():
        user = create_demo_user(email, name=name, password=PASSWORD)
        for slug, role in roles:
            grant_role(user, authorities[slug], role, actor=system_user("import"))
        people[email.partition("@")[0]] = user
    editor = create_demo_user(EDITOR, name="Rieke Sommer", password=PASSWORD, is_staff=True)
    editor.groups.add(_editors())
    people["redaktion"] = editor
    create_demo_user(OPERATOR, name="Olaf Betke", password=PASSWORD, is_staff=True, is_superuser=True)
    return people


def _editors() -> Group:
    """Everything in content, directory and forms, and how proceedings run; no case."""
    group, _created = Group.objects.get_or_create(name="Redaktion")
    group.permissions.set(
        Permission.objects.filter(
            Q(content_type__app_label__in=("content", "responsibility", "forms"))
            | Q(content_type__app_label="cases", content_type__model="processsettings")
        )
    )
    return group


def create_cases(people: Mapping[str, User]) -> int:
    """Five cases in different states, if there is none yet."""
    if Case.objects.exists():
        return 0
    anna, officer, city, district = (people[name] for name in ("anna", "ea", "guestrow", "landkreis"))
    restaurant("Zum Speicher", "Anna Petersen", user=anna)
    _ask_for_lease(restaurant("Café am Markt", "Mehmet Yıldız"), officer)
    working = restaurant("Brauhaus Nebel", "Sven Albrecht")
    _forward(working, officer)
    _decide(_of(working, CITY), city, "granted", "Die Anmeldung ist vollständig. Wir bescheinigen ihren Empfang.")
    actions.claim_proceeding(_of(working, DISTRICT).pk, actor=district, version=_of(working, DISTRICT).version)
    _write_to(working, district)
    finished = restaurant("Hofladen Lüssow", "Anna Petersen", user=anna)
    _forward(finished, officer)
    _decide(_of(finished, CITY), city, "granted", "Die Anmeldung ist vollständig. Wir bescheinigen ihren Empfang.")
    _decide(
        _of(finished, DISTRICT),
        district,
        "granted_with_conditions",
        "Es liegen keine Tatsachen vor, nach denen die Erlaubnis zu versagen wäre (§ 4 GastG). Die Auflagen "
        "schützen die Nachbarschaft vor Lärm.",
        "Ab 22 Uhr bleibt die Außenfläche geschlossen.\nMusik ist außerhalb der Räume nicht zu hören.",
    )
    dog(anna)
    return 5


def restaurant(name: str, applicant: str, *, user: User | None = None) -> Case:
    """A restaurant in Güstrow, with its trade registration, received by the EA."""
    return _send(RESTAURANT, _restaurant_answers(name, _person(applicant, user)), user=user)


def dog(user: User) -> Case:
    """A dog in Güstrow: straight to the city."""
    today = timezone.localdate()
    answers = _person("Anna Petersen", user) | {
        "dog_name": "Fiete",
        "breed": "Labrador-Mischling",
        "since": (today - timedelta(days=10)).isoformat(),
        "other_dogs": False,
    }
    return _send(DOG, answers, user=user)


def _person(applicant: str, user: User | None) -> dict[str, Any]:
    mailbox = applicant.partition(" ")[0].lower()
    return {
        "applicant_name": applicant,
        "street": "Domstraße 14",
        "postcode": "18273",
        "town": "Güstrow",
        "applicant_email": user.email if user else f"{mailbox}@demo.example",
    }


def _restaurant_answers(name: str, person: dict[str, Any]) -> dict[str, Any]:
    opening = timezone.localdate() + timedelta(days=120)
    return person | {
        "procedures": list(Service.objects.filter(slug__in=(RESTAURANT, TRADE)).values_list("leika_key", flat=True)),
        "person_kind": "person",
        "birth_date": date(1988, 5, 4).isoformat(),
        "birth_place": "Güstrow",
        "business_name": name,
        "business_street": "Domstraße 14",
        "business_postcode": "18273",
        "business_town": "Güstrow",
        "opening_date": opening.isoformat(),
        "alcohol": True,
        "rooms": 2,
        "area": 86,
        "outdoor": True,
        "outdoor_seats": 24,
        "activity": "Schank- und Speisewirtschaft",
        "trade_start": opening.isoformat(),
        "main_occupation": "main",
        "employees": 3,
    }


def _send(slug: str, answers: dict[str, Any], *, user: User | None) -> Case:
    """Fill in page after page as an applicant does, send, and let the portal take its first step."""
    area = Area.objects.get(ars=GUESTROW)
    service = Service.objects.get(slug=slug)
    application = actions.start_application(service.pk, area_id=area.pk, user=user, language="de")
    _fill_in(application, answers)
    declared: dict[str, list[str]] = {}
    for declaration in definition_of(application.form_version_id).confirmations:
        declared |= posted_from(declaration, True)
    actions.confirm(application.secret, posted=declared, language=application.language)
    case = actions.submit(application.secret)
    actions.receive_case(case.pk)
    for key in case.proceedings.filter(case__ea=None).values_list("pk", flat=True):
        actions.deliver_proceeding(key)
    return case


def _fill_in(application: Application, answers: dict[str, Any]) -> None:
    definition = definition_of(application.form_version_id)
    for page in evaluate.visible_pages(definition, answers):
        posted: dict[str, list[str]] = {}
        uploads = {}
        for field in page.fields:
            if field.type == "file" and field.required:
                uploads[field.key] = [SimpleUploadedFile("grundriss.pdf", FLOOR_PLAN.read_bytes(), "application/pdf")]
            elif field.answers:
                posted |= posted_from(field, answers.get(field.key))
        result = actions.save_page(application.secret, page=page.key, posted=posted, uploads=uploads)
        if result.problems:
            raise ValueError(f"The demonstration does not answer {page.key}: {sorted(result.problems)}")


def _fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def _of(case: Case, authority: str) -> Proceeding:
    return Proceeding.objects.get(case=case, organisation__slug=authority)


def _ask_for_lease(case: Case, officer: User) -> None:
    actions.claim_case(case.pk, actor=officer, version=_fresh(case).version)
    actions.request_case_completion(
        case.pk,
        actor=officer,
        version=_fresh(case).version,
        text="Bitte reichen Sie den Mietvertrag oder einen Nachweis des Eigentums ein.",
        due_on=timezone.localdate() + timedelta(days=14),
    )


def _forward(case: Case, officer: User) -> None:
    actions.claim_case(case.pk, actor=officer, version=_fresh(case).version)
    actions.forward_case(case.pk, actor=officer, version=_fresh(case).version)
    for key in case.proceedings.values_list("pk", flat=True):
        actions.deliver_proceeding(key)


def _write_to(case: Case, officer: User) -> None:
    actions.send_staff_message(
        case.pk,
        actor=officer,
        proceeding_id=_of(case, DISTRICT).pk,
        text="Guten Tag, Ihr Antrag ist vollständig. Ich habe die Lebensmittelaufsicht um ihre Stellungnahme gebeten.",
    )


def _decide(proceeding: Proceeding, officer: User, outcome: str, reasons: str, conditions: str = "") -> None:
    actions.claim_proceeding(proceeding.pk, actor=officer, version=proceeding.version)
    actions.decide(
        proceeding.pk,
        actor=officer,
        version=proceeding.version + 1,
        outcome=outcome,
        reasons=reasons,
        conditions=conditions,
    )
