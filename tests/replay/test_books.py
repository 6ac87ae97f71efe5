"""The compared policies live through the ledger: fed by what the shop saw, judged by its books."""

from __future__ import annotations

import contextlib
import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from typer.testing import CliRunner

from backorder import cli, database
from backorder.demo import place
from backorder.demo.replay import comparing, in_books, sourcing
from backorder.demo.replay.buyer import Buyer
from backorder.demo.replay.comparing import Comparison, Point
from backorder.demo.replay.history import read_history
from backorder.demo.replay.in_books import Bookkeeper, Lived, live_in_books, options_of
from backorder.demo.replay.judging import Judgement, Tariff, judge
from backorder.demo.replay.judging_books import judge_books
from backorder.demo.replay.living import live
from backorder.demo.replay.options import Options
from backorder.demo.replay.ours import Ours
from backorder.demo.replay.rules import Naive, Textbook
from backorder.demo.replay.sales import world_of
from backorder.demo.replay.shop import Shop
from backorder.demo.replay.stock import Policy
from backorder.ledger.proofs import invariants
from tests.replay.test_dirt import DIRT, HEADER
from tests.support import temporary_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import psycopg

    from backorder.demo.replay.knowing import Sold

    Conn = psycopg.Connection[tuple[Any, ...]]
    Making = Callable[[], contextlib.AbstractContextManager[Conn]]

BEGIN = date(2026, 1, 5)  # a Monday
DAYS = 70
SURE = sourcing.Chances(short=0.0, damaged=0.0, told=0.0)


def write(target: Path, days: int = DAYS, after: int = DAYS, seed: int = 3) -> Path:
    """Write some 300 lines of eight products on working days; from ``after`` on others come."""
    rng, later = np.random.default_rng(seed), np.random.default_rng(seed + 1)
    often, size = rng.uniform(0.2, 1.2, 8), rng.uniform(2, 9, 8)
    with target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["order", "placed_at", "sku", "quantity", "unit_price"])
        for day in range(days):
            on = BEGIN + timedelta(days=day)
            if on.weekday() > 4:
                continue
            chance = rng if day < after else later
            for product in np.flatnonzero(chance.poisson(often)).tolist():
                units = 1 + chance.poisson(size[product])
                half = product // 4  # of the products: two orders a day, of some lines each
                at, price = f"{on}T{10 + half}:00:00Z", f"{1 + product * 3}.50"
                rows.writerow([f"H-{day}-{half}", at, f"P{product}", units, price])
    return target


@pytest.fixture
def new_books(server_url: str, template_url: str) -> Making:
    """Return what opens empty books, and drops them afterwards."""
    template = str(conninfo_to_dict(template_url)["dbname"])

    @contextlib.contextmanager
    def making() -> Iterator[Conn]:
        with (
            temporary_database(server_url, "backorder_lived_books", template) as address,
            database.connect(address) as conn,
        ):
            yield conn

    return making


RULES: dict[str, Any] = {
    "naive": Naive,
    "textbook": lambda world, at: Textbook(world, at, Tariff()),
    "ours": lambda world, at: Ours(world, at, Tariff()),
}


@pytest.mark.parametrize(("name", "setting"), [("naive", 0.5), ("textbook", 0.8), ("ours", 0.3)])
def test_books_and_arrays_agree_where_suppliers_keep_their_word(
    conn: Conn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, setting: float
) -> None:
    monkeypatch.setattr(sourcing, "SPREAD_OF_SLIPS", 0.0)
    history = read_history(write(tmp_path / "history.csv"))
    options = Options(suppliers=3, lead_days=6.0, chances=SURE)
    world = world_of(history, options)
    since = 14
    simulated = judge(world, live(world, RULES[name](world, setting)), Tariff(), since)
    outcome = Shop(conn, history, options_of(options, name, setting)).run()
    first = outcome.first_day + timedelta(days=since)
    found = judge_books(conn, Tariff(), first, outcome.last_day, history.currency)
    assert [one.name for one in invariants.check(conn)] == []
    assert 0.5 < found.fill < 1.0
    assert found._asdict() == pytest.approx(simulated._asdict(), rel=1e-6)


