"""Background work of the editors' rooms."""

from celery import shared_task

from content.actions import editorial_clock


@shared_task(name="content.editorial_clock", ignore_result=True)
def clock() -> None:
    """Publish and take away what is due. A second run finds it done."""
    editorial_clock.publish_due()
    editorial_clock.expire_due()


@shared_task(name="content.remind_editors", ignore_result=True)
def remind_editors() -> None:
    """Each letter goes out once, however often this runs."""
    editorial_clock.remind()
