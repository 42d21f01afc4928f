from django.apps import AppConfig
from django.core.checks import register

from content.checks import search_meaning


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Leistungen und Inhalte"

    def ready(self) -> None:
        register(search_meaning)
