"""Metrics against small cases worked out by hand, through the verbs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from backorder import cli, ledger
from backorder.domain.errors import InvalidError
from backorder.ledger.figures.measuring import backlog, metrics, suppliers

if TYPE_CHECKING:
    import psycopg

    Conn = psycopg.Connection[tuple[Any, ...]]


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=UTC)


class Shop:
    """A shop that sells mugs; S1 brings them in ten days, or so it says."""

    def __init__(self, conn: Conn) -> None:
        self.conn = conn
        start = at(1)
        self.call("set_products", start, products=[{"sku": "MUG", "unit_price": 500}])
        self.call("set_suppliers", start, suppliers=[{"code": "S1", "name": "One"}])
        item = {"supplier": "S1", "sku": "MUG", "lead_time_days": 10, "unit_cost": 200}
        self.call("set_supplier_items", start, supplier_items=[item])

    def call(self, verb: str, when: datetime, **request: Any) -> dict[str, Any]:
        return ledger.VERBS[verb](self.conn, request, now=when, actor="test")

    def stock(self, units: int, when: datetime) -> None:
        line = {"sku": "MUG", "quantity": units}
        self.call("count", when, counts=[{"key": f"c{when}", "location": "MAIN", "lines": [line]}])

    def sell(self, when: datetime, *units: int, name: str = "o") -> list[dict[str, Any]]:
        orders = [
            {"key": f"{name}-{when}-{n}", "lines": [{"sku": "MUG", "quantity": quantity}]}
            for n, quantity in enumerate(units)
        ]
        answer: list[dict[str, Any]] = self.call("place_orders", when, orders=orders)["orders"]
        assert all(order["status"] == "accepted" for order in answer)
        return answer

    def buy_suggested(self, when: datetime) -> str:
        names = [
            row[0] for row in self.conn.execute("SELECT name FROM supply WHERE kind='planned'")
        ]
        answer = self.call("order_supply", when, suggestions=names)
        (purchase,) = answer["purchase_orders"]
        return str(purchase["purchase_order"])

    def receive(self, when: datetime, purchase: str, units: int, **more: Any) -> None:
        line = {"sku": "MUG", "quantity": units, **more}
        receipt = {"key": f"r{when}", "purchase_order": purchase, "lines": [line]}
        self.call("receive", when, receipts=[receipt])

    def ship(self, when: datetime, *orders: str) -> None:
        parcels = [{"key": f"s{when}{order}", "order": order} for order in orders]
        self.call("ship", when, shipments=parcels)


@pytest.fixture
def shop(conn: Conn) -> Shop:
    return Shop(conn)


def rate(shop: Shop, last: date | None = None) -> float | None:
    found: float | None = metrics(shop.conn, last=last)["backorder_rate"]["order"]
    return found


def test_fourteen_short_of_two_hundred_is_seven_percent_for_ever(shop: Shop) -> None:
    shop.stock(186, at(5, 8))
    orders = [order["order"] for order in shop.sell(at(5), *[1] * 200)]
    found = metrics(shop.conn)
    assert found["accepted"]["orders"] == found["accepted"]["lines"] == 200
    assert found["accepted"]["orders_backordered"] == 14
    assert found["accepted"]["value"] == {"EUR": 100_000}
    assert set(found["backorder_rate"].values()) == {7.0}
    assert set(found["fill_rate"].values()) == {93.0}

    purchase = shop.buy_suggested(at(5, 10))
    assert rate(shop) == 7.0
    shop.receive(at(7), purchase, 13, close=True)
    shop.ship(at(8), *orders[:190])
    assert rate(shop) == 7.0
    shop.call("cancel", at(9), cancellations=[{"order": orders[199]}, {"order": orders[195]}])
    assert rate(shop) == 7.0

    shop.stock(500, at(9, 12))
    shop.sell(at(10), *[1] * 100)
    assert rate(shop) == round(100 * 14 / 300, 2)
    assert rate(shop, date(2026, 1, 9)) == 7.0


def test_a_line_added_or_grown_later_does_not_rewrite_the_rate(shop: Shop) -> None:
    shop.stock(20, at(5, 8))
    order, *_ = shop.sell(at(5), 1, 1, 1, 1)
    before = metrics(shop.conn)
    change = {"order": order["order"], "lines": [{"sku": "MUG", "quantity": 90}]}
    shop.call("change_order", at(6), changes=[change])
    after = metrics(shop.conn)
    for name in ("accepted", "backorder_rate", "fill_rate"):
        assert after[name] == before[name]
    assert before["accepted"]["units"] == 4


def story(shop: Shop) -> None:
    """Four of ten at once, three in time, three late; another order waits, two of it given up."""
    shop.stock(4, at(5, 8))
    first, second = (order["order"] for order in shop.sell(at(5), 10, 5))
    shop.ship(at(6, 8), first)
    purchase = shop.buy_suggested(at(5, 10))
    change = {"purchase_order": purchase, "expected_on": "2026-01-20"}
    shop.call("change_supply", at(12), changes=[change])
    shop.receive(at(15), purchase, 3)
    shop.ship(at(16, 8), first)
    lines = [{"sku": "MUG", "quantity": 2}]
    shop.call("cancel", at(18), cancellations=[{"order": second, "lines": lines}])
    shop.receive(at(20), purchase, 3, damaged=1)
    shop.ship(at(21, 8), first)
    # An entry on the 25th: that is the day the report is about.
    shop.call("set_suppliers", at(25), suppliers=[{"code": "S2", "name": "Two"}])


def test_promises_are_held_against_the_first_date_and_the_last(shop: Shop) -> None:
    story(shop)
    found = metrics(shop.conn)
    assert found["today"] == "2026-01-25"
    # First promises: four for the 6th; six and five for the 16th. Two were cancelled.
    assert found["promises"]["first"] == {
        "due": 13,
        "kept": 7,
        "kept_rate": 53.85,
        "late": 3,
        "late_and_open": 3,
        "late_days_mean": 5.0,
        "late_days_p90": 5,
    }
    # They were told the 21st before anything was late; only the open three missed that.
    last = found["promises"]["last"]
    assert (last["due"], last["kept"], last["late"], last["late_and_open"]) == (13, 10, 0, 3)
    (month,) = found["periods"]
    assert (month["kept_rate"], month["kept_rate_last"]) == (53.85, 76.92)
    assert found["promises"]["changes"]["orders"] == 2
    assert found["promises"]["changes"]["later"] >= 2
    changes = found["promises"]["changes"]
    assert (changes["versions_mean"], changes["churn"]) == (2.0, 100.0)
    assert changes["versions"] == {"2": 2}
    assert changes["causes"] == {"supply_changed": 2}


def test_versions_count_the_first_date_and_every_new_one(shop: Shop) -> None:
    shop.stock(1, at(5, 8))
    shop.sell(at(5), 1, 4)
    purchase = shop.buy_suggested(at(5, 10))
    shop.sell(at(6), 1)
    for day in (18, 25):
        change = {"purchase_order": purchase, "expected_on": f"2026-01-{day}"}
        shop.call("change_supply", at(7), changes=[change])
    found = metrics(shop.conn, by="day")
    changes = found["promises"]["changes"]
    # One had its mug at once, four were told twice, and the last one has a plan of its own.
    assert changes["versions"] == {"1": 2, "3": 1}
    assert (changes["versions_mean"], changes["churn"]) == (1.667, 33.33)
    assert changes["causes"] == {"supply_changed": 2}
    fifth, sixth = found["periods"][:2]
    assert (fifth["versions_mean"], fifth["churn"]) == (2.0, 50.0)
    assert (sixth["versions_mean"], sixth["churn"]) == (1.0, 0.0)


def test_waits_are_counted_in_days_from_order_to_parcel(shop: Shop) -> None:
    story(shop)
    waits = metrics(shop.conn)["waits"]
    assert waits["units"] == 11
    assert (waits["filled"], waits["waiting"], waits["cancelled"]) == (6, 3, 2)
    assert waits["days"] == {"11": 3, "16": 3}
    assert (waits["days_p50"], waits["days_p90"], waits["days_mean"]) == (11, 16, 13.5)
    assert waits["cancelled_rate"] == 18.18


def test_the_backlog_is_what_is_open_by_age(shop: Shop) -> None:
    story(shop)
    found = backlog(shop.conn)
    assert (found["units"], found["allocated"], found["backordered"]) == (3, 0, 3)
    assert found["overdue"] == 3
    assert found["value_backordered"] == {"EUR": 1500}
    assert {one["days"]: one["units"] for one in found["ages"] if one["units"]} == {"15-30": 3}
    (oldest,) = found["oldest"]
    assert oldest["units"] == 3
    assert oldest["age_days"] == 20
    assert oldest["first_promise"] == "2026-01-16"


def test_suppliers_are_measured_by_what_was_first_ordered_for(shop: Shop) -> None:
    story(shop)
    (one,) = suppliers(shop.conn)["suppliers"]
    # Ordered 11 for the 15th: three came that day, four on the 20th, one of them damaged; the
    # customer's cancellation left four on order, overdue since the 20th.
    assert (one["ordered"], one["received"], one["damaged"], one["open"]) == (11, 6, 1, 4)
    assert one["overdue"] == 4
    assert one["lead_days_mean"] == round((3 * 10 + 4 * 15) / 7, 1)
    assert one["late_days_mean"] == round(4 * 5 / 7, 1)
    assert one["on_time_rate"] == round(100 * 3 / 11, 2)
    assert one["damaged_rate"] == round(100 / 7, 2)


def test_periods_add_up_to_the_whole(shop: Shop) -> None:
    story(shop)
    for by in ("day", "week", "month"):
        found = metrics(shop.conn, by=by)
        for name in ("orders", "lines", "units", "units_backordered"):
            assert sum(one[name] for one in found["periods"]) == found["accepted"][name]
        assert sum(one["promised"] for one in found["periods"]) == found["promises"]["first"]["due"]
        assert sum(one["filled"] for one in found["periods"]) == found["waits"]["filled"]
        assert found["periods"][-1]["waiting"] == found["waits"]["waiting"]


def test_empty_books_have_no_rates(conn: Conn) -> None:
    found = metrics(conn, date(2026, 1, 1), date(2026, 1, 31))
    assert found["accepted"]["orders"] == 0
    assert set(found["backorder_rate"].values()) == {None}
    assert backlog(conn)["oldest"] == suppliers(conn)["suppliers"] == []


def test_a_period_that_ends_before_it_begins_is_refused(conn: Conn) -> None:
    with pytest.raises(InvalidError) as refused:
        metrics(conn, date(2026, 2, 1), date(2026, 1, 1))
    assert refused.value.code == "period_backwards"


def test_the_command_prints_the_same_facts(
    shop: Shop, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story(shop)
    monkeypatch.setenv("DATABASE_URL", database_url)
    done = CliRunner().invoke(cli.build(), ["report", "metrics", "--by", "week", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == json.loads(json.dumps(metrics(shop.conn, by="week")))
    done = CliRunner().invoke(cli.build(), ["report", "suppliers", "--to", "2026-01-25"])
    assert done.exit_code == 0, done.output
    assert "S1" in done.stdout
