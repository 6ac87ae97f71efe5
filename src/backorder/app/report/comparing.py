"""The month under other rankings, as people read it: a table, a plot of differences, a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import charts, words
from .charts import Chart

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLES = {
    "as_happened": "As it happened",
    "first_come": "First come, first served",
    "promised": "Earliest promise first",
    "requested": "Earliest wanted day first",
    "class": "By customer class",
    "value": "Highest order value first",
    "margin": "Highest margin first",
    "small": "Small orders first",
    "finish": "Whole orders first",
}
HEAD = (
    "Ranking",
    "Units left",
    "Orders finished",
    "Promises kept",
    "Value on time",
    "Mean wait",
    "P95 wait",
    "Sooner",
    "Later",
)


@dataclass(frozen=True)
class Cell:
    """A figure of the table; ``tone`` says whether it is better or worse than what happened."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Table:
    """A note, the names of the columns, and the rows: each a name and its cells."""

    note: str
    head: Sequence[str]
    rows: list[tuple[str, list[Cell]]]


def comparison(found: dict[str, Any]) -> dict[str, Any] | None:
    """Return what the template needs, or nothing where nobody waited in the period.

    ``found`` is what `variants` returned.
    """
    if not found["units"]:
        return None
    return {
        "title": title(found),
        "verdict": verdict(found),
        "chart": _chart(found),
        "tables": [table(found), by_class(found)],
    }


def title(found: dict[str, Any]) -> str:
    """Return what the comparison is about."""
    return f"The same days under other rankings: {words.span(found['from'], found['to'])}"


def table(found: dict[str, Any]) -> Table:
    """Return the figures of everyone: a row per ranking."""
    happened = found["variants"][0]
    code = main_currency(happened)

    def cells(one: dict[str, Any]) -> list[Cell]:
        return [
            Cell(words.whole(one["units_left"]), _tone(one, happened, "units_left")),
            Cell(words.whole(one["orders_filled"]), _tone(one, happened, "orders_filled")),
            Cell(words.rate(one["kept_rate"]), _tone(one, happened, "kept")),
            Cell(words.money(one["value_on_time"]), _better(_gain(one, happened, code))),
            _wait(one, happened),
            Cell(words.days(one["wait_days_p95"]), _tone(happened, one, "wait_days_p95")),
            Cell(words.whole(one["orders_earlier"])),
            Cell(words.whole(one["orders_later"])),
        ]

    return Table("", HEAD, [(TITLES[one["name"]], cells(one)) for one in found["variants"]])


def by_class(found: dict[str, Any]) -> Table:
    """Return who gains and who loses: for each customer class, promises kept and the mean wait."""
    happened = found["variants"][0]["classes"]
    head = [f"{one}: {what}" for one in found["classes"] for what in ("kept", "wait")]

    def cells(one: dict[str, Any]) -> list[Cell]:
        return [
            cell
            for mine, was in zip(one["classes"], happened, strict=True)
            for cell in (
                Cell(words.rate(mine["kept_rate"]), _tone(mine, was, "kept")),
                _wait(mine, was),
            )
        ]

    return Table(
        "Who gains and who loses, by customer class. Classes rank in this order: "
        f"{words.join(found['classes'])}.",
        ["Ranking", *head],
        [(TITLES[one["name"]], cells(one)) for one in found["variants"]],
    )


def _wait(one: dict[str, Any], happened: dict[str, Any]) -> Cell:
    return Cell(f"{words.mean(one['wait_days_mean'])} days", _tone(happened, one, "wait_days_mean"))


def _tone(one: dict[str, Any], other: dict[str, Any], name: str) -> str:
    return _better((one[name] or 0) - (other[name] or 0))


def _better(difference: float) -> str:
    """Return the class of the page for more than happened, for less, and for the same."""
    return "earlier" if difference > 0 else "later" if difference < 0 else ""


def main_currency(happened: dict[str, Any]) -> str:
    """Return the currency of the greatest value due: sums of several do not add up."""
    due: dict[str, int] = happened["value_due"]
    return max(sorted(due), key=lambda code: due[code], default="EUR")


def _gain(one: dict[str, Any], happened: dict[str, Any], code: str) -> int:
    """Return how much more value left on time than it happened, in minor units."""
    return int(one["value_on_time"].get(code, 0) - happened["value_on_time"].get(code, 0))


def _chart(found: dict[str, Any]) -> Chart:
    happened, *others = found["variants"]
    code = main_currency(happened)
    gains = [(TITLES[one["name"]], float(_gain(one, happened, code))) for one in others]
    chart = Chart(
        "Value on time, compared with what happened",
        "Goods that left by the day promised first; to the right more of them, to the left less",
    )
    charts.ladder(chart, gains, lambda value: words.signed(round(value), code))
    chart.head = ["", "difference"]
    chart.rows = [[name, words.signed(round(value), code)] for name, value in gains]
    return chart


def verdict(found: dict[str, Any]) -> str:
    """Return what the comparison says in a few sentences."""
    happened, *others = found["variants"]
    code = main_currency(happened)
    best = max(others, key=lambda one: _gain(one, happened, code))
    worst = min(others, key=lambda one: _gain(one, happened, code))
    more = max(others, key=lambda one: one["orders_filled"])
    finished = more["orders_filled"] - happened["orders_filled"]
    gain, loss = _gain(best, happened, code), -_gain(worst, happened, code)
    left, kept = words.whole(happened["units_left"]), words.rate(happened["kept_rate"])
    told = [f"{left} units left, and {kept} of what was promised for these days left in time."]
    if gain > 0:
        told.append(f"{_quoted(best)} would have brought {words.amount(gain, code)} more in time.")
    else:
        told.append("No other ranking would have brought more value in time.")
    if loss > 0:
        told.append(f"{_quoted(worst)} would have cost {words.amount(loss, code)} of it.")
    if finished > 0:
        orders = "order" if finished == 1 else "orders"
        told.append(f"{_quoted(more)} would have finished {words.whole(finished)} more {orders}.")
    return " ".join(told)


def _quoted(one: dict[str, Any]) -> str:
    title = TITLES[one["name"]]
    return f"\N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}"
