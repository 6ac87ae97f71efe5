"""Books of a year, written by set-based SQL: a million order lines, 200,000 of which wait.

The company is the stage's own, made through the verbs; orders, shipments, receipts, promises and
exceptions are written straight into the tables, as verbs would have left them. The doctor's
invariants hold on them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .report import note
from .stage import NOW, settle_down

if TYPE_CHECKING:
    from .stage import Stage

LINES_OF_ORDER = 3
CUSTOMERS_SHARE = 10  # orders a customer places in a year, on average
DAYS = 365

_SCRIPT = Path(__file__).with_suffix(".sql")
_HEADING = "\n-- == "


def fill(on: Stage, lines: int) -> None:
    """Write a year of orders with so many lines, onto a company that has nothing but stock."""
    orders = lines // LINES_OF_ORDER
    given = {
        "lines": orders * LINES_OF_ORDER,
        "orders": orders,
        "customers": max(1, orders // CUSTOMERS_SHARE),
        "suppliers": on.size.suppliers,
        "bought": max(3, lines // 20),
        "gap": DAYS * 86_400 / orders,
        "now": NOW,
    }
    for step in _SCRIPT.read_text(encoding="utf-8").split(_HEADING)[1:]:
        name, _, script = step.partition("\n")
        note(f"writing {name}")
        for statement in script.split(";\n"):
            if statement.strip():
                used = {key: value for key, value in given.items() if f"%({key})s" in statement}
                on.conn.execute(statement, used, prepare=False)
    settle_down(on)
