"""Working together: the talk about a text, and what waits for me."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from content.actions import teamwork as actions
from content.admin import hints
from content.models import Editorial, Task
from content.queries import teamwork
from content.queries.teamwork import Colleague
from content.rules import mentions

PAGES = "admin/content/teamwork"
ANCHOR = "gespraech"


class CommentForm(forms.Form):
    body = forms.CharField(
        label=_("Kommentar"),
        max_length=actions.MAX_LENGTH,
        widget=forms.Textarea({"rows": 3, "cols": 60}),
        help_text=_("Mit @ und dem Namen sprechen Sie jemanden an, zum Beispiel @Rieke Sommer."),
    )
    also = forms.TypedChoiceField(
        label=_("Jemanden ansprechen"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Bekommt eine E-Mail."),
    )

    def __init__(self, *arguments: Any, people: list[Colleague], **more: Any) -> None:
        super().__init__(*arguments, auto_id=f"{ANCHOR}_%s", **more)
        self.people = people
        self.fields["also"].choices = [("", _("niemanden")), *choices(people)]

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        found = mentions.find(body, teamwork.names(self.people))
        if found.unknown or found.several:
            refusal = actions.unclear(found)
            raise ValidationError(f"{refusal.title} {refusal.help_text}")
        return body


class TaskForm(forms.Form):
    title = forms.CharField(label=_("Was ist zu tun?"), max_length=200)
    assignee = forms.TypedChoiceField(label=_("Wer soll es tun?"), coerce=int, help_text=_("Bekommt eine E-Mail."))
    due_on = forms.DateField(
        label=_("Bis wann? (freiwillig)"),
        required=False,
        input_formats=["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"],
        help_text=_("Zum Beispiel 27.3.2027"),
        error_messages={"invalid": _("Schreiben Sie das Datum so: 27.3.2027.")},
    )

    def __init__(self, *arguments: Any, people: list[Colleague], **more: Any) -> None:
        super().__init__(*arguments, auto_id=f"{ANCHOR}_%s", **more)
        self.fields["assignee"].choices = [("", _("Bitte wählen")), *choices(people)]


def choices(people: list[Colleague]) -> list[tuple[int, str]]:
    return [(person.id, person.label) for person in people]


def talk_about(request: HttpRequest, text: Editorial, **forms_shown: forms.Form) -> dict[str, Any]:
    """The talk about a text with its two forms, for its own page and for the page of the text. Queries: 8."""
    people = teamwork.colleagues()
    return {
        "talk": teamwork.conversation(text, request.user),
        "text": text,
        "kind": text._meta.model_name,
        "user": request.user,
        "anchor": ANCHOR,
        "comment_form": forms_shown.get("comment_form") or CommentForm(people=people),
        "task_form": forms_shown.get("task_form") or TaskForm(people=people),
    }


@admin.register(Task)
class TaskAdmin(admin.ModelAdmin):
    """Not rows of a table but what somebody has to do; whatever a page shows, it asks content.queries.teamwork."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        both, post = require_http_methods(["GET", "POST"]), require_POST
        return [
            path("", wrap(require_http_methods(["GET"])(self.changelist_view)), name="content_task_changelist"),
            path("hinweise/", wrap(hints.hints), name="content_task_hints"),
            path("<slug:kind>/<int:pk>/", wrap(both(self.talk)), name="content_task_text"),
            path("<slug:kind>/<int:pk>/gesehen/", wrap(post(self.seen)), name="content_task_seen"),
            path("<int:pk>/erledigt/", wrap(post(self.finish)), name="content_task_finish"),
            path("beteiligt/<int:pk>/beenden/", wrap(post(self.end_share)), name="content_task_unshare"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """My tasks and mentions."""
        context = self.admin_site.each_context(request) | {
            "title": gettext("Meine Aufgaben"),
            "opts": self.opts,
            "work": teamwork.my_work(request.user),
        }
        return TemplateResponse(request, f"{PAGES}/mine.html", context)

    def talk(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        """The talk about one text; something said or a task given (POST)."""
        text = teamwork.text_of(kind, pk, request.user)
        if text is None:
            raise Http404
        shown: dict[str, forms.Form] = {}
        if request.method == "POST":
            shown = self.take(request, text)
            if not shown:
                return redirect(back(request, text))
        about = talk_about(request, text, **shown)
        context = self.admin_site.each_context(request) | about
        context |= {"title": gettext("Gespräch: %(text)s") % {"text": text}, "opts": text._meta}
        context |= {"passages": [] if about["talk"].may_edit else teamwork.passages(text), "on_page": True}
        return TemplateResponse(request, f"{PAGES}/talk.html", context)

    def take(self, request: HttpRequest, text: Editorial) -> dict[str, forms.Form]:
        """Keep what was sent; the form with its errors, if it has any."""
        people = teamwork.colleagues()
        kind = text._meta.model_name
        if "title" in request.POST:
            task = TaskForm(request.POST, people=people)
            if not task.is_valid():
                return {"task_form": task}
            actions.assign(kind, text.pk, actor=request.user, **task.cleaned_data)
            messages.success(request, gettext("Die Aufgabe ist vergeben."))
            return {}
        said = CommentForm(request.POST, people=people)
        if not said.is_valid():
            return {"comment_form": said}
        also = said.cleaned_data["also"]
        actions.comment(kind, text.pk, actor=request.user, body=said.cleaned_data["body"], also=[also] if also else [])
        messages.success(request, gettext("Ihr Kommentar ist gespeichert."))
        return {}

    def seen(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        actions.see(kind, pk, actor=request.user)
        return redirect("admin:content_task_changelist")

    def finish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Done, or not done after all."""
        verb = actions.reopen if "reopen" in request.POST else actions.finish
        task = verb(pk, actor=request.user)
        if "list" in request.POST:
            return redirect("admin:content_task_changelist")
        return redirect(back(request, task.text))

    def end_share(self, request: HttpRequest, pk: int) -> HttpResponse:
        share = actions.end_share(pk, actor=request.user)
        messages.success(request, gettext("%(person)s ist nicht mehr beteiligt.") % {"person": share.person})
        return redirect(back(request, share.text))


def back(request: HttpRequest, text: Editorial) -> str:
    """To the page from which it was sent: that of the text, or that of the talk."""
    kind = text._meta.model_name
    page = f"admin:content_{kind}_change" if "form" in request.POST else "admin:content_task_text"
    return reverse(page, args=[text.pk] if "form" in request.POST else [kind, text.pk]) + f"#{ANCHOR}"
