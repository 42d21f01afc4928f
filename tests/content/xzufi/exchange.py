"""Exporting into a folder and reading it again, and messages written by hand."""

import re
from pathlib import Path

from django.core.management import call_command

from content.actions import xzufi
from content.models import XzufiFile
from content.rules.xzufi import codes
from portal.accounts.actions import system_user

OBJECT = re.compile(rb"  <xzufi:(schreibe|loesche).*?</xzufi:\1>\n", re.DOTALL)
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<x:nachricht xmlns:x="{codes.NAMESPACE}" xzufiVersion="2.2.0">
<x:nachrichtenkopf><x:nachrichtUUID>1</x:nachrichtUUID></x:nachrichtenkopf>
"""
END = "</x:nachricht>\n"


def listed() -> list[bytes]:
    """The files of the index."""
    return [read(file) for file in XzufiFile.objects.filter(superseded_at=None).order_by("pk")]


def read(file: XzufiFile) -> bytes:
    with file.content.content.open("rb") as content:
        return content.read()


def objects(messages: list[bytes]) -> list[bytes]:
    """Every <schreibe> and <loesche> as it stands there."""
    return [found.group() for message in messages for found in OBJECT.finditer(message)]


def into(folder: Path, messages: list[bytes]) -> Path:
    for number, message in enumerate(messages):
        (folder / f"{number:03}.xml").write_bytes(message)
    return folder


def message(*parts: str) -> str:
    return HEAD + "\n".join(parts) + END


def service(number: str, name: str = "Hund anmelden", inside: str = "", agency: str = "fremd") -> str:
    """A service of another agency with one text."""
    return f"""<x:schreibe><x:leistung>
<x:id schemeAgencyID="{agency}">{number}</x:id>
<x:modulText><x:leikaTextmodul><code>02</code></x:leikaTextmodul>
<x:inhalt languageCode="de">{name}</x:inhalt></x:modulText>
{inside}</x:leistung></x:schreibe>"""


def load(folder: Path, *parts: str, **options) -> xzufi.Imported:
    """Import one message."""
    path = folder / "nachricht.xml"
    path.write_text(message(*parts), encoding="utf-8")
    return xzufi.import_files([path], actor=system_user("import"), **options)


def hints(done: xzufi.Imported) -> list[tuple[int, str, str]]:
    return [found.problem[:3] for found in done.problems]


def command(path: Path, *options: str) -> str:
    """What the command prints."""
    return call_command("import_xzufi", str(path), *options)
