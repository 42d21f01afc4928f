"""The list behind the inbox: one row for each case at its EA and each proceeding at its authority.

Derived, like an index: the triggers below write it whenever a case or a proceeding changes, whoever changes it, and
nothing else does. It keeps side by side what a list filters and sorts by, so that one index scan finds a page of it
among a million cases. What a row shows is read from the case and the proceeding.
"""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case as Choice
from django.db.models import F, Q, Value, When
from django.db.models.functions import Coalesce

from cases.rules.transitions import FINISHED
from responsibility.models import Organisation

NEVER = date(9999, 12, 31)
NEW, WORK, WAITS, DONE = "new", "work", "waits", "done"
# What the EA has done with a case, and what the authority has done with a proceeding
IS_DONE = Q(status__in=sorted(FINISHED | {"forwarded", "closed"}))

KEYS_OF_ITEM = """
    INSERT INTO cases_inboxkey (item_id, key, organisation_id)
    SELECT item.id, keys.key, item.organisation_id
    FROM cases_inboxitem item
    JOIN cases_case c ON c.id = item.case_id
    JOIN responsibility_area area ON area.id = c.area_id
    CROSS JOIN LATERAL cases_keys(c.applicant_name, c.title, area.short_name) AS keys(key)
    WHERE {which};
"""

# A forwarded case at its EA: whether the EA has to route one of its proceedings
TO_ROUTE = """coalesce((
    SELECT max(status) FROM cases_proceeding WHERE case_id = {case} AND status IN ('returned', 'held')
), 'forwarded')"""
LIST_CASE = f"""
    IF NEW.ea_id IS NULL OR NEW.status = 'submitted' THEN
        DELETE FROM cases_inboxitem WHERE case_id = NEW.id AND proceeding_id IS NULL;
    ELSE
        INSERT INTO cases_inboxitem (case_id, organisation_id, officer_id, status, submitted_at)
        VALUES (
            NEW.id, NEW.ea_id, NEW.ea_officer_id,
            CASE WHEN NEW.status = 'forwarded'
                THEN {TO_ROUTE.format(case="NEW.id")} ELSE NEW.status END,
            NEW.submitted_at
        )
        ON CONFLICT (case_id) WHERE proceeding_id IS NULL DO UPDATE SET
            organisation_id = EXCLUDED.organisation_id, officer_id = EXCLUDED.officer_id,
            status = EXCLUDED.status, submitted_at = EXCLUDED.submitted_at;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.applicant_name, OLD.title, OLD.area_id, OLD.submitted_at)
        IS DISTINCT FROM (NEW.applicant_name, NEW.title, NEW.area_id, NEW.submitted_at)
    THEN
        UPDATE cases_inboxitem SET submitted_at = NEW.submitted_at WHERE case_id = NEW.id;
        DELETE FROM cases_inboxkey WHERE item_id IN (SELECT id FROM cases_inboxitem WHERE case_id = NEW.id);
        {KEYS_OF_ITEM.format(which="item.case_id = NEW.id")}
    END IF;
    RETURN NULL;
"""  # noqa: S608 - constants only

LIST_PROCEEDING = f"""
    IF NEW.status IN ('waiting', 'held')
        OR (NEW.delivered_at IS NULL AND NEW.status IN ({", ".join(map(repr, sorted(FINISHED)))}))
    THEN
        DELETE FROM cases_inboxitem WHERE proceeding_id = NEW.id;
    ELSE
        INSERT INTO cases_inboxitem (case_id, proceeding_id, organisation_id, officer_id, status, due_on, submitted_at)
        SELECT NEW.case_id, NEW.id, NEW.organisation_id, NEW.officer_id, NEW.status, NEW.due_on, c.submitted_at
        FROM cases_case c WHERE c.id = NEW.case_id
        ON CONFLICT (proceeding_id) WHERE proceeding_id IS NOT NULL DO UPDATE SET
            organisation_id = EXCLUDED.organisation_id, officer_id = EXCLUDED.officer_id,
            status = EXCLUDED.status, due_on = EXCLUDED.due_on;
    END IF;
    IF NEW.status IN ('returned', 'held') OR (TG_OP = 'UPDATE' AND OLD.status IN ('returned', 'held')) THEN
        UPDATE cases_inboxitem SET status = {TO_ROUTE.format(case="NEW.case_id")}
        WHERE case_id = NEW.case_id AND proceeding_id IS NULL AND status IN ('forwarded', 'returned', 'held');
    END IF;
    RETURN NULL;
"""  # noqa: S608 - constants only

