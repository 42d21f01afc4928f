"""What all views of the assistant share: the draft behind the secret, or a page that says why there is none."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from cases.errors import AlreadySubmitted, ApplicationGone, PageNotReached
from cases.queries import assistant as queries
from cases.queries.assistant import Draft
from forms.rules.definition import CHECK_PAGE


def for_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the draft to the view. What is gone, sent or not reached yet has an answer of its own."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, slug: str, secret: str, **kwargs) -> HttpResponse:
        try:
            draft = queries.draft(slug, secret)
            if draft.is_submitted:
                raise AlreadySubmitted
            return view(request, draft, **kwargs)
        except ApplicationGone:
            return gone(request, slug)
        except AlreadySubmitted as refusal:
            status = refusal.status_code if request.method == "POST" else 200
            context = {"refusal": refusal, "slug": slug, "secret": secret}
            return render(request, "cases/assistant/already.html", context, status=status)
        except PageNotReached as first:
            return go_to(draft, first.page)

    return answer


def gone(request: HttpRequest, slug: str) -> HttpResponse:
    """There is no such draft: wrong link, or its time is over."""
    return render(request, "cases/assistant/gone.html", {"slug": slug}, status=404)


def go_to(draft: Draft, page: str) -> HttpResponse:
    """On to a page of the assistant."""
    if page == CHECK_PAGE:
        return redirect("cases:check", draft.slug, draft.secret)
    return redirect("cases:page", draft.slug, draft.secret, page)
