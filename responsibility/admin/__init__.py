"""The directory for editors, each with what is theirs (queries.rights)."""

from responsibility.admin.areas import AreaAdmin, PostcodeAreaAdmin
from responsibility.admin.findings import CheckRunAdmin, LocalityAdmin, ResponsibilityGapAdmin
from responsibility.admin.organisations import OrganisationAdmin
from responsibility.admin.responsibilities import ResponsibilityAdmin, ServiceGroupAdmin

__all__ = [
    "AreaAdmin",
    "CheckRunAdmin",
    "LocalityAdmin",
    "OrganisationAdmin",
    "PostcodeAreaAdmin",
    "ResponsibilityAdmin",
    "ResponsibilityGapAdmin",
    "ServiceGroupAdmin",
]
