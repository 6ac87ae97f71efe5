"""Django's names for this application, and for the one of its own that we want less of."""

from django.apps import AppConfig
from django.contrib.auth.apps import AuthConfig
from django.db.models.signals import post_migrate


class BackorderConfig(AppConfig):
    """All tables live in one Django application, labelled ``backorder``."""

    name = "backorder.app"
    label = "backorder"
    default_auto_field = "django.db.models.BigAutoField"


class PlainAuthConfig(AuthConfig):
    """Django's accounts without its permissions: what a role may do, ``accounts.roles`` says."""

    default = False

    def ready(self) -> None:
        """Write no row for each model and each kind of change after every migration."""
        super().ready()
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
