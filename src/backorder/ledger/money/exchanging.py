"""What a swap does to the money that was paid: it pays for what is taken instead.

Called in the transaction of the swap, after its lines were written. Nothing is read where no line
of the request is on payment terms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain import money

from . import books
from .books import Owing
from .terms import Term, arrange, lessen, read, said, save, settle_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.domain.money import Entry, LineMoney
    from backorder.ledger.journal.transaction import Transaction


class Exchange(NamedTuple):
    """Units given up of an order's lines on terms, and the line that takes their place.

    ``cuts``: line and units. The line ``now`` gets the terms of the line ``was``; 0 where that one
    has none: then nothing can be held for it, and what was paid goes back.
    """

    order: int
    cuts: Sequence[tuple[int, int]]
    was: int
    now: int


class Settled(NamedTuple):
    """What came of the money: refunds due, terms of the new lines, and the sums of each exchange.

    The sums are None where no line of an exchange is on terms.
    """

    refunds: list[dict[str, Any]]
    terms: list[dict[str, Any]]
    sums: list[dict[str, Any] | None]


def exchange(tx: Transaction, asked: Sequence[Exchange]) -> Settled:
    """Move what was paid to the new lines, in one posting; owe back only what they cannot take."""
    if not any(one.cuts for one in asked):
        return Settled([], [], [None] * len(asked))
    found = books.load(tx, {one.order for one in asked if one.cuts})
    lines = {line.id: line for has in found.values() for line in has.lines}
    skus = {row_id: sku for has in found.values() for row_id, sku in has.skus.items()}
    for one in asked:
        for line, units in one.cuts:
            lines[line].open += units  # the counters are written already
    cuts = {line for one in asked for line, _ in one.cuts}
    had = read(tx, cuts)
    before = {line: lines[line].open + lines[line].delivered for line in cuts}
    fresh = _terms(asked, found, had)
    owed: list[tuple[Owing, Sequence[Entry]]] = []
    sums: list[dict[str, Any] | None] = []
    for one, term in zip(asked, fresh, strict=True):
        other = None if term is None else term.line
        moved = back = 0
        for line, units in one.cuts:
            part, owes = _give_up(lines[line], units, other)
            owing = (found[one.order].order, line, skus[line], units, owes.amount)
            owed.append((Owing(*owing, "substituted", None), owes.entries))
            moved, back = moved + part, back + owes.amount
        due = 0 if other is None else other.due
        currency = found[one.order].order.currency if one.cuts else ""
        told = {"currency": currency, "moved": moved, "refund": back, "due": due}
        sums.append(told if one.cuts else None)
    less = lessen([lines[line] for line in sorted(cuts)], before, had)
    save(tx, [*less, *(term for term in fresh if term is not None)])
    refunds, entries = books.owe(tx, owed)
    books.post(tx, entries)
    terms = [
        said(found[one.order], [term])
        for one, term in zip(asked, fresh, strict=True)
        if term is not None
    ]
    return Settled(refunds, terms, sums)


def _terms(
    asked: Sequence[Exchange], found: dict[int, books.Money], had: dict[int, tuple[str, int]]
) -> list[Term | None]:
    """Put each new line on the terms of the one whose place it takes; None where that has none."""
    fresh: list[Term | None] = []
    for one in asked:
        if not one.was:
            fresh.append(None)
            continue
        has = found[one.order]
        terms = arrange([line for line in has.bare if line.id == one.now], *had[one.was])
        settle_before(has, terms)
        fresh += terms
    return fresh


def _give_up(line: LineMoney, units: int, other: LineMoney | None) -> tuple[int, money.Owed]:
    if other is None:
        return 0, money.give_up(line, units)
    return money.exchange(line, units, other)
