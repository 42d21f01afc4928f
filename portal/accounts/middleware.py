"""Staff need a second factor."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from portal.accounts.adapter import passed_second_factor
from portal.accounts.queries import needs_second_factor

# What somebody may reach who still has to set up or show the second factor
OPEN = {
    "account_logout",
    "account_reauthenticate",
    "account_email",  # allauth asks for a verified address first
    "mfa_activate_totp",
    "mfa_index",
    "mfa_reauthenticate",
    "set_language",
    "operations:healthz",
    "operations:readyz",
}
PASSED = "second_factor_of"


class SecondFactorMiddleware:
    """Stop staff without a second factor at every page; only demonstration accounts pass, only with PORTAL_DEMO.

    An applicant costs one query a request: who was given a role a minute ago must be stopped now.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args: tuple, kwargs: dict) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or (settings.DEMO and user.is_demo):
            return None
        if request.session.get(PASSED) == user.pk or not needs_second_factor(user):
            return None
        if passed_second_factor(request):
            request.session[PASSED] = user.pk
            return None
        if request.resolver_match.view_name in OPEN:
            return None
        if not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            return redirect("mfa_activate_totp")
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
