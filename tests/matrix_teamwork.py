"""What the addresses of working together are about: a text of the Land that Rieke was let in to."""

from content.actions import teamwork
from content.models import Share
from portal.accounts.models import User
from tests.factories.content import ServiceFactory


def teamwork_rows(rieke: User, operator: User) -> tuple[dict[str, list], dict[str, dict]]:
    """Path arguments and what is posted, by address."""
    text = ServiceFactory(slug="im-gespraech", status="draft")
    task = teamwork.assign("service", text.pk, actor=operator, title="Prüfen", assignee=rieke.pk)
    other = ServiceFactory(slug="fertig-besprochen", status="draft")
    teamwork.comment("service", other.pk, actor=operator, body="Bitte lesen", also=[rieke.pk])
    share = Share.objects.get(object_id=other.pk)
    arguments = {
        "admin:content_task_text": ["service", text.pk],
        "admin:content_task_seen": ["service", text.pk],
        "admin:content_task_finish": [task.pk],
        "admin:content_task_unshare": [share.pk],
    }
    return arguments, {"admin:content_task_text": {"body": "Gelesen."}}
