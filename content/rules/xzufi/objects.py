"""Any object of a message: written as bytes, or read into a record."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from content.rules.xzufi import others, parsing, services
from content.rules.xzufi.nodes import Node, node, write
from content.rules.xzufi.organisations import organisation_node, read_organisation
from content.rules.xzufi.reader import Problem, Reading
from content.rules.xzufi.records import (
    Deletion,
    OnlineRecord,
    OrganisationRecord,
    Record,
    ServiceRecord,
    SupplementRecord,
)

ONE_OBJECT = "„schreibe“ enthält genau ein Objekt; hier sind es {number}."
UNKNOWN = "Diese Art von Objekt kennt das Portal nicht; es wird nicht übernommen."


class Found(NamedTuple):
    """What one element gave."""

    records: list[Record | Deletion]
    problems: list[Problem]


def written(record: Record | Deletion, *, page: str = "") -> str:
    """The <schreibe> or <loesche> of a record."""
    if isinstance(record, Deletion):
        return write(others.deletion_node(record))
    return write(node("schreibe", element(record, page)))


def element(record: Record, page: str = "") -> Node:
    match record:
        case ServiceRecord():
            return services.service_node(record, page=page)
        case SupplementRecord():
            return others.supplement_node(record)
        case OnlineRecord():
            return others.online_node(record)
        case OrganisationRecord():
            return organisation_node(record)


def read(source: BinaryIO) -> Iterator[Found]:
    """Every object of a file, one after the other. Raises parsing.Unreadable."""
    for found in parsing.objects(source):
        yield read_element(found)


def read_element(found: Node) -> Found:
    reading = Reading()
    if found.tag == "loesche":
        deletion = others.read_deletion(reading, found)
        reading.leftovers(found, found.tag)
        return Found([deletion] if deletion else [], reading.problems)
    if found.tag != "schreibe":
        return Found([], [Problem(found.line, found.tag, UNKNOWN)])
    if len(found.children) != 1:
        problem = Problem(found.line, found.tag, ONE_OBJECT.format(number=len(found.children)), is_error=True)
        return Found([], [problem])
    inside = found.children[0]
    records = read_record(reading, inside)
    if records is None:
        return Found([], [Problem(inside.line, inside.tag, UNKNOWN)])
    reading.leftovers(inside, inside.tag)
    return Found(records, reading.problems)


def read_record(reading: Reading, inside: Node) -> list[Record | Deletion] | None:
    """The records of an object, or None for a kind that is not known."""
    match inside.tag:
        case "leistung":
            record = services.read_service(reading, inside)
        case "spezialisierung":
            return list(others.read_supplements(reading, inside))
        case "onlinedienst":
            record = others.read_online(reading, inside)
        case "organisationseinheit":
            record = read_organisation(reading, inside)
        case _:
            return None
    return [record] if record else []
