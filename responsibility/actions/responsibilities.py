"""Saying who is responsible, and until when."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.errors import Refusal
from responsibility.actions import changes
from responsibility.models import Responsibility
from responsibility.queries import rights
from responsibility.rules import reach
from responsibility.rules.validity import has_started

STARTED = _("Diese Zuständigkeit galt schon. Sie bleibt für frühere Fälle nachvollziehbar.")
END_IT = _("Beenden Sie sie, indem Sie bei „gültig bis“ den letzten Tag eintragen.")
NEVER_IN_FORCE = _("Die Zuständigkeit beginnt erst am {start}. Sie kann nicht davor enden.")


def assign_responsibility(rule: Responsibility, *, actor: User) -> None:
    """Keep a new or changed rule."""
    with changes.by(actor, "responsibility.saved"):
        old = changes.before(Responsibility, rule.pk)
        changed = changes.differences(old, rule)
        changes.stop_if(reach.rule_refusal(rights.reach(actor), old, rule, changed))
        changes.keep(rule, old, actor=actor, verb="responsibility.saved")


def end_responsibility(rule_id: int, *, actor: User, on: date) -> None:
    """Let a rule count for the last time on that day. A rule that ends earlier stays as it is."""
    with changes.by(actor, "responsibility.ended"):
        old = Responsibility.objects.select_for_update().get(pk=rule_id)
        changes.require_own(rights.own_responsibilities(actor), rule_id)
        if old.valid_to and old.valid_to <= on:
            return
        if old.valid_from and old.valid_from > on:
            raise Refusal(NEVER_IN_FORCE.format(start=old.valid_from.strftime("%d.%m.%Y")))
        rule = Responsibility.objects.get(pk=rule_id)
        rule.valid_to = on
        changes.keep(rule, old, actor=actor, verb="responsibility.ended")


def delete_responsibility(rule_id: int, *, actor: User) -> None:
    """Take a rule out that never counted; one that did can only end."""
    with changes.by(actor, "responsibility.deleted"):
        rule = Responsibility.objects.select_for_update().get(pk=rule_id)
        changes.require_own(rights.own_responsibilities(actor), rule_id)
        if has_started(rule.valid_from, timezone.localdate()):
            raise Refusal(STARTED, END_IT)
        changes.remove(
            rule, actor=actor, verb="responsibility.deleted", area=rule.area_id, organisation=rule.organisation_id
        )
