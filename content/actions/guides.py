"""What a guide must keep before the public meets it."""

from django.utils.translation import gettext as _

from content.models import Guide, Status
from content.queries.guides import guide_findings
from portal.errors import Refusal

MOST_NAMED = 3


def require_sound(guide: Guide) -> None:
    """Refuse a public guide in which visitors would get lost; the sentences name the first mistakes."""
    if guide.status != Status.PUBLISHED:
        return
    errors = [finding for finding in guide_findings(guide) if finding.is_error]
    if errors:
        named = " ".join(f"{finding.where}: {finding.what}" for finding in errors[:MOST_NAMED])
        raise Refusal(_("Dieser Lotse führt noch in die Irre und lässt sich nicht veröffentlichen."), named)
