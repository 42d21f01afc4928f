"""Pages that editors build, news, questions and the glossary."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from content import queries
from content.models import FIXED, Picture
from content.rules import linked_data
from content.views.pages import page_number
from portal.addresses import absolute, absolute_static
from portal.paging import neighbours
from portal.public import public_page
from portal.richtext.rules import plain

NEWS_PER_PAGE = 10
ONE_YEAR = 365 * 24 * 3600


@require_GET
@public_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of blocks. Those with an address of their own answer there alone."""
    if slug in FIXED and request.resolver_match.view_name != FIXED[slug]:
        return redirect(FIXED[slug], permanent=True)
    found = queries.text_page(slug)
    if found is None:
        raise Http404
    words = None if found.page.is_german_only else queries.words()
    return render(request, "content/page.html", {"page": found, "words": words})


@require_GET
@public_page
def news(request: HttpRequest) -> HttpResponse:
    number = page_number(request)
    found = Paginator(queries.published_news(), NEWS_PER_PAGE).get_page(number)
    context = {"news": queries.news_rows(found)} | neighbours({}, found.number, has_next=found.has_next())
    return render(request, "content/news.html", context | {"number": found.number})


@require_GET
@public_page
def news_item(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.news_page(slug)
    if found is None:
        raise Http404
    row = found.news
    picture = absolute(row.picture.get_absolute_url()) if row.picture else absolute_static("img/vorschau.png")
    data = linked_data.news_article(
        title=row.title,
        teaser=row.teaser,
        url=absolute(request.path),
        on=row.published_on,
        language=get_language(),
        image=picture,
    )
    context = {"page": found, "news": row, "words": queries.words(), "data": data}
    return render(request, "content/news_item.html", context)


@require_GET
@public_page
def faq(request: HttpRequest) -> HttpResponse:
    groups = queries.question_groups()
    asked = [(row.question, plain(row.answer)) for group in groups for row in group.questions]
    data = linked_data.faq_page(asked, language=get_language())
    return render(request, "content/faq.html", {"groups": groups, "words": queries.words(), "data": data})


@require_GET
@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    terms = [term for term, _is_marked in queries.terms()]
    letters = [(letter, list(found)) for letter, found in groupby(terms, lambda term: term.name[0].upper())]
    data = linked_data.terms(
        [(term.slug, term.name, term.explanation) for term in terms],
        name=_("Glossar"),
        url=absolute(request.path),
        language=get_language(),
    )
    return render(request, "content/glossary.html", {"letters": letters, "data": data})


@require_GET
def picture(request: HttpRequest, slug: str, digest: str, ending: str) -> HttpResponse:
    """The bytes of a picture. Its address changes with them, so browsers may keep it."""
    found = get_object_or_404(Picture, slug=slug, digest__startswith=digest, format=ending)
    headers = {"Cache-Control": f"public, max-age={ONE_YEAR}, immutable"}
    return HttpResponse(bytes(found.content), content_type=f"image/{found.format}", headers=headers)
