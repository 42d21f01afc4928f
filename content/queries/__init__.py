"""Reads of the public pages: start, search, service, life situations."""

from content.queries.completeness import ServiceReport, completeness, report, with_completeness
from content.queries.guides import (
    GuidePage,
    GuideRow,
    Outcome,
    guide_findings,
    guide_outcome,
    guide_overview,
    guide_page,
    guides,
)
from content.queries.pages import (
    EaPage,
    HomePage,
    LifeSituationPage,
    all_services,
    ea_page,
    home_page,
    life_situation_page,
    life_situations,
    published,
    service_by_key,
)
from content.queries.search import SearchPage, ServiceRow, search
from content.queries.service_page import ServicePage, service_page

__all__ = [
    "EaPage",
    "GuidePage",
    "GuideRow",
    "HomePage",
    "LifeSituationPage",
    "Outcome",
    "SearchPage",
    "ServicePage",
    "ServiceReport",
    "ServiceRow",
    "all_services",
    "completeness",
    "ea_page",
    "guide_findings",
    "guide_outcome",
    "guide_overview",
    "guide_page",
    "guides",
    "home_page",
    "life_situation_page",
    "life_situations",
    "published",
    "report",
    "search",
    "service_by_key",
    "service_page",
    "with_completeness",
]