def bought(conn: Conn, until: date) -> list[tuple[Any, ...]]:
    query = """
        SELECT o.approved_at::date, p.sku, sum(l.ordered)
        FROM purchase_line AS l
        JOIN purchase_order AS o ON o.id = l.purchase_order_id
        JOIN product AS p ON p.id = l.product_id
        WHERE o.approved_at::date < %s
        GROUP BY 1, 2 ORDER BY 1, 2"""
    return conn.execute(query, [until]).fetchall()


def test_ours_knows_only_what_is_over_in_the_shop_too(new_books: Making, tmp_path: Path) -> None:
    days, until = 49, 35  # the opening stock knows four weeks
    options = options_of(Options(suppliers=3, lead_days=6.0, initial_days=7.0), "ours", 0.8)
    found = []
    for n, after in enumerate((days, until)):
        history = read_history(write(tmp_path / f"{n}.csv", days, after))
        with new_books() as conn:
            Shop(conn, history, options).run()
            ends = (BEGIN + timedelta(days=day) for day in (until, days))
            found.append([bought(conn, end) for end in ends])
    (past, whole), (other_past, other_whole) = found
    assert len(past) >= 12
    assert past == other_past
    assert whole != other_whole


def test_the_buyer_hears_lines_less_what_was_cancelled_on_their_day(
    conn: Conn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "invoices.csv"
    file.write_text(HEADER + DIRT, encoding="utf-8")
    heard: list[Sold] = []
    came: list[tuple[list[int], list[int]]] = []
    hear = Buyer.hear

    def noted(self: Buyer, sold: Sold) -> None:
        heard.append(sold)
        hear(self, sold)

    monkeypatch.setattr(Buyer, "hear", noted)
    monkeypatch.setattr(Buyer, "came", lambda _, *what: came.append(what))
    shop = Shop(conn, read_history(file), Options(Policy.OURS, initial_days=280))
    shop.run()
    assert shop.skus == ["10001", "10002A", "10003", "10004", "23166"]
    # Of 12 mugs two were cancelled while they were open, and the jars with their slip of a key.
    lines = [sorted(zip(one.product.tolist(), one.units.tolist(), strict=True)) for one in heard]
    assert lines == [[(0, 4), (0, 6), (1, 3), (1, 4)], [(0, 2)]]
    assert [one.asked.tolist() for one in heard] == [[10, 7, 0, 0, 0], [2, 0, 0, 0, 0]]
    assert came == []  # nothing can have come within a day


def test_the_buyer_hears_how_long_deliveries_took(
    conn: Conn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    took: list[tuple[int, int]] = []

    def noted(_: Buyer, supplier: list[int], days: list[int]) -> None:
        took.extend(zip(supplier, days, strict=True))

    monkeypatch.setattr(Buyer, "came", noted)
    Shop(
        conn,
        read_history(write(tmp_path / "history.csv", 42)),
        Options(suppliers=3, initial_days=7),
    ).run()
    query = """
        SELECT s.code, r.at::date - o.approved_at::date
        FROM receipt AS r
        JOIN purchase_order AS o ON o.id = r.purchase_order_id
        JOIN supplier AS s ON s.id = o.supplier_id
        ORDER BY r.at, r.id"""
    booked = [(int(code[1:]) - 1, days) for code, days in conn.execute(query)]
    assert len(booked) >= 8
    assert sorted(took) == sorted(booked)


# The settings whose books hold stock of equal value.


def worth(stock: float) -> Judgement:
    return Judgement(0.9, 0.8, 0.3, 0.9, 0.7, stock, 1.0, 1.0, 0.0, 0.0, 0.0, 1)


FACTOR = {"textbook": 1.1, "naive": 1.1, "ours": 1.3}


class Made(Bookkeeper):
    """Books that hold so many times what the simulation says."""

    def live(self, name: str, setting: float) -> Lived:
        """Return stock worth a hundred times the setting, and more."""
        return Lived(name, setting, worth(100.0 * setting * FACTOR[name]), 1, [], 0.0)


def compared(settings: tuple[float, ...]) -> Comparison:
    points = [Point(setting, worth(100.0 * setting)) for setting in settings]
    frontiers = dict.fromkeys(("naive", "textbook", "ours"), points)
    equal = dict.fromkeys(frontiers, Point(0.95, worth(95.0)))
    return Comparison(0, 1, 1, 1, Tariff(), frontiers, equal)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    history = read_history(write(tmp_path / "history.csv", days=3))
    return Made(history, Options(), Tariff(), 0, contextlib.nullcontext)  # type: ignore[arg-type]


def test_a_rule_is_lived_again_until_its_stock_is_worth_the_same(made: Made) -> None:
    found = live_in_books(made, compared((0.5, 0.7, 0.95, 1.5)))
    assert found.equal["textbook"].found.stock == pytest.approx(104.5)
    assert found.equal["ours"].found.stock == pytest.approx(104.5, rel=0.015)
    settings = [(one.name, round(one.setting, 2)) for one in found.lives]
    assert settings == [("textbook", 0.95), ("naive", 0.95), ("ours", 0.95), ("ours", 0.79)]


def test_a_rule_is_not_lived_twice_at_the_end_of_its_frontier(made: Made) -> None:
    found = live_in_books(made, compared((0.9, 0.95, 1.5)))
    settings = [one.setting for one in found.lives if one.name == "ours"]
    assert settings == [0.95, 0.9]
    assert found.equal["ours"].setting == 0.9


# The command.


def test_the_command_keeps_books_of_each_policy(
    database_url: str, template_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    template = sql.Identifier(str(conninfo_to_dict(template_url)["dbname"]))
    made: list[str] = []

    def make_new(suffix: str) -> str:
        """Clone migrated books, which is faster than to migrate new ones."""
        place.drop(suffix)
        address = place.address(suffix)
        name = str(conninfo_to_dict(address)["dbname"])
        with database.connect(database_url) as conn:
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY WAL_LOG")
            conn.execute(copy.format(sql.Identifier(name), template))
        made.append(name)
        return address

    monkeypatch.setattr(place, "make_new", make_new)
    monkeypatch.setattr(in_books, "AGAIN", 0)
    ways = [
        replace(way, settings=settings)
        for way, settings in zip(comparing.WAYS, ((0.5, 2.0), (0.8, 0.95), (0.2, 1.0)), strict=True)
    ]
    monkeypatch.setattr(comparing, "compare", partial(comparing.compare, ways=ways))
    file, page = write(tmp_path / "history.csv", days=28), tmp_path / "frontier.html"
    words = ["simulate", "policies", str(file), "--suppliers", "3", "--learn-days", "7"]
    words += ["--books", "--html", str(page)]
    done = CliRunner().invoke(cli.build(), [*words, "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    books = found["books"]
    assert list(books["equal_stock"]) == list(found["equal_stock"])
    assert len(books["lives"]) == len(made) == 3
    assert all(one["doctor"]["healthy"] for one in books["lives"])
    for name, one in books["equal_stock"].items():
        assert one in [{k: v for k, v in life.items() if k != "policy"} for life in books["lives"]]
        assert one["fill_rate"] == pytest.approx(found["equal_stock"][name]["fill_rate"], abs=0.15)
    assert len(books["verdict"]) == 2
    text = page.read_text(encoding="utf-8")
    assert "The same, lived through the ledger" in text
    assert books["verdict"][0] in text
    with database.connect(database_url) as conn:
        assert conn.execute("SELECT count(*) FROM journal").fetchone() == (0,)
        left = "SELECT count(*) FROM pg_database WHERE datname = ANY(%s)"
        assert conn.execute(left, [made]).fetchone() == (0,)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("--setting", "0.5"), "reorder-point has no --setting"),
        (("--policy", "textbook", "--setting", "1"), "lies between 0 and 1, it is not 1"),
        (("--policy", "ours", "--setting", "0"), "lies above 0, it is not 0"),
    ],
)
def test_a_setting_that_a_policy_has_not_is_refused(
    tmp_path: Path, words: tuple[str, ...], text: str
) -> None:
    file = write(tmp_path / "history.csv", days=3)
    done = CliRunner().invoke(cli.build(), ["replay", str(file), *words])
    assert done.exit_code == 2
    assert text in " ".join(done.stderr.replace("│", " ").split())
