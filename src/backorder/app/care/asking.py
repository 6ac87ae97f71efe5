"""What a customer asks for on the page, as a verb takes it, and what comes of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.statements import statement
from backorder.domain.errors import InvalidError

from . import cases
from .facts import way_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import QueryDict
    from psycopg import Connection

    from .facts import Row, Seen

MOST_DIGITS = 9


class Taken(NamedTuple):
    """Units that would be given up, and what they cost."""

    sku: str
    name: str
    quantity: int
    value: int


class Move(NamedTuple):
    """Units of the order whose day would be another one."""

    name: str
    quantity: int
    before: date | None
    after: date | None


class Ask(NamedTuple):
    """A change to confirm: the verb, its request without a key, and the words around it.

    ``said`` names the sentence of the page afterwards, ``fields`` what the confirming form carries
    so that it asks for what was shown and for nothing else.
    """

    verb: str
    body: dict[str, Any]
    said: str
    title: str
    text: str
    label: str
    fields: list[tuple[str, str]]
    taken: list[Taken]
    danger: bool = False


def read(form: QueryDict, seen: Seen) -> Ask:
    """Return what a form asks for; raises ``InvalidError`` where it asks for nothing we know."""
    made: Callable[[QueryDict, Seen], Ask] | None = _ASKS.get(form.get("do", ""))
    if made is None:
        raise _changed()
    return made(form, seen)


def _changed() -> InvalidError:
    return InvalidError("order_differs", "The order is no longer as the form shows it.")


def _cancel(form: QueryDict, seen: Seen) -> Ask:
    """Give up the units that wait, or all that are not being packed: exactly those shown."""
    waiting = form.get("what", "waiting") == "waiting"
    wanted = _units(form) or _given_up(seen, waiting=waiting)
    names = {row.line.sku: row for row in seen.rows}
    if not wanted or not wanted.keys() <= names.keys():
        raise _changed()
    taken = [
        Taken(sku, names[sku].line.name or sku, units, _value(seen.rows, sku, units))
        for sku, units in wanted.items()
    ]
    one: dict[str, Any] = {
        "order": seen.head.number,
        "lines": [{"sku": sku, "quantity": units} for sku, units in wanted.items()],
        "reason": "customer",
    }
    if waiting:
        one["only"] = "backordered"
    fields = [("do", "cancel"), ("what", "waiting" if waiting else "all")]
    for sku, units in wanted.items():
        fields += [("sku", sku), ("units", str(units))]
    title = _("Cancel what is still to come?") if waiting else _("Cancel the order?")
    text = (
        _("What is already there for you is sent all the same.")
        if waiting
        else _("Nothing more is sent to you. This cannot be undone.")
    )
    label = _("Cancel these goods") if waiting else _("Cancel the order")
    body = {"cancellations": [one]}
    return Ask("cancel", body, "cancelled", title, text, label, fields, taken, danger=True)


def _given_up(seen: Seen, *, waiting: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in seen.rows:
        units = row.waiting if waiting else row.free
        if units:
            found[row.line.sku] = found.get(row.line.sku, 0) + units
    return found


def _units(form: QueryDict) -> dict[str, int]:
    """Return the units that a confirming form names, by SKU."""
    found: dict[str, int] = {}
    for sku, text in zip(form.getlist("sku"), form.getlist("units"), strict=False):
        if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS and int(text)):
            raise _changed()
        found[sku] = int(text)
    return found


def _value(rows: list[Row], sku: str, units: int) -> int:
    """Return what units of a product cost, the younger line's first, as they are given up."""
    value = 0
    for row in reversed([row for row in rows if row.line.sku == sku]):
        part = min(units, row.free)
        value += part * row.line.unit_price
        units -= part
    return value


def _ship(form: QueryDict, seen: Seen) -> Ask:
    """Choose another of the ways to ship that were offered."""
    value = form.get("way", "")
    chosen = way_of(seen.head.ship, seen.head.wait_until)
    sure = "sure" in form  # pressed twice, the second time it is chosen already
    if value not in {one.value for one in seen.ways} | {chosen} or (value == chosen and not sure):
        raise _changed()
    ship = value if value in {"as_available", "complete"} else "as_available"
    until = None if ship == value else value
    one: dict[str, Any] = {"order": seen.head.number, "ship": ship, "wait_until": until}
    texts = {
        "as_available": _("Each part leaves when it is there, in a parcel of its own."),
        "complete": _("Everything leaves in one parcel, when the last part is there."),
    }
    text = texts[ship] if until is None else _("Nothing leaves before that day.")
    fields = [("do", "ship"), ("way", value)]
    title, label = _("Send it another way?"), _("Send it that way")
    return Ask("change_order", {"changes": [one]}, "changed", title, text, label, fields, [])


