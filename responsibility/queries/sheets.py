"""The two tables that editors exchange with the portal: responsibilities and organisations."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, Model, QuerySet
from django.db.models.functions import Coalesce

from portal.accounts.models import User
from responsibility.models import Organisation, Responsibility, TableUpload
from responsibility.queries import cells, rights
from responsibility.queries.cells import Column
from responsibility.rules import reach, tables
from responsibility.rules.reach import Reach

Values = dict[str, Any]
EITHER_SERVICE = "Nennen Sie entweder eine Leistung oder eine Gruppe."
EITHER_ORGANISATION = "Nennen Sie entweder eine Behörde oder „jede für ihr Gebiet“."
NO_ROLE = "Die Rolle fehlt."
BACKWARDS = "Das Ende liegt vor dem Anfang."
HALF_A_POINT = "Geben Sie Breite und Länge an, oder keine von beiden."
NOT_A_POINT = "Breite und Länge liegen nicht auf der Erde."
OWN_PART = "Eine Behörde kann nicht Teil von sich selbst sein."


@dataclass(frozen=True)
class Sheet:
    """One table: its columns, what makes a line the same entry, and who may change what."""

    kind: str
    model: type[Model]
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    # Headings that only help readers, with the expression that fills them; never read back
    remarks: Mapping[str, Any]
    own: Callable[[User | AnonymousUser], QuerySet]
    faults: Callable[[Values], list[str]]
    refusal: Callable[[Reach, Any, Any, Any], str]

    def identify(self, values: Values) -> tuple:
        return tuple(values[name] for name in self.identity)

    def keys(self) -> dict[str, Any]:
        """What to read from the database for each column: the value, or the key of the row it points to."""
        return {column.field: key_of(column) for column in self.columns}

    def known(self) -> dict[str, dict[str, int]]:
        """Ids by key for each column that names another row. Queries: one a column."""
        return {
            column.field: dict(targets(self.model, column).values_list(target_key(column), "pk"))
            for column in self.columns
            if column.key
        }

    def rows(self, found: QuerySet) -> Iterator[tuple[int, Values]]:
        """Rows with their values, named by keys. Queries: 1."""
        names = [column.field for column in self.columns]
        aliases = {f"cell_{name}": expression for name, expression in self.keys().items()}
        for pk, *values in found.order_by("pk").values_list("pk", *aliases.values()):
            yield pk, dict(zip(names, values, strict=True))


def key_of(column: Column) -> Any:
    if column.key == "leika_or_slug":
        return Coalesce(f"{column.field}__leika_key", f"{column.field}__slug", output_field=CharField())
    return F(f"{column.field}__{column.key}" if column.key else column.field)


def target_key(column: Column) -> Any:
    return Coalesce("leika_key", "slug", output_field=CharField()) if column.key == "leika_or_slug" else column.key


def targets(model: type[Model], column: Column) -> QuerySet:
    return model._meta.get_field(column.field).related_model._base_manager.all()


def rule_faults(values: Values) -> list[str]:
    """What a rule must keep to, in the words of its constraints."""
    start, end = values["valid_from"], values["valid_to"]
    return [
        sentence
        for is_wrong, sentence in (
            (not values["role"], NO_ROLE),
            (bool(values["service"]) == bool(values["group"]), EITHER_SERVICE),
            (bool(values["organisation"]) == bool(values["level"]), EITHER_ORGANISATION),
            (start and end and end < start, BACKWARDS),
        )
        if is_wrong
    ]


def organisation_faults(values: Values) -> list[str]:
    """What an organisation must keep to, in the words of its constraints."""
    latitude, longitude = values["latitude"], values["longitude"]
    return [
        sentence
        for is_wrong, sentence in (
            (abs(latitude or 0) > 90 or abs(longitude or 0) > 180, NOT_A_POINT),
            ((latitude is None) != (longitude is None), HALF_A_POINT),
            (values["parent"] == values["slug"], OWN_PART),
        )
        if is_wrong
    ]


RESPONSIBILITIES = Sheet(
    kind=TableUpload.Kind.RESPONSIBILITIES,
    model=Responsibility,
    columns=(
        cells.key("leistung", "service", "leika_or_slug"),
        cells.key("gruppe", "group", "slug"),
        cells.choice("rolle", Responsibility, "role"),
        cells.key("gebiet", "area", "ars"),
        cells.choice("bedingung", Responsibility, "condition"),
        cells.key("behoerde", "organisation", "slug"),
        cells.choice("ebene", Responsibility, "level"),
        cells.day("gueltig_ab", "valid_from"),
        cells.day("gueltig_bis", "valid_to"),
        cells.plain("grundlage", "note"),
    ),
    identity=("service", "group", "role", "area", "condition", "organisation", "valid_from"),
    remarks={
        "leistung_name": F("service__name"),
        "gebiet_name": F("area__name"),
        "behoerde_name": F("organisation__name"),
    },
    own=rights.own_responsibilities,
    faults=rule_faults,
    refusal=reach.rule_refusal,
)

ORGANISATIONS = Sheet(
    kind=TableUpload.Kind.ORGANISATIONS,
    model=Organisation,
    columns=(
        cells.plain("kuerzel", "slug"),
        cells.plain("name", "name"),
        cells.choice("art", Organisation, "kind"),
        cells.key("gehoert_zu", "parent", "slug"),
        cells.key("gebiet", "area", "ars"),
        cells.plain("strasse", "street"),
        cells.plain("plz", "postcode"),
        cells.plain("ort", "town"),
        cells.plain("gebaeude", "building"),
        cells.plain("anfahrt", "directions"),
        cells.number("breite", "latitude"),
        cells.number("laenge", "longitude"),
        cells.plain("post_zeile", "post_line"),
        cells.plain("post_plz", "post_postcode"),
        cells.plain("post_ort", "post_town"),
        cells.plain("telefon", "phone"),
        cells.plain("fax", "fax"),
        cells.plain("email", "email"),
        cells.plain("internet", "web"),
        cells.plain("de_mail", "de_mail"),
        cells.identifier("fit_connect", "fit_connect"),
        cells.hours("oeffnungszeiten", "opening_hours"),
        cells.exceptions("abweichende_tage", "opening_exceptions"),
        cells.plain("oeffnungszeiten_hinweis", "opening_note"),
        cells.boolean("zugang_ohne_stufen", "step_free", None),
        cells.boolean("aufzug", "lift", None),
        cells.boolean("wc_fuer_rollstuhl", "accessible_toilet", None),
        cells.boolean("parkplatz", "accessible_parking", None),
        cells.boolean("hoeranlage", "hearing_loop", None),
        cells.plain("barrierefreiheit_hinweis", "access_note"),
        cells.codes("sprachen", "languages"),
        cells.plain("kontoinhaber", "account_holder"),
        cells.plain("iban", "iban"),
        cells.plain("bic", "bic"),
        cells.boolean("beispieldaten", "is_sample", False),
    ),
    identity=("slug",),
    remarks={"gebiet_name": F("area__name")},
    own=rights.own_organisations,
    faults=organisation_faults,
    refusal=reach.organisation_refusal,
)
SHEETS = {sheet.kind: sheet for sheet in (RESPONSIBILITIES, ORGANISATIONS)}


def exported(sheet: Sheet, user: User | AnonymousUser) -> bytes:
    """All own rows as a file. Queries: 1, and those for the rights."""
    headings = [column.heading for column in sheet.columns]
    found = sheet.own(user).order_by("pk").values_list(*sheet.keys().values(), *sheet.remarks.values())
    width = len(headings)
    lines = (
        [column.write(value) for column, value in zip(sheet.columns, row[:width], strict=True)]
        + [str(remark or "") for remark in row[width:]]
        for row in found.iterator(chunk_size=2000)
    )
    return tables.write([*headings, *sheet.remarks], lines)
