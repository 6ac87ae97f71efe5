"""What a journal entry means for the people concerned: a pure function from entry to messages.

One message for each order and kind of news, however many of its lines it is about; nothing for
orders that the entry does not name. Days are ISO dates, None where nobody knows one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .telling_dates import Json, dates_of, delays_of, last, line, moved_by_reallocation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from backorder.app.hooks.translating import Entry


class Telling(NamedTuple):
    """News for whoever placed an order, or is to deliver a purchase (then ``order`` is empty).

    ``about`` parts several of one kind and order in an entry. One without an order and with
    ``confirmed`` is for all whose units wait for that purchase. One that is ``waiting`` is about
    what waits on its order, which the entry does not say; one with a ``rest`` says it besides.
    """

    event: str
    order: str
    lines: tuple[Json, ...] = ()
    facts: Json = {}
    about: str = ""
    purchase: str = ""
    legal: bool = False
    confirmed: bool = False
    waiting: bool = False
    rest: bool = False


def tellings_of(entry: Entry) -> list[Telling]:
    """Return the news of an entry; none for a verb of which nobody needs to hear."""
    tell = _TELLERS.get(entry.verb, _nothing)
    found = list(tell(entry))
    own = {one.order for one in found if one.event in _WHOLE}
    moved = [one for one in _moved(entry) if one.order not in own]
    # A new day is news enough of a purchase that was placed.
    dated = {one.order for one in moved}
    found = [one for one in found if one.event != "purchase_placed" or one.order not in dated]
    return [*found, *moved]


def _nothing(_: Entry) -> Iterator[Telling]:
    yield from ()


def _moved(entry: Entry) -> Iterator[Telling]:
    """Yield what units that arrived and days that moved mean, each order once."""
    result = entry.result
    changed = [*result.get("repromised", ())]
    for part in ("confirmations", "changes"):
        for said in result.get(part, ()):
            changed += [{"order": said.get("order"), **one} for one in said.get("repromised", ())]
    changed += moved_by_reallocation(entry)
    yield from _delays(result)
    yield from _refunded(result)
    late = {one["order"] for one in result.get("delays", ())}
    came = _by_order(_filled(result))
    here = {(order, one["sku"]) for order, lines in came.items() for one in lines}
    for order, lines in came.items():
        yield Telling("arrived", order, tuple(lines))
    moved = [
        one
        for one in changed
        if one["order"] not in late and (one["order"], one["sku"]) not in here
    ]
    for order, (event, lines, facts) in dates_of(moved).items():
        yield Telling(event, order, tuple(lines), facts)


def _filled(result: Json) -> Iterator[Json]:
    yield from result.get("filled", ())
    for receipt in result.get("receipts", ()):
        yield from receipt.get("filled", ())


def _by_order(rows: Iterable[Json]) -> dict[str, list[Json]]:
    """Return the lines of each order, one for each product."""
    found: dict[str, dict[str, Json]] = {}
    for one in rows:
        lines = found.setdefault(one["order"], {})
        known = lines.setdefault(one["sku"], line(one["sku"], 0))
        known["quantity"] += one["quantity"]
    return {order: list(lines.values()) for order, lines in found.items()}


def _delays(result: Json) -> Iterator[Telling]:
    """Yield one notice for each order that is late under a rule pack."""
    for order, pack, event, lines, facts in delays_of(result):
        yield Telling(event, order, tuple(lines), facts, about=pack, legal=True)


def _places(entry: Entry) -> Iterator[Telling]:
    for said in entry.result["orders"]:
        if said["status"] != "refused":
            yield _accepted(said, entry)


def _accepted(said: Json, entry: Entry) -> Telling:
    lines = [
        line(one["sku"], part["quantity"], on=part["on"])
        for one in said["lines"]
        for part in one.get("promises", ())
    ]
    day = last(one["on"] for one in lines) if all(one["on"] for one in lines) else None
    facts = {"ordered_on": entry.at.date().isoformat(), "date_to": day}
    return Telling("order_accepted", said["order"], tuple(lines), facts)


def _confirms(entry: Entry) -> Iterator[Telling]:
    for said in entry.result["confirmations"]:
        yield _accepted(said, entry)


def _buys(entry: Entry) -> Iterator[Telling]:
    for said in entry.result["purchase_orders"]:
        if said.get("draft"):
            continue
        days = {one["sku"]: one["expected_on"] for one in said["lines"]}
        for order, lines in _by_order(said.get("pegged", ())).items():
            named = [{**one, "on": days.get(one["sku"])} for one in lines]
            yield Telling("purchase_placed", order, tuple(named), about=said["purchase_order"])


def _acknowledges(entry: Entry) -> Iterator[Telling]:
    moved = {(one["order"], one["sku"]) for one in entry.result.get("repromised", ())}
    for said in entry.result["acknowledgements"]:
        if said["confirmed"]:
            facts = {"skus": sorted({one["sku"] for one in said["confirmed"]})}
            facts["moved"] = sorted(moved)
            number = said["purchase_order"]
            yield Telling(
                "date_confirmed", "", (), facts, about=number, purchase=number, confirmed=True
            )


def _changes_supply(entry: Entry) -> Iterator[Telling]:
    """Yield which purchases we changed; how their lines stand is looked up for the supplier."""
    changed: dict[str, list[Json]] = {}
    for given in entry.input["changes"]:
        if given.get("purchase_order"):
            changed.setdefault(given["purchase_order"], []).append(given)
    for number, changes in changed.items():
        facts = {"changes": changes}
        yield Telling("supplier_changed", "", (), facts, about=number, purchase=number)


def _cancels(entry: Entry) -> Iterator[Telling]:
    for given, said in zip(
        entry.input["cancellations"], entry.result["cancellations"], strict=True
    ):
        lines = [line(one["sku"], one["cancelled"]) for one in said["lines"] if one["cancelled"]]
        if not lines or given.get("reason") == "substituted":
            continue
        facts: Json = {"refund_by": given.get("refund_by")}
        yield Telling(_cancelled(given, entry), said["order"], tuple(lines), facts)


def _cancelled(given: Json, entry: Entry) -> str:
    """Return who gave the units up: the customer, where a reason or the channel says so."""
    reason = given.get("reason")
    if reason == "discontinued":
        return "discontinued"
    by_customer = reason == "customer" or (
        reason is None and entry.actor.startswith(("customer:", "link:", "sms:"))
    )
    return "cancelled_by_customer" if by_customer else "cancelled_by_us"


def _ships(entry: Entry) -> Iterator[Telling]:
    for said in entry.result["shipments"]:
        lines = list(_by_order({"order": "", **one} for one in said["lines"]).get("", ()))
        rest = bool(said.get("remaining"))
        event = "part_shipped" if rest else "shipped"
        about = said["shipment"]
        yield Telling(event, said["order"], tuple(lines), _label(said), about=about, rest=rest)


def _label(said: Json) -> Json:
    """Return the facts of a parcel by which it can be followed."""
    names = {"carrier": "carrier", "tracking": "tracking", "tracking_url": "link_tracking"}
    return {fact: said[name] for name, fact in names.items() if said.get(name)}


def _labels(entry: Entry) -> Iterator[Telling]:
    """Yield that parcels can be followed now; a carrier's name alone is no news."""
    for said in entry.result["labelled"]:
        if said.get("tracking") or said.get("tracking_url"):
            lines = tuple(line(one["sku"], one["quantity"]) for one in said["lines"])
            about = f"{said['shipment']}/{said['version']}"
            yield Telling("parcel_labelled", said["order"], lines, _label(said), about=about)


