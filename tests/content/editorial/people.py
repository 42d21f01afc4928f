"""Editors: Birte and Bruno write for the Amt Bützow, Cord for the Amt Crivitz, Rieke for the Land."""

from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.test import Client

from content.models import EditorialOffice
from portal.accounts.models import User
from responsibility.actions import grant_role
from responsibility.models import Area, Organisation
from tests.factories.portal import UserFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory


@dataclass
class Amt:
    area: Area
    village: Area
    organisation: Organisation


@dataclass
class World:
    buetzow: Amt
    crivitz: Amt
    birte: User
    bruno: User
    cord: User
    rieke: User


def build_amt(name: str, land: Area) -> Amt:
    area = AreaFactory(kind="amt", parent=land, short_name=name)
    village = AreaFactory(parent=area, short_name=f"Dorf {name}")
    return Amt(area, village, OrganisationFactory(name=f"Amt {name}", area=area))


def build_world() -> World:
    land = AreaFactory(kind="land", short_name="Mecklenburg-Vorpommern")
    buetzow, crivitz = build_amt("Bützow", land), build_amt("Crivitz", land)
    return World(
        buetzow,
        crivitz,
        writer("Birte Voß", buetzow.organisation),
        writer("Bruno Behn", buetzow.organisation),
        writer("Cord Lüders", crivitz.organisation),
        central(),
    )


def writer(name: str, organisation: Organisation) -> User:
    user = UserFactory(name=name, is_demo=True)
    grant_role(user, organisation, "editor")
    return user


def central() -> User:
    """Edits all texts, those of the Land among them."""
    user = UserFactory(name="Rieke Sommer", is_demo=True, is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="edit_everything"))
    return user


def four_eyes(organisation: Organisation | None) -> None:
    EditorialOffice.objects.create(organisation=organisation, four_eyes=True)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
