"""The answers of a storefront: worked out by the ledger, put in words, remembered as they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from django.utils import translation

from backorder import ledger
from backorder.app.statements import statement
from backorder.app.templatetags.ui import money
from backorder.connectors.money import decimal_text

from . import prints, words
from .remembering import Remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

    from .asking import Asked, Line
    from .prints import Prints

Json = dict[str, Any]
ACTOR = "storefront"
# The words of schema.org and of merchants' feeds for each state.
SCHEMA = {
    "in_stock": "InStock",
    "backorder": "BackOrder",
    "preorder": "PreOrder",
    "made_to_order": "MadeToOrder",
    "out_of_stock": "OutOfStock",
    "discontinued": "Discontinued",
    "unknown": "OutOfStock",
}
_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_remembered: Remembered[bytes] = Remembered()


class Answer(NamedTuple):
    """Answers as JSON texts, one for each line (of a cart one for all), and what they rest on."""

    parts: list[bytes]
    key: tuple[Any, ...]

    def read(self) -> list[Json]:
        """Return the answers as objects."""
        return [msgspec.json.decode(part) for part in self.parts]


def forget() -> None:
    """Forget every answer."""
    _remembered.clear()


def look(conn: Connection[Any], asked: Asked, now: datetime) -> Prints:
    """Return what the answer to a question rests on at this instant."""
    return prints.read(conn, asked.skus, now, others=asked.alternatives)


def answer(conn: Connection[Any], asked: Asked, found: Prints, now: datetime) -> Answer:
    """Return the answer to a question, from memory where what it rests on is the same.

    What is not remembered is worked out in one snapshot together with its own fingerprint: so an
    answer is only ever kept under the fingerprint of the rows that it was made of.
    """
    keys = list(keys_of(asked, found))
    parts = [_remembered.get(key) for key in keys]
    missing = [at for at, part in enumerate(parts) if part is None]
    if missing:
        lines = asked.lines if asked.cart else [asked.lines[at] for at in missing]
        fresh, seen = _snapshot(conn, asked._replace(lines=tuple(lines)), now)
        fresh_keys = keys_of(asked._replace(lines=tuple(lines)), seen)
        for at, key, part in zip(missing, fresh_keys, fresh, strict=True):
            _remembered.put(key, part)
            parts[at], keys[at] = part, key
    return Answer([part for part in parts if part is not None], tuple(keys))


def recall(keys: tuple[Any, ...]) -> list[bytes] | None:
    """Return the parts of an answer from memory, or nothing where one is not there."""
    parts = [_remembered.get(key) for key in keys]
    return None if None in parts else [part for part in parts if part is not None]


def keys_of(asked: Asked, found: Prints) -> tuple[Any, ...]:
    """Return under what each part of an answer is remembered."""
    about = (asked.cart, *asked.circumstances)
    if asked.cart:
        return ((about, asked.lines, found.key(line.sku for line in asked.lines)),)
    return tuple((about, line, found.key((line.sku,))) for line in asked.lines)


def _snapshot(conn: Connection[Any], asked: Asked, now: datetime) -> tuple[list[bytes], Prints]:
    """Work answers out, and what they rest on, on one and the same state of the books."""
    conn.execute(_SNAPSHOT)
    try:
        found = look(conn, asked, now)
        made = work_out(conn, asked, found.today, now)
    finally:
        conn.execute("COMMIT") if not conn.closed else None
    if asked.cart:
        return [msgspec.json.encode(made)], found
    return [msgspec.json.encode(line) for line in made["products"]], found


def work_out(conn: Connection[Any], asked: Asked, today: date, now: datetime) -> Json:
    """Return the answer to a question as an object."""
    request = {
        "lines": [{"sku": line.sku, "quantity": line.quantity} for line in asked.lines],
        "channel": asked.channel,
        "customer_class": asked.customer_class,
        "destination": asked.destination,
        "ship": asked.ship,
        "alone": not asked.cart,
        "alternatives": asked.alternatives,
    }
    said = ledger.availability(conn, request, now=now, actor=ACTOR)
    named = {
        row[0]: row[1:]
        for row in conn.execute(statement("storefront_products"), {"skus": asked.skus}).fetchall()
    }
    with translation.override(asked.language):
        products = [
            _product(line, told, named.get(line.sku), today)
            for line, told in zip(asked.lines, said["lines"], strict=True)
        ]
        if not asked.cart:
            return {"products": products}
        ways, splitting = _ways(said["options"], today)
        return {"lines": products, "options": ways, "splitting": splitting}


def _product(line: Line, told: Json, named: Sequence[Any] | None, today: date) -> Json:
    """Return the answer for a product."""
    later = told["later"]
    parcels = told["options"][0]["parcels"] if told.get("options") else []
    state = told["state"]
    span = _span(later) if later else _first(parcels)
    refused = told["refused"]
    next_on = _next(refused)
    waits = sum(part["quantity"] for part in later)
    name, price, currency = named or ("", 0, "")
    found: Json = {
        "sku": line.sku,
        "name": name,
        "quantity": line.quantity,
        "state": state,
        "now": told["now"],
        "later": _together(later),
        "words": words.sentence(state, told["now"], waits, span, today, next_on),
        "refused": refused and {"code": refused["code"], "next_on": next_on},
        "available_on": None if refused or not span else span[1],
        "lead_days": None if refused or not span else [(on - today).days for on in span],
        "schema": f"https://schema.org/{SCHEMA[state]}",
        "unit_price": price,
        "currency": currency,
    }
    if "options" in told:
        found["options"], found["splitting"] = _ways(told["options"], today)
    found["alternatives"] = [
        _alternative(one, line.quantity - told["now"], today)
        for one in told["substitutes"]
        if one["on"] is not None and one["currency"] == currency
        if refused or span is None or date.fromisoformat(one["on"]) < span[1]
    ]
    return found


def _together(later: Sequence[Json]) -> list[Json]:
    """Return the parts still to come, those of the same days as one.

    >>> part = {"from": "2026-12-04", "to": "2026-12-06", "on": "2026-12-06", "confidence": 0.8}
    >>> [one["quantity"] for one in _together([part | {"quantity": n} for n in (1, 39)])]
    [40]
    """
    found: dict[tuple[Any, ...], Json] = {}
    for part in later:
        days = tuple(part[key] for key in ("from", "to", "on", "confidence"))
        one = found.setdefault(days, {"quantity": 0})
        one["quantity"] += part["quantity"]
        one |= {key: part[key] for key in ("from", "to", "on", "confidence")}
    return list(found.values())


def _alternative(one: Json, wanted: int, today: date) -> Json:
    on = date.fromisoformat(one["on"])
    state = "in_stock" if one["now"] >= wanted else "backorder"
    return {
        **{name: one[name] for name in ("sku", "name", "source", "unit_price", "currency", "on")},
        "price": decimal_text(one["unit_price"], one["currency"]),
        "state": state,
        "words": words.sentence(state, 0, wanted, (on, on), today),
    }


def _span(later: Sequence[Json]) -> tuple[date, date]:
    """Return the days between which what waits leaves."""
    return (
        date.fromisoformat(min(part["from"] for part in later)),
        date.fromisoformat(max(part["to"] for part in later)),
    )


def _first(parcels: Sequence[Json]) -> tuple[date, date] | None:
    if not parcels:
        return None
    on = date.fromisoformat(parcels[-1]["on"])
    return on, on


def _next(refused: Json | None) -> date | None:
    on = (refused or {}).get("facts", {}).get("next_date")
    return None if on is None else date.fromisoformat(str(on))


def _ways(options: Sequence[Json], today: date) -> tuple[list[Json], str]:
    """Return the ways to ship, and what parting a cart into parcels costs, in words."""
    apart = next((one for one in options if one["ship"] == "as_available"), None)
    whole = next((one for one in options if one["ship"] == "complete"), None)
    if apart is None or whole is None or len(apart["parcels"]) == 1:
        return list(options), ""
    extra, amount = None, ""
    if "cost" in apart and "cost" in whole:
        extra = apart["cost"]["amount"] - whole["cost"]["amount"]
        currency = apart["cost"]["currency"]
        amount = money(max(extra, 0), currency)
    on = words.day(date.fromisoformat(whole["parcels"][-1]["on"]), today)
    return list(options), words.splitting(extra, amount, len(apart["parcels"]), on)
