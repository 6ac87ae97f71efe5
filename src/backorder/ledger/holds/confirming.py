"""confirm: a quote or hold becomes an order that keeps its units, its place and its days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.confirming import kept_days
from backorder.domain.errors import ConflictError, InvalidError
from backorder.domain.names import number
from backorder.domain.reasons import cause_reason
from backorder.domain.repromising import NO_DAY
from backorder.domain.types import Supply, Take
from backorder.ledger.books.loads import with_room
from backorder.ledger.books.settlement import count_within
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.arrays import Days, Ints, from_day, to_day
from backorder.ledger.journal.verb import Verb
from backorder.ledger.orders import instead
from backorder.ledger.orders.bringing import bring
from backorder.ledger.orders.deciding import deliver
from backorder.ledger.orders.placing import part
from backorder.ledger.orders.rows import waiting
from backorder.ledger.promises.retelling import BASES, confidence, ready_days

from . import inputs
from .lookups import holds_by_name, read_ends

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backorder.domain.ranking import Integers
    from backorder.ledger.journal.transaction import Columns, Transaction

    from .lookups import Hold


def confirm(tx: Transaction, request: inputs.Confirm) -> dict[str, Any]:
    """Make orders of quotes and holds; all of the request or none.

    Each day that was told stands where it can still be kept; else the answer has the new one, and
    ``repromised`` says which. What was confirmed before is answered as the first time.
    """
    asked = request.confirmations
    named = holds_by_name(tx, [one.hold for one in asked])
    books = Books(tx, {line.product for hold in named.values() for line in hold.lines})
    read_ends(tx, named.values())
    keys = {named[one.hold].id: one.key for one in asked}
    holds = {hold.id: hold for hold in named.values()}
    answers = _first_answers(tx, holds, keys)
    fresh = [hold for hold in holds.values() if hold.id not in answers]
    if fresh:
        pegs = tx.columns("hold_pegs", {"holds": Ints(sorted(hold.id for hold in fresh))})
        _refuse_ended(tx, fresh, pegs)
        days = _days(books, fresh, pegs)
        order_keys = {hold.id: keys[hold.id] or hold.key for hold in fresh}
        whose = {named[one.hold].id: one.customer for one in asked}
        mine = {hold.id: whose[hold.id] for hold in fresh}
        ids = bring(tx, [one for one in mine.values() if one is not None])
        customers = {hold: ids[one.ref] for hold, one in mine.items() if one is not None}
        takes = _takes(books, holds, pegs, days)
        _save(tx, books, order_keys, pegs, takes, customers)
        instead.save(tx, instead.of_holds(tx, order_keys))
        parts: dict[int, list[int]] = {line.id: [] for hold in fresh for line in hold.lines}
        for at, line_id in enumerate(pegs["line"].tolist()):
            parts[line_id].append(at)
        for hold in fresh:
            answers[hold.id] = _answer(hold, order_keys[hold.id], pegs, takes, parts)
    tx.replayed = not fresh
    return {"confirmations": [answers[named[one.hold].id] for one in asked]}


def _first_answers(
    tx: Transaction, holds: dict[int, Hold], keys: dict[int, str | None]
) -> dict[int, dict[str, Any]]:
    """Return the first answers about holds confirmed before; refuse keys that are taken."""
    wanted = sorted({keys[hold.id] or hold.key for hold in holds.values()})
    rows = tx.rows("orders_of_holds", {"holds": Ints(holds), "keys": wanted})
    told = {row_id: answers for row_id, _, answers in rows if row_id in holds}
    new = [keys[hold.id] or hold.key for hold in holds.values() if hold.id not in told]
    for row_id, key, _ in rows:
        if key in new or keys.get(row_id) not in {None, key}:
            raise ConflictError(
                "key_reused",
                f"The key {key!r} is that of order {number('order', row_id)}.",
                key=key,
                order=number("order", row_id),
            )
    if len(set(new)) < len(new):
        raise ConflictError("key_repeated", "Two orders of the request would have the same key.")
    return {
        row_id: next(one for one in answers if one["order"] == number("order", row_id))
        for row_id, answers in told.items()
    }


def _refuse_ended(tx: Transaction, holds: Sequence[Hold], pegs: Columns) -> None:
    """Raise ``ConflictError`` where a hold was withdrawn or its time has passed."""
    held = dict.fromkeys((hold.id for hold in holds), 0)
    for hold, units in zip(pegs["order"].tolist(), pegs["quantity"].tolist(), strict=True):
        held[hold] += units
    for hold in holds:
        if hold.ended_as == "withdrawn":
            raise ConflictError("hold_withdrawn", f"{hold.number} was withdrawn.", hold=hold.number)
        # Another writer's clock may be ahead of ours: what it freed is gone.
        gone = held[hold.id] < sum(line.quantity for line in hold.lines)
        if hold.expires_at <= tx.now or gone:
            raise ConflictError(
                "hold_expired",
                f"{hold.number} expired at {hold.expires_at.isoformat()}; ask for a new one.",
                hold=hold.number,
                expires_at=hold.expires_at.isoformat(),
            )


def _days(books: Books, holds: Sequence[Hold], pegs: Columns) -> Integers:
    """Return each peg's day, or raise ``InvalidError`` where there is none or it is too late."""
    ready = ready_days(books, pegs)
    if books.places.limited:
        waiting = np.flatnonzero(BASES[pegs["kind"]] != "stock")
        ready = with_room(books.tx, books.places, pegs, ready, waiting)
    days = kept_days(
        pegs["order"], ready, pegs["requested_on"], pegs["told"], pegs["complete"] == 1
    )
    lines = {line.id: (hold, line) for hold in holds for line in hold.lines}
    for at, line_id in enumerate(pegs["line"].tolist()):
        hold, line = lines[line_id]
        if ready[at] == NO_DAY:
            raise InvalidError(
                "date_unknown",
                f"Units of {line.sku} on {hold.number} have lost their supply: "
                "there is no day to promise.",
                hold=hold.number,
                sku=line.sku,
                asked=line.quantity,
            )
        if line.latest_on is not None and days[at] > to_day(line.latest_on):
            raise InvalidError(
                "too_late",
                f"{line.sku} on {hold.number} can leave on {from_day(days[at])}, "
                f"after the latest day accepted, {line.latest_on}.",
                hold=hold.number,
                sku=line.sku,
                next_date=str(from_day(days[at])),
                latest_on=str(line.latest_on),
            )
    return days


