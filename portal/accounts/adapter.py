"""Hooks of allauth."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest

from portal.accounts.models import User
from portal.accounts.queries import needs_second_factor
from portal.accounts.texts import ACCOUNT_ERRORS, MFA_ERRORS
from portal.mail import actions as mail


class AccountAdapter(DefaultAccountAdapter):
    """Log-in and sign-up of the portal."""

    error_messages = DefaultAccountAdapter.error_messages | ACCOUNT_ERRORS

    def save_user(self, request: HttpRequest, user: User, form, commit: bool = True) -> User:
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Through the outbox: a mail server that is away must not break sign-up."""
        page = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        message = self.render_mail(template_prefix, email, page | context)
        alternatives = getattr(message, "alternatives", [])
        mail.queue_text(
            f"account:{uuid.uuid4()}",
            recipient=email,
            subject=message.subject,
            text=message.body,
            html=alternatives[0][0] if alternatives else "",
        )


class MFAAdapter(DefaultMFAAdapter):
    """The second factor of the portal."""

    error_messages = DefaultMFAAdapter.error_messages | MFA_ERRORS

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff may change the app, not go without."""
        return authenticator.type != Authenticator.Type.TOTP or not needs_second_factor(authenticator.user)


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether a code was asked and right in this session."""
    return any(entry.get("method") == "mfa" for entry in get_authentication_records(request, request.user))


def attempted_email(request: HttpRequest, credentials: dict | None) -> str:
    """The account that axes counts attempts for, however it is written."""
    given = credentials or {}
    return (given.get("email") or given.get("username") or request.POST.get("login", "")).strip().lower()


def client_ip(request: HttpRequest) -> str:
    """The same address for axes and for allauth's limits; TRUSTED_PROXY_COUNT says how many proxies to skip."""
    return get_client_ip(request) or ""
