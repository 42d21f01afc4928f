"""Take over the official register: nothing is lost, what ended gets an end and a successor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal
from responsibility.models import Area, Locality, Organisation, PostcodeArea
from responsibility.rules import register as rules
from responsibility.rules.names import fold
from responsibility.rules.register import Difference, Register, RegisterArea, Successor

ONE_DAY = timedelta(days=1)
OLDER = _("Das Verzeichnis vom %(as_of)s ist älter als das vom %(newest)s.")
INCOMPLETE = _("In der Datei fehlen %(number)d bekannte Gebiete. Sie ist unvollständig.")
ORPHANS = _(
    "Diese Gebiete stehen nicht mehr im Verzeichnis, und niemand hat gesagt, worin sie aufgegangen sind: %(names)s. "
    "Nennen Sie die Nachfolger in einer Tabelle (--successors)."
)
USED_BEFORE = _("Diese Schlüssel gehörten früher zu anderen Gebieten: %(keys)s.")
NO_SUCCESSOR = _("%(area)s: Den Nachfolger %(key)s gibt es im Verzeichnis nicht.")
WRITTEN = ["ars", "name", "short_name", "search_name", "parent", "path", "population", "valid_to", "successor"]


class RegisterRefused(Refusal):
    """The register cannot be taken over as it is; nothing was written."""


@dataclass(frozen=True)
class RegisterImport:
    """What was (or would be) written, and the authorities whose area ended."""

    as_of: date
    difference: Difference
    successors: dict[str, Successor]
    stranded: list[str]


@transaction.atomic
def import_register(
    register: Register, successors: dict[str, Successor], *, actor: User, dry_run: bool = False
) -> RegisterImport:
    """Bring the areas to the state of the register in one transaction; `dry_run` takes the same way and rolls back.

    Organisations and rules are not touched: those of an area that ended still stand there, and are named.
    """
    areas = list(Area.objects.select_for_update().filter(of_today()).order_by("pk"))
    known = [as_known(area, {a.pk: a.ars for a in areas}) for area in areas]
    difference = rules.compare(known, register.areas)
    refuse_unsafe(register, known, difference, successors)
    done = Writing(register, successors, areas)
    done.create(difference.new)
    done.move(difference)
    done.end(difference.gone)
    done.settle()
    stranded = Organisation.objects.filter(area__in=done.ended).order_by("name").values_list("name", flat=True)
    result = RegisterImport(register.as_of, difference, successors, list(stranded))
    if dry_run:
        transaction.set_rollback(True)
    else:
        audit.record(actor, "areas.imported", areas[0], as_of=str(register.as_of), **counts(difference))
    return result


def counts(difference: Difference) -> dict[str, int]:
    return {kind: len(getattr(difference, kind)) for kind in ("new", "renamed", "moved", "recounted", "gone")}


def of_today() -> Q:
    """Areas of the register that have not ended."""
    return Q(successor=None, valid_to=None) & ~Q(kind=Area.Kind.ORTSTEIL)


def as_known(area: Area, keys: dict[int, str]) -> RegisterArea:
    parent = keys.get(area.parent_id)
    return RegisterArea(area.kind, area.ars, area.ags, area.name, area.short_name, parent, area.population)


def refuse_unsafe(
    register: Register, known: list[RegisterArea], difference: Difference, successors: dict[str, Successor]
) -> None:
    """Stop before anything is written that cannot be meant."""
    newest = Area.objects.aggregate(newest=Max("register_date"))["newest"]
    if newest and register.as_of < newest:
        raise RegisterRefused(OLDER % {"as_of": f"{register.as_of:%d.%m.%Y}", "newest": f"{newest:%d.%m.%Y}"})
    if rules.is_broken(known, difference.gone):
        raise RegisterRefused(INCOMPLETE % {"number": len(difference.gone)})
    orphans = rules.without_successor(difference.gone, successors)
    if orphans:
        names = ", ".join(area.label for area in orphans)
        raise RegisterRefused(ORPHANS % {"names": names})
    fresh = {area.ars for area in difference.new} | {change.after.ars for change in difference.moved}
    used = sorted(fresh & set(Area.objects.exclude(of_today()).values_list("ars", flat=True)))
    if used:
        raise RegisterRefused(USED_BEFORE % {"keys": ", ".join(used)})


class Writing:
    """The steps of one import on the areas of today, by key."""

    def __init__(self, register: Register, successors: dict[str, Successor], areas: list[Area]) -> None:
        self.register, self.successors = register, successors
        self.by_identity = {area.ags or area.ars: area for area in areas}
        self.keys = {area.pk: area.ars for area in areas}
        self.ended: list[Area] = []

    def create(self, new: Iterable[RegisterArea]) -> None:
        """New areas, valid from the day that the table of successors names, else from the day of the register."""
        since = {s.key: s.since for s in self.successors.values() if s.key and s.since}
        created = Area.objects.bulk_create(
            Area(
                kind=area.kind,
                ars=area.ars,
                ags=area.ags,
                name=area.name,
                short_name=area.short_name,
                search_name=fold(area.short_name),
                population=area.population,
                valid_from=since.get(area.ars) or since.get(area.identity) or self.register.as_of,
            )
            for area in new
        )
        self.by_identity |= {area.ags or area.ars: area for area in created}

    def move(self, difference: Difference) -> None:
        """Names, numbers and places of all that stay; a key that changed stays as a row that leads to its area."""
        last_day = self.register.as_of - ONE_DAY
        changed = {c.after.identity: c for c in (*difference.renamed, *difference.moved, *difference.recounted)}
        former = []
        for identity, change in changed.items():
            area, after = self.by_identity[identity], change.after
            if area.ars != after.ars:
                former.append(former_key(area, last_day))
                area.ars = after.ars
            area.name, area.short_name, area.search_name = after.name, after.short_name, fold(after.short_name)
            if after.population is not None:
                area.population = after.population
        Area.objects.bulk_update([self.by_identity[identity] for identity in changed], ["ars"])
        Area.objects.bulk_create(former)

    def end(self, gone: Iterable[RegisterArea]) -> None:
        """Areas that are not in the register any more: the last day, and whose they are now."""
        by_key = {area.ars: area for area in self.by_identity.values()} | self.by_identity
        for known in gone:
            area, successor = by_key[known.identity], rules.successor_of(known, self.successors)
            target = by_key.get(successor.key) if successor.key else None
            if successor.key and (target is None or target.ars in {other.ars for other in gone}):
                raise RegisterRefused(NO_SUCCESSOR % {"area": known.label, "key": successor.key})
            area.valid_to = (successor.since or self.register.as_of) - ONE_DAY
            area.successor = target
            self.ended.append(area)
            if target:
                hand_over(area, target)

    def settle(self) -> None:
        """Parents and ways up as the register has them, for all areas and the Ortsteile below."""
        parents = {area.identity: area.parent for area in self.register.areas}
        by_ars = {area.ars: area for area in self.by_identity.values()}
        today = [area for area in self.by_identity.values() if area not in self.ended]
        for area in today:
            area.parent = by_ars.get(parents[area.ags or area.ars])
        for area in today:
            area.path = way_up(area)
        Area.objects.bulk_update([*today, *self.ended], WRITTEN, batch_size=500)
        parts = list(Area.objects.filter(kind=Area.Kind.ORTSTEIL, parent__in=today).select_related("parent"))
        for part in parts:
            part.path = [part.ars, *part.parent.path]
        Area.objects.bulk_update(parts, ["path"])
        Area.objects.filter(pk__in=[area.pk for area in today]).update(register_date=self.register.as_of)


def former_key(area: Area, last_day: date) -> Area:
    """A row that keeps the old key of an area that moved, with its way up of then."""
    begin = area.valid_from if area.valid_from and area.valid_from <= last_day else None
    return Area(
        kind=area.kind,
        ars=area.ars,
        name=area.name,
        short_name=area.short_name,
        search_name=area.search_name,
        parent_id=area.parent_id,
        path=area.path,
        valid_from=begin,
        valid_to=last_day,
        successor=area,
    )


def hand_over(area: Area, target: Area) -> None:
    """Postcodes, villages and Ortsteile of an area that ended belong to its successor."""
    there = set(PostcodeArea.objects.filter(area=target).values_list("postcode", flat=True))
    PostcodeArea.objects.filter(area=area).exclude(postcode__in=there).update(area=target)
    PostcodeArea.objects.filter(area=area).delete()
    names = set(Locality.objects.filter(municipality=target).values_list("search_name", flat=True))
    Locality.objects.filter(municipality=area).exclude(search_name__in=names).update(municipality=target)
    Locality.objects.filter(municipality=area).delete()
    Area.objects.filter(parent=area, kind=Area.Kind.ORTSTEIL).update(parent=target)


def way_up(area: Area) -> list[str]:
    """The key itself and the keys of all areas above it."""
    path, here = [], area
    while here:
        path.append(here.ars)
        here = here.parent
    return path
