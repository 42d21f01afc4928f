"""For editors: how the proceeding of a service runs. Cases are never edited here."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.actions.processes import remove_process, save_process
from cases.models import ProcessSettings


class ProcessForm(forms.ModelForm):
    """With the way an application takes, which is kept at the service."""

    via_ea = forms.BooleanField(
        label=_("Über den Einheitlichen Ansprechpartner"),
        required=False,
        help_text=_("Sonst geht der Antrag gleich an die zuständige Behörde. Gilt für neue Anträge"),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["via_ea"].initial = self.instance.service.via_ea


@admin.register(ProcessSettings)
class ProcessSettingsAdmin(admin.ModelAdmin):
    form = ProcessForm
    list_display = ("service", "form", "decision_period", "deemed_approval_law", "four_eyes", "after", "fee")
    list_select_related = ("service", "form", "after")
    list_filter = ("four_eyes", "fee")
    search_fields = ("service__name",)
    autocomplete_fields = ("service", "companions", "after")
    fieldsets = (
        (None, {"fields": ("service", "form", "companions", "draft_days")}),
        (_("Weg"), {"fields": ("via_ea", "after", "checks")}),
        (_("Frist"), {"fields": ("decision_period", "period_law", "deemed_approval_law")}),
        (_("Entscheidung"), {"fields": ("decision_law", "four_eyes", "fee")}),
    )

    def save_model(self, request, obj, form, change) -> None:
        save_process(obj, actor=request.user, via_ea=form.cleaned_data["via_ea"])

    def delete_model(self, request, obj) -> None:
        remove_process(obj, actor=request.user)

    def delete_queryset(self, request, queryset) -> None:
        for process in queryset.select_related("service"):
            remove_process(process, actor=request.user)
