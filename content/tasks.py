"""Background work of the editors' rooms and of the search."""

from celery import shared_task
from django.conf import settings

from content import actions, link_check
from content.actions import editorial_clock, tell_notices, xzufi
from content.actions import links as link_actions
from content.actions.searches import forget_searches
from portal.outbox.actions import lease
from portal.web.probe import Prober

MEANINGS_A_RUN = 3000


@shared_task(name="content.editorial_clock", ignore_result=True)
def clock() -> None:
    """Publish and take away what is due. A second run finds it done."""
    editorial_clock.publish_due()
    editorial_clock.expire_due()
    tell_notices()


@shared_task(name="content.remind_editors", ignore_result=True)
def remind_editors() -> None:
    """Each letter goes out once, however often this runs."""
    editorial_clock.remind()


@shared_task(name="content.export_xzufi", ignore_result=True)
def export_xzufi() -> None:
    """Write what changed for the Portalverbund; without a change nothing is written."""
    xzufi.export()


@shared_task(name="content.forget_searches", ignore_result=True)
def forget_old_searches() -> None:
    """Counted searches are kept for SEARCH_LOG_DAYS."""
    forget_searches()


@shared_task(name="content.collect_links", ignore_result=True)
def collect_links() -> None:
    """Bring the list of links up to what is published."""
    link_actions.collect_links()


@shared_task(name="content.check_links", ignore_result=True)
def check_links() -> None:
    """Check what is due, for two and a half minutes at most; the next run goes on."""
    if settings.LINK_CHECK:
        with Prober(link_check.policy()) as prober:
            link_check.check_due_links(prober)


@shared_task(name="content.write_meanings", ignore_result=True)
def write_meanings(outbox_id: int) -> None:
    """After texts changed: compute meanings that are missing, a minute's worth; a second run finds none."""
    with lease(outbox_id) as entry:
        if entry is not None:
            actions.write_meanings(most=MEANINGS_A_RUN)
