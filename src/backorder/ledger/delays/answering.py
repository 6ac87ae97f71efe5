"""answer_delays: what customers say to a delay, recorded with its evidence and carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.delays.answering import CARRIED_OUT, Answered, on_answer
from backorder.domain.errors import InvalidError
from backorder.domain.names import number
from backorder.ledger.books.lookups import orders_by_name
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.orders.withdrawing import withdraw

from . import inputs
from .cases import (
    CaseRow,
    cancel_late,
    ids_of,
    lock,
    read_cases,
    refuse_missing,
    save_cases,
    with_cancelled,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backorder.ledger.journal.transaction import Transaction

_ANSWERED = "delay_answered"  # under which the journal keeps the cases that were found
_CLOSED = {"shipped": "already_shipped", "recovered": "already_closed"}
_BECOMES = {"cancelled": "declined", "ended": "ended"}


def answer_delays(tx: Transaction, request: inputs.AnswerDelays) -> dict[str, Any]:
    """Take customers' answers; each gets an outcome, and none is carried out twice.

    What a cancellation takes off is cancelled as `cancel` does it, in this transaction.
    """
    found = _find(tx, request.answers)
    lock(tx, found.values())
    rows = read_cases(tx, found)
    of_order: dict[int, list[CaseRow]] = {}
    for row in rows.values():
        of_order.setdefault(row.order, []).append(row)
    named = orders_by_name(tx, (one.order for one in request.answers if one.order is not None))
    answers: list[dict[str, Any]] = []
    records: list[dict[str, Any]] = []
    gone: dict[str, list[CaseRow]] = {"declined": [], "ended": []}
    for one in request.answers:
        if one.case is not None:
            mine = [rows[ids_of([one.case])[0]]]
        else:
            mine = of_order.get(named[one.order or ""].id, [])
        for row in mine:
            got = _take(tx, row, one)
            if got.outcome in CARRIED_OUT:
                gone[_BECOMES[got.outcome]].append(row)
            records.append(_record(tx, row, one, got.outcome))
            answers.append(
                row.head() | {"answer": one.answer, "outcome": got.outcome} | _facts(row, got)
            )
    save_cases(tx, rows.values())
    result: dict[str, Any] = {}
    for outcome, ended in gone.items():
        result = _both(result, cancel_late(tx, ended, outcome))
    # In one go: a replay has what was withdrawn in one piece.
    withdraw(tx, (row.line for ended in gone.values() for row in ended if row.late))
    _save(tx, records)
    for answer, row_id in zip(answers, (record["case"] for record in records), strict=True):
        if answer["outcome"] in CARRIED_OUT:
            refund_by = rows[row_id].refund_by
            answer["refund_by"] = refund_by and refund_by.isoformat()
    return with_cancelled({"answers": answers}, result)


def _find(tx: Transaction, answers: Iterable[inputs.DelayAnswer]) -> dict[int, CaseRow]:
    """Return the cases that are answered, as they were before the locks."""
    for one in answers:
        if (one.order is None) == (one.case is None):
            raise InvalidError(
                "answer_of_one_thing", "An answer names either a delay case or an order."
            )
        if one.evidence.at is not None and one.evidence.at > tx.now:
            raise InvalidError(
                "answer_from_the_future",
                f"An answer cannot come at {one.evidence.at}, after it is recorded.",
                at=one.evidence.at.isoformat(),
                now=tx.now.isoformat(),
            )
        if one.answer == "wait" and not one.evidence.shown.strip():
            raise InvalidError(
                "consent_without_evidence",
                "A consent needs the text that the customer was shown.",
                case=one.case,
                order=one.order,
            )
    cases = ids_of(one.case for one in answers if one.case is not None)
    named = orders_by_name(tx, (one.order for one in answers if one.order is not None))
    orders = {order.id for order in named.values()}
    seen = tx.given_all(_ANSWERED)
    found = read_cases(tx, cases, orders) if seen is None else read_cases(tx, seen)
    # The open cases of an order are found before any lock is held.
    tx.remember({_ANSWERED: found})
    refuse_missing(cases, found)
    idle = orders - {row.order for row in found.values()}
    if idle:
        raise InvalidError(
            "no_delay_case",
            f"Order {number('order', min(idle))} has no open delay case.",
            orders=[number("order", one) for one in sorted(idle)[:100]],
        )
    return found


def _take(tx: Transaction, row: CaseRow, one: inputs.DelayAnswer) -> Answered:
    """Return what an answer comes to, and note it on the case."""
    if row.closed or row.taken:
        outcome = row.taken or row.outcome
        return Answered(_CLOSED.get(outcome, "already_cancelled"))  # type: ignore[arg-type]
    at = one.evidence.at or tx.now
    got = on_answer(row.rules(), one.answer, at, until=one.until)
    if got.outcome in CARRIED_OUT and not row.late:
        return Answered("being_packed" if row.released else "already_shipped")
    if got.outcome == "consented":
        row.agreed_on, row.agreed_open = got.agreed, got.agreed_open
        row.express, row.asked, row.respond_by = True, False, None
        row.changed = True
    elif got.outcome == "period_started":
        row.period_until, row.changed = got.period_until, True
    elif got.outcome in CARRIED_OUT:
        row.taken, row.asked_on = _BECOMES[got.outcome], at.date()
    return got


def _facts(row: CaseRow, got: Answered) -> dict[str, Any]:
    """Return what an outcome says besides."""
    if got.outcome in {"consented", "already_consented", "consent_stands"}:
        return {"agreed_until": row.agreed_on and row.agreed_on.isoformat()}
    if got.outcome in {"period_started", "period_runs"}:
        assert row.period_until is not None
        return {"period_until": row.period_until.isoformat()}
    if got.outcome == "too_late":
        assert row.respond_by is not None
        return {"respond_by": row.respond_by.isoformat()}
    return {}


def _record(tx: Transaction, row: CaseRow, one: inputs.DelayAnswer, outcome: str) -> dict[str, Any]:
    row.answers += 1
    return {
        "case": row.id,
        "n": row.answers,
        "notice": row.notices,
        "answer": one.answer,
        "outcome": outcome,
        "channel": one.evidence.channel,
        "sender": one.evidence.from_,
        "shown": one.evidence.shown,
        "said": one.evidence.said,
        "until": one.until,
        "given_at": one.evidence.at or tx.now,
    }


def _save(tx: Transaction, records: list[dict[str, Any]]) -> None:
    columns = {name: [record[name] for record in records] for name in records[0]}
    for name in ("case", "n", "notice"):
        columns[name] = Ints(columns[name])  # type: ignore[assignment]
    tx.run(
        "delay_answers_save",
        columns
        | {
            "until": Days(columns["until"]),
            "at": tx.now,
            "by": tx.actor,
            "journal": tx.journal_id,
        },
    )


def _both(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return two answers of `cancel` as one."""
    return {name: [*first.get(name, ()), *second.get(name, ())] for name in first | second}


VERB = Verb("answer_delays", inputs.AnswerDelays, answer_delays)
