"""Plots as geometry: where bars, lines and dots go, in percent of the plot. The template draws."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .words import NONE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CROWDED = 8  # labels that fit below a plot on a telephone
LABEL_WIDTH, LABEL_HEIGHT = 22.0, 7.0  # room of a dot's name, in percent of the plot


@dataclass(frozen=True)
class Series:
    """One row of values under a name; ``tone`` picks its colour, None leaves a gap."""

    name: str
    tone: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Tick:
    """A label on an axis, at so many percent from the left or the top."""

    at: float
    text: str
    minor: bool = False  # left out where there is little room


@dataclass(frozen=True)
class Bar:
    """A rectangle in percent of the plot, and what it says when it is pointed at."""

    left: float
    top: float
    width: float
    height: float
    tone: str
    tip: str


@dataclass(frozen=True)
class Line:
    """A path through points in percent of the plot; ``area`` is the same closed at the bottom."""

    path: str
    area: str
    tone: str


@dataclass(frozen=True)
class Dot:
    """A circle of ``size`` pixels; the few with a ``label`` are named in the plot."""

    left: float
    top: float
    size: int
    tone: str
    tip: str
    label: str = ""


@dataclass
class Chart:
    """Everything the template needs to draw one plot."""

    title: str
    note: str
    series: Sequence[Series] = ()
    y_ticks: list[Tick] = field(default_factory=list)
    x_ticks: list[Tick] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    marks: list[Tick] = field(default_factory=list)
    x_name: str = ""
    named: bool = False  # the rows have names on the left, not values
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def legend(self) -> Sequence[Series]:
        """Return the series to name below the plot; one alone needs no legend."""
        return self.series if len(self.series) > 1 else ()


TINY = 1e-9  # less than this is nothing on any axis


def steps(top: float, wanted: int = 4) -> list[float]:
    """Return round values from nought to at least ``top``.

    >>> steps(87), steps(0), steps(0.9)
    ([0.0, 25.0, 50.0, 75.0, 100.0], [0.0, 1.0], [0.0, 0.25, 0.5, 0.75, 1.0])
    """
    if top < TINY:
        return [0.0, 1.0]
    rough = top / wanted
    scale = 10.0 ** math.floor(math.log10(rough))
    step = next(size * scale for size in (1, 2, 2.5, 5, 10) if size * scale >= rough * 0.999)
    return [step * n for n in range(math.ceil(top / step - TINY) + 1)]


def _place(value: float) -> float:
    return round(value, 3)


def _y_axis(
    chart: Chart, top: float, text: Callable[[float], str], bottom: float = 0.0
) -> tuple[float, float]:
    """Put labels on the left axis; return the values at the bottom and the top of the plot."""
    found = [bottom + step for step in steps(top - bottom)]
    if len({text(value) for value in found}) < len(found):  # a few whole units: one tick each
        found = [bottom + n for n in range(math.ceil(top - bottom) + 1)]
    height = found[-1] - bottom
    chart.y_ticks = [
        Tick(_place(100 - 100 * (value - bottom) / height), text(value)) for value in found
    ]
    return bottom, found[-1]


def _x_axis(chart: Chart, labels: Sequence[str]) -> None:
    """Put the labels that are not empty below the plot, each under the middle of its place."""
    shown = [(n, label) for n, label in enumerate(labels) if label]
    crowded = len(shown) > CROWDED
    chart.x_ticks = [
        Tick(_place(100 * (n + 0.5) / len(labels)), label, crowded and place % 2 == 1)
        for place, (n, label) in enumerate(shown)
    ]


def _table(chart: Chart, names: Sequence[str], text: Callable[[float], str]) -> None:
    chart.head = ["", *(series.name for series in chart.series)]
    chart.rows = [
        [name, *(NONE if (v := series.values[n]) is None else text(v) for series in chart.series)]
        for n, name in enumerate(names)
    ]


def stacked(
    chart: Chart, names: Sequence[str], labels: Sequence[str], text: Callable[[float], str]
) -> Chart:
    """Draw the chart's series as bars on top of each other, one stack per name."""
    sums = [sum(series.values[n] or 0 for series in chart.series) for n in range(len(names))]
    _, top = _y_axis(chart, max(sums, default=0), text)
    width = 100 / max(1, len(names))
    for n, name in enumerate(names):
        low = 0.0
        for series in chart.series:
            value = series.values[n] or 0
            if value:
                chart.bars.append(
                    Bar(
                        _place(width * (n + 0.12)),
                        _place(100 - 100 * (low + value) / top),
                        _place(width * 0.76),
                        _place(100 * value / top),
                        series.tone,
                        f"{name}: {text(value)} {series.name}",
                    )
                )
            low += value
    _x_axis(chart, labels)
    _table(chart, names, text)
    return chart


