"""Questions about a person's account."""

from portal.accounts.models import User


def needs_second_factor(user: User) -> bool:
    """Editors, administrators and everyone with a role in an authority. Queries: 0 or 1."""
    return user.is_staff or user.is_superuser or user.groups.exists()
