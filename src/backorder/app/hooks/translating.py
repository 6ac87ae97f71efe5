"""What a journal entry says to the outside: a pure function from the entry to its events.

The verbs' answers hold facts already; here they are parted, one event for each order, document,
date and place. The order of an entry's events is that of its answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    Json = dict[str, Any]


class Moved(NamedTuple):
    """Units on hand of a product at one of our places that became more, or fewer."""

    sku: str
    location: str
    quantity: int
    kind: str


class Entry(NamedTuple):
    """A row of the journal with what it moved; ``undone`` is the answer of what it took back."""

    id: int
    verb: str
    at: datetime
    written_at: datetime
    actor: str
    input: Json
    result: Json
    moved: tuple[Moved, ...] = ()
    undone: Json | None = None


class Event(NamedTuple):
    """Something that happened: its type, and what is said of it."""

    type: str
    data: Json


def events_of(entry: Entry) -> list[Event]:
    """Return the events of an entry; none for a verb that nobody outside needs to hear of."""
    tell = _TELLERS.get(entry.verb)
    if tell is None:
        tell = _catalog if entry.verb.startswith("set_") else _nothing
    found = list(tell(entry))
    found += [Event("backorder.filled", one) for one in _filled(entry.result)]
    found += [Event("promise.changed", one) for one in entry.result.get("repromised", ())]
    found += list(_delays(entry.result))
    found += [Event("refund.due", one) for one in entry.result.get("refunds", ())]
    found += [Event("refund.made", one) for one in entry.result.get("refunds_made", ())]
    found += [
        Event("incentive.withdrawn", one) for one in entry.result.get("incentives_withdrawn", ())
    ]
    found += [Event("stock.changed", one._asdict()) for one in entry.moved]
    return found


def _nothing(_: Entry) -> Iterator[Event]:
    yield from ()


def _filled(result: Json) -> Iterator[Json]:
    yield from result.get("filled", ())
    for receipt in result.get("receipts", ()):
        yield from receipt["filled"]


def _places(entry: Entry) -> Iterator[Event]:
    for given, said in zip(entry.input["orders"], entry.result["orders"], strict=True):
        about: Json = {**said, "channel": given.get("channel", "")}
        about["customer"] = given.get("customer")
        if said["status"] == "refused":
            yield Event("order.refused", about)
        else:
            yield from _accepted(about)


def _accepted(order: Json) -> Iterator[Event]:
    yield Event("order.accepted", order)
    for line in order["lines"]:
        yield from _backordered(order, line)


def _backordered(order: Json, line: Json) -> Iterator[Event]:
    """Yield what of a line is not on the shelf, with its dates."""
    later = [one for one in line.get("promises", ()) if one["basis"] != "stock"]
    if later:
        about: Json = {name: order[name] for name in ("order", "key") if name in order}
        units = sum(one["quantity"] for one in later)
        data = {**about, "sku": line["sku"], "quantity": units, "promises": later}
        yield Event("backorder.created", data)


def _changes_orders(entry: Entry) -> Iterator[Event]:
    for given, said in zip(entry.input["changes"], entry.result["changes"], strict=True):
        choice = {name: given[name] for name in ("ship", "wait_until") if name in given}
        yield Event("order.changed", {**choice, **said})
        for line in said["lines"]:
            yield from _backordered(said, line)


def _cancels(entry: Entry) -> Iterator[Event]:
    for said in entry.result["cancellations"]:
        yield Event("order.cancelled", said)


def _swaps(entry: Entry) -> Iterator[Event]:
    for said in entry.result["swaps"]:
        yield Event("order.swapped", said)
        line = {"sku": said["substitute"], "promises": said["promises"]}
        yield from _backordered({"order": said["order"]}, line)


def _claims(kind: str) -> Callable[[Entry], Iterator[Event]]:
    def tell(entry: Entry) -> Iterator[Event]:
        carts = entry.input[f"{kind}s"]
        for given, said in zip(carts, entry.result[f"{kind}s"], strict=True):
            if said["status"] != "refused":
                named = {name: value for name, value in said.items() if name != kind}
                named["channel"] = given.get("channel", "")
                named["customer"] = given.get("customer")
                yield Event("hold.created", {"hold": said[kind], "kind": kind, **named})

    return tell


def _confirms(entry: Entry) -> Iterator[Event]:
    for said in entry.result["confirmations"]:
        about = {name: said[name] for name in ("hold", "order", "key")}
        yield Event("hold.confirmed", about)
        yield from _accepted({name: v for name, v in said.items() if name != "repromised"})
        for one in said.get("repromised", ()):
            yield Event("promise.changed", {"order": said["order"], **one})


def _withdraws(entry: Entry) -> Iterator[Event]:
    freed: dict[str, list[Json]] = {}
    for one in entry.result["freed"]:
        units = {"sku": one["sku"], "quantity": one["quantity"]}
        freed.setdefault(one["hold"], []).append(units)
    withdrawn = {said["hold"] for said in entry.result.get("withdrawals", ())}
    for hold, lines in freed.items():
        ended = "withdrawn" if hold in withdrawn else "expired"
        yield Event(f"hold.{ended}", {"hold": hold, "lines": lines})


def _buys(entry: Entry) -> Iterator[Event]:
    for said in entry.result["purchase_orders"]:
        yield Event("purchase.drafted" if said.get("draft") else "purchase.ordered", said)


def _approves(entry: Entry) -> Iterator[Event]:
    for said in entry.result["purchase_orders"]:
        yield Event("purchase.approved", said)
        yield Event("purchase.ordered", said)


def _of_purchases(items: str, event: str) -> Callable[[Entry], Iterator[Event]]:
    def tell(entry: Entry) -> Iterator[Event]:
        for given, said in zip(entry.input[items], entry.result[items], strict=True):
            about = {name: given[name] for name in _SAID if name in given}
            yield Event(event, {**about, **said})

    return tell


def _changes_supply(entry: Entry) -> Iterator[Event]:
    for given in entry.input["changes"]:
        kind = "transfer" if given.get("transfer") else "purchase"
        yield Event(f"{kind}.changed", given)


def _decides(entry: Entry) -> Iterator[Event]:
    yield from _buys(entry)
    approved, dismissed = entry.result["approved"], entry.result["dismissed"]
    yield Event("proposals.decided", {"approved": approved, "dismissed": dismissed})


def _proposes(entry: Entry) -> Iterator[Event]:
    names = ("proposed", "changed", "withdrawn", "surplus")
    yield Event("proposals.changed", {name: entry.result[name] for name in names})


def _reviews(entry: Entry) -> Iterator[Event]:
    for said in entry.result["rolled"]:
        yield Event("suggestion.changed", said)


def _transfers(entry: Entry) -> Iterator[Event]:
    for given, said in zip(entry.input["transfers"], entry.result["transfers"], strict=True):
        yield Event("transfer.sent", {**given, "transfer": said["transfer"]})


def _receives(entry: Entry) -> Iterator[Event]:
    for given, said in zip(entry.input["receipts"], entry.result["receipts"], strict=True):
        yield Event("receipt.posted", {**given, **said})


def _picks(entry: Entry) -> Iterator[Event]:
    for said in entry.result["released"]:
        yield Event("shipment.released", said)
    for said in entry.result["recalled"]:
        yield Event("shipment.recalled", said)


def _ships(entry: Entry) -> Iterator[Event]:
    for said in entry.result["shipments"]:
        yield Event("shipment.sent", said)


def _labels_parcels(entry: Entry) -> Iterator[Event]:
    for said in entry.result["labelled"]:
        yield Event("shipment.labelled", said)


def _returns(entry: Entry) -> Iterator[Event]:
    for given, said in zip(entry.input["returns"], entry.result["returns"], strict=True):
        yield Event("return.posted", {**given, **said})


def _arranges(entry: Entry) -> Iterator[Event]:
    for said in entry.result["terms"]:
        yield Event("payment.arranged", said)


def _pays(entry: Entry) -> Iterator[Event]:
    for said in entry.result["payments"]:
        if not said.get("known"):
            yield Event("payment.recorded", said)


def _reallocates(entry: Entry) -> Iterator[Event]:
    said = entry.result
    if "undone" in said:
        yield Event("reallocation.undone", {"reallocation": said["undone"], "lines": said["lines"]})
        difference = (entry.undone or {}).get("difference", ())
        turned = [{**one, "from": one["to"], "to": one["from"]} for one in difference]
        cause = {"code": "reallocation_undone", "text": "A reallocation was taken back."}
        yield from _moved_dates(turned, cause)
    elif "reallocation" in said:
        known = ("reallocation", "difference", "totals", "segments")
        yield Event("reallocation.released", {name: said[name] for name in known if name in said})
        yield from _moved_dates(said.get("difference", ()), None)


def _moved_dates(difference: Any, cause: Json | None) -> Iterator[Event]:  # noqa: ANN401 (JSON)
    """Yield the dates that a reallocation moved."""
    for one in difference:
        if one["from"] != one["to"]:
            units = {"quantity": one["units"], "reason": cause or one["reason"]}
            about = {name: one[name] for name in ("order", "sku", "from", "to")}
            yield Event("promise.changed", {**about, **units})


def _sweeps(entry: Entry) -> Iterator[Event]:
    counts = {name: entry.result[name] for name in ("opened", "updated", "closed")}
    yield Event("exceptions.changed", {**counts, "skus": entry.input.get("skus") or []})


def _delays(result: Json) -> Iterator[Event]:
    """Yield what became of delay cases, whatever the verb; a draft is told once it is approved."""
    for one in result.get("delays", ()):
        if not one["draft"]:
            yield Event("delay.opened" if one["notice"] == 1 else "delay.renewed", one)
    for one in result.get("delays_ended", ()):
        yield Event("delay.ended", one)


def _notifies(entry: Entry) -> Iterator[Event]:
    for said in entry.result["notices"]:
        yield Event("delay.notified", said)


def _answers_delays(entry: Entry) -> Iterator[Event]:
    for said in entry.result["answers"]:
        yield Event("delay.answered", said)
        if "refund_by" in said:
            yield Event("delay.ended", said)
    yield from _cancels(entry)


def _reviews_delays(entry: Entry) -> Iterator[Event]:
    for said in entry.result["cancelled"]:
        yield Event("delay.ended", {**said, "outcome": "lapsed"})
    for said in entry.result["consented"]:
        yield Event("delay.answered", {**said, "answer": "silence", "outcome": "consented"})
    yield from _cancels(entry)


def _assigns(entry: Entry) -> Iterator[Event]:
    for said in entry.result["assigned"]:
        yield Event("exception.assigned", said)


def _counts(entry: Entry) -> Iterator[Event]:
    """Yield what became of count sheets; what the books say is told to nobody who counts."""
    for said in entry.result.get("sheets") or entry.result["entries"]:
        about = {"sheet": said["sheet"], "state": said.get("state", "open")}
        yield Event("count.changed", about)


def _labels(entry: Entry) -> Iterator[Event]:
    for given in entry.input["labels"]:
        yield Event("backorder.labelled", given)


def _gives(entry: Entry) -> Iterator[Event]:
    """Yield what was given; who was held out, or needs nothing, is nobody's business outside."""
    for said in entry.result["incentives"]:
        if said["outcome"] == "given":
            yield Event("incentive.given", said)


