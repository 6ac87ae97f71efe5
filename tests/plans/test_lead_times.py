"""The step that learns lead times: from purchases in the books to the days customers are told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from backorder.app.plans import lead_times
from backorder.app.statements import statement
from backorder.ledger.figures import measuring as metrics
from tests.ledger.desk import OPENING, Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

    from tests.ledger.desk import Json


@pytest.fixture
def desk(conn: Connection[Any]) -> Iterator[Desk]:
    found = Desk(conn, OPENING - timedelta(days=200))
    yield found
    assert found.breaches() == []


def deliver(desk: Desk, key: str, supplier: str, sku: str, took: int, **lacking: int) -> None:
    """Buy 10 of a product for nine days from now, and receive them when they really come."""
    expected = (desk.now + timedelta(days=9)).date().isoformat()
    line = {"sku": sku, "quantity": 10}
    bought = desk.do(
        "order_supply",
        purchase_orders=[
            {"key": key, "supplier": supplier, "expected_on": expected, "lines": [line]}
        ],
    )["purchase_orders"][0]["purchase_order"]
    ordered = desk.now
    desk.wait(took)
    came = 10 - sum(lacking.values())
    got = {"sku": sku, "quantity": came} | (
        {"damaged": lacking["damaged"]} if "damaged" in lacking else {}
    )
    desk.do(
        "receive",
        receipts=[
            {"key": f"r {key}", "purchase_order": bought, "location": "MAIN", "lines": [got]}
        ],
    )
    if lacking.get("short"):
        desk.do("close_short", closings=[{"purchase_order": bought, "skus": [sku]}])
    if lacking.get("ours"):
        change = {"purchase_order": bought, "sku": sku, "cancel": True}
        desk.do("change_supply", changes=[change])
    desk.now = ordered + timedelta(days=3)


def a_past(desk: Desk) -> None:
    """S1 says nine days and takes 13 to 17; S2 is new, with two deliveries."""
    desk.stock(MUG=0, POT=0)
    desk.sold_by("S1", "MUG", "POT", days=9)
    desk.sold_by("S2", "POT", days=5, priority=200)
    rng = np.random.default_rng(1)
    for n in range(40):
        lacking = {"short": 2} if n % 10 == 0 else {"damaged": 1} if n % 20 == 5 else {}
        deliver(desk, f"a{n}", "S1", "MUG", int(rng.integers(13, 18)), **lacking)
    for n in range(2):
        deliver(desk, f"b{n}", "S2", "POT", 5)
    desk.now = OPENING


def supplier_figures(desk: Desk) -> list[Json]:
    found: list[Json] = metrics.suppliers(desk.conn, date(2026, 1, 1), OPENING.date())["suppliers"]
    return found


def test_what_we_took_off_ourselves_is_no_short_delivery(desk: Desk) -> None:
    """One supplier leaves the rest out; of the other we want no more than came."""
    desk.stock(MUG=0, POT=0)
    desk.sold_by("S1", "MUG", days=9)
    desk.sold_by("S2", "POT", days=9)
    for n in range(20):
        deliver(desk, f"a{n}", "S1", "MUG", 9, **({"short": 2} if n % 2 else {}))
        deliver(desk, f"b{n}", "S2", "POT", 9, **({"ours": 2} if n % 2 else {}))
    desk.now = OPENING
    lead_times.run(desk.conn, desk.now, dry_run=False)
    rates = dict(
        desk.rows(
            "SELECT s.code, t.short_rate FROM lead_time t JOIN supplier s ON s.id = t.supplier_id"
            " WHERE t.product_id IS NULL"
        )
    )
    assert rates["S1"] > 0.3
    assert rates["S2"] < 0.1
    since = {"since": desk.now - timedelta(days=730)}
    for supplier, short in (("S1", True), ("S2", False)):
        trend = desk.conn.execute(
            statement("page_supplier_trend"), {"supplier": supplier, **since}
        ).fetchall()
        assert (max(row[6] for row in trend) > 0) == short
    told = {one["supplier"]: one["short_rate"] for one in supplier_figures(desk)}
    assert (told["S1"], told["S2"]) == (10.0, 0.0)


def test_what_is_learned_moves_what_customers_are_told(desk: Desk) -> None:
    a_past(desk)
    before = desk.order("before", MUG=500)["lines"][0]["promises"][-1]["on"]
    assert before == "2026-12-02"  # as stated: 9 days, and a day of handling
    figures = lead_times.run(desk.conn, desk.now, dry_run=False)
    assert (figures["lines"], figures["suppliers"], figures["pairs"]) == (42, 1, 2)
    assert figures["repromised"] == 1
    ((deliveries, stated, p50, p80, p95, short, rejects),) = desk.rows(
        "SELECT deliveries, stated_days, p50_days, p80_days, p95_days, short_rate, reject_rate"
        " FROM lead_time t JOIN product p ON p.id = t.product_id WHERE p.sku = 'MUG'"
    )
    assert (deliveries, stated) == (40, 9)
    assert 14 < p50 < 16 < p80 < 17 < p95 < 19
    assert short == pytest.approx(0.1, abs=0.03)
    assert rejects == pytest.approx(0.05, abs=0.03)
    told = desk.told("before")[-1][3]
    assert told is not None
    assert "2026-12-08" <= told <= "2026-12-11"
    after = desk.order("after", MUG=1)["lines"][0]["promises"][0]["on"]
    assert after == told


def test_an_item_that_never_came_has_its_suppliers_days(desk: Desk) -> None:
    a_past(desk)
    lead_times.run(desk.conn, desk.now, dry_run=False)
    found = dict(
        desk.rows(
            "SELECT coalesce(p.sku, ''), t.deliveries FROM lead_time t"
            " LEFT JOIN product p ON p.id = t.product_id"
        )
    )
    assert found == {"": 40, "MUG": 40, "POT": 40}
    assert desk.rows(
        "SELECT count(*) FROM lead_time t JOIN supplier v ON v.id = t.supplier_id"
        " WHERE v.code = 'S2'"
    ) == [(0,)]


def test_a_second_run_changes_nothing(desk: Desk) -> None:
    a_past(desk)
    first = lead_times.run(desk.conn, desk.now, dry_run=False)
    assert first["learned"] == 3
    state, entries = desk.state(), len(desk.journal())
    again = lead_times.run(desk.conn, desk.now, dry_run=False)
    assert (again["learned"], again["forgotten"], again["repromised"]) == (0, 0, 0)
    assert desk.state() == state
    assert len(desk.journal()) == entries


def test_a_dry_run_says_what_it_would_learn(desk: Desk) -> None:
    a_past(desk)
    state = desk.state()
    assert lead_times.run(desk.conn, desk.now, dry_run=True)["learned"] == 3
    assert desk.state() == state


def test_kept_days_are_counted(desk: Desk) -> None:
    a_past(desk)
    lead_times.run(desk.conn, desk.now, dry_run=False)
    ((lines, p50, p80, p95),) = desk.rows(
        "SELECT lines, within_p50, within_p80, within_p95 FROM lead_time_check"
        " WHERE supplier_id IS NULL AND days_from IS NULL"
    )
    assert 0 < p50 <= p80 <= p95 <= lines <= 42
    assert p95 > 0.8 * lines


def test_nothing_is_learned_of_empty_books(desk: Desk) -> None:
    figures = lead_times.run(desk.conn, desk.now, dry_run=False)
    assert set(figures.values()) == {0}
    assert desk.journal() == []
