"""The editors' rooms for news, questions, terms and notices, and their pictures."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.admin.editorial import EditorialAdmin, is_editor
from content.models import FaqEntry, GlossaryTerm, News, Notice, Picture
from content.queries import editorial
from content.rules import pictures
from portal.audit import actions as audit


@admin.register(News)
class NewsAdmin(EditorialAdmin):
    list_display = ("title", "published_on")
    search_fields = ("title", "teaser")
    autocomplete_fields = ("picture", "services")
    filter_horizontal = ("life_situations",)
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "published_on", "teaser", "text")}),
        (_("Bild"), {"fields": ("picture", "alt")}),
        (_("Gehört zu"), {"fields": ("services", "life_situations")}),
    )


@admin.register(FaqEntry)
class FaqEntryAdmin(EditorialAdmin):
    list_display = ("question", "group", "position", "on_start_page")
    list_filter = ("group", "on_start_page")
    search_fields = ("question", "answer")
    autocomplete_fields = ("services",)
    filter_horizontal = ("life_situations",)
    prepopulated_fields = {"slug": ("question",)}
    fieldsets = (
        (None, {"fields": ("question", "slug", "answer", "group", "position", "on_start_page")}),
        (_("Gehört zu"), {"fields": ("services", "life_situations")}),
    )

    def public_path(self, obj: FaqEntry) -> str:
        return reverse("content:faq")


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(EditorialAdmin):
    list_display = ("term", "is_marked")
    list_filter = ("is_marked",)
    search_fields = ("term", "variants", "explanation")
    prepopulated_fields = {"slug": ("term",)}
    only_land_adds = True
    fieldsets = ((None, {"fields": ("term", "slug", "explanation", "variants", "is_marked")}),)

    def public_path(self, obj: GlossaryTerm) -> str:
        return reverse("content:glossary")


@admin.register(Notice)
class NoticeAdmin(EditorialAdmin):
    list_display = ("title", "severity", "starts_at", "ends_at")
    list_filter = ("severity",)
    search_fields = ("title", "text")
    autocomplete_fields = ("areas",)
    fieldsets = (
        (None, {"fields": ("title", "text", "severity")}),
        (_("Wann und wo"), {"fields": ("starts_at", "ends_at", "paths", "areas")}),
    )

    def public_path(self, obj: Notice) -> str:
        return obj.paths.split()[0] if obj.paths else "/"


class PictureForm(forms.ModelForm):
    """Asks for the file when a picture is new; later only words about it change."""

    file = forms.FileField(
        label=_("Datei"), help_text=_("PNG, JPEG oder WebP, höchstens 2 MB und 2.400 Punkte je Seite")
    )

    class Meta:
        model = Picture
        fields = ("slug", "source", "owner")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["file"]

    def clean_file(self) -> object:
        try:
            drawn = pictures.draw(self.cleaned_data["file"].read())
        except pictures.NotAPicture as error:
            raise ValidationError(str(error)) from error
        for name, value in drawn._asdict().items():
            setattr(self.instance, name, value)
        return self.cleaned_data["file"]


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    """Public once uploaded. A better picture is a new one; one in use cannot be deleted."""

    form = PictureForm
    list_display = ("slug", "shown", "width", "height", "source", "owner")
    list_select_related = ("owner",)
    search_fields = ("slug", "source")
    readonly_fields = ("shown",)

    def get_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        return ("shown", "slug", "source", "owner") if obj else ("slug", "file", "source", "owner")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        rows = super().get_queryset(request).defer("content")
        is_choice = request.resolver_match and request.resolver_match.url_name == "autocomplete"
        return rows if is_choice else editorial.own_texts(rows, request.user)

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs) -> forms.Field:
        if db_field.name == "owner":
            kwargs["queryset"] = editorial.own_organisations(request.user)
            kwargs["empty_label"] = (
                gettext("Redaktion des Landes") if editorial.edits_everything(request.user) else None
            )
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "owner" and not editorial.edits_everything(request.user):
            field.required = True
        return field

    @admin.display(description=_("Bild"))
    def shown(self, picture: Picture) -> str:
        return format_html('<img src="{}" alt="" height="80">', picture.get_absolute_url())

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_view_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        return is_editor(request)

    has_add_permission = has_module_permission
    has_change_permission = has_delete_permission = has_view_permission

    def save_model(self, request: HttpRequest, obj: Picture, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.record(request.user, "picture.changed" if change else "picture.added", obj, digest=obj.digest)
