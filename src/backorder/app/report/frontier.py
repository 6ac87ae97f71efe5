"""The comparison of stock policies as a page: what each achieves for the stock it holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .charts import Chart
from .curves import Curve, curves

if TYPE_CHECKING:
    from collections.abc import Callable

_HERE = Path(__file__).parent
TONES = {"naive": "d", "textbook": "b", "ours": "a"}
NAMES = {
    "naive": "naive: the demo's rule",
    "textbook": "textbook: z standard deviations",
    "ours": "ours: least cost",
}
MEASURES = (
    ("fill_rate", "Units filled at once", "higher is better"),
    ("backorder_rate", "Orders with a backorder", "lower is better"),
    ("promise_kept", "Lines whose first promise was kept", "higher is better"),
    ("cost", "Cost a year", "holding, purchase lines, backordered lines, waiting; lower is better"),
)


def percent(value: float) -> str:
    """Return a share of 1 in percent.

    >>> percent(0.9123), percent(0.95)
    ('91.2 %', '95 %')
    """
    return f"{round(100 * value, 1):g} %"


def thousands(value: float) -> str:
    """Return money in thousands.

    >>> thousands(762_481.0)
    '762k'
    """
    return f"{value / 1000:,.0f}k"


def page(found: dict[str, Any]) -> str:
    """Return the comparison as one HTML page that needs nothing but itself."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backorder.app.settings")
    from django.template import Context, Engine  # noqa: PLC0415 (only where a page is made)

    engine = Engine(dirs=[str(_HERE)], autoescape=True)
    return engine.get_template("frontier.html").render(
        Context(
            {
                "css": (_HERE / "report.css").read_text(encoding="utf-8"),
                "found": found,
                "charts": [chart(found, *measure) for measure in MEASURES],
                "head": HEAD,
                "rows": rows(found),
                "book_head": BOOK_HEAD,
                "book_rows": book_rows(found["books"]) if "books" in found else [],
            },
            use_l10n=False,
        )
    )


HEAD = (
    "policy", "setting", "stock value", "units filled", "lines filled", "orders backordered",
    "promise kept", "kept of those who waited", "cost a year",
)  # fmt: skip


BOOK_HEAD = (*HEAD, "invariants")


def rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the policies at equal stock value, as text."""
    return [row(name, one) for name, one in found["equal_stock"].items()]


def book_rows(books: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the policies as they fared by their books, as text."""
    return [
        (*row(name, one), _holding(one["doctor"])) for name, one in books["equal_stock"].items()
    ]


def _holding(doctor: dict[str, Any]) -> str:
    held = doctor["invariants"] - len(doctor["broken"])
    return f"{held} of {doctor['invariants']} hold"


def row(name: str, one: dict[str, Any]) -> tuple[str, ...]:
    """Return how a policy fared at a setting, as text."""
    return (
        name,
        f"{one['setting']:.3g}",
        thousands(one["stock_value"]),
        percent(one["fill_rate"]),
        percent(one["line_fill_rate"]),
        percent(one["backorder_rate"]),
        percent(one["promise_kept"]),
        percent(one["promise_kept_of_waiting"]),
        thousands(one["cost"]),
    )


def chart(found: dict[str, Any], measure: str, title: str, note: str) -> Chart:
    """Return one measure over the value of the stock, a curve for each policy."""
    text: Callable[[float], str] = thousands if measure == "cost" else percent
    drawn = [
        Curve(
            NAMES[name],
            TONES[name],
            [(one["stock_value"], one[measure]) for one in points],
            (found["equal_stock"][name]["stock_value"], found["equal_stock"][name][measure]),
            name,
        )
        for name, points in found["frontiers"].items()
    ]
    made = Chart(title, f"By the mean value of the stock; {note}", x_name="value of the stock")
    curves(made, drawn, thousands, text)
    made.head = ["policy and setting", "stock value", title]
    made.rows = [
        [f"{name} {one['setting']:.3g}", thousands(one["stock_value"]), text(one[measure])]
        for name, points in found["frontiers"].items()
        for one in points
    ]
    return made