def _answer(form: QueryDict, seen: Seen) -> Ask:
    """Answer the question of a delay, as it was shown: a newer notice is another question."""
    what, wanted = form.get("answer", ""), (form.get("case", ""), form.get("notice", ""))
    case = next((one for one in seen.cases if (one.number, str(one.notice)) == wanted), None)
    if case is None or what not in _ANSWERS:
        raise _changed()
    evidence = {"channel": "web", "shown": cases.shown(case), "said": what, "from": seen.whom.actor}
    answer = {"case": case.number, "answer": what, "evidence": evidence}
    fields = [("do", "answer"), ("case", wanted[0]), ("notice", wanted[1]), ("answer", what)]
    title, text, label = (str(one) for one in _ANSWERS[what])
    value = _value(seen.rows, case.sku, case.quantity)
    taken = [Taken(case.sku, case.name or case.sku, case.quantity, value)]
    said, danger = "waits" if what == "wait" else "ended", what == "cancel"
    body = {"answers": [answer]}
    return Ask(
        "answer_delays", body, said, title, text, label, fields, taken if danger else [], danger
    )


def is_done(conn: Connection[Any], key: str) -> bool:
    """Tell whether a form with this key was carried out: its button was pressed twice."""
    asked = {"verbs": ["cancel", "change_order", "answer_delays", "swap"], "key": key}
    row = conn.execute(statement("care_done"), asked).fetchone()
    return bool(row and row[0])


def said_of(form: Mapping[str, str]) -> str:
    """Return the name of the sentence after a form that was carried out before.

    >>> said_of({"do": "cancel"}), said_of({"do": "answer", "answer": "wait"}), said_of({})
    ('cancelled', 'waits', '')
    """
    if form.get("do") == "answer":
        return "waits" if form.get("answer") == "wait" else "ended"
    said = {"cancel": "cancelled", "ship": "changed", "swap": "swapped"}
    return said.get(form.get("do", ""), "")


def outcome(ask: Ask, result: Mapping[str, Any]) -> str:
    """Return the name of the sentence that says what became of it."""
    came = {one["outcome"] for one in result.get("answers", ())}
    return "late" if came & _TOO_LATE else ask.said


def refunds(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what would be given back: the sum by currency, and the latest day."""
    found: dict[str, dict[str, Any]] = {}
    for one in result.get("refunds", ()):
        sums = found.setdefault(one["currency"], {"amount": 0, "currency": one["currency"]})
        sums["amount"] += one["amount"]
        sums["refund_by"] = max(sums.get("refund_by", ""), one["refund_by"])
    return list(found.values())


def moves(result: Mapping[str, Any], seen: Seen) -> list[Move]:
    """Return whose day of this order an answer of a verb moves; other orders are nobody's here."""
    names = {row.line.sku: row.line.name or row.line.sku for row in seen.rows}
    return [
        Move(names.get(one["sku"], one["sku"]), one["quantity"], _day(one["from"]), _day(one["to"]))
        for one in result.get("repromised", ())
        if one["order"] == seen.head.number and one["from"] != one["to"]
    ]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _swap(form: QueryDict, seen: Seen) -> Ask:
    """Take one of the products that were offered instead of what waits."""
    wanted = (form.get("sku", ""), form.get("instead", ""))
    offer = next((one for one in seen.offers if (one.sku, one.instead.sku) == wanted), None)
    if offer is None or form.get("units", str(offer.quantity)) != str(offer.quantity):
        raise _changed()
    one: dict[str, Any] = {
        "order": seen.head.number,
        "sku": offer.sku,
        "substitute": offer.instead.sku,
        "quantity": offer.quantity,
    }
    fields = [("do", "swap"), ("sku", wanted[0]), ("instead", wanted[1])]
    fields.append(("units", str(offer.quantity)))
    text = _("You get %(n)s of %(other)s instead. It never costs more than what you ordered.")
    words = {"n": offer.quantity, "other": offer.instead.name or offer.instead.sku}
    value = _value(seen.rows, offer.sku, offer.quantity)
    taken = [Taken(offer.sku, offer.name, offer.quantity, value)]
    title, label = _("Take another product?"), _("Take it instead")
    return Ask("swap", {"swaps": [one]}, "swapped", title, text % words, label, fields, taken)


# An answer to a delay: the heading, what it means, and the button of the confirming step.
_ANSWERS = {
    "wait": (
        gettext_lazy("Wait?"),
        gettext_lazy("Your order stands."),
        gettext_lazy("Yes, I wait"),
    ),
    "cancel": (
        gettext_lazy("Cancel what is late?"),
        gettext_lazy("It is not sent any more. Everything else of your order stands."),
        gettext_lazy("Cancel these goods"),
    ),
    "terminate": (
        gettext_lazy("Set a last period?"),
        gettext_lazy("If it has not come by then, the contract ends and you get your money back."),
        gettext_lazy("Set the period"),
    ),
}
_TOO_LATE = {"too_late", "being_packed", "already_shipped", "already_cancelled", "already_closed"}
_ASKS: dict[str, Callable[[QueryDict, Seen], Ask]] = {
    "cancel": _cancel,
    "ship": _ship,
    "answer": _answer,
    "swap": _swap,
}
