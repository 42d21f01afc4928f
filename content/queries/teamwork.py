"""What colleagues say and do about texts, and who may join.

Whoever edits a text sees its comments and tasks. Others see them after they were spoken to or given a task: then there
is a Share, with which they read the text and join the talk, but do not write in the text.
"""

from datetime import date
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from modeltranslation.translator import translator

from content.models import Comment, Editorial, Mention, Share, Task
from content.queries import editorial
from content.rules import mentions
from portal.accounts.models import User
from portal.richtext.fields import RichTextField
from responsibility.models import Organisation, OrganisationGroupPermission
from responsibility.queries.rights import EDIT_CONTENT

LIMIT = 200


class Colleague(NamedTuple):
    """Somebody who works in the Redaktion."""

    id: int
    name: str
    email: str
    office: str

    @property
    def label(self) -> str:
        return f"{self.name} ({self.office})"


class Conversation(NamedTuple):
    """All about one text. `may_edit`: the reader writes in the text, and may end shares."""

    comments: list[Comment]
    open_tasks: list[Task]
    done_tasks: list[Task]
    shares: list[Share]
    may_edit: bool

    @property
    def count(self) -> int:
        return len(self.comments) + len(self.open_tasks)


class Passage(NamedTuple):
    """A field of a text for those who only read it."""

    label: str
    german: str
    english: str
    is_rich: bool


class MyWork(NamedTuple):
    """What waits for one person, and what they gave to others."""

    tasks: list[Task]
    mentions: list[Mention]
    given: list[Task]
    done: list[Task]


def kind_of(text: Editorial) -> ContentType:
    return ContentType.objects.get_for_model(type(text))


def about(rows: QuerySet, text: Editorial) -> QuerySet:
    """Rows of AboutText that hang on this text."""
    return rows.filter(content_type=kind_of(text), object_id=text.pk)


def text_of(kind: str, pk: int, user: User) -> Editorial | None:
    """A text of this kind, if the user may join the talk about it. Queries: at most 5."""
    model = next((model for model in editorial.editorial_models() if model._meta.model_name == kind), None)
    text = model._base_manager.select_related("owner").filter(pk=pk).first() if model else None
    return text if text is not None and may_join(user, text) else None


def may_join(user: User, text: Editorial) -> bool:
    """Edits the text, or was let in. Queries: at most 4."""
    return editorial.may_edit(user, text) or about(Share.objects.filter(person=user), text).exists()


def conversation(text: Editorial, user: User) -> Conversation:
    """Comments, tasks and who was let in. Queries: 4, and at most 3 for the rights."""
    spoken = Prefetch("mentions", Mention.objects.select_related("person"))
    comments = about(Comment.objects.select_related("author").prefetch_related(spoken), text)
    tasks = list(about(Task.objects.select_related("assignee", "created_by", "done_by"), text)[:LIMIT])
    return Conversation(
        list(comments.order_by("pk")[:LIMIT]),
        [task for task in tasks if task.done_at is None],
        [task for task in tasks if task.done_at is not None],
        list(about(Share.objects.select_related("person"), text)),
        editorial.may_edit(user, text),
    )


def colleagues() -> list[Colleague]:
    """All who work in the Redaktion, with the office they write for. Queries: 2."""
    people = User.objects.filter(is_active=True, is_staff=True, is_system=False).order_by("name", "email", "pk")
    by_group = OrganisationGroupPermission.objects.filter(permission__codename=EDIT_CONTENT).order_by("pk")
    offices: dict[int, str] = {}
    for person, name in by_group.values_list("group__user", "content_object__name"):
        offices.setdefault(person, name)
    return [Colleague(user.pk, str(user), user.email, offices.get(user.pk, gettext("Redaktion"))) for user in people]


def names(people: list[Colleague]) -> list[mentions.Person]:
    return [mentions.Person(person.id, person.name, person.email) for person in people]


def passages(text: Editorial) -> list[Passage]:
    """The words of the newest version, for those who do not write in it. Queries: 1."""
    version = editorial.open_version(text)
    fields = version.data["fields"] if version else {}
    found = []
    translated = set(translator.get_options_for_model(type(text)).fields)
    for field in text._meta.concrete_fields:
        if (name := field.name) not in translated:
            continue
        german, english = (
            fields.get(f"{name}_{language}", getattr(text, f"{name}_{language}")) or "" for language in ("de", "en")
        )
        if german or english:
            found.append(Passage(str(field.verbose_name), german, english, isinstance(field, RichTextField)))
    return found


def my_work(user: User) -> MyWork:
    """Open tasks by date, unseen mentions, tasks given to others, the last done. Queries: 5, and 4 a kind of text."""
    tasks = all_tasks()
    return MyWork(
        list(open_tasks(user)[:LIMIT]),
        list(unseen_mentions(user)[:LIMIT]),
        list(tasks.filter(created_by=user, done_at=None).exclude(assignee=user)[:LIMIT]),
        list(tasks.filter(assignee=user).exclude(done_at=None).order_by("-done_at")[:20]),
    )


def all_tasks() -> QuerySet[Task]:
    """Tasks with all that a list says of them."""
    return Task.objects.select_related("assignee", "created_by", "done_by").prefetch_related("text")


def open_tasks(user: User) -> QuerySet[Task]:
    """What this person has to do, by date. Lazy."""
    return all_tasks().filter(assignee=user, done_at=None)


def unseen_mentions(user: User) -> QuerySet[Mention]:
    """Comments that wait for this person, the newest first. Lazy."""
    spoken = Mention.objects.select_related("comment__author").prefetch_related("comment__text")
    return spoken.filter(person=user, seen_at=None).order_by("-pk")


def waiting(user: User) -> tuple[int, int, int]:
    """Open tasks, of these overdue, and unseen mentions. Queries: 2."""
    dates = list(Task.objects.filter(assignee=user, done_at=None).values_list("due_on", flat=True).order_by("pk"))
    overdue = sum(1 for day in dates if is_overdue(day, timezone.localdate()))
    return len(dates), overdue, Mention.objects.filter(person=user, seen_at=None).count()


def is_overdue(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today


def unseen(text: Editorial, user: User) -> Q:
    """Mentions of this person in the talk about this text."""
    return Q(person=user, seen_at=None, comment__content_type=kind_of(text), comment__object_id=text.pk)


def office_name(owner: Organisation | None) -> str:
    return str(owner) if owner else gettext("Redaktion des Landes")
