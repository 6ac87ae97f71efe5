"""What the calendar asks a person to do about orders: delay cases, refunds, authorisations."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from backorder.domain.delays.answering import has_ended
from backorder.domain.delays.escalating import Standing, deadline_of
from backorder.domain.delays.packs import PACKS
from backorder.domain.names import number
from backorder.ledger.journal.arrays import Ints

from .exceptions import Case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from backorder.ledger.journal.transaction import Transaction

REMIND = timedelta(days=3)  # how long before its last day a person hears of it


def overdue_delays(tx: Transaction, lines: Iterable[int]) -> Iterator[Case]:
    """Yield the open delay cases of lines that a person has to settle."""
    for row in tx.rows("exceptions_delays", {"lines": Ints(sorted(set(lines)))}):
        case, product, line, pack, due, notices, sent, told, *days, price, units = row
        told_first = told and told.astimezone(UTC).date()
        standing = Standing(PACKS[pack], due, notices, sent, told_first, *days)
        why, deadline = deadline_of(standing)
        if not has_ended(deadline, tx.now):
            continue
        yield Case(
            "delay_overdue",
            product,
            line,
            days=(tx.now.date() - deadline).days,
            value=units * price,
            facts={
                "units": units,
                "delay_case": number("delay_case", case),
                "pack": pack,
                "why": why,
                "deadline": deadline,
            },
        )


def money_due(tx: Transaction, products: Collection[int]) -> Iterator[Case]:
    """Yield the lines whose refunds have to be made, or whose authorisations are about to end."""
    near = tx.now + REMIND
    asked = {"products": Ints(sorted(products)), "until": near.date(), "ends": near}
    for code, product, line, amount, day, row_id, many in tx.rows("exceptions_money", asked):
        kind, name = _NAMED[code]
        yield Case(
            code,
            product,
            line,
            days=max((tx.now.date() - day).days, 0),
            value=amount,
            facts={kind: number(name, row_id), "count": many, "amount": amount, "deadline": day},
        )


_NAMED = {"refund_due": ("refund", "refund"), "authorisation_ends": ("payment", "payment")}
