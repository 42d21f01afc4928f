"""The administration shows everybody only what is theirs."""

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from portal.accounts.models import User
from responsibility.queries import rights


def is_editor(request: HttpRequest) -> bool:
    """Does the person keep anything of the directory? Asked many times on a page, answered once."""
    if not hasattr(request, "is_directory_editor"):
        request.is_directory_editor = rights.edits_something(request.user)
    return request.is_directory_editor


def is_writer(request: HttpRequest) -> bool:
    """Does the person write texts? Asked many times on a page, answered once."""
    if not hasattr(request, "writes_texts"):
        request.writes_texts = rights.writes_something(request.user)
    return request.writes_texts


class OwnRowsAdmin(admin.ModelAdmin):
    """Lists and pages of own rows only; what is not there for somebody is 404."""

    show_full_result_count = False

    def own_rows(self, user: User | AnonymousUser) -> QuerySet:
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        if rights.edits_everything(request.user):
            return rows
        return rows.filter(pk__in=self.own_rows(request.user).order_by().values("pk"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model:
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)


class CentralAdmin(OwnRowsAdmin):
    """Rows that count for the whole Land: all editors read them, those of the Land change them.

    Whoever writes texts chooses among them, and so reads them too.
    """

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_writer(request) or is_editor(request)

    def own_rows(self, user: User | AnonymousUser) -> QuerySet:
        return self.model.objects.all()

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rights.edits_everything(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rights.edits_everything(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rights.edits_everything(request.user)
