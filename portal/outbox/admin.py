from django.contrib import admin
from django.utils.translation import ngettext

from portal.outbox import actions
from portal.outbox.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    """What waits, runs or failed. Nothing is edited here; failed work can be tried again."""

    list_display = ("created_at", "task", "subject_id", "status", "attempts", "next_attempt_at", "last_error")
    list_filter = ("status", "task")
    ordering = ("-pk",)
    show_full_result_count = False
    actions = ("retry_entries",)
    fields = readonly_fields = (
        "key",
        "task",
        "subject_id",
        "status",
        "attempts",
        "next_attempt_at",
        "told_at",
        "last_error",
        "created_at",
        "done_at",
    )

    @admin.action(description="Gescheiterte jetzt wiederholen", permissions=["retry"])
    def retry_entries(self, request, queryset) -> None:
        dead = queryset.filter(status=Entry.Status.DEAD)
        count = 0
        for entry_id in dead.values_list("pk", flat=True):
            actions.retry(entry_id, actor=request.user)
            count += 1
        words = ngettext("%(count)d Auftrag wird wiederholt.", "%(count)d Aufträge werden wiederholt.", count)
        self.message_user(request, words % {"count": count})

    def has_retry_permission(self, request) -> bool:
        return request.user.has_perm("outbox.change_entry")

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