def _path(values: Sequence[float | None], bottom: float, top: float) -> tuple[str, str]:
    """Return the path through values, broken at gaps, and the area below it."""
    path, area, run = [], [], []
    for n, value in enumerate((*values, None)):
        if value is not None:
            left = _place(100 * (n + 0.5) / len(values))
            run.append((left, _place(100 - 100 * (value - bottom) / (top - bottom))))
        elif run:
            points = " L".join(f"{x} {y}" for x, y in run)
            path.append(f"M{points}")
            area.append(f"M{run[0][0]} 100 L{points} L{run[-1][0]} 100 Z")
            run = []
    return " ".join(path), " ".join(area)


def lines(  # noqa: PLR0913 (a plot with its ways to look)
    chart: Chart,
    names: Sequence[str],
    labels: Sequence[str],
    text: Callable[[float], str],
    *,
    bottom: float = 0.0,
    top: float = 0.0,
    filled: bool = False,
) -> Chart:
    """Draw the chart's series as lines over the names; ``filled`` shades what is below.

    The axis begins at ``bottom``, which no value may be below, and reaches at least ``top``.
    """
    known = [v for series in chart.series for v in series.values if v is not None]
    low, high = _y_axis(chart, max([*known, top]), text, bottom)
    for series in chart.series:
        path, area = _path(series.values, low, high)
        chart.lines.append(Line(path, area if filled else "", series.tone))
    width = 100 / max(1, len(names))
    chart.bars += [
        Bar(_place(width * n), 0, _place(width), 100, "ghost", tip)
        for n, tip in enumerate(_tips(chart, names, text))
    ]
    _x_axis(chart, labels)
    _table(chart, names, text)
    return chart


def _tips(chart: Chart, names: Sequence[str], text: Callable[[float], str]) -> list[str]:
    """Return what each place of a line plot says: every series' value there."""
    return [
        f"{name}: "
        + ", ".join(
            f"{series.name} {NONE if (v := series.values[n]) is None else text(v)}"
            for series in chart.series
        )
        for n, name in enumerate(names)
    ]


def ladder(chart: Chart, rungs: Sequence[tuple[str, float]], text: Callable[[float], str]) -> Chart:
    """Draw one bar per name, to the right of nought where its value is above it, else to the left.

    A rung without a difference has no bar; its name still stands there.
    """
    low = steps(max([0.0, *(-value for _, value in rungs)]), 3)[-1]
    high = steps(max([0.0, *(value for _, value in rungs)]), 3)[-1]
    step = max(steps(max(low, high), 3)[1], TINY)
    low, high = (math.ceil(v / step - TINY) * step if v > TINY else 0.0 for v in (low, high))
    width, height = (low + high) or 1.0, 100 / max(1, len(rungs))
    nought = 100 * low / width
    for n, (name, value) in enumerate(rungs):
        chart.y_ticks.append(Tick(_place(height * (n + 0.5)), name))
        wide = 100 * abs(value) / width
        chart.bars.append(
            Bar(
                _place(nought - (wide if value < 0 else 0)),
                _place(height * (n + 0.18)),
                _place(wide),
                _place(height * 0.64),
                "b" if value < 0 else "c",
                f"{name}: {text(value)}",
            )
        )
    ticks = [step * n for n in range(-round(low / step), round(high / step) + 1)]
    chart.x_ticks = [Tick(_place(100 * (v + low) / width), text(v)) for v in ticks]
    chart.marks.append(Tick(_place(nought), ""))
    chart.named = True
    return chart


def mark(chart: Chart, at: float, text: str) -> Chart:
    """Draw an upright line at so many percent from the left, with a word beside it."""
    chart.marks.append(Tick(_place(at), text))
    return chart


@dataclass(frozen=True)
class Point:
    """A thing with two measures and a weight; ``label`` names it in the plot."""

    name: str
    x: float
    y: float
    weight: float
    tone: str
    label: bool


def scatter(
    chart: Chart,
    points: Sequence[Point],
    x_text: Callable[[float], str],
    y_text: Callable[[float], str],
) -> Chart:
    """Draw points as dots whose area grows with their weight."""
    across = steps(max((p.x for p in points), default=0), 5)
    _, top = _y_axis(chart, max((p.y for p in points), default=0), y_text)
    chart.x_ticks = [Tick(_place(100 * v / across[-1]), x_text(v)) for v in across]
    heaviest = max((p.weight for p in points), default=0) or 1
    named = _room_for_names([p for p in points if p.label], across[-1], top)
    chart.dots = [
        Dot(
            _place(100 * p.x / across[-1]),
            _place(100 - 100 * p.y / top),
            round(7 + 21 * math.sqrt(p.weight / heaviest)),
            p.tone,
            f"{p.name}: {x_text(p.x)}, {y_text(p.y)}",
            p.name if p in named else "",
        )
        # The heavy ones first, so that the light ones lie on top of them.
        for p in sorted(points, key=lambda p: (-p.weight, p.name))
    ]
    return chart


def _room_for_names(points: Sequence[Point], right: float, top: float) -> list[Point]:
    """Return the points whose names do not cover each other; the first ones come first."""
    named: list[Point] = []
    for p in points:
        if all(
            abs(p.x - q.x) > right * LABEL_WIDTH / 100 or abs(p.y - q.y) > top * LABEL_HEIGHT / 100
            for q in named
        ):
            named.append(p)
    return named
