"""Plots over two measures: curves through points, such as service over the money it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .charts import Chart, Dot, Line, Series, Tick, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Curve:
    """Points (x, y) in the order they are joined; ``marked`` is named, by ``short`` or ``name``."""

    name: str
    tone: str
    points: Sequence[tuple[float, float]]
    marked: tuple[float, float] | None = None
    short: str = ""


def curves(
    chart: Chart,
    drawn: Sequence[Curve],
    x_text: Callable[[float], str],
    y_text: Callable[[float], str],
    *,
    dots: bool = True,
) -> Chart:
    """Draw curves over a common pair of axes, which begin a little below the least values.

    >>> chart = curves(Chart("", ""), [Curve("a", "a", [(0, 0), (10, 4)])], str, str)
    >>> chart.lines[0].path, [tick.text for tick in chart.x_ticks]
    ('M0.0 100.0 L100.0 0.0', ['0.0', '2.5', '5.0', '7.5', '10.0'])
    """
    across, up = (_axis([p[n] for one in drawn for p in one.points]) for n in (0, 1))
    chart.series = [Series(one.name, one.tone, [y for _, y in one.points]) for one in drawn]
    chart.x_ticks = [
        Tick(_place(value, across), x_text(value), n % 2 == 1) for n, value in enumerate(across)
    ]
    chart.y_ticks = [Tick(100.0 - _place(value, up), y_text(value)) for value in up]
    for one in drawn:
        found = [(_place(x, across), round(100.0 - _place(y, up), 3)) for x, y in one.points]
        path = " L".join(f"{x} {y}" for x, y in found)
        chart.lines.append(Line(f"M{path}", "", one.tone))
        if dots:
            chart.dots += [
                Dot(x, y, 9, one.tone, f"{one.name}: {x_text(a)}, {y_text(b)}")
                for (x, y), (a, b) in zip(found, one.points, strict=True)
            ]
        if one.marked is not None:
            a, b = one.marked
            tip = f"{one.name}: {x_text(a)}, {y_text(b)}"
            x, y = _place(a, across), round(100.0 - _place(b, up), 3)
            chart.dots.append(Dot(x, y, 16, one.tone, tip, one.short or one.name))
    return chart


def _axis(values: Sequence[float]) -> list[float]:
    """Return round values that span all of the values, from one below to one above."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    step = max(steps(high - low)[1], 1e-9)
    first = math.floor(low / step + 1e-9)
    last = max(first + 1, math.ceil(high / step - 1e-9))
    return [step * n for n in range(first, last + 1)]


def _place(value: float, axis: Sequence[float]) -> float:
    return round(100.0 * (value - axis[0]) / (axis[-1] - axis[0]), 3)
