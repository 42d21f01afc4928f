"""docs/cases.md shows the tables that the code follows."""

from django.conf import settings

from cases.rules.transitions import CASE, PROCEEDING, rendered


def test_the_tables_in_the_docs_are_those_of_the_code() -> None:
    text = (settings.BASE_DIR / "docs" / "cases.md").read_text()
    for table in (CASE, PROCEEDING):
        assert rendered(table) in text, f"docs/cases.md should say:\n{rendered(table)}"
