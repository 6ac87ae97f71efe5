"""The report page: one file, no scripts, nothing from elsewhere, names escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hypothesis import example, given
from hypothesis import strategies as st

from backorder.app.report import charts, facts, page
from backorder.app.report.charts import Chart, Point, Series

if TYPE_CHECKING:
    import psycopg


def test_empty_books_have_a_page_too(conn: psycopg.Connection[tuple[Any, ...]]) -> None:
    found = facts(conn)
    made = page(found, "Nothing & <nobody>")
    assert "The books hold no order in this period." in made
    assert "Nothing &amp; &lt;nobody&gt;" in made
    assert page(found, "Nothing & <nobody>") == made


def test_the_page_needs_nothing_but_itself(conn: psycopg.Connection[tuple[Any, ...]]) -> None:
    made = page(facts(conn), "Any")
    assert "<script" not in made
    assert re.findall(r"(?:src|href)\s*=|url\(|https?://|@import", made) == []


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), min_size=1, max_size=60))
def test_every_shape_stays_inside_the_plot(values: list[float | None]) -> None:
    names = [str(n) for n in range(len(values))]
    bars = charts.stacked(Chart("", "", [Series("a", "a", values)]), names, names, str)
    for bar in bars.bars:
        assert -0.01 <= bar.left <= bar.left + bar.width <= 100.01
        assert -0.01 <= bar.top <= bar.top + bar.height <= 100.02
    drawn = charts.lines(Chart("", "", [Series("a", "a", values)]), names, names, str)
    numbers = [float(n) for n in re.findall(r"\d[\d.e-]*", drawn.lines[0].path)]
    assert all(-0.01 <= number <= 100.01 for number in numbers)
    assert len(numbers) == 2 * sum(value is not None for value in values)


def test_bars_stand_on_each_other() -> None:
    series = [Series("low", "b", [30.0]), Series("high", "a", [70.0])]
    low, high = charts.stacked(Chart("", "", series), ["x"], ["x"], str).bars
    assert (low.top, low.height) == (70, 30)
    assert (high.top, high.height) == (0, 70)


def test_a_gap_breaks_the_line() -> None:
    series = [Series("a", "a", [1.0, None, 1.0, 0.0])]
    (line,) = charts.lines(Chart("", "", series), list("abcd"), list("abcd"), str).lines
    assert line.path == "M12.5 0.0 M62.5 0.0 L87.5 100.0"


def test_names_in_a_scatter_do_not_cover_each_other() -> None:
    points = [
        Point(name, x, 5.0, 1.0, "a", label=True) for name, x in (("A", 1), ("B", 2), ("C", 9))
    ]
    drawn = charts.scatter(Chart("", ""), points, str, str)
    assert sorted(dot.label for dot in drawn.dots) == ["", "A", "C"]


@given(st.lists(st.floats(-1e9, 1e9).map(lambda v: round(v, 2)), min_size=1, max_size=12))
@example([3000.9, -1000.0])  # hardly beyond a round value
def test_a_ladder_stands_on_nought(values: list[float]) -> None:
    drawn = charts.ladder(Chart("", ""), [(str(n), v) for n, v in enumerate(values)], str)
    (nought,) = (one.at for one in drawn.marks)
    for bar, value in zip(drawn.bars, values, strict=True):
        assert -0.01 <= bar.left <= bar.left + bar.width <= 100.01
        edge = bar.left + bar.width if value < 0 else bar.left
        assert abs(edge - nought) < 0.01
        assert bar.tone == ("b" if value < 0 else "c")
    assert all(-0.01 <= tick.at <= 100.01 for tick in drawn.x_ticks)


def test_a_rung_is_as_wide_as_its_value() -> None:
    drawn = charts.ladder(Chart("", ""), [("less", -30.0), ("same", 0.0), ("more", 10.0)], str)
    assert [(tick.at, tick.text) for tick in drawn.x_ticks] == [
        (0.0, "-30.0"), (25.0, "-20.0"), (50.0, "-10.0"), (75.0, "0.0"), (100.0, "10.0"),
    ]  # fmt: skip
    assert [(bar.left, bar.width) for bar in drawn.bars] == [(0, 75), (75, 0), (75, 25)]
