"""Beside the search: suggestions while typing, and whether it found what was meant."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from content.actions.searches import count_search
from content.queries.search import suggest

SHORTEST = 2
MOST_SUGGESTIONS = 8


@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """Services for what was typed so far, with their addresses."""
    typed = request.GET.get("q", "").strip()[:200]
    found = suggest(typed, MOST_SUGGESTIONS) if len(typed) >= SHORTEST else []
    rows = [{"title": row.title, "url": reverse("content:service", args=[row.slug])} for row in found]
    response = JsonResponse({"results": rows})
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@require_POST
def found(request: HttpRequest) -> HttpResponse:
    """Count a yes or a no about the answer to a search."""
    text = request.POST.get("q", "").strip()[:200]
    if request.POST.get("gefunden") in ("yes", "no") and text:
        count_search(text, language=get_language(), what=request.POST["gefunden"])
        messages.success(request, _("Danke. Das hilft uns, die Suche besser zu machen."))
    return redirect(f"{reverse('content:services')}?{urlencode({'q': text})}" if text else reverse("content:services"))
