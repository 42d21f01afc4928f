"""Reading the words people use in content/data/woerter."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.rules.analysis import stem, words

FOLDER = Path(__file__).parent / "data" / "woerter"


@dataclass(frozen=True)
class ConceptRecord:
    """One line, under the names of the model."""

    name: str
    keys: str
    words: str
    words_en: str
    words_pl: str
    words_uk: str
    topic: str

    def parts(self) -> Iterator[str]:
        """Words and stems of which compounds may consist."""
        for word in words(f"{self.name} {self.words}"):
            yield word
            yield stem(word)


def read_words(folder: Path = FOLDER) -> list[ConceptRecord]:
    """All files of the folder, a topic a file."""
    return [record for path in sorted(folder.glob("*.csv")) for record in read_topic(path)]


def read_topic(path: Path) -> Iterator[ConceptRecord]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            texts = (row[column] or "" for column in ("deutsch", "englisch", "polnisch", "ukrainisch"))
            yield ConceptRecord(row["begriff"], row["leika"] or "", *texts, topic=path.stem)


def read_stored_queries(path: Path) -> list[tuple[str, str]]:
    """Queries with the address of the service that is meant."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["suche"], row["leistung"]) for row in csv.DictReader(file, delimiter=";")]
