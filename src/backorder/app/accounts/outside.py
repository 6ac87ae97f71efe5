"""Servers of others that accounts may use, as Django's settings want them: mail, single sign-on."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from backorder import settings

PROVIDER = "sso"
_PORTS = {"smtp": 587, "smtps": 465}


def mail_server(address: str | None = None) -> dict[str, Any]:
    """Return Django's settings for a mail server; none where there is none.

    >>> mail_server("smtp://me:secret@mail.example.com")["EMAIL_PORT"]
    587
    """
    address = address or settings.get("BACKORDER_SMTP")
    if not address:
        return {}
    parts = urlsplit(address)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }


def providers() -> list[dict[str, Any]]:
    """Return allauth's description of the OpenID Connect provider; none where there is none."""
    issuer = settings.get("BACKORDER_OIDC_URL")
    if not issuer:
        return []
    return [
        {
            "provider_id": PROVIDER,
            "name": settings.get("BACKORDER_OIDC_NAME"),
            "client_id": settings.get("BACKORDER_OIDC_CLIENT"),
            "secret": settings.get("BACKORDER_OIDC_SECRET"),
            "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
        }
    ]
