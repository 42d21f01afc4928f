"""Background work of the editors' rooms."""

from celery import shared_task

from content.actions import editorial_clock, xzufi


@shared_task(name="content.editorial_clock", ignore_result=True)
def clock() -> None:
    """Publish and take away what is due. A second run finds it done."""
    editorial_clock.publish_due()
    editorial_clock.expire_due()


@shared_task(name="content.remind_editors", ignore_result=True)
def remind_editors() -> None:
    """Each letter goes out once, however often this runs."""
    editorial_clock.remind()


@shared_task(name="content.export_xzufi", ignore_result=True)
def export_xzufi() -> None:
    """Write what changed for the Portalverbund; without a change nothing is written."""
    xzufi.export()
