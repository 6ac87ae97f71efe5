"""Policies that are compared live through the same days and know only the past."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from typer.testing import CliRunner

from backorder import cli
from backorder.demo.replay.comparing import WAYS, Way, compare
from backorder.demo.replay.judging import Tariff, judge
from backorder.demo.replay.knowing import Wanted
from backorder.demo.replay.living import Life, live
from backorder.demo.replay.ours import Ours
from backorder.demo.replay.rules import Naive, Textbook
from backorder.demo.replay.sales import Lines, World

if TYPE_CHECKING:
    from pathlib import Path

    from backorder.demo.replay.knowing import Rule, Sold

DAYS, PRODUCTS, SUPPLIERS = 120, 40, 4


def world(seed: int, days: int = DAYS, products: int = PRODUCTS, drift: float = 0.0) -> World:
    """Return a shop of lumpy products that cost very different sums.

    ``drift``: by how much the logarithm of demand moves every three weeks.
    """
    rng = np.random.default_rng(seed)
    often, size = rng.lognormal(-1.2, 0.9, products), rng.lognormal(1.2, 0.8, products)
    moves = np.cumsum(rng.normal(0.0, drift, (1 + days // 21, products)), axis=0)
    many = rng.poisson(often * np.exp(moves[np.arange(days) // 21]))
    day, product = np.nonzero(many)
    day, product = (np.repeat(each, many[day, product]) for each in (day, product))
    units = np.ceil(size[product] * rng.lognormal(0, 0.7, day.size)).astype(np.int64)
    asked = np.zeros((days, products), np.int64)
    np.add.at(asked, (day, product), units)
    return World(
        first=date(2026, 1, 5),
        lines=Lines(product, day, units, np.arange(day.size) // 3),
        asked=asked,
        back=rng.binomial(1, 0.02, (days, products)).astype(np.int64),
        lost=rng.binomial(1, 0.02, (days, products)).astype(np.int64),
        price=rng.lognormal(1.5, 1.2, products).round(2) + 0.1,
        opening=np.ceil(14 * often * size).astype(np.int64),
        known=often * size * 1.2,
        supplier=rng.integers(0, SUPPLIERS, products),
        quoted=np.array([4, 9, 13, 20]),
        slips=rng.integers(-2, 6, (days, SUPPLIERS)),
        short=np.where(rng.random((days, products)) < 0.05, 0.5, 1.0),
    )


RULES: dict[str, Any] = {
    "naive": lambda some: Naive(some, 1.0),
    "textbook": lambda some: Textbook(some, 0.9, Tariff()),
    "ours": lambda some: Ours(some, 0.5, Tariff()),
}


class Noted:
    """A rule that is written down."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.said: list[Wanted] = []

    def came(self, *what: Any) -> None:
        self.rule.came(*what)

    def wanted(self, day: int, sold: Sold) -> Wanted:
        self.said.append(self.rule.wanted(day, sold))
        return self.said[-1]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_knows_only_what_is_over(name: str) -> None:
    some, until = world(1), 60
    lines = some.lines
    later = lines.day > until
    other = some._replace(
        lines=lines._replace(units=np.where(later, lines.units * 9 + 5, lines.units)),
        asked=np.where(np.arange(DAYS)[:, None] > until, some.asked * 3 + 7, some.asked),
    )
    said = []
    for one in (some, other):
        noted = Noted(RULES[name](one))
        live(one, noted)
        said.append(noted.said)
    for day in range(until + 1):
        assert (said[0][day].high == said[1][day].high).all()
        assert (said[0][day].low == said[1][day].low).all()
    assert any((said[0][day].high != said[1][day].high).any() for day in range(until + 1, DAYS))


@pytest.mark.parametrize("name", RULES)
def test_units_are_neither_made_nor_lost(name: str) -> None:
    some = world(2)
    life = live(some, RULES[name](some))
    came = life.gained.sum(axis=0)
    gone = some.opening + came - some.asked.sum(axis=0) - life.ends[-1]
    assert (gone >= 0).all()
    assert (gone <= some.lost.sum(axis=0)).all()
    bought = np.bincount(life.bought.product, life.bought.units, PRODUCTS)
    short = bought - life.ordered[-1] - (came - some.back.sum(axis=0))
    assert (short >= 0).all()
    assert short.sum() < 0.1 * bought.sum()


