"""Services and life situations."""

from content.models.life_situation import LifeSituation
from content.models.search_word import SearchWord
from content.models.service import Service

__all__ = ["LifeSituation", "SearchWord", "Service"]
