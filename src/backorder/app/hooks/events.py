"""The events there are: their types, what each says, and how an endpoint chooses among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.app.marking import gettext_noop as _
from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = "1"  # of every payload: fields may be added to a version, never changed or taken away
ALL = "*"
TEST = "webhook.test"

# Each type with its sentence; the reference is generated from it.
EVENTS: dict[str, str] = {
    "order.accepted": _(
        "An order was accepted: its lines, what is allocated, and what is promised."
    ),
    "order.refused": _("An order was refused, with the reason of each line. It has no number."),
    "order.changed": _("Quantities, days or the way of shipping of an order were changed."),
    "order.swapped": _("A customer took another product instead of units that wait."),
    "order.cancelled": _("Open units of an order were cancelled."),
    "backorder.created": _("Units of an accepted line are not on the shelf; they have a date."),
    "backorder.filled": _("Units that waited were given stock, and can ship."),
    "backorder.labelled": _("The causes of a backorder were found, when it opened or closed."),
    "promise.changed": _("The date of units changed: who waits for them has to be told."),
    "delay.opened": _("Units are late under a rule pack: a first notice is to go out."),
    "delay.renewed": _("Units that are late come later again: a further notice is to go out."),
    "delay.notified": _("A channel took the notice of a delay."),
    "delay.answered": _("A customer answered a delay; what it came to."),
    "delay.ended": _("A delay ended: by silence, by an answer, or due in time again."),
    "hold.created": _("A quote or a cart hold claims units until it expires."),
    "hold.confirmed": _("A quote or a cart hold became an order."),
    "hold.withdrawn": _("A quote or a cart hold was withdrawn."),
    "hold.expired": _(
        "The units of a quote or a cart hold were freed, because its time had passed."
    ),
    "purchase.ordered": _("A purchase was placed with a supplier, and for whom its units are."),
    "purchase.drafted": _("A purchase was written down that somebody has to approve."),
    "purchase.approved": _("A draft was approved and counts as placed, with who waits for it."),
    "purchase.sent": _("A purchase went to its supplier, by e-mail or otherwise."),
    "purchase.acknowledged": _("A supplier confirmed a purchase, with the days it gave."),
    "purchase.announced": _("A supplier sent units of a purchase off, due on a day."),
    "purchase.closed": _("The rest of a purchase will not come."),
    "purchase.changed": _("A purchase has another day or quantity, or will not come."),
    "proposals.changed": _("What to buy was worked out anew, and some of it changed."),
    "proposals.decided": _("Proposed purchases were approved or put aside."),
    "suggestion.changed": _("A purchase that nobody has ordered yet moved to another day."),
    "transfer.sent": _("Units left one of our places for another."),
    "transfer.changed": _("A transfer has another day or quantity, or will not come."),
    "receipt.posted": _("Goods came in; who got them, and what is left over."),
    "stock.changed": _("The units on hand of a product at a place changed, by how many, and why."),
    "count.changed": _("A count sheet was opened, filled in, posted or dropped."),
    "shipment.released": _("Allocated units were released to pick."),
    "shipment.recalled": _("Units that were released to pick were taken back."),
    "shipment.sent": _("A parcel left for a customer."),
    "shipment.labelled": _("It was said who carries a parcel, its number or where to follow it."),
    "return.posted": _("A customer sent units back."),
    "payment.arranged": _("It was set how an order is paid, and what is due now."),
    "payment.recorded": _("A payment provider said something of an order's payment."),
    "refund.due": _("Money is owed back to a customer until a day."),
    "refund.made": _("Money went back to a customer."),
    "reallocation.released": _("Scarce units were handed out anew, with who gains and who loses."),
    "reallocation.undone": _("A reallocation was taken back."),
    "exceptions.changed": _("Exceptions that a person must see were opened, updated or closed."),
    "exception.assigned": _("Somebody looks after an exception from now on, or nobody does."),
    "incentive.given": _("A customer was given something for waiting, with a code to use once."),
    "incentive.redeemed": _("A customer used the code that was given for waiting."),
    "incentive.withdrawn": _("A code was withdrawn, as its customer cancelled after all."),
    "catalog.changed": _(
        "Products, places, suppliers, customers or rules were created or changed."
    ),
    TEST: _("Somebody tried out whether the endpoint answers."),
}
FAMILIES = tuple(dict.fromkeys(name.partition(".")[0] for name in EVENTS))


def wants(filters: Iterable[str], event: str) -> bool:
    """Tell whether an endpoint with these filters is told of an event; a test always is.

    >>> wants(["order.*"], "order.accepted"), wants(["stock.changed"], "order.accepted")
    (True, False)
    """
    family = f"{event.partition('.')[0]}.*"
    return event == TEST or any(one in {ALL, family, event} for one in filters)


def checked(filters: Iterable[str]) -> list[str]:
    """Return filters in order, each once; raise ``InvalidError`` for one that fits no event.

    >>> checked(["stock.changed", "order.*", "order.*"])
    ['order.*', 'stock.changed']
    """
    known = {ALL, *EVENTS, *(f"{family}.*" for family in FAMILIES)}
    found = sorted(set(filters))
    for one in found:
        if one not in known:
            raise InvalidError("unknown_event", f"There is no event {one[:80]!r}.", event=one[:80])
    if not found:
        raise InvalidError("event_missing", "An endpoint needs at least one event; `*` is all.")
    return found
