"""Parts of the editors' pages. `{% load redaktion %}`"""

from typing import Any

from django import template
from django.utils import timezone

from content.admin.teamwork import talk_about
from content.models import Editorial, Task
from content.queries import dashboard as dashboard_queries
from content.queries.editorial import edits_texts
from content.queries.teamwork import is_overdue

register = template.Library()


@register.inclusion_tag("admin/content/teamwork/_talk.html", takes_context=True)
def talk(context: template.Context, text: Editorial) -> dict[str, Any]:
    """The talk about this text, below its form."""
    request = context["request"]
    return talk_about(request, text) | {"csrf_token": context["csrf_token"]}


@register.inclusion_tag("admin/content/_dashboard.html", takes_context=True)
def dashboard(context: template.Context) -> dict[str, Any]:
    """What waits for this person. Who edits no texts sees only what is there, not what is done."""
    user = context["request"].user
    tiles = dashboard_queries.dashboard(user, timezone.now())
    return {"tiles": tiles if edits_texts(user) else [tile for tile in tiles if tile.count]}


@register.filter
def kind_name(text: Editorial) -> str:
    """What kind of text it is, in German."""
    return str(text._meta.verbose_name)


@register.filter
def overdue(task: Task) -> bool:
    return task.done_at is None and is_overdue(task.due_on, timezone.localdate())


@register.filter
def kind(text: Editorial) -> str:
    """The kind as it stands in addresses."""
    return text._meta.model_name
