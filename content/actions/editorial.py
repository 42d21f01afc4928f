"""The verbs of the editorial workflow, for every kind of text. Lock, right, step, save, audit: one transaction each.

A text that is public changes only by `publish` and `withdraw`; until then editors work on a version.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from content.actions import editorial_letters as letters
from content.actions import editorial_records as records
from content.actions import snapshots as writing
from content.actions.editing import service_changed
from content.actions.guides import require_sound
from content.actions.notices import notice_changed
from content.models import Editorial, EditorialOffice, Guide, Notice, Service, Status, Version, VersionStatus
from content.queries import editorial, snapshots
from content.queries.snapshots import Snapshot
from content.rules import workflow
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted, Refusal
from responsibility.models import Organisation

# What else a change of the public text brings about: words for lists, the index of the search
EFFECTS: dict[type[Model], Callable[[Any], None]] = {
    Guide: require_sound,
    Notice: notice_changed,
    Service: service_changed,
}


class ChangedMeanwhile(Refusal):
    """Somebody else saved first."""

    def __init__(self, version: Version) -> None:
        at = timezone.localtime(version.saved_at)
        who = version.saved_by or _("Das Portal")
        super().__init__(
            _("%(who)s hat diese Fassung am %(day)s um %(time)s Uhr geändert.")
            % {"who": who, "day": f"{at:%d.%m.%Y}", "time": f"{at:%H:%M}"},
            _("Öffnen Sie den Text noch einmal und sehen Sie sich die Änderung an."),
        )


def lock(model: type[Editorial], pk: int, actor: User) -> Editorial:
    """The text, locked, if the actor edits it; else it does not exist for them."""
    text = model._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if text is None or not (actor.is_system or editorial.may_edit(actor, text)):
        raise Http404
    return text


def lock_version(version_id: int, saves: int, actor: User) -> tuple[Editorial, Version]:
    """A version with its text; both locked, the text first. `saves`: how often it had been saved when it was read."""
    kind = Version.objects.filter(pk=version_id).values_list("content_type", "object_id").first()
    if kind is None:
        raise Http404
    text = lock(ContentType.objects.get_for_id(kind[0]).model_class(), kind[1], actor)
    version = Version.objects.select_for_update(of=("self",)).select_related("saved_by", "base").get(pk=version_id)
    if version.saves != saves:
        raise ChangedMeanwhile(version)
    return text, version


@transaction.atomic
def keep_draft(
    text: Editorial, data: Snapshot, *, actor: User, before: Snapshot, work: editorial.Work | None = None
) -> Version | None:
    """Keep what an editor wrote as the open version of the locked text. None: nothing differs from `before`.

    `work`: the versions, if they were read since the text is locked.
    """
    if not editorial.may_edit(actor, text):
        raise Http404
    if data == before:
        return None
    work = work or editorial.work(text)
    version = work.open
    if version is None:
        version = begin(text, work, before if text.status in (Status.PUBLISHED, Status.EXPIRED) else None)
    else:
        version.status = written_on(version.status)
        version.saves += 1
    records.fill(version, text, data, before, actor)
    version.save()
    changed = sorted(name for name, value in data["fields"].items() if value != before["fields"].get(name))
    audit.record(actor, verb_of(text, "saved"), text, version=version.number, fields=changed)
    follow(text, version.status)
    return version


def written_on(status: str) -> str:
    """A draft stays one, one that was given back becomes one again; all else is not edited."""
    if status not in (VersionStatus.DRAFT, VersionStatus.REJECTED):
        raise workflow.NotEditable(status)
    return VersionStatus.DRAFT


def begin(text: Editorial, work: editorial.Work, public: Snapshot | None) -> Version:
    """A new version, not saved yet, on top of what is public."""
    base = work.published
    if base is None and public is not None:
        base = records.record(text, public, number=work.last + 1, actor=None)
    return Version(
        content_type=ContentType.objects.get_for_model(type(text)),
        object_id=text.pk,
        number=max(work.last, base.number if base else 0) + 1,
        base=base,
    )


def follow(text: Editorial, version_status: str) -> None:
    """The row of a text that was never public says where its version stands."""
    if text.status in (Status.DRAFT, Status.IN_REVIEW) and version_status in workflow.ROW_STATUS:
        set_status(text, workflow.ROW_STATUS[version_status])


def set_status(text: Editorial, status: str) -> None:
    if text.status != status:
        text.status = status
        text.save(update_fields=["status"])


def verb_of(text: Editorial, verb: str) -> str:
    return f"{text._meta.model_name}.{verb}"


def submit_for_review(version_id: int, *, saves: int, actor: User, note: str = "") -> Version:
    """Ask a colleague to look at it."""
    return step(version_id, "submit", "submitted", saves=saves, actor=actor, note=note)


def recall(version_id: int, *, saves: int, actor: User) -> Version:
    """Take it back to write on."""
    return step(version_id, "recall", "recalled", saves=saves, actor=actor)


def reject(version_id: int, *, saves: int, actor: User, reason: str) -> Version:
    """Give it back with the reason."""
    if not reason.strip():
        raise Refusal(_("Schreiben Sie, warum die Fassung zurückgeht."))
    return step(version_id, "reject", "rejected", saves=saves, actor=actor, reason=reason.strip())


def discard(version_id: int, *, saves: int, actor: User) -> Version:
    """Put a draft away; it can be taken up again. The only version of a text that was never public stays."""
    return step(version_id, "discard", "discarded", saves=saves, actor=actor)


@transaction.atomic
def set_aside(version_id: int, *, saves: int, actor: User) -> None:
    """Make room for another text; the draft stays readable among the versions."""
    text, version = lock_version(version_id, saves, actor)
    version.status = workflow.next_status(version.status, "discard")
    version.save(update_fields=["status"])
    audit.record(actor, verb_of(text, "set_aside"), text, version=version.number)


@transaction.atomic
def step(
    version_id: int, verb: str, audited: str, *, saves: int, actor: User, note: str = "", reason: str = ""
) -> Version:
    """A step that does not touch what is public."""
    text, version = lock_version(version_id, saves, actor)
    four_eyes = editorial.has_four_eyes(text.owner_id)
    workflow.check_eyes(verb, version.status, actor.pk, version.author_ids, four_eyes=four_eyes)
    if verb == "discard" and text.status in (Status.DRAFT, Status.IN_REVIEW):
        raise Refusal(_("Dieser Text war noch nie öffentlich."), _("Sie können ihn löschen."))
    version.status = workflow.next_status(version.status, verb)
    version.note, version.reason = note or version.note, reason
    if verb in ("approve", "reject"):
        version.reviewed_by, version.reviewed_at = actor, timezone.now()
    version.save(update_fields=["status", "note", "reason", "reviewed_by", "reviewed_at"])
    audit.record(actor, verb_of(text, audited), text, version=version.number, **({"reason": reason} if reason else {}))
    follow(text, version.status)
    if verb == "reject":
        letters.returned(text, version)
    return version


@transaction.atomic
def approve(version_id: int, *, saves: int, actor: User) -> Version:
    """Say that it is right; it is public at once, or when its moment comes."""
    version = step(version_id, "approve", "approved", saves=saves, actor=actor)
    if workflow.is_due(version.publish_at, timezone.now()):
        return publish(version_id, saves=saves, actor=actor)
    return version


@transaction.atomic
def publish(version_id: int, *, saves: int, actor: User) -> Version:
    """Make a version what the public sees. A draft with a moment to come waits for it; an approved one goes at once."""
    text, version = lock_version(version_id, saves, actor)
    now = timezone.now()
    if not actor.is_system:
        four_eyes = editorial.has_four_eyes(text.owner_id)
        workflow.check_eyes("publish", version.status, actor.pk, version.author_ids, four_eyes=four_eyes)
    ends = workflow.next_status(version.status, "publish")
    expire_at = records.moment(version.data["fields"].get("expire_at"))
    if expire_at and expire_at <= now:
        raise Refusal(
            _("Der Zeitpunkt zum Zurückziehen ist schon vorbei."),
            _("Ändern Sie „zurückziehen am“ und speichern Sie neu."),
        )
    if version.status != VersionStatus.APPROVED and not workflow.is_due(version.publish_at, now):
        version.status = VersionStatus.APPROVED
        version.save(update_fields=["status"])
        audit.record(actor, verb_of(text, "scheduled"), text, version=version.number, at=version.publish_at)
        follow(text, version.status)
        return version
    writing.apply_for_good(text, version.data)
    editorial.versions_of(text).filter(status=VersionStatus.PUBLISHED).update(status=VersionStatus.SUPERSEDED)
    version.status, version.published_at, version.checked_at = ends, now, now
    version.save(update_fields=["status", "published_at", "checked_at"])
    set_status(text, Status.PUBLISHED)
    take_effect(text)
    audit.record(actor, verb_of(text, "published"), text, version=version.number)
    return version


def take_effect(text: Editorial) -> None:
    """Tell what hangs on the public text."""
    effect = EFFECTS.get(type(text))
    if effect is not None:
        effect(text)


def withdraw(model: type[Editorial], pk: int, *, actor: User) -> None:
    """Take a text off the public pages."""
    _take_away(model, pk, "withdraw", "withdrawn", actor=actor)


@transaction.atomic
def expire(model: type[Editorial], pk: int, *, actor: User) -> bool:
    """Take away a text whose time is over. False: it is not over, or was done before."""
    text = lock(model, pk, actor)
    if text.status != Status.PUBLISHED or text.expire_at is None or text.expire_at > timezone.now():
        return False
    _take_away(model, pk, "expire", "expired", actor=actor)
    return True


@transaction.atomic
def _take_away(model: type[Editorial], pk: int, verb: str, audited: str, *, actor: User) -> None:
    text = lock(model, pk, actor)
    set_status(text, workflow.next_status(text.status, verb))
    take_effect(text)
    audit.record(actor, verb_of(text, audited), text)


@transaction.atomic
def revert(version_id: int, *, saves: int, actor: User) -> Version:
    """Begin a new draft with the text of an earlier version. A draft that lies open is put away, not lost."""
    text, chosen = lock_version(version_id, saves, actor)
    work = editorial.work(text)
    opened = work.open
    if opened is not None:
        if opened.pk == chosen.pk:
            raise Refusal(_("An dieser Fassung wird gerade gearbeitet."))
        written_on(opened.status)
        Version.objects.filter(pk=opened.pk).update(status=VersionStatus.SUPERSEDED)
    before = snapshots.take(text)
    is_public = text.status in (Status.PUBLISHED, Status.EXPIRED)
    version = begin(text, work, before if is_public else None)
    version.note = f"Text der Fassung {chosen.number}"
    records.fill(version, text, chosen.data | {"schema": snapshots.SCHEMA}, before, actor)
    version.save()
    if not is_public:
        writing.apply_for_good(text, version.data)
    audit.record(actor, verb_of(text, "reverted"), text, version=version.number, source=chosen.number)
    follow(text, version.status)
    return version


@transaction.atomic
def hand_over(model: type[Editorial], pk: int, owner: Organisation | None, *, actor: User) -> None:
    """Give a text to other editors; only those of the Land do."""
    text = lock(model, pk, actor)
    if not editorial.edits_everything(actor):
        raise NotPermitted(_("Texte übergibt nur die Redaktion des Landes."))
    if text.owner_id == (owner.pk if owner else None):
        return
    old, text.owner = text.owner_id, owner
    text.save(update_fields=["owner"])
    audit.record(actor, verb_of(text, "handed_over"), text, old=old, new=text.owner_id)


@transaction.atomic
def confirm(model: type[Editorial], pk: int, *, actor: User) -> None:
    """Say that the published text is still right."""
    text = lock(model, pk, actor)
    if text.status != Status.PUBLISHED:
        raise Refusal(_("Bestätigt wird nur, was veröffentlicht ist."))
    work = editorial.work(text)
    version = work.published or records.record(text, snapshots.take(text), number=work.last + 1, actor=None)
    version.checked_at = timezone.now()
    version.save(update_fields=["checked_at"])
    audit.record(actor, verb_of(text, "checked"), text, version=version.number)


@transaction.atomic
def delete(model: type[Editorial], pk: int, *, actor: User) -> None:
    """Remove a text that was never public."""
    text = lock(model, pk, actor)
    if text.status not in (Status.DRAFT, Status.IN_REVIEW) or editorial.published_version(text):
        raise Refusal(_("Was öffentlich war, wird nicht gelöscht."), _("Ziehen Sie den Text zurück."))
    audit.record(actor, verb_of(text, "deleted"), text, name=str(text))
    editorial.versions_of(text).delete()
    text.delete()


@transaction.atomic
def save_office(office: EditorialOffice, *, actor: User) -> None:
    """Set how the editors of an organisation work."""
    if not editorial.edits_everything(actor):
        raise NotPermitted(_("Das stellt nur die Redaktion des Landes ein."))
    office.save()
    audit.record(actor, "editorialoffice.saved", office, four_eyes=office.four_eyes)
