"""mark_notified and approve_delays: notices went out, which starts the clock; drafts may go out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backorder.domain.delays.answering import refund_latest
from backorder.domain.delays.packs import PACKS
from backorder.domain.errors import InvalidError
from backorder.domain.names import number
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.journal.verb import Verb

from . import inputs
from .cases import CaseRow, ids_of, read_cases, refuse_missing, save_cases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from backorder.ledger.journal.transaction import Transaction

MOST = 10_000  # drafts approved at once
_WITH_DRAFTS = "delay_approved"  # under which the journal keeps the cases that had drafts


def mark_notified(tx: Transaction, request: inputs.MarkNotified) -> dict[str, Any]:
    """Note that channels took notices; the same again changes nothing.

    From then on silence means what the notice says, but never earlier than the pack lets a
    customer answer.
    """
    ids = ids_of(one.case for one in request.notices)
    found = read_cases(tx, ids)
    refuse_missing(ids, found)
    _lock(tx, found.values())
    rows = read_cases(tx, ids)
    for one in request.notices:
        row = rows[ids_of([one.case])[0]]
        at = one.at or tx.now
        if one.notice > row.notices or at > tx.now:
            raise InvalidError(
                "notice_not_made",
                f"{row.name} has no notice {one.notice} that could have gone out at {at}.",
                case=row.name,
                notice=one.notice,
                notices=row.notices,
            )
        _went_out(row, one.notice, at.date())
    save_cases(tx, rows.values())
    tx.run(
        "delay_told_save",
        {
            "case": Ints(ids_of([one.case])[0] for one in request.notices),
            "notice": Ints(one.notice for one in request.notices),
            "channel": [one.channel for one in request.notices],
            "recipient": [one.recipient for one in request.notices],
            "shown": [one.shown for one in request.notices],
            "sent_at": [one.at or tx.now for one in request.notices],
            "journal": tx.journal_id,
        },
    )
    return {
        "notices": [
            {"case": row.name, "notice": row.sent, "respond_by": _iso(row.respond_by)}
            for row in rows.values()
        ]
    }


def _went_out(row: CaseRow, notice: int, on: date) -> None:
    """Note on a case that a notice went out on a day; silence counts from then on."""
    if row.closed or notice <= row.sent:
        return
    row.sent, row.changed = notice, True
    if notice < row.notices or not row.asked:
        return
    pack = PACKS[row.pack]
    row.respond_by = _not_before(row, on)
    if pack.cancels and row.silence == "consent":
        row.agreed_on, row.agreed_open, row.express = row.told_on, False, False


def _not_before(row: CaseRow, on: date) -> date | None:
    """Return the day to answer by of a notice that goes out on a day."""
    if row.respond_by is None or row.silence != "cancel":
        return row.respond_by
    return max(row.respond_by, on + timedelta(days=PACKS[row.pack].answer_days))


def approve_delays(tx: Transaction, request: inputs.ApproveDelays) -> dict[str, Any]:
    """Make drafts final, so that they are sent; ``delays`` are told as if they arose now.

    A draft that a later notice or a better day overtook is left out. ``left`` says whether more
    wait than were approved at once.
    """
    if request.all == bool(request.cases):
        raise InvalidError("which_drafts", "Approve either the drafts of some cases, or all.")
    ids = ids_of(request.cases)
    refuse_missing(ids, read_cases(tx, ids))
    before = _drafts(tx, ids, every=request.all)
    _lock_products(tx, (row.product for row in read_cases(tx, before).values()))
    # Only these again: a draft made meanwhile may be of a product that is not locked.
    asked = {"cases": Ints(before[:MOST]), "every": False, "limit": MOST}
    drafts = tx.rows("delay_drafts", asked)
    rows = read_cases(tx, (row[0] for row in drafts))
    notices = []
    for case, _, n, kind, quantity, from_on, to_on in drafts:
        row = rows[case]
        by = _not_before(row, tx.now.date())
        row.changed, row.respond_by = row.changed or by != row.respond_by, by
        notices.append(
            row.head()
            | {
                "quantity": quantity,
                "notice": n,
                "kind": kind,
                "pack": row.pack,
                "from": _iso(from_on),
                "to": _iso(to_on),
                "respond_by": _iso(by),
                "silence": row.silence,
                "refund_by": _iso(refund_latest(PACKS[row.pack], by or tx.now.date())),
                "draft": False,
            }
        )
    save_cases(tx, rows.values())
    tx.run(
        "delays_approve",
        {
            "case": Ints(row[0] for row in drafts),
            "n": Ints(row[2] for row in drafts),
            "respond_by": Days(rows[row[0]].respond_by for row in drafts),
            "at": tx.now,
        },
    )
    tx.replayed = tx.key is None and not drafts
    orders = {rows[row[0]].order for row in drafts}
    return {
        "approved": len(drafts),
        "orders": [number("order", order) for order in sorted(orders)],
        "left": len(before) > MOST,
        "delays": notices,
    }


def _drafts(tx: Transaction, ids: Iterable[int], *, every: bool) -> list[int]:
    """Return the cases with drafts, and journal them: they are found before any lock is held."""
    found = tx.given_all(_WITH_DRAFTS)
    if found is None:
        asked = {"cases": Ints(ids), "every": every, "limit": MOST + 1}
        found = [row[0] for row in tx.rows("delay_drafts", asked)]
    tx.remember({_WITH_DRAFTS: found})
    return found


def _lock(tx: Transaction, rows: Iterable[CaseRow]) -> None:
    _lock_products(tx, (row.product for row in rows))


def _lock_products(tx: Transaction, products: Iterable[int]) -> None:
    """Lock the products of cases in their one order, and take the journal's number."""
    tx.run("lock_products_by_id", {"products": Ints(sorted(set(products)))})
    tx.take({"journal": 1})


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


MARK = Verb("mark_notified", inputs.MarkNotified, mark_notified)
APPROVE = Verb("approve_delays", inputs.ApproveDelays, approve_delays)