def _reviews_delays(entry: Entry) -> Iterator[Telling]:
    """Yield how delays ended that nobody answered: cancelled, or agreed to by silence."""
    for name, outcome in (("cancelled", "cancelled"), ("consented", "waiting")):
        cases: dict[str, list[Json]] = {}
        for one in entry.result.get(name, ()):
            cases.setdefault(one["order"], []).append(one)
        for order, of in cases.items():
            lines = [line(one["sku"], one.get("quantity", 0)) for one in of]
            facts: Json = {"outcome": outcome}
            facts["date_to"] = last(one.get("agreed_until") for one in of)
            facts["refund_by"] = last(one.get("refund_by") for one in of)
            yield Telling("delay_ended", order, tuple(lines), facts, about=outcome, legal=True)


def _answers_delays(entry: Entry) -> Iterator[Telling]:
    """Yield what customers cancelled by their answers; who waits on has said so themselves."""
    by_order: dict[str, str | None] = {}
    for one in entry.result.get("answers", ()):
        by_order[one["order"]] = one.get("refund_by") or by_order.get(one["order"])
    for said in entry.result.get("cancellations", ()):
        lines = [line(one["sku"], one["cancelled"]) for one in said["lines"] if one["cancelled"]]
        if lines:
            facts = {"refund_by": by_order.get(said["order"])}
            yield Telling("cancelled_by_customer", said["order"], tuple(lines), facts)


def _gives(entry: Entry) -> Iterator[Telling]:
    """Yield the vouchers that were given for waiting; those held out hear nothing.

    What was given to who was about to cancel stands on the page where they were asked to stay.
    """
    for said in entry.result["incentives"]:
        meant = said.get("reason", {}).get("event")
        if said["outcome"] == "given" and meant != "cancel_intent":
            facts = {name: said[name] for name in ("code", "amount", "currency", "expires_on")}
            yield Telling(
                "incentive_given", said["order"], (), facts, about=said["incentive"], waiting=True
            )


def _refunded(result: Json) -> Iterator[Telling]:
    """Yield the money that went back to customers, whatever the verb."""
    for said in result.get("refunds_made", ()):
        facts = {"amount": said["amount"], "currency": said["currency"]}
        if said.get("reason") == "substituted":
            facts["why_back"] = "substituted"
        lines = (line(said["sku"], None),) if said.get("sku") else ()
        yield Telling("refunded", said["order"], lines, facts, about=said["refund"])


# Events that tell all there is to say of an order in an entry.
_WHOLE = ("order_accepted",)
_TELLERS: dict[str, Callable[[Entry], Iterator[Telling]]] = {
    "place_orders": _places,
    "confirm": _confirms,
    "order_supply": _buys,
    "approve_purchases": _buys,
    "decide_proposals": _buys,
    "acknowledge": _acknowledges,
    "change_supply": _changes_supply,
    "cancel": _cancels,
    "ship": _ships,
    "label_shipments": _labels,
    "review_delays": _reviews_delays,
    "answer_delays": _answers_delays,
    "give_incentives": _gives,
}
