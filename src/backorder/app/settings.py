"""Django's settings: the schema, and the frame around every request that `serve` answers."""

from __future__ import annotations

import os

from psycopg.conninfo import conninfo_to_dict

from backorder import settings


def _database(url: str) -> dict[str, object]:
    """Return Django's database entry for a ``postgresql://`` address.

    >>> _database("postgresql://me@/shop?host=/run/pg")["HOST"]
    '/run/pg'
    """
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": parts,
    }


# Set by backorder.database before django.setup(); empty while only the models are needed.
DATABASES = {"default": _database(os.environ.get("BACKORDER_DJANGO_DATABASE", "postgresql:///"))}
INSTALLED_APPS = ["backorder.app.apps.BackorderConfig"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = os.environ.get("BACKORDER_SECRET_KEY", "schema-only")
USE_TZ = True
TIME_ZONE = "UTC"

DEBUG = False
ROOT_URLCONF = "backorder.app.urls"
MIDDLEWARE = ["backorder.app.web.frame.Frame"]
ALLOWED_HOSTS = list(settings.get("BACKORDER_ALLOWED_HOSTS"))
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = settings.get("BACKORDER_MAX_BODY") * 1024 * 1024
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}
]
LOGGING_CONFIG = None  # backorder.app.web.logs says how logs are written
