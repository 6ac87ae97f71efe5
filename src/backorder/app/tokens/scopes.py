"""What a token may do: groups of verbs, single verbs, and reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.app.marking import gettext_noop as _
from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable

ALL = "all"
READ = "read"
METRICS = "metrics"
WEBHOOKS = "webhooks"
STOREFRONT = "storefront"

# Which verbs a scope allows. A verb that stands nowhere needs a scope of its own name, or `all`.
GROUPS: dict[str, tuple[str, ...]] = {
    "availability": ("availability",),
    "orders": (
        *("place_orders", "availability", "cancel", "change_order", "swap"),
        *("quote", "hold", "confirm", "withdraw", "give_incentives", "redeem_incentive"),
        "answer_delays",
    ),
    "supply": (
        *("order_supply", "approve_purchases", "mark_sent", "acknowledge", "announce"),
        *("change_supply", "close_short", "propose", "decide_proposals", "set_outages"),
    ),
    "receiving": ("receive",),
    "shipping": ("release", "ship", "label_shipments", "return"),
    "money": ("arrange_payments", "record_payments", "refund"),
    "stock": ("adjust", "count", "transfer", "open_counts", "enter_counts", "approve_counts"),
    "catalog": (
        *("set_products", "set_locations", "set_suppliers", "set_supplier_items"),
        *("set_customers", "set_policies", "set_substitutes"),
        *("set_calendars", "set_lanes", "set_sourcing", "set_stock_policies"),
        *("set_lead_times", "set_promotions", "set_forecasts", "set_incentives"),
    ),
    "allocation": (
        "reallocate",
        "review",
        "expire",
        "assign",
        "sweep",
        "label_backorders",
        "mark_notified",
        "review_delays",
        "approve_delays",
    ),
    READ: ("availability", "explain", "exceptions"),
}
MEANINGS = {
    ALL: _("everything below, and verbs still to come"),
    READ: _("every list and object, and the verbs that only read"),
    METRICS: _("the figures at `/metrics` from another machine"),
    "availability": _("ask what can be had and when, for a shop's product pages"),
    STOREFRONT: _("see at `/storefront/` what a shop shows; a key for it may be published"),
    "orders": _("place, change and cancel orders; quotes and holds"),
    "supply": _("order from suppliers and change what is on order"),
    "receiving": _("post what came in"),
    "shipping": _("release, ship and take back"),
    "money": _("payment terms, what providers said, refunds"),
    "stock": _("count, adjust and transfer"),
    "catalog": _("products, places, suppliers, customers, policies, promotions and forecasts"),
    WEBHOOKS: _("make, change and look after webhooks; their addresses may be secrets"),
    "allocation": _("reallocate, review promises, hand out exceptions"),
}


def known() -> set[str]:
    """Return every scope that a token may have: the groups, and each verb by its name."""
    from backorder import ledger  # noqa: PLC0415 (slow, and only needed where a token is made)

    return {*MEANINGS, *ledger.VERBS}


def checked(scopes: Iterable[str]) -> list[str]:
    """Return scopes in order, each once; raise ``InvalidError`` for one that does not exist."""
    wanted = sorted(set(scopes))
    for scope in wanted:
        if scope not in known():
            raise InvalidError("unknown_scope", f"There is no scope {scope!r}.", scope=scope)
    if not wanted:
        raise InvalidError("scope_missing", "A token needs at least one scope.")
    return wanted


def allows(scopes: Iterable[str], verb: str) -> bool:
    """Tell whether a token of these scopes may call a verb.

    >>> allows(["orders"], "cancel"), allows(["ship"], "ship"), allows(["read"], "ship")
    (True, True, False)
    """
    return any(scope in {ALL, verb} or verb in GROUPS.get(scope, ()) for scope in scopes)
