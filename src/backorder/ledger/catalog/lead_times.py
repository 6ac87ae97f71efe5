"""set_lead_times: what was learned of how long purchases take; the promises that wait follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.errors import InvalidError, NotFoundError
from backorder.domain.learned import Learned
from backorder.ledger.books.lookups import product_ids
from backorder.ledger.books.settlement import Moved
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.promises.retelling import repromise, with_redated

from .lead_time_inputs import SetLeadTimes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.journal.transaction import Transaction

    from .lead_time_inputs import LeadTimeCheckData, LeadTimeData, LeadTimePair

_NUMBERS = (
    "deliveries", "log_mean", "log_spread", "freedom", "stated_days", "p50_days", "p80_days",
    "p95_days", "short_rate", "reject_rate",
)  # fmt: skip
_COUNTS = ("days_from", "lines", "within_p50", "within_p80", "within_p95", "loss")


def set_lead_times(tx: Transaction, request: SetLeadTimes) -> dict[str, Any]:
    """Keep what was learned, and tell the lines whose day it moves.

    Units stay where they are pegged. Open purchases and plans of the pairs of supplier and product
    that are named are expected by what was learned from now on; the customers who wait for them are
    told what their patience does not let pass. ``forget`` takes pairs back to what was stated.
    """
    _refuse_doubles(request)
    suppliers = _suppliers(tx, request)
    said: list[LeadTimeData | LeadTimePair] = [*request.lead_times, *request.forget]
    skus = product_ids(tx, {one.sku for one in said if one.sku is not None})
    books = Books(tx, skus.values())
    _save(tx, request, suppliers, skus)
    known: dict[tuple[int, int], Learned | None] = {
        (suppliers[one.supplier], skus[one.sku]): None for one in request.forget if one.sku
    }
    known |= {
        (suppliers[one.supplier], skus[one.sku]): _learned(one)
        for one in request.lead_times
        if one.sku is not None
    }
    redated = []
    for row in books.rows:
        pair = row.supplier, row.product
        if pair in known and row.learned != known[pair]:
            row.learned = known[pair]
            redated.append(row)
    lines = with_redated(tx, books, np.zeros(0, dtype=np.int64), redated)
    changes = repromise(tx, books, lines, _nothing_moved(), "lead_time_learned")
    return {
        "lead_times": len(request.lead_times),
        "forgotten": len(request.forget),
        "repromised": changes,
    }


def _learned(one: LeadTimeData) -> Learned:
    return Learned(
        float(one.stated_days), float(one.p50_days), float(one.p80_days), float(one.p95_days),
        one.deliveries,
    )  # fmt: skip


def _nothing_moved() -> Moved:
    none = np.zeros(0, dtype=np.int64)
    return Moved([], *(none for _ in range(9)))


def _refuse_doubles(request: SetLeadTimes) -> None:
    seen: set[tuple[str, str | None]] = set()
    said: list[LeadTimeData | LeadTimePair] = [*request.lead_times, *request.forget]
    for one in said:
        pair = one.supplier, one.sku
        if pair in seen:
            raise InvalidError(
                "lead_time_twice",
                f"The lead time of {one.supplier} is said twice for {one.sku or 'all'}.",
                supplier=one.supplier,
                sku=one.sku,
            )
        seen.add(pair)
    for new in request.lead_times:
        if not new.p50_days < new.p80_days < new.p95_days:
            raise InvalidError(
                "days_must_ascend",
                f"P50, P80 and P95 of {new.supplier} for {new.sku or 'all'} do not ascend.",
                supplier=new.supplier,
                sku=new.sku,
                days=[new.p50_days, new.p80_days, new.p95_days],
            )


def _suppliers(tx: Transaction, request: SetLeadTimes) -> dict[str, int]:
    """Return the ids of suppliers by code, or raise ``NotFoundError`` naming those unknown."""
    codes = {one.supplier for one in request.lead_times}
    codes |= {one.supplier for one in request.forget}
    codes |= {one.supplier for one in request.checks or () if one.supplier is not None}
    found = dict(tx.rows("suppliers_by_code", {"codes": sorted(codes)}))
    if missing := sorted(codes - found.keys()):
        raise NotFoundError(
            "unknown_supplier",
            f"There is no supplier {', '.join(missing[:5])}.",
            suppliers=missing[:100],
        )
    return found


def _save(
    tx: Transaction, request: SetLeadTimes, suppliers: dict[str, int], skus: dict[str, int]
) -> None:
    """Write lead times and checks; checks that are given replace all there were."""

    def pairs(of: Sequence[Any], name: str) -> dict[str, Ints]:
        return {
            f"{name}_supplier": Ints(suppliers[one.supplier] for one in of),
            f"{name}_product": Ints(0 if one.sku is None else skus[one.sku] for one in of),
        }

    numbers = {name: [float(getattr(one, name)) for one in request.lead_times] for name in _NUMBERS}
    named = {**pairs(request.lead_times, "n"), **pairs(request.forget, "f")}
    tx.run("lead_times_save", {**named, **numbers, "at": tx.now})
    if request.checks is not None:
        _save_checks(tx, request.checks, suppliers)


def _save_checks(
    tx: Transaction, checks: Sequence[LeadTimeCheckData], suppliers: dict[str, int]
) -> None:
    columns: dict[str, Any] = {
        name: [None if (value := getattr(one, name)) is None else float(value) for one in checks]
        for name in _COUNTS
    }
    of = Ints(0 if one.supplier is None else suppliers[one.supplier] for one in checks)
    tx.run("lead_time_checks_save", {"supplier": of, **columns, "at": tx.now})


VERB = Verb("set_lead_times", SetLeadTimes, set_lead_times)
