"""quote and hold: claim the units of a cart until a time, as an order would claim them.

A quote (days) and a cart hold (minutes) differ in their number and in how long they last. Their
units are pegs with an expiry; their numbers and queue places are those of orders, so that an order
made from them keeps both. When the time has passed they are void by the clock alone: who changes
the books frees their units first, and who only asks leaves them out.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from backorder import settings
from backorder.domain.errors import InvalidError
from backorder.domain.names import number
from backorder.ledger.journal.answers import first_answers, refuse_doubles
from backorder.ledger.journal.verb import Verb
from backorder.ledger.orders.placing import (
    add_customers,
    decide,
    lines_refused,
    lines_told,
    load,
    number_accepted,
)
from backorder.ledger.orders.rows import columns

from . import inputs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backorder.ledger.journal.transaction import Transaction
    from backorder.ledger.orders.rows import Decided

_LISTS = {"quote": "quotes", "hold": "holds"}
_DEFAULTS = {"quote": "BACKORDER_QUOTE_SECONDS", "hold": "BACKORDER_HOLD_SECONDS"}
_LONGEST = "BACKORDER_LONGEST_HOLD_SECONDS"
# What only an order has; the driver parses a statement anew that gets more than 50 parameters.
_OF_PROMISES = frozenset(
    ("g_delivers_on", "g_basis", "g_available_on", "g_confidence", "l_backordered")
)


def quote(tx: Transaction, request: inputs.Quote) -> dict[str, Any]:
    """Quote carts: promise what an order would be promised, and keep it until the quote expires."""
    return _claim(tx, "quote", request.quotes)


def hold(tx: Transaction, request: inputs.HoldCarts) -> dict[str, Any]:
    """Hold carts while their buyers pay: as a quote, for minutes."""
    return _claim(tx, "hold", request.holds)


def _claim(tx: Transaction, kind: str, carts: Sequence[inputs.NewCart]) -> dict[str, Any]:
    """Claim each cart as a whole; one that is refused leaves nothing behind."""
    refuse_doubles(carts, _LISTS[kind])
    loaded = load(tx, carts, holding=True)
    answers: dict[str, dict[str, Any]] = {}
    if loaded.known_keys:
        wanted = {"keys": loaded.known_keys, "items": _LISTS[kind]}
        answers = first_answers(tx.rows("holds_answered", wanted), carts)
    fresh = [cart for cart in carts if cart.key not in answers]
    until = _expiries(tx, kind, fresh)
    decided = [decide(cart, loaded) for cart in fresh]
    number_accepted(tx, decided, loaded)
    answers |= {one.order.key: _answer(kind, one, until[one.order.key]) for one in decided}
    result = {_LISTS[kind]: [answers[cart.key] for cart in carts]}
    accepted = [one for one in decided if not one.refused]
    if accepted:
        add_customers(tx, accepted, loaded)
        written = columns(accepted, loaded.customers)
        tx.run(
            "holds_save",
            {
                **{name: written[name] for name in written if name not in _OF_PROMISES},
                **tx.journal_row(kind, result),
                "kind": kind,
                "o_expires_at": [until[one.order.key] for one in accepted],
            },
        )
    tx.replayed = not decided
    return result


def _expiries(tx: Transaction, kind: str, carts: Sequence[inputs.NewCart]) -> dict[str, datetime]:
    """Return when each cart expires, by key.

    How long a setting allowed is journaled beside the numbers handed out, so that a replay under
    other settings comes to the same books.
    """
    seconds = tx.given("expires_in", len(carts))
    if seconds is None:
        longest = settings.get(_LONGEST)
        usual = min(settings.get(_DEFAULTS[kind]), longest)
        seconds = [usual if cart.expires_in is None else cart.expires_in for cart in carts]
        for cart, asked in zip(carts, seconds, strict=True):
            if asked > longest:
                raise InvalidError(
                    "expires_in_too_long",
                    f"{cart.key!r} asks for {asked} seconds; the longest {kind} is {longest}.",
                    key=cart.key,
                    asked=asked,
                    longest=longest,
                )
    tx.remember({"expires_in": seconds})
    return {
        cart.key: tx.now + timedelta(seconds=asked)
        for cart, asked in zip(carts, seconds, strict=True)
    }


def _answer(kind: str, one: Decided, until: datetime) -> dict[str, Any]:
    """Return a cart's facts: those of an order, with the quote's number and when it expires."""
    if one.refused:
        return {"key": one.order.key, "status": "refused", "lines": lines_refused(one)}
    return {
        "key": one.order.key,
        kind: number(kind, one.id),
        "status": "held",
        "expires_at": until.astimezone(UTC).isoformat(),
        "lines": lines_told(one),
    }


QUOTE = Verb("quote", inputs.Quote, quote)
HOLD = Verb("hold", inputs.HoldCarts, hold)
