"""Probes, numbers, and the pages of operators."""

import sys

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from portal import views as pages
from portal.mail.models import OutgoingMail
from portal.operations import health, metrics, queries
from portal.operations.middleware import DATABASE_AWAY, back_soon
from portal.outbox import actions as outbox
from portal.outbox.models import Entry


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: what no view could answer, for example a session that cannot be saved without the database."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return back_soon(request)
    return pages.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: Django calls it a bad request, too, when the lost database could not keep the session."""
    cause: BaseException | None = exception if isinstance(exception, SessionInterrupted) else None
    while cause is not None:
        if isinstance(cause, DATABASE_AWAY):
            return back_soon(request)
        cause = cause.__context__
    return pages.bad_request(request, exception)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers. Nothing else is asked, so that a lost database restarts no healthy process."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Everything that a request needs is there, or 503 and what is missing."""
    missing = health.missing_parts()
    if not missing:
        return JsonResponse({"status": "ready", "missing": []})
    detail = {part.what: part.detail for part in missing}
    return JsonResponse({"status": "not ready", "missing": list(detail), "detail": detail}, status=503)


@never_cache
@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    if not metrics.may_read(request):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


@never_cache
@login_required
@require_safe
def broken(request: HttpRequest) -> HttpResponse:
    require_operator(request)
    return render(request, "operations/broken.html", {"page": queries.broken_page(now=timezone.now())})


@login_required
@require_POST
def retry(request: HttpRequest, entry_id: int) -> HttpResponse:
    require_operator(request)
    get_object_or_404(Entry, pk=entry_id)
    outbox.retry(entry_id, actor=request.user)
    messages.success(request, _("Der Auftrag %(id)d wird jetzt noch einmal versucht.") % {"id": entry_id})
    return redirect("operations:broken")


@never_cache
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    require_demonstration()
    return render(request, "operations/demo_mails.html", {"mails": queries.newest_mails()})


@never_cache
@require_safe
def demo_mail_message(request: HttpRequest, message_id: str) -> HttpResponse:
    require_demonstration()
    mail = get_object_or_404(OutgoingMail, message_id=message_id)
    return render(request, "operations/demo_mail.html", {"mail": mail})


def require_operator(request: HttpRequest) -> None:
    if not (request.user.is_staff and request.user.has_perm("outbox.change_entry")):
        raise Http404


def require_demonstration() -> None:
    if not settings.DEMO:
        raise Http404
