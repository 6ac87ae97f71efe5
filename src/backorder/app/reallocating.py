"""Reallocate by rules, or by the best use of what is scarce: read, solve, hand in the answer.

The verb only carries out an allocation that it is given, so the journal replays without a solver.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 (msgspec reads the annotations at run time)
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from msgspec import Meta

from backorder import ledger
from backorder.ledger.journal.fields import Dated
from backorder.ledger.journal.verb import convert
from backorder.ledger.reallocation.inputs import Variant
from backorder.ledger.reallocation.problem import Question, question

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from psycopg import Connection

    from backorder.planning.allocation import Optimum, Problem

Json = dict[str, Any]


class Optimal(Dated):
    """How the optimum is looked for.

    ``by``: units that can leave by that day are shared out; without it those on the shelf.
    ``priority``: a factor for customers of a class, 1 for all others. ``minimum_fill``: percent of
    each line that an order takes at least, or nothing at all; orders that ship complete take 100.
    ``seconds``: how long to search; 0 for the quick answer that the prices of a linear programme
    suggest.
    """

    by: date | None = None
    priority: dict[str, Annotated[int, Meta(ge=1, le=1000)]] = {}
    minimum_fill: Annotated[int, Meta(ge=0, le=100)] = 0
    seconds: Annotated[float, Meta(ge=0, le=3600)] | None = None


def with_optimum(
    conn: Connection[Any], variant: Mapping[str, Any], optimal: Mapping[str, Any], *, now: datetime
) -> tuple[Json, Json]:
    """Return a variant with the best allocation in it, and the proof of how good that is.

    Raises ``MalformedError`` and ``InvalidError``: ``optimum_needs_redistribute``,
    ``planning_missing`` where HiGHS is needed and not installed.
    """
    asked, wanted = _read(Variant, variant), _read(Optimal, optimal)
    found = question(conn, asked, now, wanted.by)
    started = perf_counter()
    problem, best, first = _solve(found, wanted)
    seconds = perf_counter() - started
    handed = {**variant, "allocation": found.allocation(best.quantity)}
    return handed, _proof(found, problem, best, first, seconds)


def reallocate(  # noqa: PLR0913 (what is asked, how, and by whom)
    conn: Connection[Any],
    variant: Mapping[str, Any],
    *,
    now: datetime,
    actor: str,
    optimal: Mapping[str, Any] | None = None,
    release: bool = False,
) -> Json:
    """Simulate a variant, by the best allocation if that is asked for; release it if it is to be.

    Returns what the verb answers, with the ``optimum``'s proof. A release is of what was simulated
    a moment before: what changes in between is refused.
    """
    verb = ledger.VERBS["reallocate"]
    request, proof = dict(variant), {}
    if optimal is not None:
        request, certificate = with_optimum(conn, variant, optimal, now=now)
        proof = {"optimum": certificate}
    seen = verb(conn, {"simulate": request}, now=now, actor=actor)
    if not release:
        return {**seen, **proof}
    marked = {"fingerprint": seen["fingerprint"], "marks": seen["marks"]}
    return {**verb(conn, {"release": request | marked}, now=now, actor=actor), **proof}


def _read(kind: type[Any], value: Mapping[str, Any]) -> Any:  # noqa: ANN401 (the record of that kind)
    return convert(dict(value), kind)


def _solve(found: Question, wanted: Optimal) -> tuple[Problem, Optimum, int]:
    """Return the problem, its best allocation, and what first come, first served is worth."""
    from backorder.planning.allocation import (  # noqa: PLC0415 (only those who ask for it pay)
        Problem,
        baselines,
        optimum,
        weights,
    )

    factor = [wanted.priority.get(one, 1) for one in found.classes]
    priority = np.array(factor, dtype=np.int64)
    percent = np.full(int(found.order.max(initial=-1)) + 1, wanted.minimum_fill, dtype=np.int64)
    percent[found.order[found.complete == 1]] = 100
    problem = Problem.of(
        order=found.order,
        product=found.product,
        quantity=found.quantity,
        weight=weights(found.margin, priority, found.age_days),
        supply=found.supply,
        percent=percent,
    )
    best = optimum(problem, seconds=wanted.seconds)
    return problem, best, baselines(problem)["first_come"].value


def _proof(
    found: Question, problem: Problem, best: Optimum, first_come: int, seconds: float
) -> Json:
    """Return the certificate: values in minor units, weighted by priority and age."""
    short = best.value - first_come
    wanted = np.bincount(problem.product, problem.quantity, minlength=problem.supply.size)
    scarce = np.flatnonzero((wanted > problem.supply) & ((best.price > 0) | (best.at_least > 0)))
    return {
        "value": best.value,
        "bound": best.bound,
        "gap": best.gap,
        "first_come": first_come,
        "first_come_short": short,
        "first_come_short_percent": round(100 * short / best.value, 4) if best.value else 0.0,
        "one_more_unit": [
            {
                "sku": found.sku[product],
                "price": round(float(best.price[product]), 2),
                "at_least": int(best.at_least[product]),
            }
            for product in scarce.tolist()
        ],
        "seconds": round(seconds, 3),
    }
