"""What may be offered instead of a product: read, dated and ranked. Nothing is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.alternatives import Alternative, acceptance, ranked
from backorder.domain.types import Demand

from . import arrays
from .deciding import Shipping, decide
from .positions import read, wanted
from .transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from psycopg import Connection

    from .positions import ReadyDays

MOST_FOUND = 5  # of one product; declared ones are all offered


def offered(
    conn: Connection[Any], skus: Mapping[str, int], destination: str, now: datetime
) -> dict[str, list[Alternative]]:
    """Return what may be offered instead of some products, for so many units of each.

    Only what can be had and is priced in the product's currency; products with nothing to offer
    are left out. Four statements at most, however many products there are.
    """
    arrays.teach(conn)
    tx = Transaction(conn, now=now, actor="-", reads_only=True)
    found = alternatives(tx, skus, Shipping(destination=destination))
    kept = {
        sku: [one for one, currency in mine if one.on is not None and one.currency == currency]
        for sku, mine in found.items()
    }
    return {sku: mine for sku, mine in kept.items() if mine}


def alternatives(
    tx: Transaction, skus: Mapping[str, int], shipping: Shipping
) -> dict[str, list[tuple[Alternative, str]]]:
    """Return the alternatives to some products, the best first, each with the product's currency.

    ``skus``: for each product the units that are wanted of an alternative.
    """
    if not skus:
        return {}
    asked = {"skus": list(skus), "now": tx.now, "most": MOST_FOUND}
    rows = tx.rows("substitutes_of", asked)
    if not rows:
        return {}
    totals = tx.rows("alternatives_totals")[0]
    others = wanted(tx, sorted({row[1] for row in rows}))
    ready, positions = read(tx, tx.rows("positions", others), others, answering=True)
    found: dict[str, list[tuple[Alternative, str]]] = {}
    currencies: dict[str, str] = {}
    prices: dict[str, int] = {}
    listed: dict[str, list[Alternative]] = {}
    days: dict[tuple[str, int], date | None] = {}
    for row in rows:
        sku, other, name, rank, units, source, similarity, price, cost, currency = row[:10]
        discontinued, prices[sku], currencies[sku], shown, taken = row[10:]
        asked_for = skus[sku]
        if (other, asked_for) not in days:
            demand = Demand(positions.get(other), other, asked_for, None, None)
            days[other, asked_for] = _day(ready, demand, shipping)
        on = None if discontinued else days[other, asked_for]
        rate = acceptance(shown, taken, *totals)
        one = Alternative(
            other, name, source, rank, units, on, price, cost, currency, similarity, rate
        )
        listed.setdefault(sku, []).append(one)
    for sku, mine in listed.items():
        best = ranked(prices[sku], skus[sku], mine)
        found[sku] = [(one, currencies[sku]) for one in best]
    return found


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
