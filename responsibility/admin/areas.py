"""Areas come from the official register and are read here; postcodes are kept by their municipality."""

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from portal.accounts.models import User
from responsibility import actions
from responsibility.admin.choices import OwnChoices
from responsibility.admin.history import HistoryAdmin
from responsibility.admin.own_rows import CentralAdmin
from responsibility.models import Area, PostcodeArea
from responsibility.queries import rights


@admin.register(Area)
class AreaAdmin(CentralAdmin):
    list_display = ("short_name", "kind", "parent", "ars", "ags", "population", "successor")
    list_select_related = ("parent", "successor")
    list_filter = ("kind",)
    search_fields = ("short_name", "name", "ars", "ags")
    fields = (
        "ars",
        "ags",
        "kind",
        "name",
        "short_name",
        "parent",
        "population",
        "latitude",
        "longitude",
        "valid_from",
        "valid_to",
        "successor",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(PostcodeArea)
class PostcodeAreaAdmin(OwnChoices, HistoryAdmin):
    list_display = ("postcode", "area", "confidence")
    list_select_related = ("area",)
    own_choices = ("area",)
    list_filter = ("confidence",)
    search_fields = ("postcode", "area__short_name")

    def own_rows(self, user: User | AnonymousUser) -> QuerySet:
        return rights.own_postcodes(user)

    def save_model(self, request: HttpRequest, obj: PostcodeArea, form: ModelForm, change: bool) -> None:
        actions.save_postcode(obj, actor=request.user)

    def delete_model(self, request: HttpRequest, obj: PostcodeArea) -> None:
        actions.delete_postcode(obj.pk, actor=request.user)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for pk in queryset.values_list("pk", flat=True):
            actions.delete_postcode(pk, actor=request.user)
