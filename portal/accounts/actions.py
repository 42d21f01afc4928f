"""Accounts that the portal itself makes."""

from django.db import transaction

from portal.accounts.models import User

# Those that are committed, remembered by each process: nearly every background task acts as one of them
system_users: dict[str, User] = {}


def system_user(name: str) -> User:
    """The actor of scheduled work, one for each kind ("post", "import", "ablauf"). It never logs in.

    People read "Das Portal" whatever kind it is; the address tells operators which. Queries: 1, the first time.
    """
    if name in system_users:
        return system_users[name]
    user, _ = User.objects.get_or_create(
        email=f"{name}@system.invalid",
        defaults={"name": "Das Portal", "is_system": True, "is_active": False, "password": "!"},
    )
    transaction.on_commit(lambda: system_users.setdefault(name, user))
    return user


@transaction.atomic
def create_demo_user(
    email: str, *, name: str, password: str, is_staff: bool = False, is_superuser: bool = False
) -> User:
    """A person of the demonstration, with a verified address. Called again, it sets password and rights anew."""
    user = User.objects.filter(email=email.lower()).first() or User(email=email.lower())
    user.name, user.is_demo, user.is_staff, user.is_superuser = name, True, is_staff, is_superuser
    if not user.check_password(password):
        user.set_password(password)
    user.save()
    user.emailaddress_set.update_or_create(email=user.email, defaults={"verified": True, "primary": True})
    return user
