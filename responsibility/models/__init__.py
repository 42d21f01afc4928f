"""Areas, organisations and who is responsible for what where."""

from responsibility.models.area import Area, Locality, PostcodeArea
from responsibility.models.check import CheckRun, ResponsibilityGap
from responsibility.models.history import (
    OrganisationVersion,
    PostcodeAreaVersion,
    ResponsibilityVersion,
    ServiceGroupVersion,
)
from responsibility.models.organisation import (
    ContactPerson,
    Language,
    Organisation,
    OrganisationGroupPermission,
    OrganisationUserPermission,
    Role,
)
from responsibility.models.responsibility import Responsibility, ServiceGroup
from responsibility.models.upload import TableUpload

__all__ = [
    "Area",
    "CheckRun",
    "ContactPerson",
    "Language",
    "Locality",
    "Organisation",
    "OrganisationGroupPermission",
    "OrganisationUserPermission",
    "OrganisationVersion",
    "PostcodeArea",
    "PostcodeAreaVersion",
    "Responsibility",
    "ResponsibilityGap",
    "ResponsibilityVersion",
    "Role",
    "ServiceGroup",
    "ServiceGroupVersion",
    "TableUpload",
]
