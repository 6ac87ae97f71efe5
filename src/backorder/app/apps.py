"""Django's name for this application."""

from django.apps import AppConfig


class BackorderConfig(AppConfig):
    """All tables live in one Django application, labelled ``backorder``."""

    name = "backorder.app"
    label = "backorder"
    default_auto_field = "django.db.models.BigAutoField"
