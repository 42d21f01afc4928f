"""What may be uploaded, and under which name it is kept. Pure."""

import re
import unicodedata

# Content type: the endings that fit it; the first is given to a file without a fitting one
ALLOWED = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
}
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NAME_LENGTH = 200
ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")


def clean_name(name: str) -> str:
    """The last part of the name without control and direction characters, at most 200 characters.

    >>> clean_name("../../etc/Grundriß Küche\\u202efdp.exe")
    'Grundriß Küchefdp.exe'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(" " if unicodedata.category(sign) in ("Zl", "Zp", "Zs") else sign for sign in last)
    kept = "".join(sign for sign in visible if not unicodedata.category(sign).startswith("C"))
    return shortened(" ".join(kept.split()).strip(". ") or "Datei")


def shortened(name: str) -> str:
    """At most 200 characters, the ending kept."""
    if len(name) <= NAME_LENGTH:
        return name
    ending = match.group() if (match := ENDING.search(name)) else ""
    return name[: NAME_LENGTH - len(ending)].rstrip(". ") + ending


def name_for(name: str, content_type: str) -> str:
    """The name with an ending that fits the content.

    >>> name_for("rechnung.pdf.exe", "application/pdf"), name_for("plan", "image/png")
    ('rechnung.pdf', 'plan.png')
    """
    endings = ALLOWED[content_type]
    name = clean_name(name)
    if name.lower().endswith(endings):
        return name
    stem = ENDING.sub("", name)
    return shortened(stem if stem.lower().endswith(endings) else stem + endings[0])


def is_whole(content: bytes, content_type: str) -> bool:
    """Whether the file also ends as its kind ends, and is not a second kind of file at the same time."""
    if content_type == "application/pdf":
        body, mark, after = content.rpartition(b"%%EOF")
        return bool(mark) and b"startxref" in body[-2048:] and not any(zip_mark in after for zip_mark in ZIP_MARKS)
    if content_type == "image/png":
        end = content.rfind(b"IEND")
        return content[12:16] == b"IHDR" and end > 0 and not any(mark in content[end:] for mark in ZIP_MARKS)
    end = content.rfind(b"\xff\xd9")
    return end > 0 and not any(mark in content[end:] for mark in ZIP_MARKS)
