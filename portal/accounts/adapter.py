"""Hooks of allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from portal.accounts.texts import ACCOUNT_ERRORS, MFA_ERRORS


class AccountAdapter(DefaultAccountAdapter):
    """Log-in and sign-up of the portal."""

    error_messages = DefaultAccountAdapter.error_messages | ACCOUNT_ERRORS


class MFAAdapter(DefaultMFAAdapter):
    """The second factor of the portal."""

    error_messages = DefaultMFAAdapter.error_messages | MFA_ERRORS
