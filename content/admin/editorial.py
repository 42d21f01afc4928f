"""What every room of the editors has: own texts only, and changes that go through versions.

A kind of text joins by inheriting `EditorialAdmin`; docs/editorial-guide.md says how. Django's form works as ever:
inside a transaction the open version is written to the rows, the form is shown or saved, the rows are read as the new
version, and where the text is public everything but the version is rolled back.
"""

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin

from content import actions
from content.actions import snapshots as writing
from content.admin import editorial_conflicts, editorial_lists, editorial_pages
from content.admin.hints import PlainLanguage
from content.models import Editorial, Status, Version, VersionStatus
from content.queries import editorial, snapshots
from content.queries.snapshots import Snapshot
from content.rules import workflow
from content.rules.translations import STATES
from portal.accounts.models import User
from portal.place import Place

TOKEN = "editorial_token"  # noqa: S105 - the name of a field
INSTEAD = "editorial_instead"
# There one also chooses among what others have published
PICK_LISTS = ("autocomplete", "responsibility_choose")
FRAME = ("owner", "publish_at", "expire_at")


@dataclass
class Desk:
    """A text as it lies before an editor: the rows hold `before`, the public sees something else if `is_public`."""

    text: Editorial
    work: editorial.Work
    before: Snapshot
    reader: User
    # The public page, if it has one
    page: str | None
    # What the form says of links, by the name of the field
    links: dict[str, list[int]] = field(default_factory=dict)
    saved: bool = False
    is_stale: bool = False

    @property
    def version(self) -> Version | None:
        return self.work.open

    @property
    def published(self) -> Version | None:
        return self.work.published

    @property
    def is_public(self) -> bool:
        """Or was: then its row changes by publishing only."""
        return self.text.status in (Status.PUBLISHED, Status.EXPIRED)

    @property
    def token(self) -> str:
        """What the form knows of the state it shows."""
        return self.version.token if self.version else f"public.{self.published.pk if self.published else 0}"

    @property
    def is_outrun(self) -> bool:
        """Was something else published after this draft began?"""
        base, published = self.version and self.version.base_id, self.published
        return bool(base and published and base != published.pk)

    @property
    def is_editable(self) -> bool:
        return self.version is None or self.version.status in (VersionStatus.DRAFT, VersionStatus.REJECTED)

    @cached_property
    def four_eyes(self) -> bool:
        return editorial.has_four_eyes(self.text.owner_id)

    @property
    def steps(self) -> list[tuple[str, workflow.Move]]:
        """What can be done next."""
        found: list[str] = []
        if self.version is not None:
            authors = self.version.author_ids
            found = workflow.steps(self.version.status, self.reader.pk, authors, four_eyes=self.four_eyes)
            found = [verb for verb in found if self.is_public or verb != "discard"]
        if self.text.status == Status.PUBLISHED:
            found += ["withdraw"] if self.version else ["confirm", "withdraw"]
        return [(verb, workflow.MOVES[verb]) for verb in found]

    @property
    def translation(self) -> dict[str, list[str]]:
        """What is missing or outdated in English, by the names on the form."""
        newest = self.version or self.published
        state = (newest.translations if newest else {}).get("en", {})
        return {
            word: [field_label(type(self.text), name) for name in state.get(kind, ())]
            for kind, word in STATES.items()
            if kind != "current"
        }


def is_editor(request: HttpRequest) -> bool:
    """Does the person edit any texts? Asked many times on a page, answered once."""
    if not hasattr(request, "is_text_editor"):
        request.is_text_editor = editorial.edits_texts(request.user)
    return request.is_text_editor


