"""Services, regional supplements and online services as records."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from content.models import LifeSituation, Service, ServiceSupplement
from content.queries.xzufi.identities import batches, own_agency
from content.rules.xzufi import codes, words
from content.rules.xzufi.records import (
    VALUES,
    CostRow,
    DeadlineRow,
    FormRow,
    Key,
    Law,
    OnlineRecord,
    ServiceRecord,
    Situation,
    SupplementRecord,
)

PARTS = ("costs", "deadlines", "form_links", "areas", "related", "life_situations")


def visible() -> QuerySet[Service]:
    """Published services that somebody has described: of an entry of the catalogue there is nothing to tell."""
    described = Q(summary_de__gt="") | Q(description_de__gt="")
    return Service.objects.filter(described, is_published=True).order_by("pk")


def published_services() -> list[int]:
    """All that the public sees. Queries: 1."""
    return list(visible().values_list("pk", flat=True))


def published_supplements() -> list[int]:
    """Supplements whose service the public sees too. Queries: 1."""
    rows = ServiceSupplement.objects.filter(is_published=True, service__in=visible().values("pk"))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def online_services() -> list[int]:
    """Services that can be applied for online, here or elsewhere. Queries: 1."""
    return list(visible().filter(Q(is_online=True) | Q(online_url__gt="")).values_list("pk", flat=True))


def service_records(row_ids: Sequence[int], keys: Mapping[int, Key]) -> Iterator[tuple[int, ServiceRecord]]:
    """The records of these services in this order. `keys`: of all services. Queries: 1, and 7 a batch."""
    situations = Situations()
    for batch in batches(row_ids):
        rows = Service.objects.prefetch_related(*PARTS).in_bulk(batch)
        yield from ((pk, service_record(rows[pk], keys, situations)) for pk in batch if pk in rows)


def service_record(service: Service, keys: Mapping[int, Key], situations: "Situations") -> ServiceRecord:
    texts = words.texts_of(service, codes.SERVICE_TEXTS)
    for language in codes.LANGUAGES:
        if synonyms := texts.get(f"synonyms_{language}"):
            texts[f"synonyms_{language}"] = "\n".join(dict.fromkeys(synonyms.split("\n")))
    return ServiceRecord(
        keys[service.pk],
        slug=service.slug,
        leika_key=service.leika_key or "",
        texts=texts,
        values=values_of(service),
        laws=laws_of(service.legal_basis),
        costs=[cost_of(cost) for cost in service.costs.all()],
        deadlines=[
            DeadlineRow(
                row.side,
                row.amount,
                row.unit,
                words.line(row.citation),
                words.line(row.text_de),
                words.line(row.text_en),
            )
            for row in service.deadlines.all()
        ],
        forms=[
            FormRow(words.line(row.url), words.line(row.name_de), words.line(row.name_en))
            for row in service.form_links.all()
        ],
        areas=sorted(area.ars for area in service.areas.all()),
        related=sorted(keys[other.pk] for other in service.related.all() if other.pk in keys and other.is_published),
        situations=situations.of(service),
    )


def values_of(service: Service) -> dict[str, Any]:
    """Plain fields; "from nothing to" and "at most" are the same duration."""
    found = {name: getattr(service, name) for name in VALUES}
    found["checked_by"] = words.line(found["checked_by"])
    if found["duration_min"] == 0 and found["duration_max"]:
        found["duration_min"] = None
    if found["duration_min"] is None and found["duration_max"] is None:
        found["duration_unit"] = ""
    for name in ("publish_at", "expire_at"):
        found[name] = whole_seconds(found[name])
    return found


def whole_seconds(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(microsecond=0) if moment else None


def laws_of(basis: list[dict[str, str]]) -> list[Law]:
    rows = [Law(*(words.line(entry.get(name)) for name in Law._fields)) for entry in basis]
    safe = [row if words.is_address(row.url) else row._replace(url="") for row in rows]
    return [row for row in safe if any(row)]


def cost_of(cost: Any) -> CostRow:
    notes = (words.line(cost.note_de), words.line(cost.note_en))
    return CostRow(cost.kind, cost.amount, cost.amount_to, cost.currency if cost.amount is not None else "EUR", *notes)


class Situations:
    """The published life situations with those above them. Queries: 1."""

    def __init__(self) -> None:
        self.rows = {row.pk: row for row in LifeSituation.objects.all()}

    def of(self, service: Service) -> list[Situation]:
        """Those of the service, and the ones above them, marked as such."""
        own = {row.pk for row in service.life_situations.all() if row.is_published}
        wanted = set(own)
        for pk in own:
            while (pk := self.rows[pk].parent_id) and pk not in wanted:
                wanted.add(pk)
        return sorted((self.situation(pk, is_above=pk not in own) for pk in wanted), key=lambda row: row.key)

    def situation(self, pk: int, *, is_above: bool) -> Situation:
        row = self.rows[pk]
        texts = words.texts_of(row, {"name": "line", "teaser": "line"})
        parent = Key(own_agency(), self.rows[row.parent_id].slug) if row.parent_id else None
        return Situation(Key(own_agency(), row.slug), parent=parent, is_above=is_above, **texts)


def supplement_records(
    row_ids: Sequence[int], keys: Mapping[int, Key], services: Mapping[int, Key]
) -> Iterator[tuple[int, SupplementRecord]]:
    """The records of these supplements in this order. Queries: 1 a batch."""
    for batch in batches(row_ids):
        rows = ServiceSupplement.objects.select_related("area").in_bulk(batch)
        for pk in batch:
            if pk in rows:
                texts = words.texts_of(rows[pk], codes.SUPPLEMENT_TEXTS)
                yield pk, SupplementRecord(keys[pk], services[rows[pk].service_id], rows[pk].area.ars, texts)


def online_records(
    row_ids: Sequence[int], keys: Mapping[int, Key], services: Mapping[int, Key]
) -> Iterator[tuple[int, OnlineRecord]]:
    """Where these services are applied for: here first, else where the editors say. Queries: 1 a batch."""
    for batch in batches(row_ids):
        rows = Service.objects.in_bulk(batch)
        for pk in batch:
            if pk in rows:
                yield pk, online_record(rows[pk], keys[pk], services[pk])


def online_record(service: Service, key: Key, service_key: Key) -> OnlineRecord:
    """Without a name of its own the online service bears the title of the service."""
    texts = {}
    for language in codes.LANGUAGES:
        name = words.line(getattr(service, f"online_name_{language}")) or words.line(
            getattr(service, f"title_{language}")
        )
        if name:
            texts[f"online_name_{language}"] = words.shortened(name, codes.LIMITS["online_name"])
    url = f"{settings.PUBLIC_URL}/antrag/{service.slug}/" if service.is_online else words.line(service.online_url)
    return OnlineRecord(key, url, texts, [service_key], service.trust_level)


def page_of(record: ServiceRecord) -> str:
    """The address of a text that our own editors keep; others have theirs elsewhere."""
    return f"{settings.PUBLIC_URL}/leistungen/{record.slug}/" if record.key.agency == own_agency() else ""
