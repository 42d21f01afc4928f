"""The stored queries, answered: by words over what comes with the portal, and all ways over the whole catalogue."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from content.queries import search_quality
from content.queries.index_copy import current_index
from content.queries.search import rank
from content.rules.finder import reading

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
# The catalogue of 2019 does not come with the portal
CATALOGUE = Path(os.environ.get("LEIKA_CSV", "/work/shared/data/mv/leika_leistungen_2019.csv"))
# hit@1 and negatives of each list that must not get worse
FLOORS = {
    "own.csv": (0.93, 0.95),
    "later.csv": (0.9, 0.9),
    "fresh.csv": (0.88, 0.95),
    "nothing.csv": (None, 0.9),
    "last.csv": (0.9, 0.9),
    "strangers.csv": (0.8, 0.95),
}
# By words only, over the services that come with the portal
SILENT = 0.9


@pytest.mark.usefixtures("mv")
def test_what_no_office_does_is_not_answered_with_certainty():
    index = current_index()
    lists = [search_quality.read_queries(HERE / name) for name in FLOORS]
    asked = [query.query for queries in lists for query in queries if query.kind == "negative"]
    answers = [rank(text, reading.read(text, index), index, use_meaning=False) for text in asked]
    sure = [text for text, found in zip(asked, answers, strict=True) if len(found.numbers) and not found.is_unsure]
    assert len(asked) > 120
    assert len(sure) <= (1 - SILENT) * len(asked), sure


@pytest.mark.bench
@pytest.mark.usefixtures("mv")
@pytest.mark.skipif(not CATALOGUE.is_file(), reason="needs the LeiKa catalogue (LEIKA_CSV)")
def test_the_figures_over_the_catalogue_stay(capsys):
    call_command("import_leika", str(CATALOGUE))
    for name, (first, negatives) in FLOORS.items():
        capsys.readouterr()
        call_command("search_quality", str(HERE / name), json=True)
        found = json.loads(capsys.readouterr().out)["hybrid"]
        assert found["negatives"] >= negatives, name
        assert first is None or found["hit@1"] >= first, name
