"""What can be posted: every verb on its resource, one item or many, with the caller's key."""

from __future__ import annotations

import re
import time
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

import msgspec

from backorder import ledger, settings
from backorder.app.web import clock, connections, monitoring
from backorder.domain.errors import BackorderError, InvalidError, MalformedError
from backorder.ledger.orders.inputs import PlaceOrders

from .together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger import Verb
    from backorder.ledger.journal.fields import Input
    from backorder.ledger.orders.inputs import NewOrder

LONGEST_KEY = 150
_KEY = re.compile(r"[!-~]{1,150}")


class Post(NamedTuple):
    """A verb on a resource. ``items`` is the list in its JSON of which one item may come alone."""

    resource: str
    verb: str
    items: str = ""


# Resources and the lists in their verbs' JSON. A verb that this program does not have is left out.
_ALL = (
    Post("orders", "place_orders", "orders"),
    Post("cancellations", "cancel", "cancellations"),
    Post("order-changes", "change_order", "changes"),
    Post("swaps", "swap", "swaps"),
    Post("availability", "availability"),
    Post("quotes", "quote", "quotes"),
    Post("holds", "hold", "holds"),
    Post("confirmations", "confirm", "confirmations"),
    Post("withdrawals", "withdraw", "withdrawals"),
    Post("purchase-orders", "order_supply", "purchase_orders"),
    Post("purchase-approvals", "approve_purchases"),
    Post("purchase-sendings", "mark_sent", "sendings"),
    Post("purchase-acknowledgements", "acknowledge", "acknowledgements"),
    Post("purchase-announcements", "announce", "announcements"),
    Post("purchase-closings", "close_short", "closings"),
    Post("supply-changes", "change_supply", "changes"),
    Post("receipts", "receive", "receipts"),
    Post("releases", "release", "releases"),
    Post("shipments", "ship", "shipments"),
    Post("shipment-labels", "label_shipments", "labels"),
    Post("returns", "return", "returns"),
    Post("counts", "count", "counts"),
    Post("count-sheets", "open_counts", "sheets"),
    Post("count-entries", "enter_counts", "entries"),
    Post("count-decisions", "approve_counts", "sheets"),
    Post("causes", "label_backorders", "labels"),
    Post("adjustments", "adjust", "adjustments"),
    Post("transfers", "transfer", "transfers"),
    Post("reallocations", "reallocate"),
    Post("reviews", "review"),
    Post("assignments", "assign", "assignments"),
    Post("explanations", "explain"),
    Post("products", "set_products", "products"),
    Post("locations", "set_locations", "locations"),
    Post("suppliers", "set_suppliers", "suppliers"),
    Post("supplier-items", "set_supplier_items", "supplier_items"),
    Post("customers", "set_customers", "customers"),
    Post("policies", "set_policies", "policies"),
    Post("substitutes", "set_substitutes", "substitutes"),
    Post("calendars", "set_calendars", "calendars"),
    Post("lanes", "set_lanes", "lanes"),
    Post("sourcing", "set_sourcing", "sourcing"),
    Post("stock-policies", "set_stock_policies", "stock_policies"),
    Post("outages", "set_outages", "outages"),
    Post("proposals", "propose"),
    Post("proposal-decisions", "decide_proposals"),
    Post("incentive-rules", "set_incentives", "rules"),
    Post("incentives", "give_incentives", "incentives"),
    Post("redemptions", "redeem_incentive", "redemptions"),
    Post("promotions", "set_promotions", "promotions"),
    Post("forecasts", "set_forecasts", "forecasts"),
)
POSTS: dict[str, Post] = {
    **{post.resource: post for post in _ALL if post.verb in ledger.VERBS},
    **{f"verbs/{name}": Post(f"verbs/{name}", name) for name in ledger.VERBS},
}


class Asked(NamedTuple):
    """A verb's request as JSON, and whether it came as one item alone."""

    request: dict[str, Any]
    alone: bool


