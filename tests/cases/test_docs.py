"""docs/cases.md shows the tables and diagrams that the code follows."""

import pytest
from django.conf import settings

from cases.rules.diagrams import as_mermaid, as_table
from cases.rules.transitions import CASE, CASE_FINISHED, FINISHED, PROCEEDING


@pytest.mark.parametrize(
    "shown",
    [
        as_table(CASE),
        as_table(PROCEEDING),
        as_mermaid(CASE, "submitted", CASE_FINISHED),
        as_mermaid(PROCEEDING, "waiting", FINISHED),
    ],
    ids=["table of the case", "table of the proceeding", "diagram of the case", "diagram of the proceeding"],
)
def test_the_docs_show_what_the_code_does(shown: str) -> None:
    text = (settings.BASE_DIR / "docs" / "cases.md").read_text(encoding="utf-8")
    assert shown in text, f"docs/cases.md should say:\n{shown}"
