"""For editors: how the proceeding of a service runs. Cases are never edited here."""

from django.contrib import admin

from cases.actions.processes import remove_process, save_process
from cases.models import ProcessSettings


@admin.register(ProcessSettings)
class ProcessSettingsAdmin(admin.ModelAdmin):
    list_display = ("service", "form", "decision_period", "period_law", "deemed_approval_law", "four_eyes")
    list_select_related = ("service", "form")
    search_fields = ("service__name",)
    autocomplete_fields = ("service", "companions", "after")

    def save_model(self, request, obj, form, change) -> None:
        save_process(obj, actor=request.user)

    def delete_model(self, request, obj) -> None:
        remove_process(obj, actor=request.user)

    def delete_queryset(self, request, queryset) -> None:
        for process in queryset.select_related("service"):
            remove_process(process, actor=request.user)
