"""Every state a row of the directory ever had, written by triggers of the database.

The triggers see each write, also of imports, bulk updates and cascades. `pgh_context` says who it was
(actions.changes.by); without it nobody was logged in: a command, or the database itself.
"""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from responsibility.models.area import PostcodeArea
from responsibility.models.organisation import Organisation
from responsibility.models.responsibility import Responsibility, ServiceGroup


def versions_of(model: type[models.Model]) -> type[models.Model]:
    """The base of a table of versions: append-only, one row a write."""
    return pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
        append_only=True,
    )


Organisations = versions_of(Organisation)
ServiceGroups = versions_of(ServiceGroup)
Responsibilities = versions_of(Responsibility)
PostcodeAreas = versions_of(PostcodeArea)


class OrganisationVersion(Organisations):
    class Meta(Organisations.Meta):
        verbose_name = _("Fassung einer Behörde")
        indexes = [models.Index(fields=["pgh_obj", "pgh_id"], name="organisation_versions")]


class ServiceGroupVersion(ServiceGroups):
    class Meta(ServiceGroups.Meta):
        verbose_name = _("Fassung einer Leistungsgruppe")
        indexes = [models.Index(fields=["pgh_obj", "pgh_id"], name="service_group_versions")]


class ResponsibilityVersion(Responsibilities):
    class Meta(Responsibilities.Meta):
        verbose_name = _("Fassung einer Zuständigkeit")
        indexes = [models.Index(fields=["pgh_obj", "pgh_id"], name="responsibility_versions")]


class PostcodeAreaVersion(PostcodeAreas):
    class Meta(PostcodeAreas.Meta):
        verbose_name = _("Fassung einer Postleitzahl")
        indexes = [models.Index(fields=["pgh_obj", "pgh_id"], name="postcode_area_versions")]
