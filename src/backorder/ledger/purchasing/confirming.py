"""acknowledge: what a supplier confirms of a purchase, with the days and quantities it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError
from backorder.domain.names import require_id
from backorder.domain.parting import Said, parted
from backorder.ledger.journal.answers import once
from backorder.ledger.journal.verb import Verb

from . import inputs
from .speaking import listen, named, save_messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.books.incoming import IncomingLine
    from backorder.ledger.journal.transaction import Transaction

    from .speaking import Part, Speech

    Answers = tuple[dict[str, Any], dict[str, Any]]


def acknowledge(tx: Transaction, request: inputs.Acknowledge) -> dict[str, Any]:
    """Write down what suppliers confirm; all of the request or none.

    Another day or quantity changes the purchase as `change_supply` does, and those who wait for it
    are told in the same transaction. Units for another day than the rest of their line get a line
    of their own; so do units that nothing was said of. Every day is kept.
    """
    return once(
        tx,
        "supplier_message",
        "acknowledgements",
        request.acknowledgements,
        lambda fresh: _acknowledge(tx, fresh),
    )


def _acknowledge(tx: Transaction, fresh: Sequence[inputs.NewAcknowledgement]) -> Answers:
    speech = listen(tx, [one.purchase_order for one in fresh])
    said = []
    left: dict[str, int] = {}
    for one in fresh:
        paper = require_id("purchase_order", one.purchase_order)
        parts, rest = _parts(speech, paper, one)
        said.append((one, paper, parts))
        left[one.key] = rest
    speech.save()
    save_messages(tx, "acknowledgement", said)
    rest_of = speech.settle("supplier_short" if speech.short else "supplier_said")
    answers = {
        one.key: {
            "key": one.key,
            "purchase_order": one.purchase_order,
            "confirmed": [part.told() for part in parts if part.expected_on is not None],
            "refused": [part.told() for part in parts if part.expected_on is None],
            "unconfirmed": left[one.key],
        }
        for one, _, parts in said
    }
    return answers, rest_of


def _parts(speech: Speech, paper: int, one: inputs.NewAcknowledgement) -> tuple[list[Part], int]:
    """Return the parts that a message speaks of, and how many units it leaves unconfirmed."""
    lines = speech.lines(paper)
    if one.lines is None:
        return [_whole(speech, line) for line in lines], 0
    of: dict[int, list[Said]] = {}
    by_id = {line.id: line for line in lines}
    for asked in one.lines:
        line = named(lines, one.purchase_order, asked.line, asked.sku)
        of.setdefault(line.id, []).append(Said(asked.quantity, asked.expected_on, asked.refused))
    found: list[Part] = []
    rest = sum(speech.rows[line.id].quantity for line in lines if line.id not in of)
    for line_id, said in of.items():
        parts, silent = _of_line(speech, by_id[line_id], said, one)
        found += parts
        rest += silent
    return found, rest


def _whole(speech: Speech, line: IncomingLine) -> Part:
    """Confirm a line as it is expected."""
    row = speech.rows[line.id]
    assert row.available_on is not None  # a purchase has a day
    return speech.stay(line, row.quantity, row.available_on)


def _of_line(
    speech: Speech,
    line: IncomingLine,
    said: Sequence[Said],
    one: inputs.NewAcknowledgement,
) -> tuple[list[Part], int]:
    """Part a line: the first day stays on it, others and what is left open get their own."""
    row = speech.rows[line.id]
    assert row.available_on is not None
    found = parted(row.quantity, row.available_on, said)
    if found.beyond or not (found.parts or found.refused):
        raise InvalidError(
            "more_than_open" if found.beyond else "nothing_said",
            f"{row.quantity} of {line.sku} on line {line.line_no} of {one.purchase_order} are open"
            + (f", {found.beyond} more are spoken of." if found.beyond else "; nothing is said."),
            key=one.key,
            sku=line.sku,
            line=line.line_no,
            open=row.quantity,
        )
    parts = [speech.refuse(line, found.refused)] if found.refused else []
    if found.parts:
        before = row.available_on
        if found.rest:
            speech.part(line, found.rest, before)
        (first_on, first), *others = found.parts
        for day, units in others:
            parts.append(speech.part(line, units, day))
        parts.append(speech.stay(line, first, first_on))
    return parts, found.rest


ACKNOWLEDGE = Verb("acknowledge", inputs.Acknowledge, acknowledge)
