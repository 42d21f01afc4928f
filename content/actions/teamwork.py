"""Comments, mentions and tasks about texts. Each verb: the right, the rows, the audit, the mail; one transaction."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Comment, Editorial, Mention, Share, Task
from content.queries import editorial, teamwork
from content.rules import mentions
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted, Refusal
from portal.mail import actions as mail

MAX_LENGTH = 4000


class UnclearMention(Refusal):
    """A name behind an @ that says nobody, or several."""


@transaction.atomic
def comment(kind: str, pk: int, *, actor: User, body: str, also: Collection[int] = ()) -> Comment:
    """Say something about a text. Those named with @, and those in `also`, are told and let in."""
    text = joined(kind, pk, actor)
    body = body.strip()[:MAX_LENGTH]
    if not body:
        raise Refusal(_("Schreiben Sie zuerst einen Kommentar."))
    people = {person.id: person for person in teamwork.colleagues()}
    found = mentions.find(body, teamwork.names(list(people.values())))
    if found.unknown or found.several:
        raise unclear(found)
    said = Comment.objects.create(content_type=teamwork.kind_of(text), object_id=text.pk, author=actor, body=body)
    spoken = [pk for pk in dict.fromkeys([*found.ids, *also]) if pk != actor.pk and pk in people]
    Mention.objects.bulk_create([Mention(comment=said, person_id=pk) for pk in spoken])
    note_seen(text, actor=actor)  # who answers has read
    audit.record(actor, "text.commented", text, comment=said.pk, mentions=spoken)
    for user in let_in(text, spoken, actor=actor):
        tell(user, text, f"comment:{said.pk}:{user.pk}", "editorial_mention", {"actor": actor, "body": body})
    return said


def unclear(found: mentions.Found) -> UnclearMention:
    if found.several:
        title = _("„%(name)s“ gibt es mehrmals.") % {"name": found.several[0]}
        return UnclearMention(title, _("Schreiben Sie nach dem @ die E-Mail-Adresse."))
    return UnclearMention(
        _("In der Redaktion gibt es niemanden mit dem Namen „%(name)s“.") % {"name": found.unknown[0]},
        _("Schreiben Sie den ganzen Namen oder die E-Mail-Adresse, oder wählen Sie die Person aus der Liste."),
    )


@transaction.atomic
def assign(kind: str, pk: int, *, actor: User, title: str, assignee: int, due_on: date | None = None) -> Task:
    """Give somebody a task about a text; they are told and let in."""
    text = joined(kind, pk, actor)
    title = " ".join(title.split())[:200]
    if not title:
        raise Refusal(_("Schreiben Sie, was zu tun ist."))
    if assignee not in {person.id for person in teamwork.colleagues()}:
        raise Http404
    task = Task.objects.create(
        content_type=teamwork.kind_of(text),
        object_id=text.pk,
        title=title,
        assignee_id=assignee,
        due_on=due_on,
        created_by=actor,
    )
    audit.record(actor, "text.task_given", text, task=task.pk, to=assignee)
    if assignee != actor.pk:
        for user in let_in(text, [assignee], actor=actor):
            more = {"actor": actor, "task": title, "due_on": due_on}
            tell(user, text, f"task:{task.pk}:{user.pk}", "editorial_task", more)
    return task


@transaction.atomic
def finish(task_id: int, *, actor: User) -> Task:
    """Say that a task is done. Twice changes nothing."""
    task, text = locked_task(task_id, actor)
    if task.done_at is None:
        task.done_at, task.done_by = timezone.now(), actor
        task.save(update_fields=["done_at", "done_by"])
        audit.record(actor, "text.task_done", text, task=task.pk)
    return task


@transaction.atomic
def reopen(task_id: int, *, actor: User) -> Task:
    """The task is not done after all."""
    task, text = locked_task(task_id, actor)
    if task.done_at is not None:
        task.done_at = task.done_by = None
        task.save(update_fields=["done_at", "done_by"])
        audit.record(actor, "text.task_reopened", text, task=task.pk)
    return task


def locked_task(task_id: int, actor: User) -> tuple[Task, Editorial]:
    """A task that is the actor's: theirs to do, given by them, or about a text they edit."""
    task = Task.objects.select_for_update().filter(pk=task_id).first()
    text = task.text if task else None
    if text is None or not teamwork.may_join(actor, text):
        raise Http404
    if actor.pk not in (task.assignee_id, task.created_by_id) and not editorial.may_edit(actor, text):
        raise NotPermitted(_("Diese Aufgabe hat jemand anderes."), _("Schreiben Sie einen Kommentar."))
    return task, text


def note_seen(text: Editorial, *, actor: User) -> None:
    """The mentions of this person about this text are read. Queries: 1."""
    seen = Mention.objects.filter(teamwork.unseen(text, actor))
    seen.update(seen_at=timezone.now())


def see(kind: str, pk: int, *, actor: User) -> None:
    """Put the mentions about one text away."""
    note_seen(joined(kind, pk, actor), actor=actor)


@transaction.atomic
def end_share(share_id: int, *, actor: User) -> Share:
    """Somebody from elsewhere no longer joins. Only who edits the text ends it; open tasks come first."""
    share = Share.objects.select_for_update().filter(pk=share_id).first()
    text = share.text if share else None
    if text is None or not editorial.may_edit(actor, text):
        raise Http404
    open_tasks = teamwork.about(Task.objects.filter(assignee=share.person_id, done_at=None), text)
    if task := open_tasks.first():
        raise Refusal(
            _("%(person)s hat noch eine Aufgabe: „%(title)s“.") % {"person": share.person, "title": task.title},
            _("Erledigen Sie sie zuerst."),
        )
    audit.record(actor, "text.share_ended", text, person=share.person_id)
    share.delete()
    return share


def joined(kind: str, pk: int, actor: User) -> Editorial:
    """The text, if the actor may join the talk about it; else there is none."""
    text = teamwork.text_of(kind, pk, actor)
    if text is None:
        raise Http404
    return text


def let_in(text: Editorial, people: Collection[int], *, actor: User) -> list[User]:
    """Those who do not edit the text get a share. All of them, to be told."""
    users = list(User.objects.filter(pk__in=people).order_by("pk"))
    for user in users:
        if not teamwork.may_join(user, text):
            kind = teamwork.kind_of(text)
            Share.objects.get_or_create(content_type=kind, object_id=text.pk, person=user, defaults={"given_by": actor})
            audit.record(actor, "text.shared", text, person=user.pk)
    return users


def tell(user: User, text: Editorial, key: str, template: str, more: dict) -> None:
    """One mail for each person and occasion."""
    path = reverse("admin:content_task_text", args=[text._meta.model_name, text.pk])
    context = {"reader": user, "text": str(text), "kind": text._meta.verbose_name} | more
    mail.queue(
        key,
        recipient=user.email,
        template=template,
        context=context | {"address": f"{settings.PUBLIC_URL}{path}"},
        language="de",
        subject_ref=f"{text._meta.label_lower}:{text.pk}",
    )
