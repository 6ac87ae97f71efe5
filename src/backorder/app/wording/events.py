"""The messages there are: who hears of what, by which channels, and with which facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.marking import gettext_noop as _
from backorder.domain.errors import NotFoundError

from . import demo
from .fields import ASKED, EVERY, FIELDS, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

CUSTOMER, SUPPLIER, STAFF = "customer", "supplier", "staff"
AUDIENCES = (CUSTOMER, SUPPLIER, STAFF)
CHANNELS = ("email", "sms", "web", "webhook")
QUIET, LOUD = ("email", "web"), ("email", "sms", "web")  # what a customer hears by, unless chosen


class Event(NamedTuple):
    """One kind of message.

    ``channels`` are those it goes by where nobody chose others; ``fields`` are the facts that its
    templates may show; ``demo`` is a set of such facts, for previews and tests.
    """

    name: str
    audience: str
    about: str
    channels: tuple[str, ...]
    fields: Mapping[str, Field]
    demo: Mapping[str, Any]


def event_of(name: str) -> Event:
    """Return an event; raises ``NotFoundError`` for one that there is not."""
    found = EVENTS.get(name)
    if found is None:
        raise NotFoundError("unknown_event", f"There is no message {name[:80]!r}.", event=name[:80])
    return found


def _event(  # noqa: PLR0913 (a row)
    name: str,
    about: str,
    names: str,
    *,
    to: str = CUSTOMER,
    by: tuple[str, ...] = QUIET,
    delay: bool = False,
) -> Event:
    """Return an event: ``!`` marks a field that it must show."""
    fields: dict[str, Field] = {}
    for marked in names.split():
        plain = marked.rstrip("!")
        always = (EVERY,) if marked.endswith("!") else ()
        fields[plain] = FIELDS[plain]._replace(required_by=always)
    if "lines" in fields:
        fields["more"] = FIELDS["more"]
    for pack, asked in ASKED.items() if delay else ():
        for one in asked:
            fields[one] = fields[one]._replace(required_by=(*fields[one].required_by, pack))
    return Event(name, to, about, by, fields, demo.FACTS[name])


_CUSTOMER = "shop customer_name order! link unsubscribe lines!"
_DELAY = (
    f"{_CUSTOMER} date_from date_to reason notice pack respond_by silence refund_by rights "
    "alternatives"
)
_SUPPLIER = "shop supplier_name purchase! link_answer lines!"

_ALL = (
    _event(
        "order_accepted",
        _("An order was accepted; when its products come."),
        f"{_CUSTOMER} date_to ordered_on",
    ),
    _event(
        "purchase_placed",
        _("What the order waits for was ordered from its supplier."),
        f"{_CUSTOMER} date_to",
    ),
    _event(
        "date_confirmed",
        _("The supplier confirmed the day that the customer was told."),
        f"{_CUSTOMER} date_to!",
    ),
    _event(
        "date_earlier",
        _("Products come sooner than told."),
        f"{_CUSTOMER} date_from date_to!",
    ),
    _event(
        "date_later",
        _("Products come later than told."),
        f"{_CUSTOMER} date_from date_to! reason alternatives",
        by=LOUD,
    ),
    _event(
        "date_unknown",
        _("Nobody can say at present when products come."),
        f"{_CUSTOMER} date_from reason alternatives",
        by=LOUD,
    ),
    _event(
        "still_waiting",
        _("Products are still awaited, and nothing else was told for a while."),
        f"{_CUSTOMER} date_to ordered_on",
    ),
    _event(
        "arrived",
        _("What the order waited for is here and will be packed."),
        f"{_CUSTOMER} date_to",
    ),
    _event(
        "part_shipped",
        _("Part of the order is on its way; the rest follows."),
        f"{_CUSTOMER} rest! date_to carrier tracking link_tracking",
    ),
    _event(
        "shipped",
        _("The order, or the rest of it, is on its way."),
        f"{_CUSTOMER} carrier tracking link_tracking",
        by=LOUD,
    ),
    _event(
        "parcel_labelled",
        _("A parcel that has left can be followed, or its number was put right."),
        f"{_CUSTOMER} carrier tracking link_tracking",
    ),
    _event(
        "cancelled_by_customer",
        _("The customer cancelled products."),
        f"{_CUSTOMER} amount currency refund_by",
    ),
    _event(
        "cancelled_by_us",
        _("We cancelled products that we cannot send."),
        f"{_CUSTOMER} reason amount currency refund_by",
        by=LOUD,
    ),
    _event(
        "refunded",
        _("Money was paid back."),
        "shop customer_name order! link unsubscribe lines amount! currency! reason why_back",
    ),
    _event(
        "alternative_offered",
        _("Other products could be sent sooner, if the customer likes."),
        f"{_CUSTOMER} date_to alternatives!",
    ),
    _event(
        "incentive_given",
        _("The customer gets a voucher for waiting."),
        f"{_CUSTOMER} date_to code! amount! currency! expires_on",
    ),
    _event(
        "back_in_stock",
        _("A product that the customer asked about can be had again."),
        "shop customer_name unsubscribe lines! link_product! expires_on kept_until",
        by=LOUD,
    ),
    _event(
        "discontinued",
        _("A product that the customer waits for is no longer made."),
        f"{_CUSTOMER} reason alternatives amount currency refund_by",
    ),
    _event(
        "delay_notice",
        _("The first notice of a delay under a rule pack, with what the customer can do."),
        f"{_DELAY} link_accept link_cancel",
        by=LOUD,
        delay=True,
    ),
    _event(
        "delay_renewed",
        _("A further notice of a delay: the day moved again, or is not known."),
        f"{_DELAY} link_accept link_cancel",
        by=LOUD,
        delay=True,
    ),
    _event(
        "delay_ended",
        _("A delay ended: by an answer, by silence, or because the products came."),
        f"{_CUSTOMER} date_from date_to reason notice pack outcome! amount currency refund_by",
        by=LOUD,
    ),
    _event(
        "supplier_order",
        _("A purchase order goes to its supplier."),
        f"{_SUPPLIER} date_to ship_to amount currency",
        to=SUPPLIER,
        by=("email",),
    ),
    _event(
        "supplier_confirm",
        _("A supplier is asked to confirm a purchase."),
        f"{_SUPPLIER} ordered_on",
        to=SUPPLIER,
        by=("email",),
    ),
    _event(
        "supplier_overdue",
        _("A supplier is asked about a purchase that should have come."),
        f"{_SUPPLIER} date_to!",
        to=SUPPLIER,
        by=("email",),
    ),
    _event(
        "supplier_expedite",
        _("A supplier is asked to send a purchase sooner."),
        f"{_SUPPLIER} date_from date_to! reason",
        to=SUPPLIER,
        by=("email",),
    ),
    _event(
        "supplier_changed",
        _("A purchase has another day or quantity, or parts of it are cancelled."),
        _SUPPLIER,
        to=SUPPLIER,
        by=("email",),
    ),
    _event(
        "staff_digest",
        _("What needs somebody, once a day."),
        "shop person_name day! items! link",
        to=STAFF,
        by=("email",),
    ),
    _event(
        "staff_at_risk",
        _("Orders that may miss their day."),
        "shop person_name lines! link",
        to=STAFF,
        by=("email",),
    ),
    _event(
        "staff_failed_delivery",
        _("A message could not be delivered."),
        "shop person_name order recipient! channel! subject error! link",
        to=STAFF,
        by=("email",),
    ),
    _event(
        "waitlist_confirm",
        _("Somebody asked to be told of a product; the address is to be confirmed."),
        "shop customer_name product! link_confirm!",
        by=("email",),
    ),
)
EVENTS: dict[str, Event] = {event.name: event for event in _ALL}
