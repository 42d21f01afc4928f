"""The directory for editors. Areas come from the official register and are read here."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from responsibility import actions
from responsibility.models import Area, Organisation, PostcodeArea, Responsibility, ServiceGroup
from responsibility.rules import opening


class OpeningHoursField(forms.CharField):
    """Opening hours as one line of text."""

    def prepare_value(self, value: object) -> object:
        return opening.write(value) if isinstance(value, dict) else value

    def clean(self, value: str) -> opening.Hours:
        try:
            return opening.parse(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: opening.Hours, data: str) -> bool:
        return opening.write(initial or {}) != (data or "").strip()


class OrganisationForm(forms.ModelForm):
    opening_hours = OpeningHoursField(
        label="Öffnungszeiten",
        required=False,
        help_text="Zum Beispiel: Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    web = forms.URLField(label="Internet", required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = (
            "name",
            "slug",
            "kind",
            "parent",
            "area",
            "street",
            "postcode",
            "town",
            "phone",
            "email",
            "web",
            "opening_hours",
            "is_sample",
        )


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    list_display = ("short_name", "kind", "parent", "ars", "ags", "population", "successor")
    list_select_related = ("parent", "successor")
    list_filter = ("kind",)
    search_fields = ("short_name", "name", "ars", "ags")
    autocomplete_fields = ("successor",)
    readonly_fields = ("ars", "ags", "kind", "name", "short_name", "parent", "population", "latitude", "longitude")
    fields = (*readonly_fields, "valid_from", "valid_to", "successor")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Area | None = None) -> bool:
        return False


@admin.register(PostcodeArea)
class PostcodeAreaAdmin(admin.ModelAdmin):
    list_display = ("postcode", "area", "confidence")
    list_select_related = autocomplete_fields = ("area",)
    list_filter = ("confidence",)
    search_fields = ("postcode", "area__short_name")


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    form = OrganisationForm
    list_display = ("name", "kind", "area", "town", "is_sample")
    list_select_related = ("area",)
    autocomplete_fields = ("area", "parent")
    list_filter = ("kind", "is_sample")
    search_fields = ("name", "slug", "town", "area__short_name")
    prepopulated_fields = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Organisation, form: forms.ModelForm, change: bool) -> None:
        actions.save_organisation(obj, actor=request.user, changed=form.changed_data)


@admin.register(ServiceGroup)
class ServiceGroupAdmin(admin.ModelAdmin):
    list_display = ("name", "slug")
    search_fields = ("name", "slug")


@admin.register(Responsibility)
class ResponsibilityAdmin(admin.ModelAdmin):
    list_display = ("__str__", "role", "area", "valid_from", "valid_to", "note")
    list_select_related = ("service", "group", "area", "organisation")
    autocomplete_fields = ("service", "group", "area", "organisation")
    list_filter = ("role", "level", "group")
    search_fields = ("service__name", "group__name", "organisation__name", "area__short_name")

    def save_model(self, request: HttpRequest, obj: Responsibility, form: forms.ModelForm, change: bool) -> None:
        actions.save_responsibility(obj, actor=request.user, changed=form.changed_data)
