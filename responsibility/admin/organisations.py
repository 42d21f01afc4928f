"""The directory of authorities (VZD) for editors."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from responsibility import actions
from responsibility.admin.choices import OwnChoices
from responsibility.admin.history import HistoryAdmin
from responsibility.models import ContactPerson, Language, Organisation
from responsibility.queries import rights
from responsibility.rules import opening

LARGEST_LOGO = 1024 * 1024
CENTRAL = ("slug", "kind", "parent", "area")


class WrittenField(forms.CharField):
    """Something structured that editors type as text; `parse` raises ValueError with a sentence."""

    def __init__(self, *, parse: Callable[[str], Any], write: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.parse, self.write = parse, write

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else self.write(value or type(self.parse(""))())

    def clean(self, value: str) -> Any:
        try:
            return self.parse(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: str) -> bool:
        return self.prepare_value(initial) != (data or "").strip()


class OrganisationForm(forms.ModelForm):
    opening_hours = WrittenField(
        parse=opening.parse,
        write=opening.write,
        label=gettext_lazy("Öffnungszeiten"),
        help_text=gettext_lazy("Zum Beispiel: Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    opening_exceptions = WrittenField(
        parse=opening.parse_exceptions,
        write=opening.write_exceptions,
        label=gettext_lazy("Abweichende Tage"),
        help_text=gettext_lazy("Einer je Zeile, zum Beispiel: 24.12.2026-31.12.2026 geschlossen Betriebsruhe"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    web = forms.URLField(label=gettext_lazy("Internet"), required=False, assume_scheme="https")
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Sprachen"), required=False, choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )
    logo_file = forms.FileField(
        label=gettext_lazy("Neues Logo"),
        required=False,
        help_text=gettext_lazy("PNG oder JPEG, höchstens 1 MB. Es steht öffentlich neben dem Namen."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    logo_gone = forms.BooleanField(label=gettext_lazy("Logo entfernen"), required=False)

    def clean_logo_file(self) -> UploadedFile | None:
        upload = self.cleaned_data["logo_file"]
        if upload and upload.size > LARGEST_LOGO:
            raise ValidationError(gettext_lazy("Das Logo ist größer als 1 MB. Verkleinern Sie es."))
        if upload and not actions.is_logo(upload):
            raise ValidationError(gettext_lazy("Das Logo muss ein Bild sein: PNG oder JPEG."))
        return upload


class ContactPersonInline(admin.StackedInline):
    model = ContactPerson
    extra = 0
    fields = (("name", "task"), ("phone", "email"), ("room", "position"))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(Organisation)
class OrganisationAdmin(OwnChoices, HistoryAdmin):
    form = OrganisationForm
    inlines = (ContactPersonInline,)
    list_display = ("name", "kind", "area", "town", "is_sample")
    list_select_related = ("area",)
    own_choices = ("area", "parent")
    list_filter = ("kind", "is_sample")
    search_fields = ("name", "slug", "town", "area__short_name")
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind", "parent", "area", "is_sample")}),
        (
            gettext_lazy("Haus und Post"),
            {
                "fields": (
                    ("street", "postcode", "town"),
                    ("building", "directions"),
                    ("latitude", "longitude"),
                    ("post_line", "post_postcode", "post_town"),
                )
            },
        ),
        (gettext_lazy("Kontakt"), {"fields": (("phone", "fax"), ("email", "web"), ("de_mail", "fit_connect"))}),
        (gettext_lazy("Öffnungszeiten"), {"fields": ("opening_hours", "opening_exceptions", "opening_note")}),
        (
            gettext_lazy("Barrierefreiheit und Sprachen"),
            {
                "fields": (
                    ("step_free", "lift", "accessible_toilet"),
                    ("accessible_parking", "hearing_loop"),
                    "access_note",
                    "languages",
                )
            },
        ),
        (gettext_lazy("Bankverbindung"), {"fields": ("account_holder", ("iban", "bic"))}),
    )

    @admin.display(description=gettext_lazy("Logo"))
    def logo_shown(self, organisation: Organisation) -> str:
        if organisation.logo_id is None:
            return "–"
        address = reverse("responsibility:organisation_logo", args=[organisation.slug])
        return format_html('<img class="rd-logo" src="{}?{}" alt="">', address, organisation.logo_id)

    def get_fieldsets(self, request: HttpRequest, obj: Organisation | None = None) -> list:
        """A logo needs a row that it belongs to."""
        found = [*super().get_fieldsets(request, obj)]
        if obj is not None:
            fields = ("logo_shown", "logo_file", "logo_gone") if obj.logo_id else ("logo_file",)
            found.insert(2, (gettext_lazy("Logo"), {"fields": fields}))
        return found

    def own_rows(self, user: User | AnonymousUser) -> QuerySet:
        return rights.own_organisations(user)

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> tuple[str, ...]:
        """Only the editors of the Land decide for whom an organisation answers."""
        if rights.edits_everything(request.user):
            return ("logo_shown",)
        return ("logo_shown", *(("area",) if obj is None else CENTRAL))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Organisation | None = None) -> dict[str, Any]:
        return {"slug": ("name",)} if obj is None else {}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str]:
        start = {} if rights.edits_everything(request.user) else {"kind": Organisation.Kind.UNIT}
        return start | super().get_changeform_initial_data(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rights.edits_everything(request.user)

    def save_model(self, request: HttpRequest, obj: Organisation, form: ModelForm, change: bool) -> None:
        actions.save_organisation(obj, actor=request.user)
        if upload := form.cleaned_data.get("logo_file"):
            actions.set_logo(obj.pk, upload, actor=request.user)
        elif form.cleaned_data.get("logo_gone"):
            actions.remove_logo(obj.pk, actor=request.user)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        formset.save(commit=False)
        kept = [*formset.new_objects, *(person for person, _ in formset.changed_objects)]
        actions.keep_persons(form.instance.pk, kept=kept, removed=formset.deleted_objects, actor=request.user)

    def delete_model(self, request: HttpRequest, obj: Organisation) -> None:
        actions.delete_organisation(obj.pk, actor=request.user)

    def get_actions(self, request: HttpRequest) -> dict:
        """Organisations are deleted one by one."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}