def by_hand(some: World, life: Life, since: int) -> tuple[float, float, float]:
    """Return fill, line fill and orders backordered, customer by customer."""
    there = dict(enumerate(some.opening.tolist()))
    lines = some.lines
    filled = asked = full = count = 0
    bad: dict[int, bool] = {}
    at = 0
    for day in range(len(some.asked)):
        there = dict(enumerate(life.begins[day].tolist()))
        while at < lines.day.size and lines.day[at] == day:
            product, units = int(lines.product[at]), int(lines.units[at])
            got = min(units, max(0, there[product]))
            there[product] -= units
            if day >= since:
                filled, asked, count = filled + got, asked + units, count + 1
                full += got == units
                order = int(lines.order[at])
                bad[order] = bad.get(order, False) or got < units
            at += 1
    return filled / asked, full / count, sum(bad.values()) / len(bad)


def test_the_judgement_is_that_of_each_customer() -> None:
    some = world(3)
    life = live(some, RULES["textbook"](some))
    found = judge(some, life, Tariff(), 30)
    fill, line_fill, backordered = by_hand(some, life, 30)
    assert found.fill == pytest.approx(fill)
    assert found.line_fill == pytest.approx(line_fill)
    # An order that was placed on two days counts from the first on, so the last digit may differ.
    assert found.backorder_rate == pytest.approx(backordered, abs=0.02)
    assert found.cost == pytest.approx(
        found.holding + found.purchasing + found.backorders + found.waiting
    )
    assert 0 < found.kept_waiting < found.kept < 1


def test_who_waits_is_ready_when_enough_came_for_all_before() -> None:
    """3 there, 5 asked; that evening's purchase is named for day 4 and comes on day 7."""
    quiet = np.zeros((12, 1), np.int64)
    asked = quiet.copy()
    asked[1] = 5
    some = World(
        first=date(2026, 1, 5),
        lines=Lines(*(np.array([value]) for value in (0, 1, 5, 0))),
        asked=asked,
        back=quiet,
        lost=quiet,
        price=np.array([10.0]),
        opening=np.array([3]),
        known=np.zeros(1),
        supplier=np.zeros(1, np.int64),
        quoted=np.array([3]),
        slips=np.full((12, 1), 3),
        short=np.ones((12, 1)),
    )

    class Nothing:
        def came(self, *what: Any) -> None:
            pass

        def wanted(self, *_: Any) -> Wanted:
            none = np.full(1, -1)
            return Wanted(none, none + 1)

    life = live(some, Nothing())
    assert [column.tolist() for column in life.bought] == [[0], [1], [2], [4], [7]]
    found = judge(some, life, Tariff(), 0)
    assert (found.fill, found.line_fill, found.kept, found.backorder_rate) == (0.6, 0.0, 0.0, 1.0)
    on_time = judge(some, live(some._replace(slips=0 * some.slips), Nothing()), Tariff(), 0)
    assert on_time.kept == 1.0
    assert on_time.waiting == pytest.approx(0.002 * 10 * 2 * 3 * 365 / 12)  # 2 units for 3 days


def test_least_cost_beats_the_others_with_stock_of_equal_value_where_demand_drifts() -> None:
    some = world(4, days=200, products=120, drift=0.5)
    ways = [
        Way(way.name, way.setting, settings, way.rule)
        for way, settings in zip(
            WAYS, ((0.5, 1.5, 3.0), (0.8, 0.95, 0.99), (0.1, 0.3, 1.0)), strict=True
        )
    ]
    found = compare(some, ways=ways).equal
    ours = found["ours"].found
    for name in ("naive", "textbook"):
        other = found[name].found
        assert ours.stock == pytest.approx(other.stock, rel=0.04)
        assert ours.cost < other.cost
        assert ours.backorder_rate < other.backorder_rate
        assert ours.line_fill > other.line_fill


def test_the_command_compares_a_file_and_draws_the_frontiers(tmp_path: Path) -> None:
    file, page = tmp_path / "history.csv", tmp_path / "frontier.html"
    rng = np.random.default_rng(5)
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["order", "placed_at", "sku", "quantity", "unit_price"])
        for n in range(400):
            at = f"2026-{1 + n // 100:02}-{1 + n % 100 // 4:02}T{8 + n % 4:02}:00:00Z"
            rows.writerow([f"H-{n}", at, f"P{rng.integers(12)}", rng.integers(1, 9), "4.50"])
    words = ["simulate", "policies", str(file), "--suppliers", "3", "--html", str(page), "--json"]
    done = CliRunner().invoke(cli.build(), words)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert set(found["frontiers"]) == {"naive", "textbook", "ours"}
    assert found["products"] == 12
    assert len(found["verdict"]) == 2
    text = page.read_text(encoding="utf-8")
    assert text.count('<path class="line') == 4 * 3
    assert "Stock policies compared" in text
    shown = CliRunner().invoke(cli.build(), words[:-3])
    assert shown.exit_code == 0
    assert "At about equal stock value" in shown.stdout
