"""From the small tables to rows of the portal: which column comes from where. What is not named has its default."""

from typing import Any

from django.db import connection
from django.db.models import GeneratedField, Model

from cases.models import (
    Application,
    Case,
    CompletionRequest,
    Decision,
    Event,
    InboxItem,
    InboxKey,
    Proceeding,
    Proposal,
)

APPLICATION = {
    "id": "application_id",
    "secret": "'seed-a-' || md5(n || %(salt)s)",
    "service": "service_id",
    "form_version": "form_version_id",
    "area": "area_id",
    "status": "'submitted'",
    "answers": (
        "jsonb_build_object('person_kind', 'person', 'applicant_name', applicant, 'street', street, "
        "'business_name', business, 'dog_name', dog, 'truth', true)"
    ),
    "created_at": "submitted_at - interval '20 minutes'",
    "saved_at": "submitted_at",
    "expires_at": "submitted_at + interval '30 days'",
}
CASE = {
    "id": "c.id",
    "reference": "reference",
    "secret": "'seed-' || md5(n || %(salt)s)",
    "application": "application_id",
    "status": "c.status",
    "version": "CASE WHEN ea_officer IS NULL THEN 2 ELSE 4 END",
    "title": "left(service.title || CASE WHEN ea_id IS NULL THEN '' ELSE ': ' || business END, 200)",
    "area": "area_id",
    "applicant_name": "applicant",
    "ea": "ea_id",
    "ea_officer": "ea_officer",
    "submitted_at": "submitted_at",
    "closed_at": "pg_temp.moment(closed_on, n, 30)",
}
PROCEEDING = {
    "id": "proceeding_id",
    "case": "id",
    "service": "service",
    "organisation": "zb",
    "officer": "CASE WHEN is_claimed THEN somebody END",
    "status": "state",
    "version": "CASE WHEN is_over THEN 4 ELSE 2 END",
    "decision_period": "decision_period",
    "period_law": "period_law",
    "deemed_approval_law": "deemed_law",
    "decision_law": "decision_law",
    "four_eyes": "four_eyes OR state = 'proposed'",
    "due_on": "CASE WHEN delivered_at IS NOT NULL AND state <> 'incomplete' THEN due_on END",
    "delivered_at": "delivered_at",
}
EVENT = {
    "case": "case_id",
    "proceeding": "proceeding_id",
    "kind": "kind",
    "on": "on_day",
    "at": "pg_temp.moment(on_day, n, 30 + step)",
    "actor": "actor",
    "text": "text",
    "period": "period",
}
DECISION = {
    "proceeding": "proceeding_id",
    "outcome": "state",
    "reasons": (
        "CASE state WHEN 'rejected' THEN 'Die Voraussetzungen liegen nicht vor.' "
        "ELSE 'Die Voraussetzungen liegen vor.' END"
    ),
    "conditions": "CASE state WHEN 'granted_with_conditions' THEN 'Der Brandschutz ist einzuhalten.' ELSE '' END",
    "decided_by": "CASE state WHEN 'deemed_granted' THEN %(closer)s ELSE somebody END",
    "decided_at": "pg_temp.moment(ended_on, m, 31)",
    "told_at": "pg_temp.moment(ended_on, m, 31)",
}
PROPOSAL = {
    "proceeding": "proceeding_id",
    "outcome": "'granted'",
    "reasons": "'Die Voraussetzungen liegen vor.'",
    "proposed_by": "somebody",
    "proposed_at": "delivered_at",
}
ASKED_BY_EA = {
    "case": "id",
    "status": "CASE status WHEN 'incomplete' THEN 'open' ELSE 'answered' END",
    "text": "'Bitte reichen Sie den Grundriss nach.'",
    "due_on": "day + 15",
    "requested_by": "ea_officer",
    "requested_at": "pg_temp.moment(day + 1, n, 32)",
    "answer": "CASE status WHEN 'incomplete' THEN '' ELSE 'Hier ist der Grundriss.' END",
    "answered_at": "CASE WHEN status <> 'incomplete' THEN pg_temp.moment(day + 8, n, 33) END",
}
ASKED_BY_ZB = {
    "case": "id",
    "proceeding": "proceeding_id",
    "status": "'open'",
    "text": "'Bitte reichen Sie einen Lageplan nach.'",
    "due_on": "forwarded_on + 14",
    "requested_by": "somebody",
    "requested_at": "pg_temp.moment(forwarded_on, m, 32)",
}
CASE_ITEM = {
    "case": "c.id",
    "organisation": "ea_id",
    "officer": "ea_officer",
    "status": (
        "CASE WHEN c.status = 'forwarded' AND EXISTS "
        "(SELECT FROM seed_proceeding p WHERE p.n = c.n AND p.state = 'returned') THEN 'returned' ELSE c.status END"
    ),
    "submitted_at": "submitted_at",
}
PROCEEDING_ITEM = {
    "case": "case_id",
    "proceeding": "p.id",
    "organisation": "organisation_id",
    "officer": "officer_id",
    "status": "p.status",
    "due_on": "due_on",
    "submitted_at": "c.submitted_at",
}
KEY = {"item": "item.id", "key": "keys.key", "organisation": "item.organisation_id"}

