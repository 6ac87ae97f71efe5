"""What can be done about an exception, as data with a day and a price where they are known.

Pure: what is loaded goes in. A remedy is only named; a person, or a program of theirs, carries it
out with the verb it names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date

TEXTS = {
    "date_unknown": "{units} of {sku} on order {order} have no supply, and so no date.",
    "promise_at_risk": "{units} of {sku} on order {order} were told for {told_on} and are expected "
    "on {expected_on}.",
    "cap_reached": "{backordered} of {sku} are backordered, and no more than {cap} may be "
    "(rule: {rule}).",
    "win_unsatisfied": "{units} of {sku} on order {order} were to be confirmed first, and could "
    "not be in full and on time.",
    "pick_short": "{units} of {sku} on order {order} were released to pick and are not on the "
    "shelf.",
    "over_commitment": "{units} of {sku} are promised beyond what will be there, from {first_on} "
    "on.",
    "ship_complete_stuck": "{on_the_shelf} units of order {order} are on the shelf and wait for "
    "{units} of {sku}.",
    "purchase_overdue": "{units} units of {purchase_order} from {supplier} were expected on "
    "{expected_on}; {waiting} of them are waited for.",
    "purchase_unconfirmed": "{purchase_order} was sent to {supplier} on {sent_on}, and {units} "
    "units of it are not acknowledged; {waiting} of them are waited for.",
    "delay_overdue": "{units} of {sku} on order {order} are late, and {delay_case} was to be "
    "settled by {deadline}.",
    "refund_due": "{refund} of order {order} has to be made by {deadline}.",
    "authorisation_ends": "{payment} of order {order} is authorised until {deadline}, and {sku} "
    "has not left.",
}
APPLY = {
    "date_unknown": ("buy", "reallocate", "substitute", "ask_customer"),
    "promise_at_risk": ("expedite", "buy", "reallocate", "substitute", "ask_customer"),
    "cap_reached": ("buy", "expedite", "substitute", "change_policy"),
    "win_unsatisfied": ("expedite", "buy", "reallocate", "ask_customer"),
    "pick_short": ("recall", "expedite", "buy", "reallocate", "ask_customer"),
    "over_commitment": ("expedite", "buy", "substitute"),
    "ship_complete_stuck": ("expedite", "buy", "split", "substitute", "ask_customer"),
    "purchase_overdue": ("chase", "close_short"),
    "purchase_unconfirmed": ("send_again", "chase"),
    "delay_overdue": ("settle_delay", "expedite", "reallocate", "substitute"),
    "refund_due": ("refund",),
    "authorisation_ends": ("renew",),
}


class Offer(NamedTuple):
    """A product as a supplier sells it now: the day it could leave, and what it costs."""

    supplier: str
    on: date
    unit_cost: int
    currency: str
    moq: int
    multiple: int


class Behind(NamedTuple):
    """A purchase or transfer that the units of an exception wait for."""

    supply: str
    kind: str
    supplier: str
    available_on: date
    units: int


class Instead(NamedTuple):
    """A product that may be offered instead, with units on the shelf."""

    sku: str
    units: int
    unit_price: int
    currency: str


@dataclass(slots=True)
class Means:
    """What there is to help a case with: its offers, supplies and substitutes.

    ``allocated`` counts units on the shelf that are allocated to lines further back in the queue,
    and not released to pick.
    """

    offers: list[Offer] = field(default_factory=list)
    behind: list[Behind] = field(default_factory=list)
    instead: list[Instead] = field(default_factory=list)
    allocated: int = 0


def remedies(code: str, facts: dict[str, Any], means: Means) -> list[dict[str, Any]]:
    """Return the remedies of an exception in the order in which they are worth a thought.

    >>> means = Means(allocated=4)
    >>> [one["code"] for one in remedies("date_unknown", {"units": 6}, means)]
    ['reallocate', 'ask_customer']
    """
    units = int(facts.get("units", 0))
    found: list[dict[str, Any]] = []
    for what in APPLY[code]:
        if what == "buy":
            found += [_buy(offer, units) for offer in means.offers]
        elif what == "expedite":
            found += [_expedite(supply) for supply in means.behind]
        elif what == "substitute":
            found += [_substitute(other, units) for other in means.instead]
        elif what == "reallocate" and means.allocated:
            more = {"units": min(means.allocated, units), "verb": "reallocate"}
            text = "{units} on the shelf are allocated to lines further back in the queue."
            found.append(_remedy("reallocate", text.format_map(more), facts=more))
        elif what in _PLAIN:
            text, of, verb = _PLAIN[what]
            found.append(_remedy(what, text, facts={"units": facts.get(of, 0), "verb": verb}))
        elif what in _OF_A_PURCHASE:
            found.append(_of_a_purchase(what, facts))
        elif what == "change_policy":
            text = "Raise the cap, or leave it and refuse more orders."
            found.append(_remedy(what, text, facts={"verb": "set_policies"}))
    return found


def _remedy(  # noqa: PLR0913 (one per fact)
    code: str,
    text: str,
    *,
    on: date | None = None,
    cost: int | None = None,
    currency: str | None = None,
    facts: dict[str, Any],
) -> dict[str, Any]:
    return {
        "code": code,
        "text": text,
        "on": on and on.isoformat(),
        "cost": cost,
        "currency": currency,
        "facts": facts,
    }


def least(offer: Offer, units: int) -> int:
    """Return the least quantity that the supplier sells and that covers ``units``.

    >>> from datetime import date
    >>> least(Offer("S1", date(2026, 12, 1), 400, "EUR", 10, 6), 7)
    12
    """
    wanted = max(units, offer.moq, 1)
    return -(-wanted // offer.multiple) * offer.multiple


def _buy(offer: Offer, units: int) -> dict[str, Any]:
    quantity = least(offer, units)
    return _remedy(
        "buy",
        f"Buy {quantity} from {offer.supplier}; they could leave on {offer.on}.",
        on=offer.on,
        cost=quantity * offer.unit_cost if offer.unit_cost else None,
        currency=offer.currency if offer.unit_cost else None,
        facts={"supplier": offer.supplier, "quantity": quantity, "verb": "order_supply"},
    )


def _expedite(supply: Behind) -> dict[str, Any]:
    whom = f"Ask {supply.supplier}" if supply.supplier else "Ask the sender"
    return _remedy(
        "expedite",
        f"{whom} to send {supply.units} of {supply.supply} before {supply.available_on}.",
        facts={
            "supply": supply.supply,
            "kind": supply.kind,
            "supplier": supply.supplier or None,
            "available_on": supply.available_on.isoformat(),
            "units": supply.units,
            "verb": "change_supply",
        },
    )


# What is said, the fact that counts the units, and the verb.
_PLAIN = {
    "split": (
        "Ask the customer to take what is there now, and the rest later.",
        "on_the_shelf",
        "change_order",
    ),
    "recall": (
        "Tell the warehouse, and look for them: a count says what is there.",
        "units",
        "count",
    ),
    "settle_delay": (
        "Decide with the customer: another day, or the end of the contract and the money back.",
        "units",
        "answer_delays",
    ),
    "refund": ("Make the refund, and write down that it was made.", "units", "refund"),
    "renew": (
        "Have the payment authorised anew, or let the goods go before it ends.",
        "units",
        "record_payments",
    ),
    "ask_customer": ("Ask the customer to wait, or to cancel.", "units", "cancel"),
}
_OF_A_PURCHASE = {
    "chase": ("Ask {supplier} for a day, and write down what it says.", "acknowledge"),
    "send_again": ("Send {purchase_order} to {supplier} once more.", "mark_sent"),
    "close_short": ("Close {purchase_order} if the rest will not come.", "close_short"),
}


def _of_a_purchase(what: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Return what can be done about a purchase itself."""
    text, verb = _OF_A_PURCHASE[what]
    named = {name: facts[name] for name in ("purchase_order", "supplier")}
    return _remedy(what, text.format_map(named), facts={**named, "verb": verb})


def _substitute(other: Instead, units: int) -> dict[str, Any]:
    there = min(other.units, units) if units else other.units
    return _remedy(
        "substitute",
        f"Offer {there} of {other.sku} instead; they are on the shelf.",
        cost=other.unit_price * there,
        currency=other.currency,
        facts={"sku": other.sku, "units": there, "unit_price": other.unit_price},
    )
