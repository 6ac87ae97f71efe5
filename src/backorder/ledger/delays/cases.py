"""Delay cases as verbs read and write them, and the cancelling of what is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backorder.domain.delays.answering import Case, refund_latest, vests_on
from backorder.domain.delays.packs import PACKS
from backorder.domain.errors import NotFoundError
from backorder.domain.names import number, require_id
from backorder.ledger.books.lookups import orders_by_name, products_of
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.orders import inputs as order_inputs
from backorder.ledger.orders.cancelling import cancel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backorder.ledger.journal.transaction import Transaction


@dataclass(slots=True)
class CaseRow:
    """A delay case with its line; ``late`` units of it can be cancelled, ``released`` ones not.

    ``taken`` is what an answer of this request brings about, ``asked_on`` the day since when what
    is cancelled has to be refunded.
    """

    id: int
    line: int
    order: int
    product: int
    line_no: int
    sku: str
    pack: str
    due_on: date
    told_on: date | None
    notices: int
    sent: int
    silence: str
    respond_by: date | None
    asked: bool
    agreed_on: date | None
    agreed_open: bool
    express: bool
    period_until: date | None
    latest_on: date | None
    closed: bool
    outcome: str
    answers: int
    late: int
    released: int
    becomes: str = ""
    taken: str = ""
    asked_on: date | None = None
    refund_by: date | None = None
    changed: bool = False

    @property
    def name(self) -> str:
        """Return the number of the case."""
        return number("delay_case", self.id)

    def rules(self) -> Case:
        """Return the case as the rules meet it."""
        return Case(
            pack=PACKS[self.pack],
            due=self.due_on,
            to=self.told_on,
            silence="cancel" if self.silence == "cancel" else "consent",
            respond_by=self.respond_by,
            asked=self.asked,
            sent=self.sent == self.notices,
            agreed=self.agreed_on,
            agreed_open=self.agreed_open,
            express=self.express,
            period_until=self.period_until,
            latest_on=self.latest_on,
        )

    def head(self) -> dict[str, Any]:
        """Return what names the case in answers."""
        return {"case": self.name, "order": number("order", self.order), "sku": self.sku}


def read_cases(
    tx: Transaction, cases: Iterable[int], orders: Iterable[int] = ()
) -> dict[int, CaseRow]:
    """Return cases by id: those named, and the open ones of some orders."""
    asked = {"cases": Ints(sorted(set(cases))), "orders": Ints(sorted(set(orders)))}
    return {row[0]: CaseRow(*row) for row in tx.rows("delay_cases", asked)}


def ids_of(names: Iterable[str]) -> list[int]:
    """Return the ids behind numbers of cases, or raise ``NotFoundError``."""
    return [require_id("delay_case", name) for name in dict.fromkeys(names)]


def refuse_missing(wanted: Iterable[int], found: dict[int, CaseRow]) -> None:
    """Raise ``NotFoundError`` naming all cases that there are none of."""
    missing = [number("delay_case", one) for one in wanted if one not in found]
    if missing:
        raise NotFoundError(
            "unknown_delay_case",
            f"There is no delay case {', '.join(missing[:5])}.",
            cases=missing[:100],
        )


def lock(tx: Transaction, rows: Iterable[CaseRow]) -> Books:
    """Lock all that cancelling the cases' units would reach: the products of their orders."""
    names = sorted({number("order", row.order) for row in rows})
    return Books(tx, products_of(orders_by_name(tx, names).values()))


def cancel_late(tx: Transaction, rows: Sequence[CaseRow], outcome: str) -> dict[str, Any]:
    """Cancel what is late of some cases, exactly as `cancel` does; return its answer.

    What is released to pick stays, and with it the case; so does one with nothing late.
    """
    cancellations = []
    for row in rows:
        row.changed = True
        row.asked = False
        today = tx.now.date()
        row.refund_by = refund_latest(PACKS[row.pack], vests_on(row.asked_on or today, today))
        if not row.released:
            row.becomes = outcome
        if row.late:
            cancellations.append(
                order_inputs.Cancellation(
                    order=number("order", row.order),
                    lines=[
                        order_inputs.CancelLine(sku=row.sku, quantity=row.late, line=row.line_no)
                    ],
                    reason="delay",
                    refund_by=row.refund_by,
                )
            )
    # Written after that, for `cancel` closes what has nothing late.
    answer = cancel(tx, order_inputs.Cancel(cancellations=cancellations)) if cancellations else {}
    save_cases(tx, rows)
    return answer


def save_cases(tx: Transaction, rows: Iterable[CaseRow]) -> None:
    """Write the cases that changed."""
    changed = [row for row in rows if row.changed]
    if not changed:
        return
    tx.run(
        "delays_change",
        {
            "case": Ints(row.id for row in changed),
            "sent": Ints(row.sent for row in changed),
            "respond_by": Days(row.respond_by for row in changed),
            "asked": Ints(int(row.asked) for row in changed),
            "agreed_on": Days(row.agreed_on for row in changed),
            "agreed_open": Ints(int(row.agreed_open) for row in changed),
            "express": Ints(int(row.express) for row in changed),
            "period_until": Days(row.period_until for row in changed),
            "outcome": [row.becomes for row in changed],
            "refund_by": Days(row.refund_by for row in changed),
            "at": tx.now,
        },
    )


def with_cancelled(result: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """Return a verb's answer with what its cancellations brought about."""
    nothing: dict[str, Any] = {"cancellations": [], "filled": [], "repromised": []}
    return result | nothing | answer
