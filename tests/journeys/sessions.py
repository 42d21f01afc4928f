"""A log-in from earlier that day, for journeys whose subject comes after it."""

from datetime import timedelta
from secrets import token_hex

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from portal.accounts.models import User
from tests.running_portal import RunningPortal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def begin_session(portal: RunningPortal, email: str) -> str:
    """The key of a session as the log-in page would leave it, written past the portal."""
    ((number, password),) = portal.rows("SELECT id, password FROM accounts_user WHERE email = %s", email)
    session = {
        SESSION_KEY: str(number),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: User(pk=number, password=password).get_session_auth_hash(),
    }
    key = token_hex(16)
    portal.rows(
        "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, %s) RETURNING 1",
        key,
        SessionStore().encode(session),
        timezone.now() + timedelta(days=1),
    )
    return key
