"""Which texts an editor may see and change, and in which version they stand."""

from typing import NamedTuple

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, QuerySet, Subquery

from content.models import OPEN, Editorial, EditorialOffice, Version, VersionStatus
from portal.accounts.models import User
from responsibility.models import Area, Organisation
from responsibility.queries import rights

EDIT_EVERYTHING = "content.edit_everything"
Person = User | AnonymousUser


def editorial_models() -> list[type[Editorial]]:
    """All kinds of texts that go through the workflow."""
    return [model for model in apps.get_models() if issubclass(model, Editorial)]


def edits_everything(user: Person) -> bool:
    """The editors of the Land. Queries: 1, then none; none for those who may do everything."""
    if not user.is_active or user.is_superuser:
        return user.is_active
    if not hasattr(user, "edits_everything"):
        app, _, codename = EDIT_EVERYTHING.partition(".")
        held = Q(user=user) | Q(group__user=user)
        found = Permission.objects.filter(held, content_type__app_label=app, codename=codename)
        user.edits_everything = found.exists()
    return user.edits_everything


def edits_texts(user: Person) -> bool:
    """Somebody with texts of at least one organisation. Queries: at most 3."""
    return edits_everything(user) or rights.organisations_with(user, rights.EDIT_CONTENT).exists()


def own_organisations(user: Person) -> QuerySet[Organisation]:
    """Organisations whose texts the user edits. Lazy."""
    return Organisation.objects.all() if edits_everything(user) else rights.editing_organisations(user)


def own_areas(user: Person) -> QuerySet[Area]:
    """Areas about which the user may write what differs there. Lazy."""
    return Area.objects.all() if edits_everything(user) else rights.editing_areas(user)


def own_texts(rows: QuerySet, user: Person) -> QuerySet:
    """Texts of the user's organisations; those without an owner belong to the Land. Lazy, one subquery."""
    if edits_everything(user):
        return rows
    return rows.filter(owner__in=rights.editing_organisations(user).order_by().values("pk"))


def may_edit(user: Person, text: Editorial) -> bool:
    """Queries: at most 3."""
    if edits_everything(user):
        return True
    return bool(text.owner_id) and rights.editing_organisations(user).filter(pk=text.owner_id).exists()


def has_four_eyes(owner_id: int | None) -> bool:
    """Does a second person approve in this office? Queries: 1."""
    return EditorialOffice.objects.filter(organisation=owner_id, four_eyes=True).exists()


def editors_of(owner: Organisation | None) -> QuerySet[User]:
    """Who edits the texts of this organisation, or those of the Land. Lazy."""
    if owner is not None:
        return rights.people_with(owner, rights.EDIT_CONTENT)
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm(EDIT_EVERYTHING, backend=backend, include_superusers=False)


def versions_of(text: Editorial) -> QuerySet[Version]:
    """All versions of a text, the newest first. Lazy."""
    kind = ContentType.objects.get_for_model(type(text))
    return Version.objects.filter(content_type=kind, object_id=text.pk).order_by("-number")


class Work(NamedTuple):
    """What somebody works on, what was published last, and the number of the newest version."""

    open: Version | None
    published: Version | None
    last: int


def work(text: Editorial) -> Work:
    """The versions of a text that count. Queries: 1."""
    rows = versions_of(text).select_related("saved_by", "reviewed_by")
    newest = versions_of(text).values("number")[:1]
    found = {
        "published" if row.status == VersionStatus.PUBLISHED else "open": row
        for row in rows.filter(status__in=(*OPEN, VersionStatus.PUBLISHED)).annotate(last=Subquery(newest))
    }
    last = next((row.last for row in found.values()), None)
    if last is None:  # all were put away
        last = versions_of(text).values_list("number", flat=True).first() or 0
    return Work(found.get("open"), found.get("published"), last)


def open_version(text: Editorial) -> Version | None:
    """What somebody works on, if anything. Queries: 1."""
    return versions_of(text).select_related("saved_by", "reviewed_by").filter(status__in=OPEN).first()


def published_version(text: Editorial) -> Version | None:
    """What was published last. Queries: 1."""
    return versions_of(text).filter(status=VersionStatus.PUBLISHED).first()


def with_versions(rows: QuerySet) -> QuerySet:
    """Texts with what a list says of their newest version that counts. No query of its own."""
    kind = ContentType.objects.get_for_model(rows.model)
    counting = Version.objects.filter(content_type=kind, object_id=OuterRef("pk")).exclude(
        status=VersionStatus.SUPERSEDED
    )
    newest = counting.order_by("-number")
    opened = counting.filter(status__in=OPEN)
    return rows.annotate(
        open_status=Subquery(opened.values("status")[:1]),
        version_number=Subquery(newest.values("number")[:1]),
        saved_at=Subquery(newest.values("saved_at")[:1]),
        saved_by_name=Subquery(newest.values("saved_by__name")[:1]),
        translations=Subquery(newest.values("translations")[:1]),
    )


def in_review(user: Person) -> Q:
    """Versions that wait for an answer of this person's office. Lazy; for dashboards together with own_versions."""
    return Q(status=VersionStatus.IN_REVIEW) & ~Q(author_ids__contains=[user.pk])


def own_versions(user: Person) -> QuerySet[Version]:
    """Versions of own texts of all kinds. Lazy."""
    if edits_everything(user):
        return Version.objects.all()
    own = Q(pk__in=())
    for model in editorial_models():
        kind = ContentType.objects.get_for_model(model)
        own |= Q(content_type=kind, object_id__in=own_texts(model._base_manager.all(), user).values("pk"))
    return Version.objects.filter(own)