def _redeems(entry: Entry) -> Iterator[Event]:
    for said in entry.result["redemptions"]:
        yield Event("incentive.redeemed", said)


def _catalog(entry: Entry) -> Iterator[Event]:
    counts = {name: entry.result.get(name, 0) for name in ("created", "changed")}
    # Lead times are learned or forgotten; each is a change.
    counts["changed"] += sum(entry.result.get(name, 0) for name in ("lead_times", "forgotten"))
    if any(counts.values()):
        yield Event("catalog.changed", {"kind": entry.verb.removeprefix("set_"), **counts})


# What of a request is told beside its answer.
_SAID = ("expected_on", "carrier", "tracking", "how", "said_by", "note", "reason")
_TELLERS: dict[str, Callable[[Entry], Iterator[Event]]] = {
    "place_orders": _places,
    "change_order": _changes_orders,
    "cancel": _cancels,
    "mark_notified": _notifies,
    "answer_delays": _answers_delays,
    "review_delays": _reviews_delays,
    "swap": _swaps,
    "quote": _claims("quote"),
    "hold": _claims("hold"),
    "confirm": _confirms,
    "withdraw": _withdraws,
    "expire": _withdraws,
    "order_supply": _buys,
    "approve_purchases": _approves,
    "mark_sent": _of_purchases("sendings", "purchase.sent"),
    "acknowledge": _of_purchases("acknowledgements", "purchase.acknowledged"),
    "announce": _of_purchases("announcements", "purchase.announced"),
    "close_short": _of_purchases("closings", "purchase.closed"),
    "propose": _proposes,
    "decide_proposals": _decides,
    "change_supply": _changes_supply,
    "review": _reviews,
    "transfer": _transfers,
    "receive": _receives,
    "release": _picks,
    "ship": _ships,
    "label_shipments": _labels_parcels,
    "arrange_payments": _arranges,
    "record_payments": _pays,
    "return": _returns,
    "reallocate": _reallocates,
    "sweep": _sweeps,
    "assign": _assigns,
    "open_counts": _counts,
    "enter_counts": _counts,
    "approve_counts": _counts,
    "label_backorders": _labels,
    "give_incentives": _gives,
    "redeem_incentive": _redeems,
    # What they change is what they move: adjust, count.
}
# These tell by what they moved alone.
SILENT = ("adjust", "count", "refund", "approve_delays")
TOLD = (*_TELLERS, *SILENT)