class PartOfText:
    """Whoever edits a text edits its parts."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        desk: Desk | None = getattr(request, "desk", None)
        return is_editor(request) and (desk is None or desk.is_editable)

    has_add_permission = has_delete_permission = has_change_permission


@cache
def part_of_text(inline: type) -> type:
    formset = type(inline.formset.__name__, (KnownRows, inline.formset), {})
    return type(inline.__name__, (PartOfText, PlainLanguage, inline), {"formset": formset})


class KnownRows:
    """A formset that finds the row of a form among those it has read, and not one by one in the database."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for shown in form.fields.values():
            if not shown.widget.is_hidden:  # a table names its columns for the eye only
                shown.widget.attrs.setdefault("aria-label", str(shown.label))
        key = form.fields.get(self.model._meta.pk.name)
        if isinstance(key, forms.ModelChoiceField):
            key.to_python = self.known_row

    def known_row(self, value: Any) -> Model | None:
        if value in (None, ""):
            return None
        found = self._existing_object(int(value)) if str(value).isdigit() else None
        if found is None:
            raise ValidationError(
                _("Diese Zeile gibt es nicht mehr. Kopieren Sie ihren Text und legen Sie sie neu an.")
            )
        return found


class EditorialAdmin(PlainLanguage, TranslationAdmin):
    """The room of one kind of text."""

    change_form_template = "admin/content/change_form.html"
    change_list_template = "admin/content/change_list.html"
    show_full_result_count = False
    list_per_page = 50
    # Kinds that count for the whole Land: only its editors begin new ones
    only_land_adds = False
    # Links to few rows
    ticked: tuple[str, ...] = ()

    # Who sees and does what

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        own = editorial.own_texts(rows, request.user)
        if request.resolver_match and request.resolver_match.url_name in PICK_LISTS:
            return rows.filter(is_published=True) | own
        if getattr(request, "is_saving", False):
            return own.select_for_update(of=("self",))
        return editorial.with_versions(own)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Editorial:
        desk: Desk | None = getattr(request, "desk", None)
        if desk is not None and str(desk.text.pk) == object_id:
            return desk.text
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        request.is_text_editor = request.writes_texts = True  # for it is theirs
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_editor(request) and (not self.only_land_adds or editorial.edits_everything(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        desk: Desk | None = getattr(request, "desk", None)
        return is_editor(request) and (obj is None or desk is None or desk.is_editable)

    def has_delete_permission(self, request: HttpRequest, obj: Editorial | None = None) -> bool:
        """Only what was never public; the rest is withdrawn."""
        return is_editor(request) and obj is not None and obj.status in (Status.DRAFT, Status.IN_REVIEW)

    def get_actions(self, request: HttpRequest) -> dict:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    # Lists

    def get_list_select_related(self, request: HttpRequest) -> tuple[str, ...]:
        return (*(super().get_list_select_related(request) or ()), "owner")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        first, *rest = super().get_list_display(request)
        return (first, "stage", "english", *rest, "owner_name")

    def get_list_filter(self, request: HttpRequest) -> tuple:
        return (*super().get_list_filter(request), *editorial_lists.FILTERS)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.opts.verbose_name_plural} | (extra_context or {}))

    stage, english, owner_name = editorial_lists.stage, editorial_lists.english, editorial_lists.owner_name

    # The form

    def get_inlines(self, request: HttpRequest, obj: Editorial | None) -> list[type]:
        return [part_of_text(inline) for inline in super().get_inlines(request, obj)]

    def get_fieldsets(self, request: HttpRequest, obj: Editorial | None = None) -> list:
        found = super().get_fieldsets(request, obj)
        own = [
            (name, options | {"fields": [f for f in options["fields"] if f not in FRAME]}) for name, options in found
        ]
        return [*own, (_("Redaktion und Zeitraum"), {"fields": FRAME})]

    def get_readonly_fields(self, request: HttpRequest, obj: Editorial | None = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *(("owner",) if obj else ()))

    def formfield_for_foreignkey(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field:
        if db_field.name == "owner":
            kwargs["queryset"] = editorial.own_organisations(request.user)
            kwargs["empty_label"] = _("Redaktion des Landes")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        found = super().formfield_for_dbfield(db_field, request, **kwargs)
        if found is not None and db_field.name == "owner":
            for what in ("add", "change", "delete", "view"):
                setattr(found.widget, f"can_{what}_related", False)
        if isinstance(found, forms.SplitDateTimeField):
            for part, name in zip(found.widget.widgets, (_("Datum"), _("Uhrzeit")), strict=True):
                part.attrs["aria-label"] = f"{found.label}: {name}"
        return found

    def formfield_for_manytomany(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field:
        """Short lists are boxes to tick, which work for everybody and without JavaScript."""
        if db_field.name in self.ticked:
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        own = None
        if not editorial.edits_everything(request.user):
            own = editorial.own_organisations(request.user).order_by("name").values_list("pk", flat=True).first()
        return {"owner": own} | super().get_changeform_initial_data(request)

    def get_form(self, request: HttpRequest, obj: Editorial | None = None, change: bool = False, **kwargs: Any) -> type:
        base = super().get_form(request, obj, change=change, **kwargs)
        return type("EditorialForm", (EditorialForm, base), {"request": request})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if object_id is None:
            return self.begin_text(request, form_url, extra_context)
        with transaction.atomic():
            with transaction.atomic():
                desk = request.desk = self.desk(request, unquote(object_id))
                if request.method == "POST":
                    self.compare(request, desk)
                more = (extra_context or {}) | self.desk_context(request, desk)
                response = super().changeform_view(request, object_id, form_url, more)
                if isinstance(response, TemplateResponse):
                    response.context_data |= editorial_conflicts.context(desk, response.context_data["adminform"].form)
                    response.render()
                written = self.written(desk) if desk.saved else None
                if desk.is_public or not desk.saved:
                    transaction.set_rollback(True)
            if written is not None:
                self.keep(request, desk, written)
        return response

    def begin_text(self, request: HttpRequest, form_url: str, extra_context: dict | None) -> HttpResponse:
        """A new text is a row that nobody sees, and its first version."""
        with transaction.atomic():
            more = {"show_review": True, "show_save_and_add_another": False} | (extra_context or {})
            response = super().changeform_view(request, None, form_url, more)
            text = getattr(request, "new_text", None)
            if text is not None:
                empty = {"fields": {}, "links": {}, "parts": {}}
                actions.keep_draft(text, snapshots.take(text), actor=request.user, before=empty)
        return response

    def desk(self, request: HttpRequest, object_id: str) -> Desk:
        """The text with its open version on the rows; locked, if it is to be saved."""
        request.is_saving = request.method == "POST"
        text = self.get_object(request, object_id)
        before = snapshots.take(text)
        found = Desk(text, editorial.work(text), before, request.user, self.public_path(text))
        if found.version is None or not found.is_public:
            return found
        found.before = found.version.data
        if request.is_saving and found.is_editable:
            fields = flatten_fieldsets(self.get_fieldsets(request, text))
            writing.apply_for_form(text, found.before, before, set(fields) - {*self.get_readonly_fields(request, text)})
        else:
            writing.apply(text, found.before, before)
        return found

    def written(self, desk: Desk) -> Snapshot:
        """What was saved; links of a public text never reach the database."""
        found = snapshots.take(desk.text)
        return found | {"links": found["links"] | desk.links}

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        """As ever; but the links of a public text are only read from the form, for they would be rolled back."""
        desk: Desk | None = getattr(request, "desk", None)
        if desk is None or not desk.is_public:
            super().save_related(request, form, formsets, change)
            return
        names = [link.name for link in self.opts.many_to_many if link.name in form.cleaned_data]
        desk.links = {name: sorted(row.pk for row in form.cleaned_data[name]) for name in names}
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def compare(self, request: HttpRequest, desk: Desk) -> None:
        if not desk.is_editable:
            raise workflow.NotEditable(desk.version.status)
        desk.is_stale = request.POST.get(TOKEN) != desk.token

    def desk_context(self, request: HttpRequest, desk: Desk) -> dict[str, Any]:
        return {
            "desk": desk,
            "token_name": TOKEN,
            "instead_name": INSTEAD,
            "show_save_and_add_another": False,
            "show_review": desk.is_editable,
            "may_hand_over": editorial.edits_everything(request.user),
        }

    def keep(self, request: HttpRequest, desk: Desk, written: Snapshot) -> None:
        if INSTEAD in request.POST and desk.version is not None and written != desk.before:
            actions.set_aside(desk.version.pk, saves=desk.version.saves, actor=request.user)
            desk.work = editorial.work(desk.text)
        kept = actions.keep_draft(desk.text, written, actor=request.user, before=desk.before, work=desk.work)
        if kept is None:
            messages.info(request, _("Es hat sich nichts geändert."))

    def log_addition(self, request: HttpRequest, obj: Editorial, message: object) -> None:
        """The version tells it; here only that it was saved."""
        request.new_text = obj

    def log_change(self, request: HttpRequest, obj: Editorial, message: object) -> None:
        request.desk.saved = True

    def response_add(self, request: HttpRequest, obj: Editorial, post_url_continue: str | None = None) -> HttpResponse:
        if "_popup" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Editorial) -> HttpResponse:
        return self.saved(request, obj)

    def saved(self, request: HttpRequest, obj: Editorial) -> HttpResponse:
        """Back to the text, whose next steps stand on top; or on to the question whether it goes to review."""
        if "_review" in request.POST:
            return redirect(self.address("step", obj.pk, "submit"))
        messages.success(request, _("Der Entwurf von „%(text)s“ ist gespeichert.") % {"text": obj})
        return redirect(self.address("changelist") if "_save" in request.POST else self.address("change", obj.pk))

    def delete_model(self, request: HttpRequest, obj: Editorial) -> None:
        actions.delete(self.model, obj.pk, actor=request.user)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Nothing: the audit tells it."""

    # Pages beside the form

    def address(self, page: str, *arguments: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=arguments)

    def get_urls(self) -> list[URLPattern]:
        return editorial_pages.urls(self) + super().get_urls()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """All versions of a text."""
        return editorial_pages.versions(self, request, object_id)

    def view_on_site(self, obj: Editorial) -> str | None:
        return self.public_path(obj) if obj.status == Status.PUBLISHED else None

    def public_path(self, obj: Editorial) -> str | None:
        """Where the public reads the text; None: it has no page of its own."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def preview_place(self, obj: Editorial) -> Place | None:
        """The place for which the text is written; None: for all."""
        return None


def field_label(model: type[Editorial], name: str) -> str:
    """The name of a field, or of the part it stands in."""
    path, _, rest = name.partition(".")
    if not rest:
        return str(model._meta.get_field(name).verbose_name)
    return str(snapshots.part_of(model, path)[0]._meta.verbose_name)


class EditorialForm(forms.ModelForm):
    """Says when somebody was faster, and that a text needs an office."""

    request: HttpRequest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A form that was sent need not read the links that the desk knows."""
        instance, desk = kwargs.get("instance"), getattr(self.request, "desk", None)
        if desk is None or instance is None or not args:
            super().__init__(*args, **kwargs)
            return
        links = {link.name: link.related_model for link in instance._meta.many_to_many}
        known = {name: [model(pk=key) for key in desk.before["links"].get(name, ())] for name, model in links.items()}
        instance._prefetched_objects_cache = known
        super().__init__(*args, **kwargs)
        instance._prefetched_objects_cache = {}

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        desk: Desk | None = getattr(self.request, "desk", None)
        if desk is not None and desk.is_stale:
            raise ValidationError(editorial_conflicts.sentence(desk))
        if "owner" in self.fields and not found.get("owner") and not editorial.edits_everything(self.request.user):
            self.add_error("owner", _("Wählen Sie Ihre Redaktion."))
        return found
