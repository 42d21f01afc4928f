"""Why the period for a decision may stand still. Each ground with the law that allows it."""

from typing import NamedTuple


class Ground(NamedTuple):
    """`stops_fiction`: it also holds back a deemed approval; the others must not take it from an applicant."""

    law: str
    stops_fiction: bool


GROUNDS = {
    # The applicant asks for it, and nobody is hurt by waiting
    "wish": Ground("auf Antrag, § 10 VwVfG M-V", stops_fiction=True),
    # Doubts about certificates from abroad have to be cleared up
    "evidence": Ground("§ 6 Abs. 4 BQFG", stops_fiction=True),
    # Another proceeding or a court decides something this one depends on
    "preliminary": Ground("Rechtsgedanke des § 94 VwGO", stops_fiction=False),
    # Nobody could work: flood, fire, failure of all systems
    "force": Ground("Rechtsgedanke des § 206 BGB", stops_fiction=False),
}


def grounds_for(deemed_approval_law: str) -> list[str]:
    """The grounds that hold for a proceeding, in the order of the form.

    >>> grounds_for("§ 6a GewO")
    ['wish', 'evidence']
    >>> len(grounds_for(""))
    4
    """
    return [key for key, ground in GROUNDS.items() if ground.stops_fiction or not deemed_approval_law]
