"""Titles that were kept in English, as the applicant read the service, become German as the offices read them."""

from django.db import migrations

TITLES = """
    UPDATE cases_case c
    SET title = left(service.title_de || substr(c.title, length(service.title_en) + 1), 200)
    FROM cases_application application
    JOIN content_service service ON service.id = application.service_id
    WHERE application.id = c.application_id
        AND coalesce(service.title_en, '') NOT IN ('', coalesce(service.title_de, ''))
        AND coalesce(service.title_de, '') <> ''
        AND (c.title = service.title_en OR starts_with(c.title, service.title_en || ': '))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_search_of_administrators"),
        ("content", "0018_views_of_links"),
    ]

    operations = [migrations.RunSQL(TITLES, migrations.RunSQL.noop)]
