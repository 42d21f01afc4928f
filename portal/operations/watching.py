"""Noticing every change of what the public pages show, by whatever way it reaches the database.

A trigger on each table gives the row PublicState a number that was never there before. It fires at the end of the
transaction, so it holds nobody up; within one transaction it counts once. Nothing has to remember to tell the cache.
"""

from django.db import connection

# Whose tables public pages read
APPS = ("content", "responsibility")
# Tables of these apps that no public page shows: work of editors, counts, files, rights, history
UNWATCHED = {
    "content_call",
    "content_comment",
    "content_editorialoffice",
    "content_feedback",
    "content_linkplace",
    "content_mention",
    "content_pageview",
    "content_searchcount",
    "content_share",
    "content_storedquery",
    "content_task",
    "content_version",
    "content_weblink",
    "content_xzufiagency",
    "content_xzufifile",
    "content_xzufiobject",
    "responsibility_checkrun",
    "responsibility_organisationgrouppermission",
    "responsibility_organisationuserpermission",
    "responsibility_organisationversion",
    "responsibility_postcodeareaversion",
    "responsibility_responsibilitygap",
    "responsibility_responsibilityversion",
    "responsibility_servicegroupversion",
    "responsibility_tableupload",
}
# The index of the search: it follows the services, and no cached page shows it
UNWATCHED |= {"content_concept", "content_meaning", "content_searchentry", "content_searchstate"}

TABLES = """
SELECT c.relname, EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'public_changed')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r' ORDER BY c.relname
"""
WATCH = """
CREATE CONSTRAINT TRIGGER public_changed AFTER INSERT OR UPDATE OR DELETE ON {}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION portal_public_changed()
"""


def is_watched(table: str) -> bool:
    return table.startswith(tuple(f"{app}_" for app in APPS)) and table not in UNWATCHED


def watch() -> list[str]:
    """Put the trigger on tables that lack it, and take it off those that need none. Safe to repeat."""
    changed = []
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for table, has_trigger in cursor.fetchall():
            name = connection.ops.quote_name(table)
            if is_watched(table) and not has_trigger:
                cursor.execute(WATCH.format(name))
                changed.append(table)
            elif has_trigger and not is_watched(table):
                cursor.execute(f"DROP TRIGGER public_changed ON {name}")
                changed.append(table)
    return changed


def forget_pages() -> None:
    """Give the public state a new number, so that no page in the cache counts any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_new_public_number()")
