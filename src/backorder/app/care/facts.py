"""An order as its customer sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.incentives.listing import vouchers
from backorder.app.notices import preferences
from backorder.app.notices.preferences import Preferences
from backorder.app.pages import order_facts
from backorder.app.statements import statement
from backorder.app.storefront import alternatives, offering
from backorder.domain.names import number
from backorder.ledger.orders.choices import choices

from . import cases, progress

if TYPE_CHECKING:
    from datetime import date, datetime

    from psycopg import Connection

    from backorder.app.incentives.listing import Voucher
    from backorder.app.pages.order_facts import Head, Line, Parcel
    from backorder.domain.alternatives import Alternative

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

    @property
    def longed_for(self) -> list[progress.Group]:
        """Return the units that are not on the shelf and come later than the customer asked for."""
        wished = self.line.requested_on
        return [
            one
            for one in self.groups
            if one.basis not in {"stock", "shipped"}
            and (wished is None or one.on is None or one.on > wished)
        ]


class Offer(NamedTuple):
    """Another product that may be had instead of units that wait; ``sku`` is what they are of.

    ``price`` is what one costs then, in minor units: the lower of the two prices.
    """

    sku: str
    name: str
    quantity: int
    instead: Alternative
    price: int


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
    cases: list[cases.Case]
    offers: list[Offer]
    wish: Preferences
    vouchers: list[Voucher]

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
    late = cases.of_order(conn, order)
    who = whom(conn, order)
    wish = Preferences() if who.id is None else preferences.read(conn, who.id)
    if wish.language:
        who = who._replace(locale=wish.language)
    given = vouchers(conn, order, now.date())
    offers = _offers(conn, head, rows, now)
    return Seen(head, who, rows, parcels, ways, late, offers, wish, given)


def _offers(conn: Connection[Any], head: Head, rows: list[Row], now: datetime) -> list[Offer]:
    """Return what may be had instead of what waits: sooner, in the order's currency, a few of each.

    What leaves no sooner than the units are promised is no help to anybody; nor is anything to
    whoever gets them by the day that was asked for.
    """
    asked = offering.waits(
        (
            (
                row.line.sku,
                sum(group.quantity for group in row.longed_for),
                [group.on for group in row.longed_for],
            )
            for row in rows
        ),
        head.destination,
        head.currency,
    )
    names = {row.line.sku: row.line.name or row.line.sku for row in rows}
    prices: dict[str, int] = {}
    for row in rows:
        if row.waiting:
            known = prices.get(row.line.sku, row.line.unit_price)
            prices[row.line.sku] = min(known, row.line.unit_price)
    return [
        Offer(
            *(one.sku, names[one.sku], one.units, instead),
            min(prices[one.sku], instead.unit_price),
        )
        for one, found in zip(asked, offering.sooner(conn, asked, now), strict=True)
        for instead in found
    ]


def note_offers(conn: Connection[Any], seen: Seen, day: date) -> None:
    """Count what was offered on the page as shown, so that it is learned what customers take."""
    shown: dict[str, list[Alternative]] = {}
    for one in seen.offers:
        shown.setdefault(one.sku, []).append(one.instead)
    alternatives.note_shown(conn, shown, day)


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
