"""An order as its page shows it: lines by parcels, what was told, what was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.types.json import Jsonb

from backorder.app.parcels import link
from backorder.app.statements import statement
from backorder.domain.errors import NotFoundError
from backorder.domain.names import number, row_id
from backorder.domain.parcels import Label
from backorder.domain.reasons import CAUSE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

TONES = {
    "stock": "stock",
    "purchase": "incoming",
    "transfer": "incoming",
    "planned": "planned",
    "unknown": "unknown",
}
_NAMED = ("cancellations", "changes", "releases", "recalls")


class Head(NamedTuple):
    """An order without its lines."""

    id: int
    key: str
    channel: str
    customer: str | None
    customer_name: str | None
    email: str | None
    phone: str | None
    customer_class: str | None
    ship: str
    currency: str
    destination: str
    wait_until: date | None
    placed_at: datetime
    journal: int

    @property
    def number(self) -> str:
        """Return the number that people read."""
        return number("order", self.id)


class Part(NamedTuple):
    """Open units of a line with one day and one supply."""

    quantity: int
    on: date | None
    basis: str
    supply: str | None
    expected_on: date | None
    released: bool

    @property
    def purchase(self) -> str | None:
        """Return the number of the purchase order they wait for."""
        return self.supply.split("/")[0] if self.basis == "purchase" and self.supply else None

    @property
    def late_days(self) -> int:
        """Return by how many days its supply comes after the day that was told."""
        if self.expected_on is None or self.on is None:
            return 0
        return max(0, (self.expected_on - self.on).days)


@dataclass
class Line:
    """A line of an order: where its units stand."""

    id: int
    line_no: int
    sku: str
    name: str
    ordered: int
    shipped: int
    cancelled: int
    returned: int
    unit_price: int
    requested_on: date | None
    latest_on: date | None
    backordered_when_placed: int
    parts: list[Part]
    first_on: date | None
    parcels: dict[int, int] = field(default_factory=dict)

    @property
    def allocated(self) -> int:
        """Return the open units on the shelf."""
        return sum(part.quantity for part in self.parts if part.basis == "stock")

    @property
    def waiting(self) -> int:
        """Return the open units that are not on the shelf."""
        return self.open - self.allocated

    @property
    def open(self) -> int:
        """Return the units that are neither shipped nor cancelled."""
        return self.ordered - self.shipped - self.cancelled

    @property
    def stands(self) -> int:
        """Return what is ordered and not cancelled."""
        return self.ordered - self.cancelled

    @property
    def value(self) -> int:
        """Return what the units that stand cost."""
        return self.stands * self.unit_price

    @property
    def cover(self) -> list[tuple[str, int]]:
        """Return the bar of what its units stand on."""
        sums = dict.fromkeys(("shipped", "stock", "incoming", "planned", "unknown"), 0)
        sums["shipped"] = self.shipped
        for part in self.parts:
            sums[TONES[part.basis]] += part.quantity
        return [(tone, quantity) for tone, quantity in sums.items() if quantity]


class Parcel(NamedTuple):
    """A parcel that left, or goods that came back."""

    kind: str
    id: int
    at: datetime
    units: int
    places: Sequence[str]
    carrier: str = ""
    tracking: str = ""
    link: str = ""  # where it can be followed

    @property
    def number(self) -> str:
        """Return the number that people read."""
        return number(self.kind, self.id)


class Told(NamedTuple):
    """One part of one version of a line's promise."""

    line_no: int
    sku: str
    version: int
    part: int
    quantity: int
    on: date | None
    delivers_on: date | None
    basis: str
    supply: str | None
    available_on: date | None
    confidence: int
    cause: str
    made_at: datetime
    journal: int

    @property
    def why(self) -> str:
        """Return the cause as a sentence."""
        return CAUSE_TEXTS.get(self.cause, self.cause)


class Event(NamedTuple):
    """A verb that was carried out on the order, with what it told and what it cancelled."""

    verb: str
    actor: str
    at: datetime
    told: Sequence[Told]
    cancelled: Sequence[dict[str, Any]]
    parcels: Sequence[Parcel]
    asked: Sequence[dict[str, Any]]


