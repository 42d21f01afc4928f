"""What readers say about a page: on a page of its own, so that the page itself can be kept for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from content import actions
from content.forms_feedback import FeedbackForm
from content.queries.feedback import is_public_path


@never_cache
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Ask three questions about one page."""
    path = page_asked(request)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        if not given.pop("website"):
            actions.give_feedback(path, language=get_language(), sender=request.META.get("REMOTE_ADDR", ""), **given)
        return redirect(f"{reverse('content:feedback_thanks')}?{urlencode({'seite': path})}")
    return render(request, "content/feedback.html", {"form": form, "path": path}, status=422 if form.errors else 200)


@never_cache
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "content/feedback_thanks.html", {"path": page_asked(request)})


def page_asked(request: HttpRequest) -> str:
    """The page that is spoken of; without one the start page."""
    path = request.GET.get("seite", "")[:300] or reverse("content:home")
    if not is_public_path(path):
        raise Http404
    return path
