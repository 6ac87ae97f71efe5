"""A change in two steps: what would come of it, and then the change itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from backorder.domain.errors import BackorderError

from . import acting, frame

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

MOST_SHOWN = 200  # rows of consequences on one page
_OURS = ("csrfmiddlewaretoken", "key", "sure")


class Step(NamedTuple):
    """What is asked before a change is made, and where to go then."""

    title: str
    text: str
    label: str  # of the button that does it
    done: str  # said afterwards
    back: str
    danger: bool = False


class Move(NamedTuple):
    """Units of an order whose day would change."""

    order: str
    sku: str
    quantity: int
    before: date | None
    after: date | None
    days: int | None
    reason: str


class Consequences(NamedTuple):
    """Who would get units at once, and whose day would move."""

    filled: list[dict[str, Any]]
    moved: list[Move]
    later: int
    earlier: int
    hidden: int  # rows beyond those shown


def consequences(result: Mapping[str, Any]) -> Consequences:
    """Return what a verb's answer says about others.

    >>> found = consequences({"repromised": [{"order": "SO-000001", "sku": "MUG", "quantity": 2,
    ...     "from": "2026-12-01", "to": "2026-12-04", "reason": {"text": "Late."}}]})
    >>> found.moved[0].days, found.later, found.earlier
    (3, 1, 0)
    """
    moved = [_move(one) for one in result.get("repromised", ())]
    filled = list(result.get("filled", ()))
    return Consequences(
        filled[:MOST_SHOWN],
        moved[:MOST_SHOWN],
        sum(one.after is None or (one.days or 0) > 0 for one in moved),
        sum((one.days or 0) < 0 or (one.before is None and one.after is not None) for one in moved),
        max(0, len(moved) - MOST_SHOWN) + max(0, len(filled) - MOST_SHOWN),
    )


def _move(told: Mapping[str, Any]) -> Move:
    before, after = (
        date.fromisoformat(day) if (day := told[at]) else None for at in ("from", "to")
    )
    days = (after - before).days if before and after else None
    reason = told.get("reason") or {}
    return Move(
        told["order"], told["sku"], told["quantity"], before, after, days, reason.get("text", "")
    )


def step(
    request: HttpRequest,
    verb: str,
    body: Callable[[str], dict[str, Any]],
    asked: Step,
    context: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Show what a verb would do, or do it where the form says that this was seen.

    ``body`` makes the request for a key. What is refused is said on the page that was come from.
    """
    if "sure" in request.POST:
        acting.attempt(request, verb, body(acting.key_of(request)), asked.done)
        return HttpResponseRedirect(asked.back)
    try:
        result = acting.preview(request, verb, body(acting.new_key()))
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return HttpResponseRedirect(asked.back)
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _OURS
        for value in values
    ]
    more = context(result) if context else {}
    given = {"step": asked, "fields": fields, "effects": consequences(result), "result": result}
    return frame.render(request, "backorder/pages/preview.html", given | more)


def back_address(request: HttpRequest, otherwise: str) -> str:
    """Return the page of ours that a form says it was sent from."""
    address = request.POST.get("back", "")
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return otherwise
