"""Import the authorities of the reference tables, and keep their logos."""

import puremagic
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.audit import actions as audit
from portal.errors import NotPermitted, Refusal
from portal.files import actions as files
from responsibility.actions.writing import Counts, state
from responsibility.models import Area, ContactPerson, Organisation
from responsibility.queries import rights
from responsibility.reference import OrganisationRecord

PICTURES = ("image/png", "image/jpeg")


def import_organisations(records: list[OrganisationRecord], areas: dict[str, Area], *, overwrite: bool) -> Counts:
    """Create the authorities that are missing; reset the others to the table only with `overwrite`."""
    known = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    wanted = [record for record in records if overwrite or record.slug not in known]
    new = [Organisation(slug=record.slug) for record in wanted if record.slug not in known]
    if not wanted:
        return Counts(same=len(records))
    fields = ("name", "kind", "area_id", "parent_id", "is_sample", *wanted[0].fields)
    before = {slug: state(organisation, fields) for slug, organisation in known.items()}
    found = known | {organisation.slug: organisation for organisation in new}
    for record in wanted:
        fill(found[record.slug], record, areas)
    Organisation.objects.bulk_create(new)
    for record in wanted:
        found[record.slug].parent_id = found[record.parent].pk if record.parent else None
    written = [record for record in wanted if before.get(record.slug) != state(found[record.slug], fields)]
    Organisation.objects.bulk_update(
        [found[record.slug] for record in written if record.slug in before or record.parent],
        [name.removesuffix("_id") for name in fields],
    )
    import_persons(wanted, found)
    return Counts(len(new), len(written) - len(new), len(records) - len(written))


def fill(organisation: Organisation, record: OrganisationRecord, areas: dict[str, Area]) -> None:
    organisation.name, organisation.kind, organisation.is_sample = record.name, record.kind, True
    organisation.area_id = areas[record.area].pk if record.area else None
    for name, value in record.fields.items():
        setattr(organisation, name, value)


def import_persons(records: list[OrganisationRecord], found: dict[str, Organisation]) -> None:
    """Replace the people of these authorities by those of the table."""
    ContactPerson.objects.filter(organisation__slug__in=[record.slug for record in records]).delete()
    ContactPerson.objects.bulk_create(
        ContactPerson(organisation=found[record.slug], position=position, **person)
        for record in records
        for position, person in enumerate(record.persons, 1)
    )


def is_logo(upload: UploadedFile) -> bool:
    """By what is in the file, never by its name."""
    upload.seek(0)
    try:
        return puremagic.from_string(upload.read(), mime=True) in PICTURES
    except (puremagic.PureError, ValueError):
        return False
    finally:
        upload.seek(0)


@transaction.atomic
def remove_logo(organisation_id: int, *, actor: User) -> None:
    """Show the name alone again. The file goes with the others that nothing points to."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    require_own_logo(organisation_id, actor)
    if organisation.logo_id is None:
        return
    organisation.logo = None
    organisation.save(update_fields=["logo"])
    audit.record(actor, "organisation.logo_removed", organisation)


def require_own_logo(organisation_id: int, actor: User) -> None:
    if not rights.own_organisations(actor).filter(pk=organisation_id).exists():
        raise NotPermitted(_("Das Logo dieser Behörde pflegen andere."))


@transaction.atomic
def set_logo(organisation_id: int, upload: UploadedFile, *, actor: User) -> None:
    """Show this picture beside the name. The file goes through the same checks as every upload."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    require_own_logo(organisation_id, actor)
    stored = files.store_upload(upload)
    if stored.content_type not in PICTURES:
        raise Refusal(_("Das Logo muss ein Bild sein: PNG oder JPEG."))
    organisation.logo = stored
    organisation.save(update_fields=["logo"])
    audit.record(actor, "organisation.logo_set", organisation, file=str(stored.pk))
