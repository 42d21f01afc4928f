"""Keep what the finder could not answer."""

from django.db import connection

from responsibility.models import ResponsibilityGap

NOTE = """
INSERT INTO responsibility_responsibilitygap (service_id, area_id, kind, first_seen, last_seen, count)
SELECT s.id, a.id, %(kind)s, now(), now(), 1 FROM content_service s, responsibility_area a
WHERE s.id = %(service)s AND a.id = %(area)s
ON CONFLICT (service_id, area_id)
DO UPDATE SET kind = excluded.kind, last_seen = excluded.last_seen, count = responsibility_responsibilitygap.count + 1
"""


def note_gap(service_id: int, area_id: int, *, kind: ResponsibilityGap.Kind) -> None:
    """Somebody asked and got no certain answer: one row a service and place, counted. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, {"service": service_id, "area": area_id, "kind": kind})