KEEP_KEYS = f"""
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM cases_inboxkey WHERE item_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        {KEYS_OF_ITEM.format(which="item.id = NEW.id")}
    END IF;
    RETURN NULL;
"""  # noqa: S608 - constants only


def trigger(name: str, func: str, *columns: str) -> pgtrigger.Trigger:
    """After each new row, and after each change of one of these columns."""
    operation = pgtrigger.Insert | pgtrigger.UpdateOf(*columns)
    return pgtrigger.Trigger(name=name, when=pgtrigger.After, operation=operation, func=func)


def list_case() -> pgtrigger.Trigger:
    return trigger(
        "list_case", LIST_CASE, "status", "ea_id", "ea_officer_id", "applicant_name", "title", "area_id", "submitted_at"
    )


def list_proceeding() -> pgtrigger.Trigger:
    return trigger(
        "list_proceeding", LIST_PROCEEDING, "status", "organisation_id", "officer_id", "due_on", "delivered_at"
    )


class InboxItem(models.Model):
    """One line of somebody's inbox. Without a proceeding it is the case at its EA."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    proceeding = models.ForeignKey("cases.Proceeding", models.CASCADE, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False)
    # That of the case or proceeding; a forwarded case with something for the EA to route is "returned" or "held"
    status = models.CharField(max_length=24)
    due_on = models.DateField(null=True)
    submitted_at = models.DateTimeField()
    # Nobody has taken it, somebody works on it, the applicant has to answer, nothing is left to do
    stage = models.GeneratedField(
        expression=Choice(
            When(IS_DONE, then=Value(DONE)),
            When(status="incomplete", then=Value(WAITS)),
            When(status__in=["received", "delivered"], officer=None, then=Value(NEW)),
            default=Value(WORK),
        ),
        output_field=models.CharField(max_length=5),
        db_persist=True,
    )
    # The first column of the order: what is done has no deadline any more
    sort_on = models.GeneratedField(
        expression=Choice(When(IS_DONE, then=Value(NEVER)), default=Coalesce(F("due_on"), Value(NEVER))),
        output_field=models.DateField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "Vorgang im Eingang"
        verbose_name_plural = "Vorgänge im Eingang"
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(proceeding=None), name="one_item_a_case"),
            models.UniqueConstraint(
                fields=["proceeding"], condition=Q(proceeding__isnull=False), name="one_item_a_proceeding"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "stage", "sort_on", "submitted_at", "id"], name="inbox_of_office"),
            models.Index(
                fields=["officer", "stage", "sort_on", "submitted_at", "id"],
                condition=Q(officer__isnull=False),
                name="inbox_of_officer",
            ),
            models.Index(fields=["stage", "sort_on", "submitted_at", "id"], name="inbox_of_all"),
        ]
        triggers = [
            trigger("write_keys", KEEP_KEYS, "organisation_id"),
            pgtrigger.Trigger(name="drop_keys", when=pgtrigger.After, operation=pgtrigger.Delete, func=KEEP_KEYS),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.status}"


class InboxKey(models.Model):
    """Something an item is found by: name, undertaking, place, each word once in front ("petersen anna").

    Sorted like a telephone directory, so that one scan finds the first page of all "Petersen" of an office however
    many there are. Folded as `cases.rules.keys.folded` does: lower case, ä as ae, without accents and punctuation.
    """

    pk = models.CompositePrimaryKey("item_id", "key")
    item = models.ForeignKey(InboxItem, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)
    key = models.CharField(max_length=60, db_collation="C")
    organisation = models.ForeignKey(
        Organisation, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        verbose_name = "Suchwort"
        verbose_name_plural = "Suchwörter"
        indexes = [
            models.Index(fields=["organisation", "key", "-item"], name="inbox_search"),
            # For administrators. Of other operators, so that the search of an office never takes it by mistake
            models.Index(
                fields=["key", "-item"], opclasses=["varchar_pattern_ops", "int8_ops"], name="inbox_search_all"
            ),
        ]

    def __str__(self) -> str:
        return self.key