def _save(  # noqa: PLR0913, PLR0917 (an order and its parts)
    tx: Transaction,
    books: Books,
    keys: dict[int, str],
    pegs: Columns,
    takes: Sequence[Take],
    customers: dict[int, int],
) -> None:
    """Write orders, lines and promises; the pegs lose their expiry."""
    backordered = dict.fromkeys(pegs["line"].tolist(), 0)
    units = np.where(pegs["kind"] == BASES.tolist().index("stock"), 0, pegs["quantity"])
    for line, count in zip(pegs["line"].tolist(), units.tolist(), strict=True):
        backordered[line] += count
    tx.run(
        "holds_confirm",
        {
            "o_id": Ints(keys),
            "o_key": list(keys.values()),
            "o_customer": Ints(customers.get(hold, 0) for hold in keys),
            "l_id": Ints(backordered),
            "l_waiting": Ints(backordered.values()),
            "g_line": Ints(pegs["line"]),
            "g_n": Ints(pegs["n"]),
            "g_part": Ints(count_within(pegs["line"])),
            "g_supply": Ints(pegs["supply"]),
            "g_quantity": Ints(pegs["quantity"]),
            "g_promised_on": Days(take.promised_on for take in takes),
            "g_delivers_on": Days(take.delivers_on for take in takes),
            "g_basis": BASES[pegs["kind"]].tolist(),
            "g_available_on": Days(pegs["available_on"]),
            "g_confidence": Ints(confidence(books, pegs)),
            "at": tx.now,
            "journal": tx.journal_id,
        },
    )


def _answer(
    hold: Hold,
    key: str,
    pegs: Columns,
    takes: Sequence[Take],
    parts: Mapping[int, Sequence[int]],
) -> dict[str, Any]:
    """Return an order's facts as ``place_orders`` spells them, and which days could not be kept.

    ``parts``: where in ``pegs`` and ``takes`` those of a line stand.
    """
    mine = (at for line in hold.lines for at in parts[line.id])
    told = {at: from_day(int(pegs["told"][at])) for at in mine}
    lines, slipped = [], []
    for line in hold.lines:
        backordered = waiting([takes[at] for at in parts[line.id]])
        lines.append(
            {
                "sku": line.sku,
                "ordered": line.quantity,
                "allocated": line.quantity - backordered,
                "backordered": backordered,
                "promises": [part(takes[at], int(pegs["quantile"][at])) for at in parts[line.id]],
            }
        )
        slipped += [at for at in parts[line.id] if takes[at].promised_on != told[at]]
    skus = {line.id: line.sku for line in hold.lines}
    return {
        "key": key,
        "hold": hold.number,
        "order": number("order", hold.id),
        "status": "accepted",
        "lines": lines,
        "repromised": [
            {
                "sku": skus[int(pegs["line"][at])],
                "quantity": takes[at].quantity,
                "from": str(told[at]),
                "to": str(takes[at].promised_on),
                "reason": cause_reason("confirmed_later"),
            }
            for at in slipped
        ],
    }


def _takes(books: Books, holds: dict[int, Hold], pegs: Columns, days: Integers) -> list[Take]:
    """Return each peg as what a new order would take, with its days of leaving and arriving."""
    rows = {row.id: row for row in books.rows}
    takes = []
    sure = confidence(books, pegs).tolist()
    for supply_id, units, day, percent in zip(
        pegs["supply"].tolist(), pegs["quantity"].tolist(), days.tolist(), sure, strict=True
    ):
        row, on = rows[supply_id], from_day(day)
        ready_on = books.ready_on(row)
        assert on is not None  # what has no day was refused
        supply = Supply(
            row.id, row.kind, row.name, row.location, row.available_on, ready_on, free=0,
            overdue=not percent,
        )  # fmt: skip
        takes.append(Take(supply, units, on, ready_on))
    for take, hold in zip(takes, pegs["order"].tolist(), strict=True):
        deliver(books.places, holds[hold].destination, [take])
    return takes


VERB = Verb("confirm", inputs.Confirm, confirm)
