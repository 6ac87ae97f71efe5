"""A reallocation as data: who gains, who loses, and why."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.names import number
from backorder.domain.reallocating import STRATEGIES
from backorder.domain.reallocation_pool import NEVER
from backorder.domain.reallocation_reasons import (
    OUTCOMES,
    left_out_reason,
    outcome_reason,
    unsatisfied_reason,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .inputs import Segment, Variant
    from .plan import Planned

Json = dict[str, Any]


def difference(planned: Planned, variant: Variant) -> Json:
    """Return what changes: line by line, in total, by segment; exceptions; what was left out."""
    lines = _lines(planned, variant)
    return {
        "difference": lines,
        "totals": _totals(lines),
        "segments": _segments(planned, variant.segments, lines),
        "exceptions": _exceptions(planned, variant.segments),
        "left_out": [
            {"sku": planned.scope.sku[product], "reason": left_out_reason(code)}
            for product, code in sorted(planned.left_out.items())
        ],
    }


def name_of(segments: Sequence[Segment], at: int) -> str:
    """Return the name of a segment, or its number."""
    return segments[at].name or f"segment {at + 1}"


def _lines(planned: Planned, variant: Variant) -> list[Json]:
    """Return one row for each line that changes, in the order they are served."""
    scope, found = planned.scope, planned.difference
    moved = np.zeros(scope.line.size, dtype=np.int64)
    line = scope.line.searchsorted(scope.pegs["line"][planned.moves.peg])
    np.add.at(moved, line, planned.moves.quantity)
    row = np.flatnonzero(moved[planned.served])
    at = planned.served[row]
    names = [name_of(variant.segments, n) for n in range(len(variant.segments))]
    columns = (
        scope.order[at], scope.facts["line_no"][at], scope.of[at], planned.lines.segment[row],
        planned.lines.strategy[row], found.before[row], found.after[row], found.outcome[row],
        moved[at], scope.facts["unit_price"][at],
    )  # fmt: skip
    currency = [scope.facts["currency"][n] for n in at.tolist()]
    rows = zip(*(column.tolist() for column in columns), currency, strict=True)
    return [
        {
            "order": number("order", order),
            "line": line_no,
            "sku": scope.sku[product],
            "segment": names[segment],
            "strategy": STRATEGIES[strategy],
            "outcome": OUTCOMES[outcome],
            "from": _iso(before),
            "to": _iso(after),
            "days": None if NEVER in {before, after} else after - before,
            "units": units,
            "value": units * price,
            "currency": money,
            "reason": outcome_reason(STRATEGIES[strategy], OUTCOMES[outcome], names[segment]),
        }
        for order, line_no, product, segment, strategy, before, after, outcome, units, price, money
        in rows
    ]  # fmt: skip


def _totals(lines: list[Json]) -> Json:
    """Return how many lines and units gain, lose and stay, and what they are worth."""
    found: Json = {outcome: {"lines": 0, "units": 0, "value": {}} for outcome in OUTCOMES.values()}
    for line in lines:
        total = found[line["outcome"]]
        total["lines"] += 1
        total["units"] += line["units"]
        worth = total["value"]
        worth[line["currency"]] = worth.get(line["currency"], 0) + line["value"]
    return {"lines": len(lines), **found}


def _segments(planned: Planned, asked: Sequence[Segment], lines: list[Json]) -> list[Json]:
    """Return what comes of each segment: its lines, who changed, and how its quota was used."""
    count = np.bincount(planned.lines.segment, minlength=len(asked)).tolist()
    rows = []
    for at, segment in enumerate(asked):
        row: Json = {"name": name_of(asked, at), "strategy": segment.strategy, "lines": count[at]}
        row |= dict.fromkeys(OUTCOMES.values(), 0)
        if segment.quota is not None:
            used, back = planned.plan.used[at], planned.plan.handed_back[at]
            row["quota"] = {"used": used, "handed_back": back}
        rows.append(row)
    by_name = {row["name"]: row for row in rows}
    for line in lines:
        by_name[line["segment"]][line["outcome"]] += 1
    return rows


def _exceptions(planned: Planned, asked: Sequence[Segment]) -> list[Json]:
    """Return the win and gain lines that are not on time, in the order they are served."""
    scope, found = planned.scope, planned.difference
    rows = [("win_unsatisfied", row) for row in planned.plan.win_unsatisfied]
    rows += [("gain_unsatisfied", row) for row in planned.plan.gain_unsatisfied]
    answer = []
    for code, row in rows:
        at = int(planned.served[row])
        due, after = int(planned.lines.due[row]), int(found.after[row])
        if after <= due and after != NEVER:
            continue  # its fall-back brought it about
        answer.append(
            {
                "code": code,
                "order": number("order", int(scope.order[at])),
                "line": int(scope.facts["line_no"][at]),
                "sku": scope.sku[int(scope.of[at])],
                "segment": name_of(asked, int(planned.lines.segment[row])),
                "units": int(scope.units[at]),
                "value": int(scope.units[at] * scope.facts["unit_price"][at]),
                "currency": scope.facts["currency"][at],
                "due": _iso(due),
                "to": _iso(after),
                "reason": unsatisfied_reason(code, _iso(due), _iso(after)),
            }
        )
    return answer


@lru_cache(maxsize=4096)
def _iso(day: int) -> str | None:
    return None if day == NEVER else date.fromordinal(day).isoformat()
