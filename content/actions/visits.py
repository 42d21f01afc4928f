"""Counting page views."""

from datetime import date
from typing import NamedTuple

from content.actions.tally import Tally

UPSERT = """
INSERT INTO content_pageview AS kept (day, path, language, device, source, country, views)
SELECT * FROM unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[])
ON CONFLICT (day, path, language, device, source, country) DO UPDATE SET views = kept.views + excluded.views
"""


class Visit(NamedTuple):
    day: date
    path: str
    language: str
    device: str
    source: str
    country: str


visits = Tally(UPSERT)
