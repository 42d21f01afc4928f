"""Names of villages, and Ortsteile that have authorities of their own."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import Refusal
from responsibility.actions import changes
from responsibility.models import Area, Locality
from responsibility.rules.names import fold

ONLY_CENTRAL = _("Ortsteile pflegt nur die Redaktion des Landes.")
MOST_PARTS = 999


def save_locality(locality: Locality, *, actor: User) -> None:
    """Keep a name that leads to a municipality."""
    with changes.by(actor, "locality.saved"):
        old = changes.before(Locality, locality.pk)
        changes.require_central(actor, ONLY_CENTRAL)
        locality.search_name = fold(locality.name)
        changes.keep(locality, old, actor=actor, verb="locality.saved")


def make_ortsteil(locality_id: int, *, actor: User) -> Area:
    """Make a village an area of its own, so that rules can name it. Twice changes nothing."""
    with changes.by(actor, "area.ortsteil_made"):
        changes.require_central(actor, ONLY_CENTRAL)
        locality = Locality.objects.get(pk=locality_id)
        whole = Area.objects.select_for_update().get(pk=locality.municipality_id)
        parts = Area.objects.filter(kind=Area.Kind.ORTSTEIL, parent=whole)
        known = parts.filter(search_name=locality.search_name).first()
        if known:
            return known
        # Every number ever given in this key stays taken
        taken = Area.objects.filter(kind=Area.Kind.ORTSTEIL, ars__startswith=whole.ars).values_list("ars", flat=True)
        number = max((int(ars[12:]) for ars in taken), default=0) + 1
        if number > MOST_PARTS:
            raise Refusal(_("%(area)s hat schon %(number)d Ortsteile.") % {"area": whole.name, "number": MOST_PARTS})
        ars = f"{whole.ars}{number:03}"
        area = Area.objects.create(
            kind=Area.Kind.ORTSTEIL,
            ars=ars,
            name=locality.name,
            short_name=locality.name,
            search_name=locality.search_name,
            parent=whole,
            path=[ars, *whole.path],
            latitude=locality.latitude,
            longitude=locality.longitude,
        )
        audit.record(actor, "area.ortsteil_made", area, municipality=whole.ars)
        return area
