"""Areas, organisations and who is responsible for what where."""

from responsibility.models.area import Area, PostcodeArea
from responsibility.models.organisation import (
    ContactPerson,
    Language,
    Organisation,
    OrganisationGroupPermission,
    OrganisationUserPermission,
    Role,
)
from responsibility.models.responsibility import Responsibility, ServiceGroup

__all__ = [
    "Area",
    "ContactPerson",
    "Language",
    "Organisation",
    "OrganisationGroupPermission",
    "OrganisationUserPermission",
    "PostcodeArea",
    "Responsibility",
    "Role",
    "ServiceGroup",
]
