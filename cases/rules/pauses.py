"""Why the period for a decision may stand still. Each ground with the law that it rests on.

A period that ends in a deemed approval protects the applicant: § 42a Abs. 2 VwVfG M-V knows one extension and no
pause, so only the applicant's own wish holds it back. Elsewhere a sufficient reason for a later decision
(§ 75 Satz 3 VwGO) is enough.
"""

from typing import NamedTuple


class Ground(NamedTuple):
    """`stops_fiction`: it also holds back a deemed approval. `only_in`: the statute that the period must come from."""

    law: str
    stops_fiction: bool = False
    only_in: str = ""


GROUNDS = {
    # The applicant asks for it, and nobody is hurt by waiting
    "wish": Ground("Ihr Antrag, § 10 VwVfG M-V", stops_fiction=True),
    # Doubts about certificates from abroad, where the statute on the recognition of qualifications stops its period
    "evidence": Ground("§ 6 Abs. 4, § 13 Abs. 4 BQFG", only_in="BQFG"),
    # Another proceeding or a court decides something this one depends on
    "preliminary": Ground("zureichender Grund nach § 75 Satz 3 VwGO, Rechtsgedanke des § 94 VwGO"),
    # Nobody could work: flood, fire, failure of all systems
    "force": Ground("zureichender Grund nach § 75 Satz 3 VwGO"),
}


def grounds_for(deemed_approval_law: str, period_law: str = "") -> list[str]:
    """The grounds that hold for a proceeding, in the order of the form.

    >>> grounds_for("§ 6a GewO", "§ 6a GewO")
    ['wish']
    >>> grounds_for("")
    ['wish', 'preliminary', 'force']
    >>> grounds_for("", "§ 6 Abs. 3 BQFG")
    ['wish', 'evidence', 'preliminary', 'force']
    """
    return [
        key
        for key, ground in GROUNDS.items()
        if (ground.stops_fiction or not deemed_approval_law) and ground.only_in in period_law
    ]