# model, columns, source, in this order
STEPS: tuple[tuple[type[Model], dict[str, str], str], ...] = (
    (Application, APPLICATION, "seed_case ORDER BY n"),
    (Case, CASE, "seed_case c JOIN content_service service ON service.id = c.service_id ORDER BY n"),
    (Proceeding, PROCEEDING, "seed_proceeding ORDER BY proceeding_id"),
    (Event, EVENT, "seed_event ORDER BY case_id, on_day, step, proceeding_id"),
    (Decision, DECISION, "seed_proceeding WHERE is_decided ORDER BY proceeding_id"),
    (Proposal, PROPOSAL, "seed_proceeding WHERE state = 'proposed' ORDER BY proceeding_id"),
    (
        CompletionRequest,
        ASKED_BY_EA,
        "seed_case WHERE course = 'completed' AND ea_officer IS NOT NULL AND day < %(today)s "
        "AND (status = 'incomplete' OR day + 8 <= %(today)s) ORDER BY n",
    ),
    (CompletionRequest, ASKED_BY_ZB, "seed_proceeding WHERE state = 'incomplete' ORDER BY proceeding_id"),
    (InboxItem, CASE_ITEM, "seed_case c WHERE ea_id IS NOT NULL ORDER BY n"),
    (
        InboxItem,
        PROCEEDING_ITEM,
        "cases_proceeding p JOIN cases_case c ON c.id = p.case_id "
        "WHERE p.id > %(first_proceeding)s AND p.delivered_at IS NOT NULL ORDER BY p.id",
    ),
    (
        InboxKey,
        KEY,
        "(SELECT c.id, keys.key FROM cases_case c JOIN responsibility_area area ON area.id = c.area_id "
        "CROSS JOIN LATERAL cases_keys(c.applicant_name, c.title, area.short_name) AS keys(key) "
        "WHERE c.id > %(last_case)s) AS keys JOIN cases_inboxitem item ON item.case_id = keys.id",
    ),
)


def insert(model: type[Model], columns: dict[str, str], source: str, values: dict[str, Any]) -> int:
    """Write the rows; a column that is not named gets the default of its field. Returns how many."""
    given = dict(values)
    names, expressions = [], []
    for field in model._meta.concrete_fields:
        if field.name not in columns and (field.primary_key or isinstance(field, GeneratedField) or field.null):
            continue
        names.append(connection.ops.quote_name(field.column))
        default = f"default_{field.name}"
        expressions.append(columns.get(field.name, f"%({default})s"))
        if field.name not in columns:
            given[default] = field.get_db_prep_save(field.get_default(), connection)
    statement = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) SELECT {', '.join(expressions)} FROM {source}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.rowcount
