"""What a case and what was handed in are called. Both are kept in German, as the offices read them."""

from django.utils.translation import get_language

from cases.models import Case
from forms.queries import definition_of

GERMAN = "de"


def title_of(case: Case) -> str:
    """The title in the language that is active now; the name that the applicant gave stays.

    Queries: none in German; in another language 2, unless the case comes with its application and service.
    """
    if get_language() == GERMAN:
        return case.title
    service = case.application.service
    name = case.title.removeprefix(service.title_de)
    return case.title if name == case.title else f"{service.title}{name}"


def upload_titles(case: Case) -> dict[str, str]:
    """German title of an upload -> in the language that is active now: both are the words of its question.

    The case comes with its application. Queries: none in German, else 1 the first time its form is read.
    """
    if get_language() == GERMAN:
        return {}
    pages = definition_of(case.application.form_version_id).pages
    questions = [field for page in pages for field in page.fields if field.type == "file"]
    return {field.label.get(GERMAN)[:200]: field.label.get(get_language()) for field in questions}
