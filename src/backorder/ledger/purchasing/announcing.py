"""announce: a shipment left the supplier, with its quantities, its day and how to follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError
from backorder.domain.names import require_id
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


def announce(tx: Transaction, request: inputs.Announce) -> dict[str, Any]:
    """Write down what is on its way; all of the request or none.

    The units are due on the shipment's day from now on, and those who wait for them are told. Units
    for another day than the rest of their line get a line of their own.
    """
    return once(
        tx,
        "supplier_message",
        "announcements",
        request.announcements,
        lambda fresh: _announce(tx, fresh),
    )


def _announce(tx: Transaction, fresh: Sequence[inputs.NewAnnouncement]) -> Answers:
    speech = listen(tx, [one.purchase_order for one in fresh])
    papers = [require_id("purchase_order", one.purchase_order) for one in fresh]
    said = [
        (one, paper, _parts(speech, paper, one)) for one, paper in zip(fresh, papers, strict=True)
    ]
    speech.save()
    save_messages(tx, "announcement", said)
    rest = speech.settle("supplier_said")
    answers = {
        one.key: {
            "key": one.key,
            "purchase_order": one.purchase_order,
            "announced": [part.told() for part in parts],
        }
        for one, _, parts in said
    }
    return answers, rest


def _parts(speech: Speech, paper: int, one: inputs.NewAnnouncement) -> list[Part]:
    lines = speech.lines(paper)
    asked = one.lines
    if asked is None:
        ready = [line for line in lines if _left(speech, line)]
        asked = [inputs.AnnouncedLine(line=line.line_no) for line in ready]
    if not asked:
        raise InvalidError(
            "nothing_said",
            f"All that is open of {one.purchase_order} is on its way already.",
            key=one.key,
        )
    units: dict[int, int] = {}
    by_id = {line.id: line for line in lines}
    for each in asked:
        line = named(lines, one.purchase_order, each.line, each.sku)
        most = _left(speech, line) - units.get(line.id, 0)
        sent = most if each.quantity is None else each.quantity
        if not 1 <= sent <= most:
            raise InvalidError(
                "more_than_open",
                f"{most} of {line.sku} on line {line.line_no} of {one.purchase_order} can still be "
                "announced.",
                key=one.key,
                sku=line.sku,
                line=line.line_no,
                open=most,
            )
        units[line.id] = units.get(line.id, 0) + sent
    return [_of_line(speech, by_id[line_id], sent, one) for line_id, sent in units.items()]


def _left(speech: Speech, line: IncomingLine) -> int:
    """Return the open units of a line that were not announced yet."""
    return speech.rows[line.id].quantity - line.on_the_way


def _of_line(speech: Speech, line: IncomingLine, units: int, one: inputs.NewAnnouncement) -> Part:
    row = speech.rows[line.id]
    if units == row.quantity or row.available_on == one.expected_on:
        return speech.stay(line, units, one.expected_on)
    return speech.part(line, units, one.expected_on)


ANNOUNCE = Verb("announce", inputs.Announce, announce)
