"""Reads: places, who is responsible, the directory, who may do what."""

from responsibility.queries.areas import (
    AreaRow,
    area_by_key,
    areas_below,
    areas_by_id,
    find_areas,
    find_candidates,
    municipality_of_today,
)
from responsibility.queries.directory import OrganisationRow, find_organisations
from responsibility.queries.maps import LandMap, kreise, map_of_kreis, map_of_land
from responsibility.queries.organisations import OrganisationPage, area_of, organisation_by_slug, organisation_page
from responsibility.queries.places import PlaceAnswer, find_place, read_line
from responsibility.queries.resolve import (
    Answer,
    Question,
    Resolved,
    ResolvedOrganisation,
    Unknown,
    resolve,
    resolve_area,
    resolve_keys,
    resolve_many,
    resolve_places,
)
from responsibility.queries.rights import may, organisations_with, people_with, permissions_held

__all__ = [
    "Answer",
    "AreaRow",
    "LandMap",
    "OrganisationPage",
    "OrganisationRow",
    "PlaceAnswer",
    "Question",
    "Resolved",
    "ResolvedOrganisation",
    "Unknown",
    "area_by_key",
    "area_of",
    "areas_below",
    "areas_by_id",
    "find_areas",
    "find_candidates",
    "find_organisations",
    "find_place",
    "kreise",
    "map_of_kreis",
    "map_of_land",
    "may",
    "municipality_of_today",
    "organisation_by_slug",
    "organisation_page",
    "organisations_with",
    "people_with",
    "permissions_held",
    "read_line",
    "resolve",
    "resolve_area",
    "resolve_keys",
    "resolve_many",
    "resolve_places",
]
