"""What an operator relies on before opening the portal to the public."""

import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "not-a-secret-but-long-enough-for-the-check-1234567890-abcdefghij",
    "PUBLIC_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
}


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=120)


def test_the_deployment_check_has_nothing_to_say(clean_environment, tmp_path):
    environment = clean_environment | PRODUCTION | {"PORTAL_VAR": str(tmp_path)}
    done = manage(environment, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", ["check", "migrate", "up"])
def test_without_a_secret_nothing_runs(clean_environment, tmp_path, command):
    environment = clean_environment | PRODUCTION | {"PORTAL_VAR": str(tmp_path)}
    del environment["SECRET_KEY"]
    done = manage(environment, command)
    assert done.returncode == 1
    assert "SECRET_KEY fehlt" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_model_change_has_its_migration(clean_environment, tmp_path):
    environment = clean_environment | PRODUCTION | {"PORTAL_VAR": str(tmp_path)}
    done = manage(environment, "makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout
