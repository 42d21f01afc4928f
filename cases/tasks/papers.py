"""Writing the documents. One that fails is tried again and holds nothing else up."""

from celery import shared_task

from cases import actions
from portal.outbox.actions import lease


@shared_task(name="cases.write_application_pdf", ignore_result=True)
def write_application_pdf(outbox_id: int) -> None:
    """The application as PDF, once a case."""
    with lease(outbox_id) as entry:
        if entry is not None:
            actions.write_application(entry.subject_id)


@shared_task(name="cases.write_receipt", ignore_result=True)
def write_receipt(outbox_id: int) -> None:
    """The receipt and its mail, once a case."""
    with lease(outbox_id) as entry:
        if entry is not None:
            actions.write_receipt(entry.subject_id)


@shared_task(name="cases.write_decision", ignore_result=True)
def write_decision(outbox_id: int) -> None:
    """The decision and its mail, once a decision."""
    with lease(outbox_id) as entry:
        if entry is not None:
            actions.write_decision(entry.subject_id)


@shared_task(name="cases.write_extension", ignore_result=True)
def write_extension(outbox_id: int) -> None:
    """The letter of an extension, once a proceeding."""
    with lease(outbox_id) as entry:
        if entry is not None:
            actions.write_extension(entry.subject_id)


@shared_task(name="cases.write_pause", ignore_result=True)
def write_pause(outbox_id: int) -> None:
    """The letter of a pause, once a pause."""
    with lease(outbox_id) as entry:
        if entry is not None:
            actions.write_pause(entry.subject_id)


@shared_task(name="cases.write_certificate", ignore_result=True)
def write_certificate(outbox_id: int) -> None:
    """The certificate of a deemed approval, once a proceeding."""
    with lease(outbox_id) as entry:
        if entry is not None:
            actions.write_certificate(entry.subject_id)
