"""Secrets and signatures, as the Standard Webhooks specification has them."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING

from standardwebhooks import Webhook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a new secret: 256 bits of chance."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers(name: str, at: datetime, body: str, keys: Iterable[str]) -> dict[str, str]:
    """Return the headers of a request: one signature for each secret that is valid now."""
    signed = " ".join(Webhook(key).sign(name, at, body) for key in keys)
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signed,
    }
