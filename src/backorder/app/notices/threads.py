"""How e-mails name themselves and what they answer: pure functions of a notice's key and thread."""

from __future__ import annotations

from hashlib import sha256

from backorder import settings


def message_id(key: str, host: str) -> str:
    """Return the Message-ID of a notice, the same whenever it is made.

    >>> message_id("j7:shipped:SO-000001|customer:7|email", "shop.example")
    '<f50c91e024d985863d5b54f26ae328bc.notice@shop.example>'
    """
    return f"<{_digest(key)}.notice@{host}>"


def root(thread: str, host: str) -> str:
    """Return what the e-mails of a thread answer to, so that a reader keeps them together."""
    return f"<{_digest(thread)}.thread@{host}>" if thread else ""


def host_of(sender: str) -> str:
    """Return the host of a sender's address.

    >>> host_of("Shop <orders@shop.example>"), host_of("")
    ('shop.example', 'backorder')
    """
    return sender.rpartition("@")[2].strip("> ") or "backorder"


def host() -> str:
    """Return the host of our own sender."""
    return host_of(settings.get("BACKORDER_MAIL_FROM"))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
