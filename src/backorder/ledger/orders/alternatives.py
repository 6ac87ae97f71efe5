"""What may be offered instead of a product: read, dated and ranked. Nothing is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.alternatives import Alternative, acceptance, ranked
from backorder.domain.types import Demand
from backorder.ledger.books.positions import read, wanted
from backorder.ledger.journal import arrays
from backorder.ledger.journal.transaction import Transaction

from .deciding import Shipping, decide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from psycopg import Connection

    from backorder.ledger.books.positions import ReadyDays

MOST_FOUND = 5  # of one product; declared ones are all offered


class Ask(NamedTuple):
    """Units of a product that somebody waits for, and where they are to go."""

    sku: str
    units: int
    destination: str = ""


def offered(
    conn: Connection[Any], skus: Mapping[str, int], destination: str, now: datetime
) -> dict[str, list[Alternative]]:
    """Return what may be offered instead of some products, for so many units of each.

    Only what can be had and is priced in the product's currency; products with nothing to offer
    are left out. Four statements at most, however many products there are.
    """
    asks = [Ask(sku, units, destination) for sku, units in skus.items()]
    kept = zip(asks, offered_each(conn, asks, now), strict=True)
    return {ask.sku: mine for ask, mine in kept if mine}


def offered_each(
    conn: Connection[Any], asks: Sequence[Ask], now: datetime
) -> list[list[Alternative]]:
    """Return what may be offered for each ask, as `offered`: four statements for all of them."""
    return [
        [one for one, currency in mine if one.on is not None and one.currency == currency]
        for mine in _read(conn, asks, now)
    ]


def judged(conn: Connection[Any], sku: str, units: int, now: datetime) -> list[Alternative]:
    """Return all alternatives to a product by rank, those that cannot be had now too."""
    (mine,) = _read(conn, [Ask(sku, units)], now)
    return [one for one, _ in mine]


def _read(
    conn: Connection[Any], asks: Sequence[Ask], now: datetime
) -> list[list[tuple[Alternative, str]]]:
    arrays.teach(conn)
    return _each(Transaction(conn, now=now, actor="-", reads_only=True), asks)


def alternatives(
    tx: Transaction, skus: Mapping[str, int], shipping: Shipping
) -> dict[str, list[tuple[Alternative, str]]]:
    """Return the alternatives to some products, the best first, each with the product's currency.

    ``skus``: for each product the units that are wanted of an alternative.
    """
    asks = [Ask(sku, units, shipping.destination) for sku, units in skus.items()]
    return {ask.sku: mine for ask, mine in zip(asks, _each(tx, asks), strict=True) if mine}


def _each(tx: Transaction, asks: Sequence[Ask]) -> list[list[tuple[Alternative, str]]]:
    """Return the alternatives of each ask; those that are alike are worked out once."""
    if not asks:
        return []
    skus = sorted({ask.sku for ask in asks})
    rows = tx.rows("substitutes_of", {"skus": skus, "now": tx.now, "most": MOST_FOUND})
    if not rows:
        return [[] for _ in asks]
    of: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        of.setdefault(row[0], []).append(row)
    totals = tx.rows("alternatives_totals")[0]
    others = wanted(tx, sorted({row[1] for row in rows}))
    ready, positions = read(tx, tx.rows("positions", others), others, answering=True)
    days: dict[Ask, date | None] = {}

    def on(ask: Ask) -> date | None:
        if ask not in days:
            demand = Demand(positions.get(ask.sku), ask.sku, ask.units, None, None)
            days[ask] = _day(ready, demand, Shipping(destination=ask.destination))
        return days[ask]

    def worked_out(ask: Ask) -> list[tuple[Alternative, str]]:
        mine = []
        for row in of.get(ask.sku, ()):
            _, other, name, rank, units, source, similarity, price, cost, currency = row[:10]
            day = None if row[10] else on(ask._replace(sku=other))
            rate = acceptance(row[13], row[14], *totals)
            mine.append(
                Alternative(
                    *(other, name, source, rank, units, day, price, cost, currency),
                    similarity,
                    rate,
                )
            )
        if not mine:
            return []
        price, currency = of[ask.sku][0][11:13]
        return [(one, currency) for one in ranked(price, ask.units, mine)]

    known = {ask: worked_out(ask) for ask in dict.fromkeys(asks)}
    return [known[ask] for ask in asks]


def _day(ready: ReadyDays, demand: Demand, shipping: Shipping) -> date | None:
    """Return the day on which the last of so many units can leave, None where they are refused."""
    fallback = ready.places.fallback(
        "", "", ready.places.first(shipping.destination).code, ready.today
    )
    takes, refusals = decide(ready, [demand], fallback, shipping, keep=False)
    if refusals[0] is not None or not takes[0]:
        return None
    return max(take.promised_on for take in takes[0])


def as_json(one: Alternative) -> dict[str, Any]:
    """Return an alternative as the contract spells it."""
    return {
        "sku": one.sku,
        "name": one.name,
        "rank": one.rank,
        "now": one.now,
        "on": None if one.on is None else one.on.isoformat(),
        "source": one.source,
        "unit_price": one.unit_price,
        "currency": one.currency,
    }
