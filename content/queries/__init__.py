"""Reads of the public pages: start, search, service, life situations."""

from content.queries.pages import (
    EaPage,
    HomePage,
    LifeSituationPage,
    ServicePage,
    all_services,
    ea_page,
    home_page,
    life_situation_page,
    life_situations,
    service_by_key,
    service_page,
)
from content.queries.search import SearchPage, ServiceRow, search

__all__ = [
    "EaPage",
    "HomePage",
    "LifeSituationPage",
    "SearchPage",
    "ServicePage",
    "ServiceRow",
    "all_services",
    "ea_page",
    "home_page",
    "life_situation_page",
    "life_situations",
    "search",
    "service_by_key",
    "service_page",
]
