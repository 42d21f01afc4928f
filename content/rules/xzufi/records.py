"""The objects of an exchange as values. All texts are in the form of `words`, all lists in a fixed order."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from content.rules.xzufi.codes import Kind

# Texts by field and language: {"title_de": "Hund anmelden"}; empty ones are left out
Texts = dict[str, str]


class Key(NamedTuple):
    """Who gave the number, and the number: the identity of an object in the Portalverbund."""

    agency: str
    id: str


class Law(NamedTuple):
    citation: str
    title: str = ""
    url: str = ""


class CostRow(NamedTuple):
    kind: str
    amount: Decimal | None = None
    amount_to: Decimal | None = None
    currency: str = "EUR"
    note_de: str = ""
    note_en: str = ""


class DeadlineRow(NamedTuple):
    side: str
    amount: int
    unit: str
    citation: str = ""
    text_de: str = ""
    text_en: str = ""


class FormRow(NamedTuple):
    url: str
    name_de: str = ""
    name_en: str = ""


class Situation(NamedTuple):
    """A life situation. `is_above`: the service does not belong to it, but to one below it."""

    key: Key
    name_de: str = ""
    name_en: str = ""
    teaser_de: str = ""
    teaser_en: str = ""
    parent: Key | None = None
    is_above: bool = False


@dataclass
class ServiceRecord:
    """A service. `values` are its plain fields under the names of the model."""

    key: Key
    slug: str = ""
    leika_key: str = ""
    texts: Texts = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    laws: list[Law] = field(default_factory=list)
    costs: list[CostRow] = field(default_factory=list)
    deadlines: list[DeadlineRow] = field(default_factory=list)
    forms: list[FormRow] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    related: list[Key] = field(default_factory=list)
    situations: list[Situation] = field(default_factory=list)
    line: int = field(default=0, compare=False)


# The plain fields of a service and their empty values
VALUES: dict[str, Any] = {
    "duration_min": None,
    "duration_max": None,
    "duration_unit": "",
    "written_form": False,
    "in_person": False,
    "audience": "",
    "trust_level": "",
    "sdg_area": "",
    "sdg_procedure": "",
    "via_ea": False,
    "updated_on": None,
    "checked_on": None,
    "checked_by": "",
    "publish_at": None,
    "expire_at": None,
}


@dataclass
class SupplementRecord:
    """What differs from a service in one area."""

    key: Key
    service: Key
    area: str
    texts: Texts = field(default_factory=dict)
    line: int = field(default=0, compare=False)


@dataclass
class OnlineRecord:
    """Where services are applied for online."""

    key: Key
    url: str
    texts: Texts = field(default_factory=dict)
    services: list[Key] = field(default_factory=list)
    trust_level: str = ""
    line: int = field(default=0, compare=False)


class RuleRow(NamedTuple):
    """That an organisation has a role for a service in these areas."""

    service: Key
    role: str
    areas: tuple[str, ...]
    condition: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class PersonRow(NamedTuple):
    name: str
    task: str = ""
    phone: str = ""
    email: str = ""
    room: str = ""


@dataclass
class OrganisationRecord:
    """An authority. `values` are its fields under the names of the model, without area and parent."""

    key: Key
    slug: str = ""
    kind: str = ""
    area: str = ""
    parent: Key | None = None
    values: dict[str, Any] = field(default_factory=dict)
    persons: list[PersonRow] = field(default_factory=list)
    rules: list[RuleRow] = field(default_factory=list)
    line: int = field(default=0, compare=False)


@dataclass
class Deletion:
    kind: Kind
    key: Key
    line: int = field(default=0, compare=False)


Record = ServiceRecord | SupplementRecord | OnlineRecord | OrganisationRecord
KIND_OF: dict[type, Kind] = {
    ServiceRecord: "leistung",
    SupplementRecord: "spezialisierung",
    OnlineRecord: "onlinedienst",
    OrganisationRecord: "organisationseinheit",
}
