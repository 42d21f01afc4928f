"""manage.py search_quality"""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from content import actions, meaning
from content.queries import search_quality
from content.reference_catalogue import NotACatalogue, read_catalogue
from content.rules.finder.quality import Quality, by_kind
from portal.accounts.actions import system_user

ENGINES = ("hybrid", "lexical", "meaning", "plain")
NAMES = {
    "hybrid": "Wörter und Sinn",
    "lexical": "nur Wörter",
    "meaning": "nur Sinn",
    "plain": "PostgreSQL: Volltext german, Trigramme",
}


class Command(BaseCommand):
    help = (
        "Beantwortet Testanfragen (CSV: query,kind,keys,note; keys sind LeiKa-Schlüssel mit Leerzeichen, leer: nichts "
        "passt) auf vier Wegen und zeigt je Art der Anfrage, wie oft das Richtige vorn steht. "
        "Vorher: manage.py import_leika. "
        "Ändert nichts."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("csv", type=Path)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--catalogue", type=Path, help="Nimmt diesen LeiKa-Katalog nur für die Messung auf.")

    def handle(self, *, csv: Path, json: bool, catalogue: Path | None, **options) -> str:
        try:
            queries = search_quality.read_queries(csv)
            records = read_catalogue(catalogue) if catalogue else []
        except (OSError, UnicodeDecodeError, search_quality.NoQueries, NotACatalogue) as error:
            raise CommandError(f"Die Datei ist nicht zu lesen. {error}") from error
        with transaction.atomic():
            if records:
                actions.import_catalogue(records, actor=system_user("import"))
                actions.write_meanings()
            if not search_quality.catalogue_keys():
                raise CommandError(
                    "Der Katalog fehlt. Führen Sie zuerst „manage.py import_leika <csv>“ aus, oder nennen Sie ihn mit "
                    "--catalogue."
                )
            results = measured(queries)
            if records:
                transaction.set_rollback(True)
        return as_json(results) if json else as_table(results)


def measured(queries: list[search_quality.TestQuery]) -> dict[str, dict[str, Quality]]:
    """For each way to search, the quality over all queries and by kind. Missing meanings are computed first."""
    actions.write_meanings()
    return {
        name: by_kind(queries, [way(query.query) for query in queries]) for name, way in search_quality.ways().items()
    }


def as_json(results: dict[str, dict[str, Quality]]) -> str:
    nothing = dict.fromkeys(("hit@1", "hit@5", "mrr@10", "negatives"))
    return json.dumps(
        {name: results[name][""].as_json() if name in results else nothing for name in ENGINES}, ensure_ascii=False
    )


def as_table(results: dict[str, dict[str, Quality]]) -> str:
    lines = []
    for name in ENGINES:
        if name not in results:
            lines.append(f"{NAMES[name]}: steht auf dieser Maschine oder nach SEARCH_MEANING nicht zur Verfügung")
            continue
        lines.append(f"{NAMES[name]}")
        lines.append(f"  {'Art':<12}{'Anfragen':>9}{'hit@1':>8}{'hit@5':>8}{'mrr@10':>8}{'leer/unsicher':>15}")
        for kind, found in results[name].items():
            cells = (found.first, found.five, found.reciprocal, found.negatives)
            shown = ["–" if value is None else f"{value:.3f}" for value in cells]
            lines.append(
                f"  {kind or 'alle':<12}{found.queries:>9}{shown[0]:>8}{shown[1]:>8}{shown[2]:>8}{shown[3]:>15}"
            )
    if not meaning.available():
        lines.append("Die Suche arbeitet nur nach Wörtern.")
    return "\n".join(lines)
