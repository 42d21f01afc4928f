"""Give people roles in organisations."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from portal.accounts.models import User
from portal.audit import actions as audit
from responsibility.models import Organisation, OrganisationGroupPermission

# What each role may do in its organisation
ROLES = {
    "caseworker": ("work_cases",),
    "head": ("work_cases", "lead_cases"),
    "editor": ("edit_content",),
    "directory": ("edit_directory",),
    "payment": ("handle_payments",),
    "hotline": ("answer_calls",),
}
# Roles that work in the administration and so may log in there
IN_ADMINISTRATION = ("editor", "directory")


@transaction.atomic
def grant_role(user: User, organisation: Organisation, role: str, *, actor: User | None = None) -> Group:
    """Put the user into the organisation's group for this role, which carries the rights. Twice changes nothing."""
    codenames = ROLES[role]
    group, _ = Group.objects.get_or_create(name=f"{organisation.slug}:{role}")
    permissions = Permission.objects.filter(content_type__app_label="responsibility", codename__in=codenames)
    for permission in permissions:
        OrganisationGroupPermission.objects.get_or_create(
            group=group, permission=permission, content_object=organisation
        )
    if role in IN_ADMINISTRATION and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    if not user.groups.filter(pk=group.pk).exists():
        user.groups.add(group)
        audit.record(actor, "organisation.role_granted", organisation, role=role, user=user.pk)
    return group
