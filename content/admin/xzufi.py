"""Who delivers texts by XZuFi, and which editors keep them here; for those of the Land."""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from content.actions import xzufi
from content.models import XzufiAgency
from content.queries import editorial


@admin.register(XzufiAgency)
class XzufiAgencyAdmin(admin.ModelAdmin):
    list_display = ("agency", "name", "owner")
    list_select_related = autocomplete_fields = ("owner",)
    search_fields = ("agency", "name")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return editorial.edits_everything(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return editorial.edits_everything(request.user)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What an agency delivered stays its own."""
        return False

    def save_model(self, request: HttpRequest, obj: XzufiAgency, form: ModelForm, change: bool) -> None:
        xzufi.save_agency(obj, actor=request.user)
