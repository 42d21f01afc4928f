"""Mail as files, for the demonstration and for development."""

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Writes each message as `<MAIL_DIR>/<Message-ID>.eml`. The same message twice is one file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(folder, message)
        return len(email_messages)

    def _write(self, folder: Path, message: EmailMessage) -> None:
        content = message.message()
        name = re.sub(r"[^A-Za-z0-9@.-]", "_", content["Message-ID"].strip("<> "))[:200]
        handle, part = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content.as_bytes(linesep="\r\n"))
        Path(part).replace(folder / f"{name}.eml")
