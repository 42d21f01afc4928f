from django.contrib import admin

from portal.audit.models import Record


@admin.register(Record)
class RecordAdmin(admin.ModelAdmin):
    """The log can be read and searched, never changed."""

    list_display = ("at", "actor_name", "verb", "subject", "number")
    list_filter = ("verb",)
    search_fields = ("subject", "actor_name")
    date_hierarchy = "at"
    show_full_result_count = False
    fields = readonly_fields = (
        "at",
        "actor",
        "actor_name",
        "verb",
        "subject",
        "number",
        "detail",
        "previous_hash",
        "hash",
    )
    list_select_related = ("actor",)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
