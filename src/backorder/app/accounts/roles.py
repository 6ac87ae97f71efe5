"""What each role may do: verbs of the ledger by name, and a few things of the app itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES = ("owner", "operations", "buyer", "warehouse", "service", "reader")

SEE, VIEWS, IMPORT, SETTINGS = "see", "views", "import", "settings"
PEOPLE, TOKENS, WEBHOOKS, JOBS = "people", "tokens", "webhooks", "jobs"
# Not a verb, and what it lets a person do.
MEANINGS: dict[str, str] = {
    SEE: "read every page",
    VIEWS: "save views of lists",
    IMPORT: "import files",
    SETTINGS: "calendars, policies, places, branding",
    PEOPLE: "invite people, change their roles, disable them",
    TOKENS: "make and revoke API tokens",
    WEBHOOKS: "webhook endpoints and their deliveries",
    JOBS: "schedules, and jobs that failed",
}
# Verbs that only answer: whoever may read may ask.
ANSWERS = ("availability", "explain", "exceptions")
# Who may call a verb besides the owner and operations, who may call them all.
VERBS: dict[str, tuple[str, ...]] = {
    # orders
    "place_orders": ("service",),
    "cancel": ("service",),
    "change_order": ("service",),
    "swap": ("service",),
    "answer_delays": ("service",),
    "mark_notified": ("service",),
    "approve_delays": ("service",),
    "review_delays": (),
    "quote": ("service",),
    "hold": ("service",),
    "confirm": ("service",),
    "withdraw": ("service",),
    "expire": (),
    # supply
    "order_supply": ("buyer",),
    "approve_purchases": ("buyer",),
    "mark_sent": ("buyer",),
    "acknowledge": ("buyer",),
    "announce": ("buyer", "warehouse"),
    "change_supply": ("buyer",),
    "close_short": ("buyer",),
    "receive": ("buyer", "warehouse"),
    "review": ("buyer",),
    "propose": ("buyer",),
    "decide_proposals": ("buyer",),
    "set_outages": ("buyer",),
    # the shelf
    "adjust": ("warehouse",),
    "count": ("warehouse",),
    "transfer": ("buyer", "warehouse"),
    "open_counts": ("buyer", "warehouse"),
    "enter_counts": ("buyer", "warehouse"),
    "approve_counts": (),
    "label_backorders": (),
    "release": ("warehouse",),
    "ship": ("warehouse",),
    "label_shipments": ("warehouse", "service"),
    "return": ("warehouse", "service"),
    # money
    "arrange_payments": ("service",),
    "record_payments": ("service",),
    "refund": (),
    # scarcity, and what needs a person
    "reallocate": (),
    "sweep": (),
    "assign": ("buyer", "warehouse", "service"),
    # what waiting is worth
    "set_incentives": (),
    "give_incentives": ("service",),
    "redeem_incentive": ("service",),
    # master data
    "set_products": ("buyer",),
    "set_locations": (),
    "set_suppliers": ("buyer",),
    "set_supplier_items": ("buyer",),
    "set_lead_times": ("buyer",),
    "set_customers": ("service",),
    "set_policies": (),
    "set_substitutes": ("buyer",),
    "set_calendars": (),
    "set_lanes": (),
    "set_sourcing": (),
    "set_stock_policies": ("buyer",),
    "set_promotions": ("buyer", "service"),
    "set_forecasts": ("buyer",),
}
# What of the app itself a role may do; the owner may do everything.
OF_THE_APP: Mapping[str, tuple[str, ...]] = {
    "operations": (SEE, VIEWS, IMPORT, SETTINGS, WEBHOOKS, JOBS),
    "buyer": (SEE, VIEWS, IMPORT),
    "warehouse": (SEE, VIEWS),
    "service": (SEE, VIEWS),
    "reader": (SEE,),
}


class Somebody(Protocol):
    """Whoever asks: a person, or nobody."""

    @property
    def is_active(self) -> bool:
        """Tell whether this is somebody who may sign in."""


@cache
def permissions(role: str) -> frozenset[str]:
    """Return what a role may do; nothing for a role that does not exist.

    >>> "ship" in permissions("warehouse"), "ship" in permissions("reader")
    (True, False)
    """
    if role not in ROLES:
        return frozenset()
    if role == "owner":
        return frozenset((*MEANINGS, *ANSWERS, *VERBS))
    own = {verb for verb, others in VERBS.items() if role == "operations" or role in others}
    return frozenset((*OF_THE_APP[role], *ANSWERS, *own))


def may(person: Somebody, permission: str) -> bool:
    """Tell whether a person may do something; nobody, and who is disabled, may do nothing."""
    return bool(person.is_active) and permission in permissions(getattr(person, "role", ""))