@dataclass
class Facts:
    """Everything the page of an order shows."""

    head: Head
    lines: list[Line]
    parcels: list[Parcel]
    told: list[Told]
    events: list[Event]

    @property
    def status(self) -> str:
        """Return where the order stands."""
        if any(line.waiting for line in self.lines):
            return "waiting"
        if any(line.allocated for line in self.lines):
            return "ready"
        return "shipped" if any(line.shipped for line in self.lines) else "cancelled"

    @property
    def value(self) -> int:
        """Return what the order is worth as it stands."""
        return sum(line.value for line in self.lines)

    @property
    def allocated(self) -> int:
        """Return the units on the shelf."""
        return sum(line.allocated for line in self.lines)

    @property
    def picked(self) -> int:
        """Return the units that are released to pick."""
        return sum(part.quantity for line in self.lines for part in line.parts if part.released)

    @property
    def waiting(self) -> int:
        """Return the units that wait."""
        return sum(line.waiting for line in self.lines)

    @property
    def open(self) -> int:
        """Return the units that are neither shipped nor cancelled."""
        return self.allocated + self.waiting


def head(conn: Connection[Any], name: str) -> Head:
    """Return an order by its number or key; raises ``NotFoundError``."""
    wanted = {"order": row_id("order", name), "key": name}
    row = None if "\x00" in name else conn.execute(statement("page_order"), wanted).fetchone()
    if row is None:
        raise NotFoundError("unknown_order", f"There is no order {name[:200]}.", order=name[:200])
    return Head(*row)


def lines_of(conn: Connection[Any], order: int) -> list[Line]:
    """Return the lines of an order with their open parts."""
    return [
        Line(*(*row[:12], [_part(one) for one in row[12]], row[13]))
        for row in conn.execute(statement("page_order_lines"), {"order": order})
    ]


def told_of(conn: Connection[Any], order: int) -> list[Told]:
    """Return every version of what was promised for an order."""
    return [Told(*row) for row in conn.execute(statement("page_order_told"), {"order": order})]


def _part(facts: dict[str, Any]) -> Part:
    on, expected = (
        date.fromisoformat(day) if (day := facts[at]) else None for at in ("on", "expected_on")
    )
    return Part(facts["quantity"], on, facts["basis"], facts["supply"], expected, facts["released"])


def read(conn: Connection[Any], name: str) -> Facts:
    """Return all about an order; raises ``NotFoundError``."""
    found = head(conn, name)
    lines = lines_of(conn, found.id)
    told = told_of(conn, found.id)
    parcels, entries = parcels_of(conn, found.id, lines)
    written = {found.journal, *entries, *(one.journal for one in told)}
    events = _events(conn, found, sorted(written), told, entries)
    return Facts(found, lines, parcels, told, events)


def parcels_of(
    conn: Connection[Any], order: int, lines: Sequence[Line]
) -> tuple[list[Parcel], dict[int, list[Parcel]]]:
    """Return the parcels of an order, and by journal entry; lines learn their share of each."""
    by_no = {line.line_no: line for line in lines}
    papers: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for row in conn.execute(statement("page_order_parcels"), {"order": order}):
        papers.setdefault((row[0], row[1]), []).append(row)
    parcels: list[Parcel] = []
    entries: dict[int, list[Parcel]] = {}
    for (kind, paper), rows in papers.items():
        places = list(dict.fromkeys(row[6] for row in rows))
        units = sum(row[5] + row[7] for row in rows)
        label = Label(*rows[0][8:11])
        parcel = Parcel(
            kind, paper, rows[0][2], units, places, label.carrier, label.tracking, link(*label)
        )
        parcels.append(parcel)
        entries.setdefault(rows[0][3], []).append(parcel)
        for labelled in rows[0][11]:
            entries.setdefault(labelled, [])
        for row in rows:
            sign = 1 if kind == "shipment" else -1
            share = by_no[row[4]].parcels
            share[paper] = share.get(paper, 0) + sign * (row[5] + row[7])
    return parcels, entries


def _events(
    conn: Connection[Any],
    order: Head,
    written: Sequence[int],
    told: Sequence[Told],
    entries: dict[int, list[Parcel]],
) -> list[Event]:
    names = [order.number, order.key]
    named = [Jsonb({at: [{"order": name}]}) for at in _NAMED for name in names]
    wanted = {"entries": list(written), "named": named, "names": Jsonb({"names": names})}
    return [
        Event(
            verb,
            actor,
            at,
            [one for one in told if one.journal == entry],
            cancelled,
            entries.get(entry, ()),
            asked,
        )
        for entry, verb, actor, at, cancelled, asked in conn.execute(
            statement("page_order_journal"), wanted
        )
    ]
