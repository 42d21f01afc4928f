"""The screen of the hotline 115. One line in, the whole answer out; every way by keys, all of it without JavaScript."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from content import actions
from content.models import Call, Service
from content.queries.calls import CallPage, answers_calls, call_page
from portal.addresses import absolute

LONGEST_LINE = 200
# Beside the form of the mail on the same screen
CALLBACK_IDS = "rueckruf_%s"


class NoteForm(forms.Form):
    """How a call ended. What it was about comes from the page."""

    outcome = forms.ChoiceField(choices=Call.Outcome)
    service = forms.ModelChoiceField(Service.objects.filter(is_published=True), required=False)
    ort = forms.CharField(max_length=15, required=False)
    seit = forms.IntegerField(required=False)


class SendForm(forms.Form):
    """Where the answer goes."""

    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse der anrufenden Person"),
        help_text=gettext_lazy("Sie wird gelöscht, sobald die Nachricht verschickt ist."),
        error_messages={"required": gettext_lazy("Geben Sie die E-Mail-Adresse ein.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)


class CallbackForm(forms.Form):
    """What the authority needs to ring back, and no more."""

    phone = forms.RegexField(
        r"^\+?[\d /()-]{5,30}$",
        label=gettext_lazy("Telefonnummer der anrufenden Person"),
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Geben Sie die Telefonnummer ein."),
            "invalid": gettext_lazy("Schreiben Sie die Telefonnummer mit Ziffern, zum Beispiel 03843 769100."),
        },
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, required=False)
    when = forms.CharField(
        label=gettext_lazy("Wann erreichbar"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Zum Beispiel: morgen ab 14 Uhr"),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)


def for_agents(view):
    """Only for agents; to everybody else who is logged in the screen does not exist."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not answers_calls(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(never_cache(checked))


@for_agents
@require_GET
def call(request: HttpRequest) -> HttpResponse:
    return show(request)


@for_agents
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """Count the call and be ready for the next one."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Der Anruf ist nicht gezählt. Versuchen Sie es noch einmal."))
        return redirect("content:call")
    given = form.cleaned_data
    begun = given["seit"] or now_in_seconds()
    actions.note_call(
        actor=request.user,
        service_id=given["service"].pk if given["service"] else None,
        ars=given["ort"],
        outcome=given["outcome"],
        seconds=now_in_seconds() - begun,
    )
    messages.success(request, _("Gezählt. Bereit für den nächsten Anruf."))
    return redirect("content:call")


@for_agents
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Mail what is on the screen to the caller."""
    form = SendForm(request.POST)
    page = page_of(request)
    if page.answer is None:
        raise Http404
    if not form.is_valid():
        return show(request, page, form=form)
    service = page.answer.service
    link = absolute(reverse("content:service", args=[service.slug]))
    actions.send_answer(
        form.cleaned_data["token"],
        actor=request.user,
        service_id=service.pk,
        recipient=form.cleaned_data["email"],
        context={"page": page, "link": link},
        language=get_language(),
    )
    messages.success(request, _("Die Auskunft ist unterwegs."))
    return redirect(f"{reverse('content:call')}?{request.GET.urlencode()}")


@for_agents
@require_POST
def callback(request: HttpRequest) -> HttpResponse:
    """Ask the authority on the screen to ring the caller back."""
    page = page_of(request)
    if page.answer is None or page.zb is None or not page.zb.organisation.email:
        raise Http404
    form = CallbackForm(request.POST, auto_id=CALLBACK_IDS)
    if not form.is_valid():
        return show(request, page, callback_form=form)
    given = form.cleaned_data
    office = page.zb.organisation
    actions.ask_callback(
        given.pop("token"), actor=request.user, service_id=page.answer.service.pk, recipient=office.email, caller=given
    )
    messages.success(request, _("%(office)s ruft zurück. Die Bitte ist unterwegs.") % {"office": office.name})
    return redirect(f"{reverse('content:call')}?{request.GET.urlencode()}")


def page_of(request: HttpRequest) -> CallPage:
    asked = request.GET
    line = asked.get("q", "").strip()[:LONGEST_LINE]
    return call_page(
        line, ars=asked.get("ort", "")[:15], slug=asked.get("leistung", "")[:120], now=timezone.localtime()
    )


def show(
    request: HttpRequest,
    page: CallPage | None = None,
    *,
    form: SendForm | None = None,
    callback_form: CallbackForm | None = None,
) -> HttpResponse:
    """The screen; with the form that had an error, if there was one."""
    page = page or page_of(request)
    wrong = form or callback_form
    begun = request.GET.get("seit", "")
    begun = begun if begun.isdecimal() and len(begun) < 12 else str(now_in_seconds())
    kept = {"seit": begun} | ({"ort": page.place.ars} if page.place else {})
    line = request.GET.get("q", "").strip()[:LONGEST_LINE]
    context = {
        "page": page,
        "line": line,
        "kept": kept,
        "results": [(row, "?" + urlencode({"q": line, "leistung": row.slug} | kept)) for row in page.rows],
        "places": places(page, kept),
        "form": form or SendForm(initial={"token": uuid4()}),
        "callback_form": callback_form or CallbackForm(initial={"token": uuid4()}, auto_id=CALLBACK_IDS),
        "wrong": wrong,
        "query": request.GET.urlencode(),
    }
    return render(request, "content/call.html", context, status=422 if wrong else 200)


def places(page: CallPage, kept: dict[str, str]) -> list[tuple[str, str, str]]:
    """The places that the line may mean, with the way to choose one."""
    if page.place_answer is None or page.place:
        return []
    found = [*page.place_answer.areas, *page.place_answer.suggestions]
    return [
        (area.label, area.full_context, "?" + urlencode({"q": page.subject, **kept, "ort": area.ars})) for area in found
    ]


def now_in_seconds() -> int:
    return int(timezone.now().timestamp())
