"""Reading a case leaves a line in the access log; what for has to be known before the page is shown."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.forms_rights import PurposeForm
from cases.models import Reading
from cases.queries.reader import Reader, purposes_for, reader_of
from cases.views.staff_steps import Step

# In the session: reference -> purpose, named once per session and case
SESSION_KEY = "purposes"
MOST_PURPOSES = 100

View = Callable[..., HttpResponse]


class PurposeMissing(Exception):
    """Somebody who does not work on the case has not said yet what they open it for."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(reference)


def asks_purpose(view: View) -> View:
    """Lead to the question first where the purpose does not follow from the role, and back after it."""

    @wraps(view)
    def asking(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PurposeMissing as missing:
            back = urlencode({"weiter": request.get_full_path()})
            return redirect(f"{reverse('cases:purpose', args=[missing.reference])}?{back}")

    return asking


def note_reading(request: HttpRequest, reader: Reader, *, what: str = Reading.What.CASE) -> None:
    """Write down that this person reads the case now. Queries: 1, an INSERT."""
    purpose = reader.purpose or request.session.get(SESSION_KEY, {}).get(reader.reference, "")
    if not purpose:
        raise PurposeMissing(reader.reference)
    actions.record_reading(reader, person=request.user, purpose=purpose, what=what)


@login_required
@require_http_methods(["GET", "POST"])
def purpose(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask once per session and case, then go on to the page."""
    reader = reader_of(request.user, reference)
    form = PurposeForm(request.POST or None, choices=purposes_for(reader.role))
    target = request.GET.get("weiter", "")
    if not url_has_allowed_host_and_scheme(target, None):
        target = reverse("cases:inbox")
    if form.is_valid():
        named = request.session.get(SESSION_KEY, {}) | {reader.reference: form.cleaned_data["purpose"]}
        request.session[SESSION_KEY] = dict(list(named.items())[-MOST_PURPOSES:])
        return redirect(target)
    step = Step(_("Zweck angeben"), _("Vorgang öffnen"), reader.reference, reader.reference, reverse("cases:inbox"))
    return render(request, "cases/staff/purpose.html", {"step": step, "form": form})
