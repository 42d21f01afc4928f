"""manage.py import_xzufi"""

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from content.actions import xzufi
from content.rules.xzufi.codes import CLASSES
from portal.accounts.actions import system_user
from responsibility.models import Organisation

# So many lines of the same kind are named; the rest is counted (all with --verbosity 2)
NAMED = 3
MOST_ERRORS = 200


class Command(BaseCommand):
    help = (
        "Übernimmt Leistungen, Spezialisierungen, Online-Dienste und Organisationseinheiten mit ihren Zuständigkeiten "
        "aus einer XZuFi-2.2-Datei oder allen eines Ordners (in der Reihenfolge seiner index.txt), in einer "
        "Transaktion. Was die eigene Redaktion pflegt, bleibt. Was das Portal nicht kennt, wird mit Zeile genannt. "
        "Kann beliebig oft laufen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="Datei oder Ordner")
        parser.add_argument("--dry-run", action="store_true", help="Nur zeigen, was sich ändert; nichts schreiben.")
        parser.add_argument("--draft", action="store_true", help="Neue Texte als Entwurf anlegen.")
        parser.add_argument("--owner", default="", help="Adresse der Behörde, deren Redaktion neue Zulieferer betreut.")

    def handle(self, *, source: Path, dry_run: bool, draft: bool, owner: str, verbosity: int, **options) -> str:
        paths = files_in(source)
        editors = Organisation.objects.filter(slug=owner).first() if owner else None
        if owner and editors is None:
            raise CommandError(f"Die Behörde „{owner}“ gibt es nicht.")
        try:
            done = xzufi.import_files(
                paths, actor=system_user("import"), dry_run=dry_run, as_draft=draft, owner=editors
            )
        except xzufi.ImportRefused as refused:
            lines = [f"{found.file}: {sentence(found.problem)}" for found in refused.problems[:MOST_ERRORS]]
            rest = len(refused.problems) - len(lines)
            more = [f"… und {rest} weitere Fehler"] if rest > 0 else []
            raise CommandError("\n".join([*lines, *more, "Nichts wurde geschrieben."])) from refused
        shown = done.differences if dry_run or verbosity > 1 else []
        return "\n".join([*shown, *hints(done, named=10**9 if verbosity > 1 else NAMED), *totals(done, dry_run)])


def files_in(source: Path) -> list[Path]:
    """One file, or those of a folder in the order of its index."""
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise CommandError(f"{source} fehlt. Erwartet wird eine XZuFi-Datei oder ein Ordner mit solchen.")
    index = source / "index.txt"
    if not index.is_file():
        paths = sorted(source.glob("*.xml"))
    else:
        names = [line.strip() for line in index.read_text(encoding="utf-8").splitlines() if line.strip()]
        paths = [source / Path(name).name for name in names]
    for path in paths:
        if not path.is_file():
            raise CommandError(f"{path} steht in index.txt, fehlt aber.")
    if not paths:
        raise CommandError(f"In {source} liegen keine XZuFi-Dateien (*.xml).")
    return paths


def sentence(problem) -> str:
    where = f" ({problem.path})" if problem.path else ""
    return f"Zeile {problem.line}{where}: {problem.text}"


def hints(done: xzufi.Imported, *, named: int) -> Iterator[str]:
    """What was not taken over: the same sentence about the same element once, with its first lines."""
    grouped: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for found in done.problems:
        grouped[found.file, found.problem.path, found.problem.text].append(found.problem.line)
    for (file, path, text), lines in grouped.items():
        rest = f" und {len(lines) - named} weitere" if len(lines) > named else ""
        word = "Zeile" if len(lines) == 1 else "Zeilen"
        yield f"{file}: {word} {', '.join(map(str, lines[:named]))}{rest} ({path}): {text}"


def totals(done: xzufi.Imported, dry_run: bool) -> Iterator[str]:
    for kind, name in CLASSES.items():
        if found := done.counts.get(kind):
            yield f"{name}: " + ", ".join(f"{number} {what}" for what, number in sorted(found.items()))
    if not done.counts:
        yield "Keine Objekte."
    if dry_run:
        yield "Probelauf, nichts geschrieben"
