"""Two Ämter with an editor each, and the editor of the Land."""

from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.test import Client

from portal.accounts.models import User
from responsibility.actions import grant_role
from responsibility.models import Area, Organisation, PostcodeArea, Responsibility
from responsibility.rules.names import fold
from tests.factories.content import ServiceFactory
from tests.factories.portal import UserFactory
from tests.factories.responsibility import (
    AreaFactory,
    OrganisationFactory,
    PostcodeAreaFactory,
    ResponsibilityFactory,
)


@dataclass
class Amt:
    """An Amt with a municipality, a part, and one of everything that its editor keeps."""

    area: Area
    village: Area
    organisation: Organisation
    part: Organisation
    rule: Responsibility
    postcode: PostcodeArea
    editor: User


@dataclass
class Land:
    kreis: Area
    own: Amt
    other: Amt


def build_amt(name: str, kreis: Area, service) -> Amt:
    area = AreaFactory(kind="amt", parent=kreis, short_name=name)
    village = AreaFactory(parent=area, short_name=f"Dorf {name}")
    organisation = OrganisationFactory(slug=f"amt-{fold(name)}", name=f"Amt {name}", area=area)
    part = OrganisationFactory(slug=f"kasse-{fold(name)}", name=f"Kasse {name}", kind="unit", parent=organisation)
    rule = ResponsibilityFactory(service=service, area=area, organisation=organisation)
    editor = UserFactory(name=f"Redaktion {name}", is_demo=True)
    grant_role(editor, organisation, "directory")
    return Amt(area, village, organisation, part, rule, PostcodeAreaFactory(area=village), editor)


def build_land() -> Land:
    land = AreaFactory(kind="land", short_name="Mecklenburg-Vorpommern")
    kreis = AreaFactory(kind="kreis", parent=land, short_name="Kreis")
    service = ServiceFactory(name="Hundesteuer Anmeldung")
    return Land(kreis, build_amt("Bützow", kreis, service), build_amt("Crivitz", kreis, service))


def central() -> User:
    """Edits the whole directory."""
    user = UserFactory(name="Rieke Sommer", is_demo=True, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="responsibility"))
    return user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
