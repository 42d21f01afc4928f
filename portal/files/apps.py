from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "portal.files"
    verbose_name = "Dateien"
