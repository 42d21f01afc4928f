"""The words of all published services: for splitting compounds, repairing typos and weighing words."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class SearchWord(models.Model):
    """One word of one service, in its comparable form. Written by content.actions.index_service only."""

    service = models.ForeignKey("content.Service", models.CASCADE, related_name="words")
    # rules.analysis.plain and rules.analysis.stem
    word = models.CharField(max_length=80, db_index=True)
    stem = models.CharField(max_length=80, db_index=True)
    # As people write it, for suggestions
    written = models.CharField(max_length=80)
    # In the name, the title or a synonym, not only in the text
    is_name = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "word"], name="search_word_once_per_service")]
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="search_word_trigram")]

    def __str__(self) -> str:
        return self.written
