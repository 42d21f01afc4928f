"""Keeping what readers say, and what editors do with it."""

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Feedback
from content.queries import feedback as queries
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal

MOST_A_DAY = 20
A_DAY = 24 * 3600


@transaction.atomic
def give_feedback(path: str, *, language: str, found: str, rating: int | None, text: str, sender: str) -> Feedback:
    """Keep an opinion. `sender` is the network address: it limits how many come in a day, and is not kept."""
    check_limit(sender)
    about = queries.text_at(path)
    return Feedback.objects.create(
        day=timezone.localdate(),
        path=path,
        language=language,
        found=found,
        rating=rating,
        text=text,
        about=about,
        owner=about.owner if about else None,
    )


def check_limit(sender: str) -> None:
    """Refuse the flood. The key holds a keyed hash that changes every day, in the cache, for a day."""
    message = f"{timezone.localdate()}:{sender}".encode()
    key = f"feedback:{hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:24]}"
    if cache.add(key, 1, A_DAY):
        return
    if cache.incr(key) > MOST_A_DAY:
        raise Refusal(
            _("Von Ihrem Anschluss kamen heute schon viele Rückmeldungen."),
            _("Versuchen Sie es morgen noch einmal, oder rufen Sie die 115 an."),
        )


@transaction.atomic
def settle_feedback(feedback_id: int, *, actor: User, state: str) -> None:
    """Say what became of it."""
    row = queries.own_feedback(actor).select_for_update(of=("self",)).filter(pk=feedback_id).first()
    if row is None:
        raise Http404
    if row.state == state:
        return
    row.state = state
    row.save(update_fields=["state"])
    audit.record(actor, "feedback.settled", row, state=state)
