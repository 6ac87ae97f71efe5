"""What can be done to an order: change it, split it, cancel of it, release it; each previewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.domain.errors import BackorderError, MalformedError

from . import frame, order_facts, previewing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

Json = dict[str, Any]
MOST_DIGITS = 9


class Amount(NamedTuple):
    """What is ordered of a product, over all lines of an order that have it."""

    sku: str
    name: str
    stands: int
    open: int
    waiting: int
    requested_on: date | None


def amounts(lines: Iterable[order_facts.Line]) -> list[Amount]:
    """Return what stands of each product of an order; a verb names products, not lines."""
    found: dict[str, Amount] = {}
    for line in lines:
        old = found.get(line.sku, Amount(line.sku, line.name, 0, 0, 0, line.requested_on))
        found[line.sku] = old._replace(
            stands=old.stands + line.stands,
            open=old.open + line.open,
            waiting=old.waiting + line.waiting,
        )
    return [one for one in found.values() if one.stands]


def change(
    request: HttpRequest,
    name: str,
    deed: Deed | None = None,
    context: Callable[[order_facts.Head, Json], Json] | None = None,
) -> HttpResponse:
    """Carry out what a form of the order's page asks, after showing what comes of it.

    ``context`` adds to what is shown, from the order and the verb's answer.
    """
    with frame.books() as conn:
        head = order_facts.head(conn, name)
        lines = order_facts.lines_of(conn, head.id)
    address = previewing.back_address(request, reverse("pages:order", kwargs={"name": head.number}))
    try:
        chosen = deed or _DEEDS.get(request.POST.get("do", ""), _unknown)
        made = chosen(request.POST, head, amounts(lines))
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return HttpResponseRedirect(address)
    verb, body, (title, text, label, done, danger) = made
    asked = previewing.Step(title, text, label, done, address, danger)

    def more(result: Json) -> Json:
        return context(head, result) if context else {}

    return previewing.step(request, verb, lambda key: body | {"key": key}, asked, more)


def whole(text: str, what: str) -> int | None:
    """Return the whole number in a field, None for an empty one; raises ``MalformedError``."""
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise MalformedError(
            "field_invalid", _("%(what)s is a whole number.") % {"what": what}, field=what
        )
    return int(text)


def day(text: str, what: str) -> date | None:
    """Return the day in a field, None for an empty one; raises ``MalformedError``."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise MalformedError(
            "field_invalid", _("%(what)s is a day such as 2026-12-01.") % {"what": what}, field=what
        ) from None


_Words = tuple[str, str, str, str, bool]
Made = tuple[str, Json, _Words]
Deed = Callable[[QueryDict, order_facts.Head, list[Amount]], Made]


def _unknown(post: QueryDict, head: order_facts.Head, stands: list[Amount]) -> Made:  # noqa: ARG001 (a deed)
    raise MalformedError("field_invalid", _("The form does not say what to do."), field="do")


def _cancel(post: QueryDict, head: order_facts.Head, stands: list[Amount]) -> Made:
    """Cancel everything open, only what waits, or some units of some lines."""
    what = post.get("what", "waiting")
    one: Json = {"order": head.number}
    if what == "waiting":
        one["only"] = "backordered"
        if sku := post.get("sku", ""):
            one["lines"] = [{"sku": sku}]
    elif what == "lines":
        known = {amount.sku: amount for amount in stands}
        pairs = zip(post.getlist("sku"), post.getlist("less"), strict=False)
        wanted = {sku: whole(less, _("Units to cancel")) for sku, less in pairs if sku in known}
        one["lines"] = [{"sku": sku, "quantity": units} for sku, units in wanted.items() if units]
        if not one["lines"]:
            raise MalformedError(
                "field_invalid", _("Say how many units of which line to cancel."), field="less"
            )
    words = {
        "waiting": (
            _("Cancel what waits of %(order)s") % {"order": head.number},
            _(
                "The units that are not on the shelf are cancelled; what is there stays. "
                "Freed units go to whoever waits."
            ),
        ),
        "lines": (
            _("Cancel units of %(order)s") % {"order": head.number},
            _("The longest wait is cancelled first. Freed units go to whoever waits."),
        ),
    }
    title, text = words.get(
        what,
        (
            _("Cancel %(order)s") % {"order": head.number},
            _("All units that did not leave yet are cancelled. Freed units go to whoever waits."),
        ),
    )
    said = _("%(order)s: cancelled as you saw it.") % {"order": head.number}
    return "cancel", {"cancellations": [one]}, (title, text, _("Cancel these units"), said, True)


def _change(post: QueryDict, head: order_facts.Head, stands: list[Amount]) -> Made:
    """Change quantities, requested days, the way an order ships, or how long it waits."""
    one: Json = {"order": head.number}
    ship = post.get("ship", "")
    if ship in {"as_available", "complete"} and ship != head.ship:
        one["ship"] = ship
    if "wait_until" in post:
        wait = day(post.get("wait_until", ""), _("Nothing leaves before"))
        if wait != head.wait_until:
            one["wait_until"] = wait and wait.isoformat()
    lines = _changed_lines(post, {amount.sku: amount for amount in stands})
    if lines:
        one["lines"] = lines
    if len(one) == 1:
        raise MalformedError(
            "field_invalid", _("Nothing is different from what stands."), field="do"
        )
    texts = {
        "as_available": _("Each part leaves when it is there, in a parcel of its own."),
        "complete": _("Everything leaves in one parcel, when the last part is there."),
    }
    text = texts.get(one.get("ship", "")) or _(
        "Further units queue behind what was accepted before; fewer are cancelled, "
        "the longest wait first."
    )
    title = _("Change %(order)s") % {"order": head.number}
    said = _("%(order)s is changed.") % {"order": head.number}
    words = (title, text, _("Change the order"), said, False)
    return "change_order", {"changes": [one]}, words


def _changed_lines(post: QueryDict, known: dict[str, Amount]) -> list[Json]:
    """Return what a form changes of the lines of an order."""
    lines = []
    fields = (post.getlist(name) for name in ("sku", "quantity", "requested_on"))
    for sku, units, wanted in zip(*fields, strict=False):
        if sku not in known:
            continue
        line: Json = {"sku": sku}
        quantity = whole(units, _("Quantity"))
        if quantity is not None and quantity != known[sku].stands:
            line["quantity"] = quantity
        requested = day(wanted, _("Wanted on"))
        if requested != known[sku].requested_on:
            line["requested_on"] = requested and requested.isoformat()
        if len(line) > 1:
            lines.append(line)
    return lines


def _release(post: QueryDict, head: order_facts.Head, stands: list[Amount]) -> Made:  # noqa: ARG001 (a deed)
    recall = post.get("back_again", "") == "1"
    one = {"order": head.number}
    if recall:
        return "release", {"recalls": [one]}, (
            _("Recall %(order)s from picking") % {"order": head.number},
            _("Its units may be given to others again."),
            _("Recall it"),
            _("%(order)s is recalled.") % {"order": head.number},
            False,
        )  # fmt: skip
    return "release", {"releases": [one]}, (
        _("Release %(order)s to pick") % {"order": head.number},
        _("Its units on the shelf go to the warehouse, and stay its own until they ship."),
        _("Release to pick"),
        _("%(order)s is released to pick.") % {"order": head.number},
        False,
    )  # fmt: skip


_DEEDS: dict[str, Deed] = {
    "cancel": _cancel,
    "change": _change,
    "release": _release,
}
