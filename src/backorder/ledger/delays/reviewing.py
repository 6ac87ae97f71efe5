"""review_delays: what silence means once the day to answer by is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backorder.domain.delays.answering import on_silence
from backorder.domain.names import require_id
from backorder.ledger.journal.verb import Verb

from . import inputs
from .cases import cancel_late, lock, read_cases, save_cases, with_cancelled

if TYPE_CHECKING:
    from datetime import date

    from backorder.ledger.journal.transaction import Transaction

_LOOKED_AT = "delay_reviewed"  # under which the journal keeps the cases that were looked at
_DAY_OVER = timedelta(hours=12)  # a day is over everywhere at noon of the next, UTC


def review_delays(tx: Transaction, request: inputs.ReviewDelays) -> dict[str, Any]:
    """Look at cases whose day is over: silent ones are cancelled, or taken as agreed.

    ``untold`` are those of which no notice ever went out: silence says nothing then, and a person
    has to decide. ``kept`` are released to pick already. ``next`` is where to go on, if anywhere.
    """
    due = _due(tx, request)
    found = read_cases(tx, due)
    if not found:
        tx.replayed = tx.key is None
        return _result()
    lock(tx, found.values())
    rows = read_cases(tx, due)
    silent = {row.id: on_silence(row.rules(), tx.now) for row in rows.values() if not row.closed}
    lapsed = [rows[one] for one, meaning in silent.items() if meaning == "cancel"]
    kept = [row for row in lapsed if not row.late]
    lapsed = [row for row in lapsed if row.late]
    agreed = [rows[one] for one, meaning in silent.items() if meaning == "consent"]
    for row in agreed:
        row.asked, row.respond_by, row.changed = False, None, True
    save_cases(tx, agreed)
    for row in lapsed:
        row.asked_on = row.respond_by
    answer = cancel_late(tx, lapsed, "lapsed")
    untold = [rows[one] for one, meaning in silent.items() if meaning == "untold"]
    tx.replayed = tx.key is None and not (lapsed or agreed)
    result = _result(
        reviewed=len(rows),
        cancelled=[
            row.head() | {"quantity": row.late, "refund_by": _iso(row.refund_by)} for row in lapsed
        ],
        consented=[row.head() | {"agreed_until": _iso(row.agreed_on)} for row in agreed],
        untold=[row.head() | {"respond_by": _iso(row.respond_by)} for row in untold],
        kept=[row.head() | {"released": row.released} for row in kept],
        next=max(rows.values(), key=lambda row: row.id).name if len(due) == request.limit else None,
    )
    return with_cancelled(result, answer)


def _due(tx: Transaction, request: inputs.ReviewDelays) -> list[int]:
    """Return the cases whose day is over, and journal them: they are found before any lock."""
    due = tx.given_all(_LOOKED_AT)
    if due is None:
        after = 0 if request.after is None else require_id("delay_case", request.after)
        asked = {"before": (tx.now - _DAY_OVER).date(), "after": after, "limit": request.limit}
        due = [row[0] for row in tx.rows("delays_due", asked)]
    tx.remember({_LOOKED_AT: due})
    return due


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _result(**found: Any) -> dict[str, Any]:  # noqa: ANN401 (parts of the answer)
    nothing: dict[str, Any] = {
        "reviewed": 0,
        "cancelled": [],
        "consented": [],
        "untold": [],
        "kept": [],
        "next": None,
        "cancellations": [],
        "filled": [],
        "repromised": [],
    }
    return nothing | found


VERB = Verb("review_delays", inputs.ReviewDelays, review_delays)
