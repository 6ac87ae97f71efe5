"""The stock policies, and what a product's own first weeks say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from backorder.demo.replay.fates import asks_for
from backorder.demo.replay.history import read_history
from backorder.demo.replay.options import Options
from backorder.demo.replay.shop import Shop
from backorder.demo.replay.stock import RULES, Levels, Policy, first_weeks
from backorder.ledger.proofs import invariants

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    Conn = psycopg.Connection[tuple[Any, ...]]

UNITS = """
    SELECT coalesce(sum(l.ordered), 0)::int,
        (SELECT sum(backordered_when_placed)::int FROM order_line),
        (SELECT count(*)::int FROM sales_order)
    FROM purchase_line AS l"""


def write(folder: Path) -> Path:
    """Write ninety days of orders for two products; the second one comes on day forty."""
    target = folder / "orders.csv"
    lines = ["order,placed_at,customer,sku,quantity,unit_price,channel"]
    for day in range(90):
        at = f"{date(2011, 1, 3) + timedelta(days=day)}T1{day % 8}:05:00Z"
        lines.append(f"A-{day:03},{at},C{day % 9},MUG,{1 + day % 4},2.50,web")
        if day >= 40:
            lines.append(f"A-{day:03},{at},C{day % 9},POT,2,9.95,web")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def test_first_weeks_are_a_products_own(tmp_path: Path) -> None:
    history = read_history(write(tmp_path))
    parts = [asks_for(history, at) for at in range(len(history))]
    rate, first = first_weeks(history, parts, {"MUG": 0, "POT": 1})
    assert rate.tolist() == [2.5, 2.0]
    assert first.tolist() == [0, 40]


@pytest.mark.parametrize("policy", list(RULES))
def test_no_rule_buys_less_than_nothing(policy: Policy) -> None:
    position = np.array([-3, 0, 5, 50])
    level = Levels(np.full(4, 4), np.full(4, 10))
    wanted = RULES[policy](position, level, np.array([True] * 4))
    full = [0] * 4 if policy is Policy.JUST_IN_TIME else [13, 10, 0, 0]
    if policy is Policy.ORDER_UP_TO:
        full[2] = 5
    assert wanted.tolist() == full


@pytest.mark.parametrize("policy", list(Policy))
def test_a_policy_through_the_ledger(conn: Conn, tmp_path: Path, policy: Policy) -> None:
    opening = None if policy is Policy.JUST_IN_TIME else 3
    options = Options(policy=policy, initial_days=opening, suppliers=3, lead_days=5)
    Shop(conn, read_history(write(tmp_path)), options).run()
    bought, backordered, orders = conn.execute(UNITS).fetchone() or ()
    assert orders == 90
    assert [breach.name for breach in invariants.check(conn)] == []
    if policy is Policy.JUST_IN_TIME:
        # Nothing is bought but what was promised and is lost to damage or short delivery.
        assert backordered <= bought <= backordered * 1.2
        opened = conn.execute("SELECT count(*) FROM count_line").fetchone()
        assert opened == (0,)
    else:
        assert 0 < backordered < bought
    channel = conn.execute("SELECT DISTINCT channel, currency FROM sales_order").fetchall()
    assert channel == [("web", "EUR")]


def test_complete_orders_leave_in_one_parcel(conn: Conn, tmp_path: Path) -> None:
    options = Options(policy=Policy.JUST_IN_TIME, ship="complete", lead_days=5)
    Shop(conn, read_history(write(tmp_path)), options).run()
    parcels = "SELECT count(*), count(DISTINCT order_id) FROM shipment"
    count, orders = conn.execute(parcels).fetchone() or ()
    assert count == orders > 60
    assert [breach.name for breach in invariants.check(conn)] == []
