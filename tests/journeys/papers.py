"""Files that people hand in."""

from pathlib import Path

from pypdf import PdfWriter

from portal.files.rules import EICAR


def pdf(directory: Path, name: str) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    path = directory / name
    writer.write(path)
    return path


def text_called_pdf(directory: Path) -> Path:
    path = directory / "notizen.pdf"
    path.write_text("Nur Text, kein PDF.")
    return path


def malware(directory: Path) -> Path:
    """The string that every virus scanner takes for a virus by agreement."""
    path = directory / "eicar.pdf"
    path.write_bytes(EICAR)
    return path
