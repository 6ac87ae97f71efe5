"""A message that a person sends: shown as it will read, and to whom it goes, before it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.utils.translation import gettext as _

from backorder.app.notices import drafting, enqueue
from backorder.app.wording import rendering
from backorder.app.wording.events import event_of

from . import frame
from .notices import REASONS, STATES

if TYPE_CHECKING:
    from django.http import HttpRequest
    from psycopg import Connection

    from backorder.app.notices.drafting import Draft, Message


def shown(conn: Connection[Any], message: Message) -> dict[str, Any]:
    """Return what a page shows of a message: its text (``made``), and where it goes (``ways``)."""
    found = drafting.drafts([message], enqueue.setting(conn, frame.now()))
    contact, fields = message.contact, event_of(message.event).fields
    language = contact.wish.language or contact.language
    facts = {name: value for name, value in message.facts.items() if name in fields and value}
    return {
        "made": rendering.render(conn, message.event, language, facts),
        "ways": [_way(one) for one in found if one.channel != "web"],
    }


def _way(one: Draft) -> dict[str, Any]:
    tone, state = STATES[one.state]
    return {
        "address": one.address,
        "channel": one.channel,
        "tone": tone,
        "state": state,
        "reason": REASONS.get(one.reason, one.reason),
    }


def say(request: HttpRequest, *, made: bool) -> None:
    """Say on the next page whether a notice was made."""
    if made:
        messages.success(request, _("It is told; the notice stands in the log."))
    else:
        messages.warning(
            request, _("Nothing went: the same was told before, or no rule wants it told.")
        )
