"""Who is responsible, for editors."""

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from responsibility import actions
from responsibility.admin import bulk, matrix, tester
from responsibility.admin.choices import OwnChoices, OwnChoicesView
from responsibility.admin.history import HistoryAdmin
from responsibility.admin.own_rows import CentralAdmin
from responsibility.models import Responsibility, ServiceGroup
from responsibility.queries import rights
from responsibility.rules import reach
from responsibility.rules.validity import has_started


@admin.register(ServiceGroup)
class ServiceGroupAdmin(HistoryAdmin, CentralAdmin):
    list_display = ("name", "slug")
    search_fields = ("name", "slug")

    def save_model(self, request: HttpRequest, obj: ServiceGroup, form: ModelForm, change: bool) -> None:
        actions.save_group(obj, actor=request.user)

    def delete_model(self, request: HttpRequest, obj: ServiceGroup) -> None:
        actions.delete_group(obj.pk, actor=request.user)

    def get_actions(self, request: HttpRequest) -> dict:
        """Groups are deleted one by one."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}


@admin.register(Responsibility)
class ResponsibilityAdmin(OwnChoices, HistoryAdmin):
    list_display = ("__str__", "role", "area", "condition", "valid_from", "valid_to", "note")
    list_select_related = ("service", "group", "area", "organisation")
    own_choices = ("service", "group", "area", "organisation")
    list_filter = ("role", "level", "condition", "group")
    search_fields = ("service__name", "group__name", "organisation__name", "area__short_name")
    fields = (
        ("service", "group"),
        "role",
        "area",
        ("organisation", "level"),
        "condition",
        ("valid_from", "valid_to"),
        "note",
    )
    actions = ("end_today",)

    def own_rows(self, user: User | AnonymousUser) -> QuerySet:
        return rights.own_responsibilities(user)

    def get_urls(self) -> list[URLPattern]:
        """The matrix, the tester and the exchange of files stand beside the list."""
        wrap = self.admin_site.admin_view
        own = [
            path("auswahl/", wrap(OwnChoicesView.as_view(admin_site=self.admin_site)), name="responsibility_choose"),
            path("matrix/", wrap(matrix.matrix), name="responsibility_matrix"),
            path("wer-waere-es/", wrap(tester.tester), name="responsibility_tester"),
            path("ausgeben/<slug:kind>/", wrap(bulk.export), name="responsibility_export"),
            path("einspielen/<slug:kind>/", wrap(bulk.upload), name="responsibility_import"),
            path("vorschau/<int:upload_id>/", wrap(bulk.preview), name="responsibility_preview"),
        ]
        return own + super().get_urls()

    def get_readonly_fields(self, request: HttpRequest, obj: Responsibility | None = None) -> tuple[str, ...]:
        """A rule about a foreign area or a foreign organisation can only be ended."""
        if obj is None or not reach.only_end(rights.reach(request.user), obj):
            return ()
        fields = (field.name for field in self.opts.concrete_fields if not field.primary_key)
        return tuple(name for name in fields if name not in reach.CLOSING)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A rule that counted once is ended, not deleted."""
        if obj is not None and has_started(obj.valid_from, timezone.localdate()):
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    @admin.action(description=_("Ausgewählte Zuständigkeiten heute beenden"), permissions=["change"])
    @transaction.atomic
    def end_today(self, request: HttpRequest, queryset: QuerySet) -> None:
        today = timezone.localdate()
        for pk in queryset.order_by("pk").values_list("pk", flat=True):
            actions.end_responsibility(pk, actor=request.user, on=today)
        messages.success(
            request,
            gettext("Die ausgewählten Zuständigkeiten gelten bis einschließlich %(day)s.")
            % {"day": f"{today:%d.%m.%Y}"},
        )

    def save_model(self, request: HttpRequest, obj: Responsibility, form: ModelForm, change: bool) -> None:
        actions.assign_responsibility(obj, actor=request.user)

    def delete_model(self, request: HttpRequest, obj: Responsibility) -> None:
        actions.delete_responsibility(obj.pk, actor=request.user)
