"""Addresses for operators."""

from django.urls import path

from portal.operations import views

app_name = "operations"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics_page, name="metrics"),
    path("betrieb/", views.broken, name="broken"),
    path("betrieb/<int:entry_id>/wiederholen/", views.retry, name="retry"),
    path("vorfuehrung/post/", views.demo_mail, name="demo_mail"),
    path("vorfuehrung/post/<uuid:message_id>/", views.demo_mail_message, name="demo_mail_message"),
]
