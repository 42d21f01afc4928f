"""Working at the form of a text as a browser does."""

from typing import Any

from django.db.models import Model
from django.test import Client


def address(text: Model, page: str = "change/") -> str:
    return f"/redaktion/content/{text._meta.model_name}/{text.pk}/{page}"


def form_data(client: Client, url: str) -> dict[str, Any]:
    """All that the form at this address would send unchanged."""
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    found: dict[str, Any] = {}
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is None or value is False:
                continue
            if isinstance(value, list) and field.field.__class__.__name__ == "ModelMultipleChoiceField":
                found[field.html_name] = [getattr(item, "pk", item) for item in value]
            elif hasattr(field.field.widget, "decompress"):
                for part, piece in enumerate(field.field.widget.decompress(value)):
                    found[f"{field.html_name}_{part}"] = piece or ""
            else:
                found[field.html_name] = getattr(value, "pk", value)
    desk = page.context.get("desk")
    return found | ({"editorial_token": desk.token} if desk else {})


def save(client: Client, text: Model, **changes: Any) -> Any:
    """Change some fields and save; the answer."""
    url = address(text)
    return client.post(url, form_data(client, url) | {"_continue": "1"} | changes)
