import pytest

TEMPLATES = {
    "hello.subject.txt": "{% load i18n %}{% translate 'Ihr Antrag' %} {{ reference }}\n",
    "hello.txt": "{% load i18n %}{{ name }}, {% get_current_language as code %}{{ code }}: {{ public_url }}/fall/\n",
    "hello.html": "<p>{{ name }}</p>",
}


@pytest.fixture(autouse=True)
def templates(settings, tmp_path):
    """A message of its own, so that nothing depends on the texts of the portal."""
    folder = tmp_path / "templates" / "mail"
    folder.mkdir(parents=True)
    for name, content in TEMPLATES.items():
        (folder / name).write_text(content)
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [folder.parent, *engine["DIRS"]]}]


@pytest.fixture(autouse=True)
def mail_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "portal.mail.backend.FolderBackend"
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR
