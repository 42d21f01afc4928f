"""What the addresses of working together are about: two texts of the Land, and Nils who was let in to one."""

from content.actions import teamwork
from content.models import Share
from portal.accounts.models import User
from tests.factories.content import ServiceFactory
from tests.factories.portal import UserFactory


def teamwork_rows(rieke: User, operator: User) -> tuple[dict[str, list], dict[str, dict]]:
    """Path arguments and what is posted, by address."""
    text = ServiceFactory(slug="im-gespraech", status="draft")
    task = teamwork.assign("service", text.pk, actor=operator, title="Prüfen", assignee=rieke.pk)
    nils = UserFactory(name="Nils Jansen", is_staff=True)
    other = ServiceFactory(slug="fertig-besprochen", status="draft")
    teamwork.comment("service", other.pk, actor=operator, body="Bitte lesen", also=[nils.pk])
    share = Share.objects.get(object_id=other.pk)
    arguments = {
        "admin:content_task_text": ["service", text.pk],
        "admin:content_task_seen": ["service", text.pk],
        "admin:content_task_finish": [task.pk],
        "admin:content_task_unshare": [share.pk],
    }
    return arguments, {"admin:content_task_text": {"body": "Gelesen."}}
