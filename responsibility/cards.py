"""What the card of an authority says, and the same as a QR code."""

from io import BytesIO

import segno
from django.utils.translation import gettext as _

from responsibility.models import Organisation
from responsibility.rules import vcard


def contact(organisation: Organisation, url: str) -> vcard.Contact:
    """All that an address book can keep."""
    short = short_contact(organisation, url)
    has_seat = organisation.latitude is not None
    post = vcard.Address(organisation.post_line, organisation.post_postcode, organisation.post_town)
    return short._replace(
        parent=organisation.parent.name if organisation.parent else "",
        addresses=short.addresses + ((post,) if organisation.post_line else ()),
        fax=organisation.fax,
        languages=tuple(organisation.languages),
        position=(organisation.latitude, organisation.longitude) if has_seat else None,
        note=_("Anschrift und Kontakt sind Beispieldaten.") if organisation.is_sample else "",
    )


def short_contact(organisation: Organisation, url: str) -> vcard.Contact:
    """As little as the camera needs, so that the code stays coarse."""
    street = ", ".join(part for part in (organisation.street, organisation.building) if part)
    house = vcard.Address(street, organisation.postcode, organisation.town)
    return vcard.Contact(
        name=organisation.name,
        uid=url,
        addresses=(house,) if organisation.street else (),
        phone=organisation.phone,
        email=organisation.email,
        web=organisation.web,
    )


def code(contact: vcard.Contact) -> bytes:
    """A QR code as SVG: always black on white, with the quiet edge that cameras need."""
    picture = BytesIO()
    segno.make(vcard.write(contact), error="m", micro=False, encoding="utf-8").save(
        picture, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False, nl=False
    )
    return picture.getvalue()


def one_line(organisation: Organisation) -> str:
    """The address of the house in one line."""
    town = f"{organisation.postcode} {organisation.town}".strip()
    return ", ".join(part for part in (organisation.street, organisation.building, town) if part)
