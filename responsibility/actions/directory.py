"""What editors change in the directory: organisations, groups of services, postcodes."""

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.audit import actions as audit
from responsibility.actions import changes
from responsibility.models import ContactPerson, Organisation, PostcodeArea, ServiceGroup
from responsibility.queries import rights
from responsibility.rules import reach


def save_organisation(organisation: Organisation, *, actor: User) -> None:
    """Keep what an editor changed about an organisation, or a new part of it."""
    with changes.by(actor, "organisation.saved"):
        old = changes.before(Organisation, organisation.pk)
        changed = changes.differences(old, organisation)
        changes.stop_if(reach.organisation_refusal(rights.reach(actor), old, organisation, changed))
        changes.keep(organisation, old, actor=actor, verb="organisation.saved")


def delete_organisation(organisation_id: int, *, actor: User) -> None:
    """Take an organisation out that nothing refers to; else the database refuses (ProtectedError)."""
    with changes.by(actor, "organisation.deleted"):
        organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
        changes.require_central(actor, _("Behörden löscht nur die Redaktion des Landes."))
        changes.remove(organisation, actor=actor, verb="organisation.deleted", slug=organisation.slug)


def keep_persons(organisation_id: int, *, kept: list[ContactPerson], removed: list[ContactPerson], actor: User) -> None:
    """Keep who is in charge of what in an own organisation."""
    if not kept and not removed:
        return
    with changes.by(actor, "organisation.persons_saved"):
        organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
        changes.require_own(rights.own_organisations(actor), organisation_id)
        for person in removed:
            person.delete()
        for person in kept:
            person.organisation = organisation
            person.save()
        audit.record(actor, "organisation.persons_saved", organisation, kept=len(kept), removed=len(removed))


def save_group(group: ServiceGroup, *, actor: User) -> None:
    """Keep a group of services; its rules count for the whole Land."""
    with changes.by(actor, "service_group.saved"):
        old = changes.before(ServiceGroup, group.pk)
        changes.require_central(actor, _("Leistungsgruppen pflegt nur die Redaktion des Landes."))
        changes.keep(group, old, actor=actor, verb="service_group.saved")


def delete_group(group_id: int, *, actor: User) -> None:
    """Take a group out that no service and no rule uses; else the database refuses."""
    with changes.by(actor, "service_group.deleted"):
        group = ServiceGroup.objects.select_for_update().get(pk=group_id)
        changes.require_central(actor, _("Leistungsgruppen pflegt nur die Redaktion des Landes."))
        changes.remove(group, actor=actor, verb="service_group.deleted", slug=group.slug)


def save_postcode(pair: PostcodeArea, *, actor: User) -> None:
    """Keep a postcode of an own municipality."""
    with changes.by(actor, "postcode.saved"):
        old = changes.before(PostcodeArea, pair.pk)
        if old is not None:
            changes.require_own(rights.own_areas(actor), old.area_id)
        changes.require_own(rights.own_areas(actor), pair.area_id)
        changes.keep(pair, old, actor=actor, verb="postcode.saved")


def delete_postcode(pair_id: int, *, actor: User) -> None:
    """Take a wrong postcode out."""
    with changes.by(actor, "postcode.deleted"):
        pair = PostcodeArea.objects.select_for_update().get(pk=pair_id)
        changes.require_own(rights.own_areas(actor), pair.area_id)
        changes.remove(pair, actor=actor, verb="postcode.deleted", postcode=pair.postcode, area=pair.area_id)
