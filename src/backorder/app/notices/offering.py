"""Alternatives in messages: what an order waits for, and what it could have sooner instead.

They stand in the notice of the slip itself, worked out when it goes. A message of its own goes only
where a person offers some by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.app.storefront import offering
from backorder.app.storefront.offering import Wait
from backorder.domain.names import number

from . import contacts, dispatching, drafting
from .choosing import Rules
from .events import defaults
from .lawful import NOTICES
from .rules import read as read_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from psycopg import Connection

    from backorder.domain.alternatives import Alternative

    from .choosing import Contact
    from .claimed import Claimed
    from .drafting import Message
    from .merging import Part

Json = dict[str, Any]
EVENT = "alternative_offered"
SLIPS = ("date_later", "date_unknown", *NOTICES)
MOST = 3  # alternatives in one notice


class Waiting(NamedTuple):
    """Units of an order that wait: ``price`` is the lowest of their lines, in minor units.

    ``longed_for``: some of them come later than the customer asked for.
    """

    order: int
    sku: str
    name: str
    category: str
    units: int
    until: date | None
    price: int
    currency: str
    destination: str
    longed_for: bool = True


class Offer(NamedTuple):
    """What may be had instead, and what one unit of it costs the customer then."""

    waiting: Waiting
    instead: Alternative

    @property
    def price(self) -> int:
        """Return the lower price of the two: nobody pays more for not waiting."""
        return min(self.waiting.price, self.instead.unit_price)

    @property
    def at_a_loss(self) -> bool:
        """Tell whether that price is below what a unit costs us."""
        return self.instead.unit_cost > self.price

    @property
    def fact(self) -> Json:
        """Return it as a message shows it."""
        on = self.instead.on
        return {
            "sku": self.instead.sku,
            "name": self.instead.name or self.instead.sku,
            "instead": self.waiting.name,
            "on": None if on is None else on.isoformat(),
            "price": self.price,
            "currency": self.waiting.currency,
        }

    @property
    def pair(self) -> tuple[str, str]:
        """Return both products, as they are counted."""
        return self.waiting.sku, self.instead.sku


def waiting(conn: Connection[Any], orders: Iterable[int]) -> list[Waiting]:
    """Return what some orders wait for, by order and product; one statement."""
    asked = {"orders": sorted(set(orders))}
    return [Waiting(*row) for row in conn.execute(statement("notice_offerable"), asked).fetchall()]


def offers(
    conn: Connection[Any], orders: Iterable[int], now: datetime, *, at_a_loss: bool = False
) -> dict[int, list[Offer]]:
    """Return what could be offered to some orders, the best first of each product.

    Only what leaves sooner than what they wait for (longer than they asked to), and (unless
    ``at_a_loss``) earns its cost at the price they would pay. Five statements at most, however many
    orders there are.
    """
    rows = [one for one in waiting(conn, orders) if one.longed_for]
    if not rows:
        return {}
    asked = [Wait(one.sku, one.units, one.until, one.destination, one.currency) for one in rows]
    found: dict[int, list[Offer]] = {}
    for one, others in zip(rows, offering.sooner(conn, asked, now), strict=True):
        for each in others:
            offer = Offer(one, each)
            if at_a_loss or not offer.at_a_loss:
                found.setdefault(one.order, []).append(offer)
    return found


def customer_of(conn: Connection[Any], order: int) -> int | None:
    """Return who placed an order, None where nobody is known."""
    rows = conn.execute(statement("notice_orders"), {"orders": [order]}).fetchall()
    return rows[0][1] if rows else None


def in_slips(
    conn: Connection[Any],
    notices: Sequence[Claimed],
    parts: Mapping[int, Sequence[Part]],
    now: datetime,
) -> dict[int, dict[int | None, list[Offer]]]:
    """Return what the notices of slips may offer, by notice and order.

    Only in e-mails, and where the rules want the customer told of alternatives to the product.
    """
    told = {
        one.id: {part.order for part in parts[one.id] if part.event in SLIPS and part.order}
        for one in notices
        if one.channel == "email" and one.customer is not None
    }
    orders = {order for of in told.values() for order in of}
    found = offers(conn, sorted(orders), now) if orders else {}
    if not found:
        return {}
    rules = Rules(read_rules(conn), defaults())
    people = contacts.customers(conn, [one.customer for one in notices if one.customer])
    return {
        one.id: {
            order: [offer for offer in found.get(order, ()) if _wanted(rules, people, one, offer)]
            for order in told.get(one.id, ())
        }
        for one in notices
    }


def _wanted(rules: Rules, people: Mapping[int, Contact], one: Claimed, offer: Offer) -> bool:
    row = offer.waiting
    categories = (row.category,) if row.category else ()
    about = people[one.customer or 0].about._replace(products=(row.sku,), categories=categories)
    return rules.on(EVENT, "email", about)


def with_offers(part: Part, found: Sequence[Offer]) -> Part:
    """Return a piece of news with what could be had instead of the products that it is about."""
    if part.event not in SLIPS:
        return part
    late = {line["sku"] for line in part.facts.get("lines", ())}
    mine = [one for one in found if one.waiting.sku in late][:MOST]
    if not mine:
        return part
    told = {"alternatives": [one.fact for one in mine], "pairs": [list(one.pair) for one in mine]}
    return part._replace(facts={**part.facts, **told})


def pairs(parts: Iterable[Part]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of products that some news names: what waits, and what it could be."""
    return tuple((sku, other) for part in parts for sku, other in part.facts.get("pairs", ()))


def by_hand(
    conn: Connection[Any], order: int, customer: int, chosen: Sequence[Offer], now: datetime
) -> Message:
    """Return the message with which a person offers something; the same once a day."""
    contact = contacts.customers(conn, [customer])[customer]
    lines: dict[str, Json] = {}
    for one in chosen:
        row = one.waiting
        on = None if row.until is None else row.until.isoformat()
        lines[row.sku] = {"sku": row.sku, "name": row.name, "quantity": row.units, "on": on}
    days = [line["on"] for line in lines.values()]
    facts: Mapping[str, Any] = {
        "order": number("order", order),
        "lines": list(lines.values()),
        "date_to": None if None in days else max(days),
        "alternatives": [one.fact for one in chosen],
        "pairs": [list(one.pair) for one in chosen],
    }
    skus = tuple(lines)
    about = contact.about._replace(
        products=skus, categories=tuple({one.waiting.category for one in chosen} - {""})
    )
    named = ",".join(sorted(f"{sku}>{other}" for sku, other in (one.pair for one in chosen)))
    return drafting.Message(
        EVENT,
        f"{EVENT}:{order}:{now.date()}:{named}"[:200],
        contact._replace(about=about),
        contacts.addressed(facts, contact),
        order=order,
    )


def send(conn: Connection[Any], message: Message, now: datetime) -> list[int]:
    """Keep the message as a notice; no number where the same was offered today already."""
    return dispatching.write(conn, [message], now)
