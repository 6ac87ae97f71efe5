"""An order as its customer sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.pages import order_facts
from backorder.app.statements import statement
from backorder.domain.names import number
from backorder.ledger.choices import choices

from . import progress

if TYPE_CHECKING:
    from datetime import date, datetime

    from psycopg import Connection

    from backorder.app.pages.order_facts import Head, Line, Parcel

LONGEST_ACTOR = 200


class Whom(NamedTuple):
    """The customer of an order; all empty where a channel named none."""

    id: int | None
    ref: str | None
    name: str | None
    locale: str | None

    @property
    def actor(self) -> str:
        """Return who answers for what is asked on the page."""
        return f"customer:{self.ref}"[:LONGEST_ACTOR] if self.ref else "customer"

    def language(self, otherwise: str) -> str:
        """Return the language to speak, by the customer's locale if we know that language.

        >>> Whom(1, "C7", "Ada", "de-AT").language("en"), Whom(1, "C7", "Ada", "fr").language("en")
        ('de', 'en')
        """
        known = (self.locale or "").replace("_", "-").partition("-")[0].lower()
        return known if known in {"en", "de"} else otherwise


class Row(NamedTuple):
    """A line of the order: how far its units are, and what was said of their days."""

    line: Line
    groups: list[progress.Group]
    history: list[progress.Word]

    @property
    def free(self) -> int:
        """Return the open units that are not being picked: what can still be changed."""
        return sum(part.quantity for part in self.line.parts if not part.released)

    @property
    def waiting(self) -> int:
        """Return the units that are not on the shelf."""
        return self.line.waiting


class Way(NamedTuple):
    """A way to ship what is open, as the form names it, and whether it is the one chosen."""

    value: str
    ship: str
    wait_until: str | None
    parcels: list[dict[str, Any]]
    cost: dict[str, Any] | None
    chosen: bool


@dataclass(frozen=True)
class Seen:
    """Everything the page shows."""

    head: Head
    whom: Whom
    rows: list[Row]
    parcels: list[Parcel]
    ways: list[Way]

    @property
    def free(self) -> int:
        """Return the units that can still be changed."""
        return sum(row.free for row in self.rows)

    @property
    def waiting(self) -> int:
        """Return the units that wait for goods."""
        return sum(row.waiting for row in self.rows)

    @property
    def state(self) -> str:
        """Return where the order stands: open, fenced (all is being packed), done or cancelled."""
        if self.free:
            return "open"
        if any(row.line.open for row in self.rows):
            return "fenced"
        return "done" if any(row.line.shipped for row in self.rows) else "cancelled"


def whom(conn: Connection[Any], order: int) -> Whom:
    """Return the customer of an order."""
    row = conn.execute(statement("care_customer"), {"order": order}).fetchone()
    return Whom(*(row or (None, None, None, None)))


def read(conn: Connection[Any], order: int, *, now: datetime) -> Seen:
    """Return an order, by its id, as its customer sees it."""
    head = order_facts.head(conn, number("order", order))
    lines = order_facts.lines_of(conn, order)
    told = order_facts.told_of(conn, order)
    parcels, _entries = order_facts.parcels_of(conn, order, lines)
    rows = []
    for line in lines:
        mine = [one for one in told if one.line_no == line.line_no]
        rows.append(Row(line, progress.groups(line, mine), progress.history(mine)))
    ways = _ways(head, choices(conn, order, now=now))
    return Seen(head, whom(conn, order), rows, parcels, ways)


def _ways(head: Head, found: list[dict[str, Any]]) -> list[Way]:
    """Return the ways to ship; none where they all come to the same and none was chosen."""
    chosen = way_of(head.ship, head.wait_until)
    made = [
        Way(
            way_of(one["ship"], one.get("wait_until")),
            one["ship"],
            one.get("wait_until"),
            one["parcels"],
            one.get("cost"),
            way_of(one["ship"], one.get("wait_until")) == chosen,
        )
        for one in found
    ]
    differ = any(one.parcels != made[0].parcels for one in made)
    return made if differ or chosen != "as_available" else []


def way_of(ship: str, wait_until: date | str | None) -> str:
    """Return how a form names a way to ship.

    >>> way_of("complete", None), way_of("as_available", "2026-12-09")
    ('complete', '2026-12-09')
    """
    return ship if wait_until is None or ship == "complete" else str(wait_until)
