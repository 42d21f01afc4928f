"""Keeps the keys of drafts and cases out of the log: who reads it must not be able to open them."""

import logging
import re

# /antrag/<service>/<secret>/…, the secret of a calendar, and the secret that opens a case
SECRETS = re.compile(r"(/antrag/[^/\s]+/|/eingang/kalender/|schluessel=)[A-Za-z0-9_-]{16,}")


class HideSecrets(logging.Filter):
    """Write … where a secret stood."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = SECRETS.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
