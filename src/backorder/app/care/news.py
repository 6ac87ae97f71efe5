"""What was put on the customer's page: the subject of each notice, in the shop's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app import branding
from backorder.app.statements import statement
from backorder.app.wording import builtin, rendering, spelling, store
from backorder.app.wording.events import EVENTS
from backorder.domain.errors import BackorderError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from psycopg import Connection

MOST = 12


class News(NamedTuple):
    """A notice on the customer's page: when it was made, and what it says in one line."""

    at: datetime
    text: str


class Teller:
    """Puts notices into one line each; the templates that the shop changed are read once."""

    def __init__(self, conn: Connection[Any], spoken: str) -> None:
        """Read what is the same for all notices in a language."""
        self._language = spelling.language_of(spoken)
        self._brand = branding.read(conn)
        self._own = {name: one for name, one in store.newest(conn).items() if one.enabled}

    def line(self, event: str, facts: Mapping[str, Any]) -> str:
        """Return the subject of a notice; of one that nobody can read any more, its event's name.

        What stands in the books may be of another release, and must not close the page.
        """
        if event not in EVENTS:
            return event
        named = event, self._language
        own = self._own.get(named)
        template = builtin.template(*named) if own is None else own.template
        known = {name: value for name, value in facts.items() if value is not None}
        try:
            return rendering.headline(EVENTS[event], self._language, known, template, self._brand)
        except BackorderError:
            return str(EVENTS[event].about)


def read(conn: Connection[Any], order: int, spoken: str) -> list[News]:
    """Return the last news of an order in a language, the newest first; at most ``MOST``."""
    rows = conn.execute(statement("care_news"), {"order": order, "most": MOST}).fetchall()
    if not rows:
        return []
    teller = Teller(conn, spoken)
    return [News(at, teller.line(event, facts)) for event, at, facts in rows]
