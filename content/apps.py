from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from content.checks import search_meaning


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Leistungen und Inhalte")

    def ready(self) -> None:
        register(search_meaning)
