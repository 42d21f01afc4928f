from django.contrib import admin

from portal.mail.models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    """Whether a message went out. Its text can hold a personal link and is not shown here."""

    list_display = ("created_at", "subject", "recipient", "status", "sent_at")
    list_filter = ("status",)
    search_fields = ("recipient", "subject", "subject_ref")
    show_full_result_count = False
    fields = readonly_fields = ("created_at", "recipient", "subject", "subject_ref", "status", "sent_at", "message_id")

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
