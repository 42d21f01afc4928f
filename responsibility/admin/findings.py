"""What the finder could not answer, the nightly checks, and the names of villages."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responsibility import actions
from responsibility.admin.own_rows import CentralAdmin
from responsibility.models import CheckRun, Locality, ResponsibilityGap


class FindingAdmin(CentralAdmin):
    """Rows that the portal writes; editors read them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(ResponsibilityGap)
class ResponsibilityGapAdmin(FindingAdmin):
    """A gap that is closed can be deleted; if it is asked for again, it comes back."""

    list_display = ("service", "area", "kind", "count", "first_seen", "last_seen")
    list_select_related = ("service", "area")
    list_filter = ("kind",)
    search_fields = ("service__name", "area__short_name", "area__ars")


@admin.register(CheckRun)
class CheckRunAdmin(FindingAdmin):
    list_display = ("started_at", "as_of", "services", "municipalities", "resolved", "gaps", "conflicts", "seconds")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Locality)
class LocalityAdmin(CentralAdmin):
    list_display = ("name", "municipality", "postcode")
    list_select_related = ("municipality",)
    search_fields = ("name", "municipality__short_name", "postcode")
    autocomplete_fields = ("municipality",)
    fields = ("name", "municipality", "postcode", "latitude", "longitude")
    actions = ("make_ortsteil",)

    def save_model(self, request: HttpRequest, obj: Locality, form: ModelForm, change: bool) -> None:
        actions.save_locality(obj, actor=request.user)

    @admin.action(description=_("Als Ortsteil mit eigenen Zuständigkeiten führen"), permissions=["change"])
    def make_ortsteil(self, request: HttpRequest, chosen: QuerySet) -> None:
        made = [actions.make_ortsteil(locality.pk, actor=request.user) for locality in chosen]
        self.message_user(
            request, gettext("%(n)s Ortsteile können jetzt eigene Zuständigkeiten haben.") % {"n": len(made)}
        )
