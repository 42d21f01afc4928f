"""Reads: places, who is responsible, the directory, who may do what."""

from responsibility.queries.areas import AreaRow, area_by_key, areas_below, find_areas, municipality_of_today
from responsibility.queries.directory import OrganisationPage, OrganisationRow, find_organisations, organisation_page
from responsibility.queries.places import PlaceAnswer, find_place
from responsibility.queries.resolve import Resolved, ResolvedOrganisation, resolve, resolve_many
from responsibility.queries.rights import may, organisations_with

__all__ = [
    "AreaRow",
    "OrganisationPage",
    "OrganisationRow",
    "PlaceAnswer",
    "Resolved",
    "ResolvedOrganisation",
    "area_by_key",
    "areas_below",
    "find_areas",
    "find_organisations",
    "find_place",
    "may",
    "municipality_of_today",
    "organisation_page",
    "organisations_with",
    "resolve",
    "resolve_many",
]