def read(post: Post, body: bytes, key: str | None, actor: str) -> Asked:
    """Return the request of a verb from a body and the header Idempotency-Key.

    An item that comes alone without a key of its own takes the header's. Else the header's key
    covers the request as a whole, for this caller: others may use the same.
    """
    given = decode(body)
    check_key(key)
    alone = _comes_alone(post, given)
    request = {post.items: [given]} if alone else given
    if key is None or not _takes_key(ledger.VERBS[post.verb]):
        return Asked(request, alone)
    if alone and _item_needs_key(post) and given.get("key", key) == key:
        return Asked({post.items: [{**given, "key": key}]}, alone)
    if "key" in request:
        raise MalformedError(
            "two_keys", "Send the key of the request in its body or as Idempotency-Key, not both."
        )
    return Asked({**request, "key": f"{actor}:{key}"}, alone)


def call(post: Post, asked: Asked, actor: str) -> dict[str, Any]:
    """Carry the verb out and return its answer."""
    verb = ledger.VERBS[post.verb]
    begun = time.perf_counter()
    outcome = "failed"
    try:
        record = verb.read(asked.request)
        answer = (
            _together().place(record.orders[0], actor)
            if _is_one_order(record)
            else _carry_out(verb, record, actor)
        )
        outcome = "done"
    except BackorderError as refusal:
        outcome = refusal.code
        raise
    finally:
        monitoring.verbs.labels(verb.name, outcome).inc()
        monitoring.verb_seconds.labels(verb.name).observe(time.perf_counter() - begun)
    if asked.alone:
        _refuse_if_refused(answer.get(post.items, [{}])[0])
    return answer


def _carry_out(verb: Verb, record: Input, actor: str) -> dict[str, Any]:
    with connections.shared().lend() as conn:
        return verb(conn, record, now=clock.now(), actor=actor)


def _is_one_order(record: Input) -> TypeGuard[PlaceOrders]:
    """Tell whether a request is one order, and has no key but that order's."""
    return (
        isinstance(record, PlaceOrders)
        and record.key is None
        and len(record.orders) == 1
        and settings.get("BACKORDER_ORDERS_TOGETHER")
    )


def _place(orders: Sequence[NewOrder], actor: str) -> dict[str, Any]:
    monitoring.orders_together.observe(len(orders))
    return _carry_out(ledger.place_orders, PlaceOrders(orders=list(orders)), actor)


@cache
def _together() -> Together:
    return Together(_place)


def _refuse_if_refused(item: dict[str, Any]) -> None:
    """Raise the refusal of an order, quote or hold that came alone, with its reasons as facts."""
    if item.get("status") == "refused":
        reasons = (line.get("refused") for line in item.get("lines", ()))
        first = next((reason["text"] for reason in reasons if reason is not None), "It is refused.")
        raise InvalidError("order_refused", first, **item)


def check_key(key: str | None) -> None:
    """Refuse a header Idempotency-Key that cannot be one."""
    if key is not None and not _KEY.fullmatch(key):
        raise MalformedError(
            "idempotency_key_invalid",
            f"Idempotency-Key has 1 to {LONGEST_KEY} visible ASCII characters.",
        )


def decode(body: bytes) -> dict[str, Any]:
    """Return a body as the JSON object that it must be."""
    if not body.strip():
        raise MalformedError("not_json", "The body is empty; send a JSON object.")
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as reason:
        raise MalformedError("not_json", f"The body is not JSON: {reason}.") from None
    except RecursionError:
        raise MalformedError("not_json", "The body is nested too deeply.") from None
    if not isinstance(found, dict):
        raise MalformedError("not_an_object", "The body must be a JSON object.")
    return found


def _takes_key(verb: Verb) -> bool:
    return "key" in verb.request.__struct_encode_fields__


def _item_needs_key(post: Post) -> bool:
    key = next((field for field in _item(post).fields if field.name == "key"), None)
    return key is not None and key.required


def _comes_alone(post: Post, given: dict[str, Any]) -> bool:
    """Tell whether a body is one item: it has no field that only the whole request has."""
    if not post.items:
        return False
    whole = {field.encode_name for field in _whole(post).fields}
    return not (whole - {field.encode_name for field in _item(post).fields}) & given.keys()


@cache
def _whole(post: Post) -> msgspec.inspect.StructType:
    info = msgspec.inspect.type_info(ledger.VERBS[post.verb].request)
    assert isinstance(info, msgspec.inspect.StructType)
    return info


@cache
def _item(post: Post) -> msgspec.inspect.StructType:
    field = next(field for field in _whole(post).fields if field.encode_name == post.items)
    assert isinstance(field.type, msgspec.inspect.ListType)
    assert isinstance(field.type.item_type, msgspec.inspect.StructType)
    return field.type.item_type
