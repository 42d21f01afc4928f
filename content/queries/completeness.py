"""Which descriptions are complete, for editors."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from content.models import Cost, Deadline, Service
from content.rules.completeness import Facts, Report, check
from responsibility.models import Responsibility, Role

LANGUAGES = ("de", "en")
TEXTS = (
    "name",
    "title",
    "summary",
    "steps",
    "identification",
    "documents",
    "document_format",
    "remedies",
    "fee",
    "payment",
    "deadline",
    "duration",
    "silence",
    "languages",
    "author",
)


class ServiceReport(NamedTuple):
    """One service in one language."""

    slug: str
    language: str
    report: Report


def with_completeness(services: QuerySet[Service]) -> QuerySet[Service]:
    """Services with what the check needs besides their own fields. No query of its own."""
    rules = Responsibility.objects.filter(role=Role.ZB)
    own = {"service": OuterRef("pk")}
    return services.annotate(
        has_authority=Exists(rules.filter(**own)) | Exists(rules.filter(group__services=OuterRef("pk"))),
        costs_money=Exists(Cost.objects.filter(**own).exclude(kind=Cost.Kind.FREE)),
        has_authority_deadline=Exists(Deadline.objects.filter(**own, side=Deadline.Side.AUTHORITY)),
    )


def report(service: Service, language: str) -> Report:
    """What is missing in a service from with_completeness(). Queries: 0."""
    texts = {name: getattr(service, f"{name}_{language}") or "" for name in TEXTS}
    return check(
        Facts(
            **texts,
            has_authority=service.has_authority,
            costs_money=service.costs_money,
            has_authority_deadline=service.has_authority_deadline,
            updated_on=service.updated_on,
        )
    )


def completeness() -> list[ServiceReport]:
    """Every published service in every language. Queries: 1."""
    services = with_completeness(Service.objects.filter(is_published=True)).order_by("slug")
    return [
        ServiceReport(service.slug, language, report(service, language))
        for service in services
        for language in LANGUAGES
    ]
