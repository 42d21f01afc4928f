"""Who may do what in which organisation. The rights hang on role groups (actions.grant_role)."""

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from portal.accounts.models import User
from responsibility.models import (
    Area,
    Organisation,
    OrganisationGroupPermission,
    OrganisationUserPermission,
    PostcodeArea,
    Responsibility,
)
from responsibility.rules.reach import Reach

EDIT_DIRECTORY = "edit_directory"
EDIT_CONTENT = "edit_content"


# Organisations and all that are part of them; %s stands for the statement that names the first ones.
WITH_PARTS = """
WITH RECURSIVE own AS (
  SELECT first.id FROM (%s) AS first(id)
  UNION
  SELECT part.id FROM responsibility_organisation part JOIN own ON part.parent_id = own.id
)
"""

ORGANISATIONS = f"{WITH_PARTS} SELECT id FROM own"  # noqa: S608 - constants only
# An area belongs to the authority nearest above it: a Kreis does not own the areas of its Ämter. Chambers and state
# authorities own no area.
AREAS = f"""{WITH_PARTS}
SELECT area.id
FROM responsibility_area area
JOIN LATERAL (
  SELECT o.id
  FROM jsonb_array_elements_text(area.path) WITH ORDINALITY AS step(ars, n)
  JOIN responsibility_area up ON up.ars = step.ars
  JOIN responsibility_organisation o ON o.area_id = up.id AND o.kind IN ('local', 'district')
  ORDER BY step.n FETCH FIRST 1 ROW WITH TIES
) nearest ON nearest.id IN (SELECT id FROM own)
"""  # noqa: S608 - constants only

# Names the same rights as organisations_with; as a text, since Django would put it together on every page of an officer
HELD = """
SELECT held.content_object_id, permission.codename
FROM auth_permission permission
JOIN django_content_type type ON type.id = permission.content_type_id AND type.app_label = 'responsibility'
JOIN (
  SELECT by_group.content_object_id, by_group.permission_id
  FROM responsibility_organisationgrouppermission by_group
  JOIN accounts_user_groups member ON member.group_id = by_group.group_id AND member.user_id = %s
  UNION
  SELECT content_object_id, permission_id FROM responsibility_organisationuserpermission WHERE user_id = %s
) held ON held.permission_id = permission.id
"""


def permissions_held(user: User) -> dict[int, set[str]]:
    """What the user may do in which organisation, by its key; without those who may do everything. Queries: 1."""
    found: dict[int, set[str]] = {}
    if user.is_active:
        with connection.cursor() as cursor:
            cursor.execute(HELD, [user.pk, user.pk])
            for organisation, permission in cursor.fetchall():
                found.setdefault(organisation, set()).add(permission)
    return found


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


def people_with(organisation: Organisation, permission: str) -> QuerySet[User]:
    """Who holds the permission in this organisation by a role or by name, without those who may do everything. Lazy."""
    own = {
        "content_object": organisation,
        "permission__codename": permission,
        "permission__content_type__app_label": "responsibility",
    }
    groups = OrganisationGroupPermission.objects.filter(**own).values("group")
    people = OrganisationUserPermission.objects.filter(**own).values("user")
    return User.objects.filter(Q(pk__in=people) | Q(groups__in=groups), is_active=True).distinct()


def edits_everything(user: User | AnonymousUser) -> bool:
    """The editors of the Land, who hold the right in general and not in one organisation. Queries: 2, then none."""
    return user.is_active and user.has_perm(f"responsibility.{EDIT_DIRECTORY}")


def edits_something(user: User | AnonymousUser) -> bool:
    """Somebody who keeps at least one entry of the directory. Queries: at most 3."""
    return edits_everything(user) or organisations_with(user, EDIT_DIRECTORY).exists()


def writes_something(user: User | AnonymousUser) -> bool:
    """Somebody who writes texts, for an organisation or for the Land. Queries: at most 3."""
    return organisations_with(user, EDIT_CONTENT).exists() or user.has_perm("content.edit_everything")


def own_organisations(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Organisations whose entries the user keeps: those with the right and all that are part of them. Lazy."""
    if edits_everything(user):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=_own(user, ORGANISATIONS))


def own_areas(user: User | AnonymousUser) -> QuerySet[Area]:
    """Areas for which the user may say who is responsible. Lazy."""
    if edits_everything(user):
        return Area.objects.all()
    return Area.objects.filter(pk__in=_own(user, AREAS))


def editing_organisations(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Organisations whose texts the user writes: those with the right and all that are part of them. Lazy."""
    return Organisation.objects.filter(pk__in=_own(user, ORGANISATIONS, EDIT_CONTENT))


def editing_areas(user: User | AnonymousUser) -> QuerySet[Area]:
    """Areas for which the user may write what differs there. Lazy."""
    return Area.objects.filter(pk__in=_own(user, AREAS, EDIT_CONTENT))


def reach(user: User | AnonymousUser) -> Reach:
    """What the user keeps, for rules that look at single rows. Queries: at most 4."""
    if edits_everything(user):
        return Reach(True)
    organisations = frozenset(own_organisations(user).order_by().values_list("pk", flat=True))
    return Reach(False, organisations, frozenset(own_areas(user).order_by().values_list("pk", flat=True)))


def own_responsibilities(user: User | AnonymousUser) -> QuerySet[Responsibility]:
    """Rules about an own area, and rules that name an own organisation. Lazy."""
    if edits_everything(user):
        return Responsibility.objects.all()
    return Responsibility.objects.filter(Q(organisation__in=own_organisations(user)) | Q(area__in=own_areas(user)))


def own_postcodes(user: User | AnonymousUser) -> QuerySet[PostcodeArea]:
    """Postcodes of own areas. Lazy."""
    return PostcodeArea.objects.filter(area__in=own_areas(user))


def _own(user: User | AnonymousUser, statement: str, permission: str = EDIT_DIRECTORY) -> RawSQL | tuple:
    if not user.is_active:
        return ()
    first, parameters = organisations_with(user, permission).order_by().values("pk").query.sql_with_params()
    return RawSQL(statement.replace("%s", first, 1), parameters)  # noqa: S611 - no text of people in it
