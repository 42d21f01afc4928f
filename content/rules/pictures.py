"""Pictures for pages: looked at, measured and drawn anew. Pure."""

import hashlib
from io import BytesIO
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

MAX_BYTES = 2 * 1024 * 1024
# As wide as a page on a screen of double density
MAX_SIDE = 2400
FORMATS = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp"}


class NotAPicture(ValueError):
    """The file is no picture that a page may show. The message is for editors."""


class Drawn(NamedTuple):
    content: bytes
    format: str
    width: int
    height: int
    digest: str


def draw(content: bytes) -> Drawn:
    """The picture drawn anew, so that nothing but points remains: no place, no camera, no second file."""
    if len(content) > MAX_BYTES:
        raise NotAPicture("Die Datei ist zu groß. Ein Bild hat höchstens 2 MB.")
    try:
        with Image.open(BytesIO(content), formats=list(FORMATS)) as found:
            kind = str(found.format)
            if max(found.size) > MAX_SIDE:
                raise NotAPicture(f"Das Bild ist zu groß. Jede Seite hat höchstens {MAX_SIDE} Punkte.")
            drawn = found.convert("RGB" if kind == "JPEG" else "RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture("Das ist kein Bild. Erlaubt sind PNG, JPEG und WebP.") from error
    file = BytesIO()
    drawn.save(file, kind, quality=88)
    written = file.getvalue()
    return Drawn(written, FORMATS[kind], *drawn.size, hashlib.sha256(written).hexdigest())
