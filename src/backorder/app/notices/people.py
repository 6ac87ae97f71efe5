"""People of the shop who are told: by name, each in their own language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, override

from backorder.app.exception_words import KINDS
from backorder.app.marking import gettext_noop as _
from backorder.app.purchasing.mailing import set_up
from backorder.app.statements import statement
from backorder.app.wording.events import EVENTS
from backorder.app.wording.spelling import language_of

from . import contacts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from psycopg import Connection

    from .choosing import Contact

# What the digest counts besides exceptions.
FAILED, ALARMS = "notices_failed", "alarms"
_COUNTED = {FAILED: _("Messages that reached nobody"), ALARMS: _("Alarms")}
_CHANNELS = {"email": _("e-mail"), "sms": _("text message")}


def of(conn: Connection[Any], addresses: Sequence[str]) -> list[Contact]:
    """Return whom some addresses belong to, in their order.

    Who has chosen no language, or does not sign in here, is written to in the one that most people
    of the shop have chosen.
    """
    rows = conn.execute(statement("notice_people"), {"addresses": list(addresses)}).fetchall()
    return [
        contacts.person(address, language)._replace(name=name) for address, name, language in rows
    ]


def _in(language: str) -> AbstractContextManager[None]:
    set_up()  # the reminders' worker goes without Django otherwise
    return override(language_of(language))


def counted(code: str, language: str) -> str:
    """Return what something that the digest counts is called; a new kind goes by its code."""
    with _in(language):
        return gettext(_COUNTED[code]) if code in _COUNTED else str(KINDS.get(code, code))


def about(event: str, language: str) -> str:
    """Return what a message is about, in one sentence."""
    with _in(language):
        return gettext(EVENTS[event].about) if event in EVENTS else event


def channel(name: str, language: str) -> str:
    """Return what a channel is called."""
    with _in(language):
        return gettext(_CHANNELS[name]) if name in _CHANNELS else name
