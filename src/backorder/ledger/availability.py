"""availability: can I have this cart, when, and how sure is that? Nothing is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain import promising
from backorder.domain.reasons import refusal_reason
from backorder.domain.types import Demand

from . import inputs
from .orders import part
from .positions import read, wanted
from .verb import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.domain.types import Policy, Refusal, Take

    from .transaction import Transaction


def availability(tx: Transaction, request: inputs.Availability) -> dict[str, Any]:
    """Answer for a whole cart: how many now, how many when, on which grounds, else why not.

    The answer is what ``place_orders`` would promise at this instant; it holds nothing.
    """
    asked = wanted(tx, list({line.sku for line in request.lines}))
    ready, found = read(tx, tx.rows("positions", asked), asked, answering=True)
    demands = [
        Demand(found.get(line.sku), line.sku, line.quantity, line.requested_on, line.latest_on)
        for line in request.lines
    ]
    fallback = ready.places.fallback(
        request.channel, request.customer_class, ready.places.home.code, ready.today
    )
    takes, refusals = promising.decide(
        demands, ready.today, fallback, complete=request.ship == "complete", keep=False
    )
    short = [d.sku for d, mine in zip(demands, takes, strict=True) if _now(mine) < d.quantity]
    instead = _substitutes(tx, short)
    lines = [
        {
            "sku": demand.sku,
            "state": state(demand, mine, refusal, fallback),
            "rule": None if demand.position is None else demand.position.rule(fallback).name,
            "now": _now(mine),
            "later": _later(demand, mine, fallback) if refusal is None else [],
            "refused": None if refusal is None else refusal_reason(refusal),
            "substitutes": instead.get(demand.sku, []),
        }
        for demand, mine, refusal in zip(demands, takes, refusals, strict=True)
    ]
    return {"lines": lines, "options": [] if any(refusals) else _options(takes)}


def _later(demand: Demand, takes: Sequence[Take], fallback: Policy) -> list[dict[str, Any]]:
    """Return the parts that wait, each with its date, basis and reason."""
    rule = fallback if demand.position is None else demand.position.rule(fallback)
    return [part(take, rule.quantile) for take in takes if take.supply.kind != "stock"]


def _now(takes: Sequence[Take]) -> int:
    return sum(take.quantity for take in takes if take.supply.kind == "stock")


def state(demand: Demand, takes: Sequence[Take], refusal: Refusal | None, fallback: Policy) -> str:
    """Return the product's state for this buyer, in the vocabulary's words."""
    position = demand.position
    if position is None or (position.discontinued and refusal is not None):
        return "unknown" if position is None else "discontinued"
    if refusal is not None:
        return "out_of_stock"
    if _now(takes) == demand.quantity:
        return "in_stock"
    mode = position.rule(fallback).mode
    return "backorder" if mode == "allow" else mode


def _substitutes(tx: Transaction, skus: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return what may be offered instead of products that are not all on the shelf."""
    if not skus:
        return {}
    found: dict[str, list[dict[str, Any]]] = {}
    for sku, other, name, rank, units in tx.rows(
        "substitutes_of", {"skus": list(skus), "now": tx.now}
    ):
        offer = {"sku": other, "name": name, "rank": rank, "now": units}
        found.setdefault(sku, []).append(offer)
    return found


def _options(takes: Sequence[Sequence[Take]]) -> list[dict[str, Any]]:
    """Return the ways to ship the cart: each parcel as it is ready, or all in one."""
    days: dict[str, int] = {}
    for mine in takes:
        for take in mine:
            day = take.promised_on.isoformat()
            days[day] = days.get(day, 0) + take.quantity
    parcels = [{"on": day, "quantity": days[day]} for day in sorted(days)]
    last = [{"on": max(days), "quantity": sum(days.values())}]
    return [
        {"ship": "as_available", "parcels": parcels},
        {"ship": "complete", "parcels": last},
    ]


VERB = Verb("availability", inputs.Availability, availability, reads_only=True)
