"""Django's settings. Today Django keeps the schema; nothing here is needed to run a verb."""

from __future__ import annotations

import os
from urllib.parse import parse_qs, unquote, urlsplit


def _database(url: str) -> dict[str, object]:
    """Return Django's database entry for a ``postgresql://`` address.

    >>> _database("postgresql://me@/shop?host=/run/pg")["HOST"]
    '/run/pg'
    """
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(query.pop("port", parts.port or "")),
        "OPTIONS": query,
    }


# Set by backorder.database before django.setup(); empty while only the models are needed.
DATABASES = {"default": _database(os.environ.get("BACKORDER_DJANGO_DATABASE", "postgresql:///"))}
INSTALLED_APPS = ["backorder.app.apps.BackorderConfig"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = os.environ.get("BACKORDER_SECRET_KEY", "schema-only")
USE_TZ = True
TIME_ZONE = "UTC"
