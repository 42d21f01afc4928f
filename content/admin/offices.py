"""How the editors of each organisation work; for those of the Land."""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from content import actions
from content.models import EditorialOffice
from content.queries import editorial


@admin.register(EditorialOffice)
class EditorialOfficeAdmin(admin.ModelAdmin):
    list_display = ("__str__", "four_eyes")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return editorial.edits_everything(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return editorial.edits_everything(request.user)

    has_add_permission = has_module_permission
    has_change_permission = has_delete_permission = has_view_permission

    def save_model(self, request: HttpRequest, obj: EditorialOffice, form: ModelForm, change: bool) -> None:
        actions.save_office(obj, actor=request.user)
