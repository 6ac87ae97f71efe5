"""The fields that a message may show: each name means the same in every message."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backorder.app.marking import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("text", "day", "moment", "count", "money", "link", "choice", "list")
EVERY = "*"  # a field that its message cannot do without, whatever the rule pack
# The rule packs of delays, and what each asks of a notice that shows it to a customer.
ASKED: dict[str, tuple[str, ...]] = {
    "us_16cfr435": (
        *("date_to", "respond_by", "silence", "refund_by", "rights"),
        *("link_accept", "link_cancel"),
    ),
    "eu_2011_83": ("date_to", "silence", "refund_by", "rights", "link_accept", "link_cancel"),
    "uk_cra2015": ("date_to", "silence", "refund_by", "rights", "link_accept", "link_cancel"),
    "commercial": ("date_to", "silence", "rights", "link_accept", "link_cancel"),
}


class Field(NamedTuple):
    """One fact of a message.

    ``kind``: ``text`` (words, on one line), ``day`` (an ISO date, spelled in the language),
    ``moment`` (an ISO instant), ``count``, ``money`` (minor units; its ``currency`` stands beside
    it), ``link`` (an address or empty), ``choice`` (one of ``of``, spelled as a sentence), ``list``
    (records of the fields ``items``, or of plain sentences). ``required_by`` names the rule packs
    whose messages must show it, or ``*``.
    """

    kind: str
    sentence: str
    required_by: tuple[str, ...] = ()
    items: Mapping[str, Field] | None = None
    of: tuple[str, ...] = ()


# Fields of a line, an alternative or an item of a list.
IN_LISTS: dict[str, Field] = {
    "sku": Field("text", _("The product's number")),
    "name": Field("text", _("The product's name")),
    "quantity": Field("count", _("How many units")),
    "was": Field("count", _("How many units it was before")),
    "asked": Field("count", _("How many units were asked for, where it is less")),
    "on": Field("day", _("The day of these units")),
    "from": Field("day", _("The day they had before")),
    "to": Field("day", _("The day they have now")),
    "instead": Field("text", _("The name of the product whose place it may take")),
    "order": Field("text", _("The order's number")),
    "customer": Field("text", _("Whose order it is")),
    "unit_cost": Field("money", _("The cost of one unit")),
    "price": Field("money", _("The price of one unit")),
    "currency": Field("text", _("The currency, as EUR")),
    "reason": Field("text", _("Why, in one sentence")),
    "text": Field("text", _("What is to be seen to, in a few words")),
    "count": Field("count", _("How often")),
    "link": Field("link", _("Where to see it")),
}


def _items(*names: str) -> dict[str, Field]:
    return {name: IN_LISTS[name] for name in names}


LINES = _items(
    *("sku", "name", "quantity", "was", "asked", "on", "from", "to", "reason"),
    *("order", "customer", "unit_cost", "currency", "link"),
)

FIELDS: dict[str, Field] = {
    # of most messages
    "shop": Field("text", _("The shop's name")),
    "customer_name": Field("text", _("The customer's name")),
    "order": Field("text", _("The order's number")),
    "link": Field("link", _("The customer's own page of this order")),
    "unsubscribe": Field("link", _("Where such messages are switched off")),
    "lines": Field("list", _("The products that this is about"), items=LINES),
    "more": Field("count", _("How many further products the list leaves out")),
    "date_from": Field("day", _("The day told before")),
    "date_to": Field("day", _("The day that holds now; empty where nobody knows one")),
    "reason": Field("text", _("Why, in one sentence")),
    "ordered_on": Field("day", _("The day of the order")),
    # parcels
    "rest": Field("list", _("What is still to come"), items=LINES),
    "carrier": Field("text", _("Who brings the parcel")),
    "tracking": Field("text", _("The parcel's number")),
    "link_tracking": Field("link", _("Where the parcel can be followed")),
    # money
    "amount": Field("money", _("The amount")),
    "currency": Field("text", _("The currency, as EUR")),
    "refund_by": Field("day", _("The day by which money is paid back")),
    # delays
    "notice": Field("count", _("Which notice of this delay it is: 1 is the first")),
    "pack": Field("text", _("The rule pack that it follows")),
    "respond_by": Field("day", _("The last day to answer")),
    "silence": Field(
        "choice",
        _("What no answer means, as a sentence"),
        of=("consent", "cancel"),
    ),
    "outcome": Field(
        "choice",
        _("How the delay ended, as a sentence"),
        of=("waiting", "cancelled", "arrived"),
    ),
    "rights": Field("list", _("The customer's rights, a sentence each")),
    "link_accept": Field("link", _("Where the new date is accepted")),
    "link_cancel": Field("link", _("Where the order is cancelled")),
    # offers
    "alternatives": Field(
        "list",
        _("Products that could be sent instead"),
        items=_items("sku", "name", "instead", "on", "price", "currency"),
    ),
    "code": Field("text", _("The voucher's code")),
    "expires_on": Field("day", _("The last day it can be used")),
    "product": Field("text", _("The product's name")),
    "link_confirm": Field("link", _("Where the address is confirmed")),
    "link_product": Field("link", _("Where the product is sold")),
    "why_back": Field(
        "choice", _("Why money went back, where it is a difference"), of=("substituted",)
    ),
    "kept_until": Field("moment", _("Until when the units are held for the customer")),
    # suppliers
    "supplier_name": Field("text", _("The supplier's name")),
    "purchase": Field("text", _("The purchase order's number")),
    "ship_to": Field("text", _("Where the goods are to go")),
    "link_answer": Field("link", _("Where the supplier answers, without signing in")),
    # staff
    "person_name": Field("text", _("The name of who reads it")),
    "items": Field("list", _("What is to be seen to"), items=_items("text", "count", "link")),
    "day": Field("day", _("The day that it is about")),
    "recipient": Field("text", _("To whom the message went")),
    "channel": Field("text", _("By which channel")),
    "error": Field("text", _("What the other side answered")),
    "subject": Field("text", _("The subject of the message")),
}
