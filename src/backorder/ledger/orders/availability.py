"""availability: can I have this cart, when, and how sure is that? Nothing is claimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backorder.domain import options as shipping_options
from backorder.domain.estimates import MEDIAN
from backorder.domain.reasons import refusal_reason
from backorder.domain.types import Demand
from backorder.ledger.books.positions import read, wanted
from backorder.ledger.journal.verb import Verb

from . import inputs
from .alternatives import alternatives, as_json
from .deciding import Shipping, decide
from .placing import part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.domain.types import Policy, Refusal, Take
    from backorder.ledger.books.places import Places
    from backorder.ledger.books.positions import ReadyDays
    from backorder.ledger.journal.transaction import Transaction


_LIKELY = 80  # percent


@dataclass(slots=True, frozen=True)
class Inquiry:
    """A cart as it is decided: per line what it would take, or why it would be refused."""

    ready: ReadyDays
    fallback: Policy
    demands: list[Demand]
    takes: list[list[Take]]
    refusals: list[Refusal | None]


def inquire(tx: Transaction, request: inputs.Availability) -> Inquiry:
    """Decide a cart as ``place_orders`` would at this instant; nothing is claimed."""
    asked = wanted(tx, list({line.sku for line in request.lines}))
    ready, found = read(tx, tx.rows("positions", asked), asked, answering=True)
    demands = [
        Demand(found.get(line.sku), line.sku, line.quantity, line.requested_on, line.latest_on)
        for line in request.lines
    ]
    first = ready.places.first(request.destination)
    fallback = ready.places.fallback(
        request.channel, request.customer_class, first.code, ready.today
    )
    shipping = Shipping(request.ship, request.destination, request.wait_until)
    takes, refusals = _decide(ready, demands, fallback, shipping, alone=request.alone)
    return Inquiry(ready, fallback, demands, takes, refusals)


def _decide(
    ready: ReadyDays,
    demands: list[Demand],
    fallback: Policy,
    shipping: Shipping,
    *,
    alone: bool,
) -> tuple[list[list[Take]], list[Refusal | None]]:
    """Decide the lines as one cart, or each as if it were alone."""
    if not alone:
        return decide(ready, demands, fallback, shipping, keep=False)
    takes: list[list[Take]] = []
    refusals: list[Refusal | None] = []
    for demand in demands:
        mine, refused = decide(ready, [demand], fallback, shipping, keep=False)
        takes += mine
        refusals += refused
    return takes, refusals


def availability(tx: Transaction, request: inputs.Availability) -> dict[str, Any]:
    """Answer for a whole cart: how many now, how many when, on which grounds, else why not.

    The answer is what ``place_orders`` would promise at this instant; it holds nothing.
    """
    asked = inquire(tx, request)
    demands, takes, refusals, fallback = asked.demands, asked.takes, asked.refusals, asked.fallback
    short = {
        d.sku: d.quantity - _now(mine)
        for d, mine in zip(demands, takes, strict=True)
        if request.alternatives and d.position is not None and _now(mine) < d.quantity
    }
    instead = alternatives(tx, short, Shipping(destination=request.destination))
    lines = [
        {
            "sku": demand.sku,
            "state": state(demand, mine, refusal, fallback),
            "rule": None if demand.position is None else demand.position.rule(fallback).name,
            "now": _now(mine),
            "later": _later(demand, mine, fallback) if refusal is None else [],
            "refused": None if refusal is None else refusal_reason(refusal),
            "substitutes": [as_json(one) for one, _ in instead.get(demand.sku, ())],
        }
        for demand, mine, refusal in zip(demands, takes, refusals, strict=True)
    ]
    places, destination = asked.ready.places, request.destination
    if request.alone:
        for line, mine in zip(lines, takes, strict=True):
            line["options"] = options(places, destination, [mine])
        return {"lines": lines, "options": []}
    ways = [] if any(refusals) else options(places, destination, takes)
    return {"lines": lines, "options": ways}


def _later(demand: Demand, takes: Sequence[Take], fallback: Policy) -> list[dict[str, Any]]:
    """Return the parts that wait, each with its date, basis and reason."""
    rule = fallback if demand.position is None else demand.position.rule(fallback)
    return [
        part(take, rule.quantile) | _range(take, rule.quantile)
        for take in takes
        if take.supply.kind != "stock"
    ]


def _range(take: Take, quantile: int) -> dict[str, str]:
    """Return the days between which units leave: as likely as not, and with four chances of five.

    One day where it has no spread, or where something else than the supply makes it later.
    """
    days = take.supply.ready_at
    if days is None or take.promised_on != days[quantile]:
        first = last = take.promised_on
    else:
        first = min(days[MEDIAN], take.promised_on)
        last = max(days[_LIKELY], take.promised_on)
    return {"from": first.isoformat(), "to": last.isoformat()}


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


def options(
    known: Places, destination: str, takes: Sequence[Sequence[Take]]
) -> list[dict[str, Any]]:
    """Return the ways to ship a cart, with parcels, days and cost: see `domain.options`."""
    units = [
        shipping_options.Units(
            take.supply.location, take.alone_on or take.promised_on, take.quantity
        )
        for mine in takes
        for take in mine
    ]
    found = shipping_options.options(units, lambda place: known.lanes.find(place, destination))
    return [spelled(known, one) for one in found]


def spelled(known: Places, one: shipping_options.Option) -> dict[str, Any]:
    """Return a way to ship as the contract spells it; what is not known is left out."""
    answer: dict[str, Any] = {"ship": one.ship}
    if one.wait_until is not None:
        answer["wait_until"] = one.wait_until.isoformat()
    answer["parcels"] = [
        {
            "on": parcel.on.isoformat(),
            "quantity": parcel.quantity,
            "location": known.by_id[parcel.location].code,
        }
        | ({} if parcel.delivers_on is None else {"delivers_on": parcel.delivers_on.isoformat()})
        for parcel in one.parcels
    ]
    if one.delivers_on is not None:
        answer["delivers_on"] = one.delivers_on.isoformat()
    if one.cost is not None:
        amount, currency = one.cost
        answer["cost"] = {"amount": amount, "currency": currency}
    return answer


VERB = Verb("availability", inputs.Availability, availability, reads_only=True)
