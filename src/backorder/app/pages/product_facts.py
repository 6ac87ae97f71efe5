"""A product as its page shows it: where its units are, what comes, who has them, the rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.domain.errors import NotFoundError
from backorder.domain.names import PREFIXES, number

from .days import begins, day_of, home_zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from psycopg import Connection

WEEKS, DEMAND_WEEKS = 12, 26
MOST_PEGS, MOST_SUPPLIES, MOST_MOVES, MOST_RULES = 100, 50, 12, 50
_PAPERS = {"receipt": "receipt", "shipment": "shipment", "transfer": "transfer", "return": "return"}


class Head(NamedTuple):
    """A product by itself."""

    id: int
    sku: str
    name: str
    unit_price: int
    unit_cost: int
    currency: str
    category: str
    unit: str
    discontinued: bool
    attributes: dict[str, Any]


class Place(NamedTuple):
    """What there is of it at a place; ``held`` is part of what is allocated."""

    code: str
    name: str
    on_hand: int
    allocated: int
    available: int
    incoming: int
    planned: int
    waiting: int
    held: int
    next_on: date | None


class Flow(NamedTuple):
    """What comes, what of it is free, and what is promised away on a day."""

    day: date
    comes: int
    free: int
    leaves: int


class Peg(NamedTuple):
    """Units of somebody; a line number is missing for a quote or a hold."""

    order: int
    holder: str
    line_no: int | None
    customer: str | None
    customer_name: str | None
    quantity: int
    on: date | None
    basis: str
    supply: str | None
    expected_on: date | None

    @property
    def number(self) -> str:
        """Return the number of the order, quote or hold."""
        return number(self.holder, self.order)

    @property
    def purchase(self) -> str:
        """Return the number of the purchase order that they wait for."""
        return (self.supply or "").split("/", maxsplit=1)[0]


class Supply(NamedTuple):
    """What comes from somewhere on a day."""

    name: str
    kind: str
    place: str
    supplier: str | None
    supplier_name: str | None
    quantity: int
    pegged: int
    on: date
    spread_days: int

    @property
    def free(self) -> int:
        """Return what of it is promised to nobody."""
        return self.quantity - self.pegged


class Rule(NamedTuple):
    """A policy that may decide; the first of product, category and default counts."""

    scope: str
    match: str
    mode: str
    cap: int | None
    cap_from: str
    buffer: int
    max_wait_days: int | None
    min_confidence: int
    promise_quantile: int
    valid_from: date | None
    valid_until: date | None
    wins: bool = False


class Item(NamedTuple):
    """The product as a supplier sells it."""

    supplier: str
    name: str
    unit_cost: int
    moq: int
    multiple: int
    lead_time_days: int
    spread_days: int | None
    capacity_per_week: int | None
    priority: int


class Movement(NamedTuple):
    """Units that went from one place to another; ``change`` is seen from our own places."""

    at: datetime
    kind: str
    document: int
    origin: str
    origin_kind: str
    destination: str
    destination_kind: str
    quantity: int

    @property
    def paper(self) -> str:
        """Return the number of its paper, empty for one that goes by its key."""
        kind = _PAPERS.get(self.kind, "")
        return number(kind, self.document) if kind in PREFIXES else ""


@dataclass(frozen=True)
class Facts:
    """Everything the page of a product shows."""

    head: Head
    today: date
    places: list[Place]
    flow: list[Flow]
    pegs: list[Peg]
    supplies: list[Supply]
    rules: list[Rule]
    items: list[Item]
    demand: list[int]
    moves: list[Movement]

    @property
    def total(self) -> Place:
        """Return the sums over all places."""
        days = [place.next_on for place in self.places if place.next_on]
        sums = {
            name: sum(getattr(place, name) for place in self.places) for name in Place._fields[2:-1]
        }
        return Place("", "", **sums, next_on=min(days, default=None))

    @property
    def unknown(self) -> int:
        """Return the units that no supply stands behind, of those that are listed."""
        return sum(peg.quantity for peg in self.pegs if peg.basis == "unknown")

    @property
    def backordered(self) -> int:
        """Return the units that wait."""
        return self.total.waiting + self.unknown


def head(conn: Connection[Any], sku: str) -> Head:
    """Return a product; raises ``NotFoundError``."""
    row = (
        None if "\x00" in sku else conn.execute(statement("page_product"), {"sku": sku}).fetchone()
    )
    if row is None:
        raise NotFoundError("unknown_sku", f"There is no product {sku[:80]}.", sku=sku[:80])
    return Head(*row)


def read(conn: Connection[Any], sku: str, now: datetime) -> Facts:
    """Return all about a product; raises ``NotFoundError``."""
    found = head(conn, sku)
    zone = home_zone(conn)
    today = day_of(now, zone)
    last = today + timedelta(weeks=WEEKS)

    def rows(name: str, **more: Any) -> Sequence[tuple[Any, ...]]:  # noqa: ANN401 (parameters)
        return conn.execute(
            statement(f"page_product_{name}"), {"product": found.id, **more}
        ).fetchall()

    asked = {"sku": found.sku, "category": found.category, "day": today, "limit": MOST_RULES}
    rules = conn.execute(statement("page_product_rules"), asked).fetchall()
    return Facts(
        found,
        today,
        [Place(*row) for row in rows("places")],
        [Flow(*row) for row in rows("flow", today=today, last=last)],
        [Peg(*row) for row in rows("pegs", limit=MOST_PEGS)],
        [Supply(*row) for row in rows("supplies", limit=MOST_SUPPLIES)],
        _decided([Rule(*row) for row in rules]),
        [Item(*row) for row in rows("items")],
        _demand(rows, begins(today + timedelta(days=1), zone)),
        [Movement(*row) for row in rows("moves", limit=MOST_MOVES)],
    )


def _decided(rules: list[Rule]) -> list[Rule]:
    """Mark the rule that counts for an order without a channel or class of its own."""
    sure = [n for n, rule in enumerate(rules) if rule.scope in {"product", "category", "default"}]
    if sure:
        rules[sure[0]] = rules[sure[0]]._replace(wins=True)
    return rules


def _demand(rows: Any, until: datetime) -> list[int]:  # noqa: ANN401 (what reads a statement)
    """Return the units ordered in each of the last weeks."""
    found = [0] * DEMAND_WEEKS
    since = until - timedelta(weeks=DEMAND_WEEKS)
    for week, units, _short in rows("demand", since=since, weeks=DEMAND_WEEKS):
        found[week] = units
    return found
