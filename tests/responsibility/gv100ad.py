"""Writing small files in the fixed width of the official register (GV100AD)."""

from collections.abc import Iterable
from datetime import date

from responsibility.models import Area
from responsibility.rules.register import RegisterArea

LAND, CITY, KREIS, FREE, AMT, MUNICIPALITY = "", "41", "44", "50", "51", "64"


def line(
    kind: str, as_of: date, code: str, name: str, *, association: str = "", mark: str = "", people: int = 0
) -> str:
    """One record; the columns are those of the reader."""
    text = f"{kind}{as_of:%Y%m%d}{code:<8}{association:<4}{name:<50}{'':<50}{mark:<2}".ljust(128)
    if kind == "60":
        text += f"{1000:>11}{people:>11}{people // 2:>11}{'':4}{'17000':<5}{'':5}{'':2}{'4079'}{'1204'}{'03201'}"
    return text.ljust(220)


def write(areas: Iterable[RegisterArea], as_of: date) -> str:
    """The register of these areas."""
    lines = []
    for area in areas:
        if area.kind == "land":
            lines.append(line("10", as_of, "13", area.name))
        elif area.kind == "kreis":
            lines.append(line("40", as_of, area.ars[:5], area.short_name, mark=KREIS))
        elif area.kind == "amt":
            association = area.ars[5:9]
            lines.append(line("50", as_of, area.ars[:5], area.short_name, association=association, mark=AMT))
        else:
            association = area.ars[5:9]
            if area.parent == "130000000000":
                lines.append(line("40", as_of, area.ars[:5], area.name, mark=CITY))
            if not association.startswith("5"):
                lines.append(line("50", as_of, area.ars[:5], area.name, association=association, mark=FREE))
            people = area.population or 0
            lines.append(
                line("60", as_of, area.ags, area.name, association=association, mark=MUNICIPALITY, people=people)
            )
    # What other Länder and the sea have is not ours
    lines.append(line("60", as_of, "13000999", "Küstengewässer", association="9999", mark="66"))
    lines.append(line("60", as_of, "01001000", "Flensburg, Stadt", association="0000", mark="61", people=96000))
    return "\n".join(lines) + "\n"


def known() -> list[RegisterArea]:
    """The areas of today in the database, as a register would name them."""
    keys = dict(Area.objects.values_list("pk", "ars"))
    return [
        RegisterArea(a.kind, a.ars, a.ags, a.name, a.short_name, keys.get(a.parent_id), a.population)
        for a in Area.objects.filter(successor=None, valid_to=None).exclude(kind="ortsteil").order_by("pk")
    ]
