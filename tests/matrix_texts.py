"""Texts for the permission matrix: one public text of each kind of the Land, with a version."""

from content import actions
from content.models import (
    FaqEntry,
    GlossaryTerm,
    Guide,
    LifeSituation,
    News,
    Notice,
    Page,
    Service,
    ServiceSupplement,
)
from content.queries.editorial import versions_of
from portal.accounts.models import User
from responsibility.models import Area
from tests.factories.content import GuideResultFactory, LifeSituationFactory, ServiceFactory, SupplementFactory
from tests.factories.texts import FaqFactory, NewsFactory, NoticeFactory, PageFactory, TermFactory


def texts(rieke: User, area: Area) -> dict[str, list]:
    """Path arguments of the editors' pages."""
    service = ServiceFactory(slug="matrix-leistung")
    rows = (
        service,
        LifeSituationFactory(slug="matrix-lage"),
        SupplementFactory(service=service, area=area),
        GuideResultFactory(service=service).guide,
        PageFactory(slug="matrix-seite"),
        NewsFactory(slug="matrix-meldung"),
        FaqFactory(slug="matrix-frage"),
        TermFactory(slug="matrix-begriff"),
        NoticeFactory(title="Matrix"),
    )
    found: dict[str, list] = {}
    for row in rows:
        actions.record_published(type(row), [row.pk], actor=rieke)
        version = versions_of(row).get()
        name = f"admin:content_{row._meta.model_name}"
        found |= {
            f"{name}_step": [row.pk, "withdraw"],
            f"{name}_version": [row.pk, version.pk],
            f"{name}_preview": [row.pk],
            f"{name}_hand_over": [row.pk],
        }
    found["admin:content_guide_trial"] = found["admin:content_guide_preview"]
    return found


KINDS = tuple(
    model._meta.model_name
    for model in (Service, LifeSituation, ServiceSupplement, Guide, Page, News, FaqEntry, GlossaryTerm, Notice)
)
PAGES = ("step", "version", "preview", "hand_over")
