"""exceptions, assign: what needs a person, the worst first, what can be done, and who does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.errors import ConflictError, NotFoundError
from backorder.domain.names import number, require_id
from backorder.domain.remedies import TEXTS, Behind, Instead, Means, Offer, remedies
from backorder.domain.risks import CODES, UNDATED_DAYS
from backorder.ledger.books.places import places
from backorder.ledger.books.positions import ReadyDays
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb

from . import inputs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backorder.ledger.journal.transaction import Transaction

SURE = 80  # percent: how sure the day of a purchase that is proposed is to be
FIRST = f"{10**29}:0"  # before the worst there can be


class Row(NamedTuple):
    """An exception as it is listed; ``weight`` is what it is sorted by."""

    id: int
    code: str
    sku: str
    order: int | None
    owner: str
    days: int | None
    value: int | None
    currency: str
    facts: dict[str, Any]
    supply: str | None
    opened_at: datetime
    closed_at: datetime | None
    weight: str


def exceptions(tx: Transaction, request: inputs.Exceptions) -> dict[str, Any]:
    """List exceptions, the worst first (value times days), each with its possible remedies."""
    weight, last = (request.cursor or FIRST).split(":")
    rows = [
        Row(*row)
        for row in tx.rows(
            "exceptions_list",
            {
                "code": request.code,
                "owner": request.owner,
                "sku": request.sku,
                "closed": request.closed,
                "undated": UNDATED_DAYS,
                "weight": weight,
                "last": int(last),
                "limit": request.limit + 1,
            },
        )
    ]
    page = rows[: request.limit]
    means = {} if request.closed or not page else _means(tx, [row.id for row in page])
    more = len(rows) > len(page)
    return {
        "exceptions": [_told(row, means) for row in page],
        "next": f"{page[-1].weight}:{page[-1].id}" if more else None,
    }


def _told(row: Row, means: dict[int, Means]) -> dict[str, Any]:
    """Return one exception as the contract spells it."""
    order = row.order and number("order", row.order)
    try:
        text = TEXTS[row.code].format_map({"sku": row.sku, "order": order, **row.facts})
    except KeyError:  # opened by a verb that did not work out the facts
        text = CODES[row.code]
    return {
        "exception": number("exception", row.id),
        "code": row.code,
        "text": text,
        "sku": row.sku,
        "order": order,
        "supply": row.supply,
        "owner": row.owner,
        "days": row.days,
        "value": row.value,
        "currency": row.currency,
        "facts": row.facts,
        "opened_at": row.opened_at.isoformat(),
        "closed_at": row.closed_at and row.closed_at.isoformat(),
        "remedies": remedies(row.code, row.facts, means[row.id]) if row.id in means else [],
    }


def _means(tx: Transaction, cases: Sequence[int]) -> dict[int, Means]:
    """Return what there is to help each case with."""
    wanted = {"cases": Ints(cases)}
    ready = ReadyDays(places(tx), tx.now)
    found = {case: Means() for case in cases}
    for case, name, supplier, days, spread, cost, currency, moq, multiple, known in tx.rows(
        "remedies_buy", wanted
    ):
        lead = ready.lead_time(supplier, days, spread, None, multiple, known)
        on = (lead.ready_at or {}).get(SURE, lead.ready_on)
        found[case].offers.append(Offer(name, on, cost, currency, moq, multiple))
    for case, supply, kind, supplier, available_on, units in tx.rows("remedies_expedite", wanted):
        found[case].behind.append(Behind(supply, kind, supplier, available_on, units))
    for case, sku, units, price, currency in tx.rows("remedies_substitute", wanted):
        found[case].instead.append(Instead(sku, units, price, currency))
    for case, units in tx.rows("remedies_reallocate", wanted):
        found[case].allocated = units
    return found


def assign(tx: Transaction, request: inputs.Assign) -> dict[str, Any]:
    """Say who looks after some exceptions from now on; all of the request or none."""
    owners = {require_id("exception", one.exception): one.owner for one in request.assignments}
    wanted = {"cases": Ints(sorted(owners))}
    known = dict(tx.rows("exceptions_by_id", wanted))
    missing = [number("exception", case) for case in owners if case not in known]
    if missing:
        raise NotFoundError(
            "unknown_exception",
            f"There is no exception {', '.join(missing[:5])}.",
            exceptions=missing[:100],
        )
    tx.run("lock_products_by_id", {"products": Ints(sorted(set(known.values())))})
    tx.take({"journal": 1})
    columns = {"case": Ints(owners), "owner": list(owners.values())}
    done = {row[0] for row in tx.rows("exceptions_assign", columns)}
    closed = [number("exception", case) for case in owners if case not in done]
    if closed:
        raise ConflictError(
            "exception_closed",
            f"{', '.join(closed[:5])} is closed: what caused it was cured.",
            exceptions=closed[:100],
        )
    return {
        "assigned": [
            {"exception": number("exception", case), "owner": owner}
            for case, owner in owners.items()
        ]
    }


LIST = Verb("exceptions", inputs.Exceptions, exceptions, reads_only=True)
ASSIGN = Verb("assign", inputs.Assign, assign)
