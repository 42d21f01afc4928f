"""Reads: places, who is responsible, the directory, who may do what."""

from responsibility.queries.areas import AreaRow, area_by_key, areas_below, find_areas
from responsibility.queries.directory import OrganisationPage, OrganisationRow, find_organisations, organisation_page
from responsibility.queries.postcodes import PostcodeAnswer, ask_postcode
from responsibility.queries.resolve import Resolved, ResolvedOrganisation, resolve, resolve_many
from responsibility.queries.rights import may, organisations_with

__all__ = [
    "AreaRow",
    "OrganisationPage",
    "OrganisationRow",
    "PostcodeAnswer",
    "Resolved",
    "ResolvedOrganisation",
    "area_by_key",
    "areas_below",
    "ask_postcode",
    "find_areas",
    "find_organisations",
    "may",
    "organisation_page",
    "organisations_with",
    "resolve",
    "resolve_many",
]
