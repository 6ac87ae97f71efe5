"""A small company for races and crashes: calls of verbs, and processes that make them."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import sys
import traceback
from typing import TYPE_CHECKING, Any

from backorder import database, ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from psycopg import Connection

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
_CONTEXT = multiprocessing.get_context("spawn")


def do(conn: Connection[Any], verb: str, request: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Call a verb."""
    return ledger.VERBS[verb](conn, request, **{"now": NOW, "actor": "test", **more})


def found(
    conn: Connection[Any],
    stock: dict[str, int],
    *,
    lead_time_days: int | None = 10,
    cap: int | None = None,
) -> None:
    """Set up products with stock, one supplier for all of them, and a cap for each."""
    do(conn, "set_products", {"products": [{"sku": sku, "unit_price": 100} for sku in stock]})
    do(conn, "set_suppliers", {"suppliers": [{"code": "S1"}]})
    if lead_time_days is not None:
        items = [{"supplier": "S1", "sku": sku, "lead_time_days": lead_time_days} for sku in stock]
        do(conn, "set_supplier_items", {"supplier_items": items})
    if cap is not None:
        do(conn, "set_policies", {"policies": [{"scope": "default", "mode": "allow", "cap": cap}]})
    lines = [{"sku": sku, "quantity": units} for sku, units in stock.items()]
    do(conn, "count", {"counts": [{"key": "first", "location": "MAIN", "lines": lines}]})


def together(work: Callable[..., Any], url: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Run ``work(conn, gate, *arguments)`` in a process each; return the answers.

    All begin at once, and can wait for each other again at the ``gate``.

    An exception in any process is raised here with its traceback.
    """
    gate = _CONTEXT.Barrier(len(arguments))
    answers: multiprocessing.Queue[tuple[int, bool, Any]] = _CONTEXT.Queue()
    processes = [
        _CONTEXT.Process(target=_child, args=(work, url, at, mine, gate, answers, list(sys.path)))
        for at, mine in enumerate(arguments)
    ]
    for process in processes:
        process.start()
    got = [answers.get(timeout=300) for _ in processes]
    for process in processes:
        process.join(60)
    broken = [text for _, fine, text in got if not fine]
    # One that breaks keeps the others waiting at the gate: what they say explains nothing.
    broken.sort(key=lambda text: "BrokenBarrierError" in text)
    assert not broken, broken[0]
    return [answer for _, _, answer in sorted(got, key=lambda one: one[0])]


def _child(  # noqa: PLR0913, PLR0917 (what a process is told)
    work: Callable[..., Any],
    url: str,
    at: int,
    arguments: tuple[Any, ...],
    gate: Any,
    answers: Any,
    path: list[str],
) -> None:
    sys.path[:] = path
    try:
        with database.connect(url) as conn:
            gate.wait(120)
            answers.put((at, True, work(conn, gate, *arguments)))
    except BaseException:  # noqa: BLE001 (told to the parent, which raises it)
        gate.abort()
        answers.put((at, False, traceback.format_exc()))
