"""The demo lives through its time with books that hold, and the same seed gives the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from psycopg.conninfo import conninfo_to_dict

from backorder import database
from backorder.app.report import facts, page
from backorder.demo.company import SIZES, make_company
from backorder.demo.year import Outcome, Year
from backorder.ledger import invariants
from backorder.ledger.state import state_hash
from tests.support import temporary_database

if TYPE_CHECKING:
    from datetime import date

    import psycopg

    Conn = psycopg.Connection[tuple[Any, ...]]

SMALL = SIZES["small"]


def live(conn: Conn, seed: int, days: int) -> Outcome:
    return Year(conn, make_company(seed, SMALL), seed).run(days=days)


def breaches(conn: Conn) -> list[str]:
    return [f"{one.name}: {one.rows[:3]}" for one in invariants.check(conn)]


@pytest.mark.slow
def test_a_year_of_the_small_company_leaves_books_that_hold(conn: Conn) -> None:
    days: list[date] = []
    year = Year(conn, make_company(7, SMALL), 7)
    outcome = year.run(lambda day, _: days.append(day))
    assert len(days) == 365
    assert breaches(conn) == []
    assert outcome.orders + outcome.refused == SMALL.orders
    everything = {"place_orders", "cancel", "order_supply", "change_supply", "receive", "adjust"}
    everything |= {"count", "transfer", "ship", "return"}
    assert everything <= set(outcome.calls)

    found = facts(conn)
    weeks = found["weeks"]
    assert weeks["accepted"]["orders"] == outcome.orders
    assert 4 < weeks["backorder_rate"]["order"] < 25
    assert 70 < weeks["promises"]["first"]["kept_rate"] < 99.9
    assert weeks["waits"]["filled"] > 500
    assert weeks["units"]["shipped"] > 0.9 * weeks["units"]["ordered"]
    assert {one["supplier"] for one in found["suppliers"]["suppliers"]} <= {
        f"S{n:03d}" for n in range(1, 16)
    }
    made = page(found, "Small")
    assert made.count("<figure") == 7


@pytest.mark.slow
def test_the_same_seed_gives_the_same_books_and_the_same_report(
    conn: Conn, server_url: str, template_url: str
) -> None:
    live(conn, 11, 45)
    assert breaches(conn) == []
    template = str(conninfo_to_dict(template_url)["dbname"])
    with (
        temporary_database(server_url, "backorder_demo_again", template) as address,
        database.connect(address) as again,
    ):
        live(again, 11, 45)
        assert state_hash(again) == state_hash(conn)
        assert page(facts(again), "One") == page(facts(conn), "One")


def test_another_seed_gives_another_report(conn: Conn, server_url: str, template_url: str) -> None:
    live(conn, 1, 6)
    template = str(conninfo_to_dict(template_url)["dbname"])
    with (
        temporary_database(server_url, "backorder_demo_other", template) as address,
        database.connect(address) as other,
    ):
        live(other, 2, 6)
        assert page(facts(other), "One") != page(facts(conn), "One")
