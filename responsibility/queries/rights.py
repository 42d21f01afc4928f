"""Who may do what in which organisation. The rights hang on role groups (actions.grant_role)."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from portal.accounts.models import User
from responsibility.models import Organisation, OrganisationGroupPermission, OrganisationUserPermission


def organisations_with(user: User | AnonymousUser, permission: str) -> QuerySet[Organisation]:
    """Organisations in which the user holds the permission. Lazy, so a list uses it as one subquery."""
    if not user.is_active:
        return Organisation.objects.none()
    if user.is_superuser:
        return Organisation.objects.all()
    own = {"permission__codename": permission, "permission__content_type__app_label": "responsibility"}
    by_group = OrganisationGroupPermission.objects.filter(group__user=user, **own).values("content_object")
    by_person = OrganisationUserPermission.objects.filter(user=user, **own).values("content_object")
    return Organisation.objects.filter(Q(pk__in=by_group) | Q(pk__in=by_person))


def may(user: User | AnonymousUser, permission: str, organisation: Organisation) -> bool:
    """Does the user hold the permission in this organisation? Queries: 1."""
    return organisations_with(user, permission).filter(pk=organisation.pk).exists()
