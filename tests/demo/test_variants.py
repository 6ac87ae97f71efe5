"""A month lived again: a case worked out by hand, and a company whose month must come out alike."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from backorder import cli, ledger
from backorder.app.report.comparing import comparison
from backorder.app.report.variants import arrays, variants
from backorder.demo.company import SIZES, make_company
from backorder.demo.year import Year
from backorder.ledger.figures.measuring import metrics
from backorder.ledger.figures.whatif import lived
from backorder.planning.outcomes import Month
from backorder.planning.variants import NOT_YET, as_it_happened

if TYPE_CHECKING:
    import psycopg

    Conn = psycopg.Connection[tuple[Any, ...]]

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def call(conn: Conn, verb: str, when: datetime, **request: Any) -> dict[str, Any]:
    return ledger.VERBS[verb](conn, request, now=when, actor="test")


@pytest.fixture
def shop(conn: Conn) -> Conn:
    """Ten mugs for three orders; five come in time, on the 15th, the others on the 20th."""
    start = at(1)
    call(conn, "set_products", start, products=[{"sku": "MUG", "unit_price": 500}])
    call(conn, "set_suppliers", start, suppliers=[{"code": "S1", "name": "One"}])
    item = {"supplier": "S1", "sku": "MUG", "lead_time_days": 10, "unit_cost": 200}
    call(conn, "set_supplier_items", start, supplier_items=[item])
    people = [{"ref": "ann", "class": "retail"}, {"ref": "vic", "class": "vip"}]
    call(conn, "set_customers", start, customers=people)
    for key, who, units, when in (
        ("A", "ann", 6, at(5)),
        ("B", "vic", 3, at(5, 10)),
        ("C", "vic", 1, at(6)),
    ):
        order = {
            "key": key,
            "customer": {"ref": who},
            "ship": "complete" if key == "C" else "as_available",
            "lines": [{"sku": "MUG", "quantity": units}],
        }
        (answer,) = call(conn, "place_orders", when, orders=[order])["orders"]
        assert answer["status"] == "accepted"
    planned = [row[0] for row in conn.execute("SELECT name FROM supply WHERE kind = 'planned'")]
    (bought,) = call(conn, "order_supply", at(6, 12), suggestions=planned)["purchase_orders"]
    for day, orders in ((15, ["SO-000001"]), (20, ["SO-000001", "SO-000002", "SO-000003"])):
        receipt = {
            "key": f"in{day}",
            "purchase_order": bought["purchase_order"],
            "lines": [{"sku": "MUG", "quantity": 5}],
        }
        call(conn, "receive", at(day, 12), receipts=[receipt])
        parcels = [{"key": f"out{day}{order}", "order": order} for order in orders]
        call(conn, "ship", at(day, 17), shipments=parcels)
    call(conn, "set_suppliers", at(31), suppliers=[{"code": "S2", "name": "Two"}])
    return conn


def by_name(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in found["variants"]}


def test_the_first_in_the_queue_got_what_came_first(shop: Conn) -> None:
    happened, again = (
        by_name(variants(shop, FIRST, LAST))[name] for name in ("as_happened", "first_come")
    )
    # A and B were promised for the 16th, C for the 17th; five units of A left on the 15th.
    assert (happened["units_left"], happened["orders_filled"]) == (10, 3)
    assert (happened["due"], happened["kept"], happened["kept_rate"]) == (10, 5, 50.0)
    assert (happened["value_due"], happened["value_on_time"]) == ({"EUR": 5000}, {"EUR": 2500})
    # Five waited ten days, one and three fifteen, one fourteen.
    assert (happened["wait_days_mean"], happened["wait_days_p95"]) == (12.4, 15)
    assert {**again, "name": "as_happened"} == happened


@pytest.mark.parametrize("name", ["class", "small", "finish"])
def test_another_ranking_moves_the_wait_to_someone_else(shop: Conn, name: str) -> None:
    one = by_name(variants(shop, FIRST, LAST, ["vip"]))[name]
    # On the 15th B and C leave whole and A gets the fifth unit: as many in time, but not the same.
    assert (one["units_left"], one["kept"], one["wait_days_mean"]) == (10, 5, 12.4)
    vip, retail = one["classes"]
    assert (vip["class"], vip["kept_rate"], vip["orders_earlier"]) == ("vip", 100.0, 2)
    assert (retail["class"], retail["kept"], retail["orders_later"]) == ("retail", 1, 0)
    assert vip["wait_days_mean"] == round((3 * 10 + 9) / 4, 2)


def test_the_biggest_order_first_is_what_happened_here(shop: Conn) -> None:
    found = by_name(variants(shop, FIRST, LAST))
    for name in ("value", "margin", "requested", "promised"):
        assert (found[name]["orders_earlier"], found[name]["orders_later"]) == (0, 0)


def test_a_period_before_the_parcels_shows_the_waits_so_far(shop: Conn) -> None:
    found = by_name(variants(shop, FIRST, date(2026, 1, 10)))
    assert len({json.dumps({**one, "name": ""}) for one in found.values()}) == 1
    assert found["class"]["units_left"] == 0
    assert found["class"]["wait_days_mean"] == round((9 * 5 + 4) / 10, 2)


def test_empty_books_have_nothing_to_compare(conn: Conn) -> None:
    found = variants(conn, FIRST, LAST)
    assert found["units"] == 0
    assert comparison(found) is None


def test_a_month_as_it_happened_comes_out_as_it_happened(conn: Conn) -> None:
    Year(conn, make_company(3, SIZES["small"]), 3).run(days=70)
    first, last = date(2025, 2, 3), date(2025, 3, 7)
    found, books = by_name(variants(conn, first, last)), arrays(lived(conn, first, last))
    month = Month.of(books, as_it_happened(books))
    left = month.day < NOT_YET
    again: dict[tuple[int, int], int] = {}
    for line, day, units in zip(
        books.waiting.line[month.row[left]], month.day[left], month.units[left], strict=True
    ):
        again[int(line), int(day)] = again.get((int(line), int(day)), 0) + int(units)
    recorded = zip(books.left_line, books.days[books.left_day], books.left_units, strict=True)
    assert again == {(int(line), int(day)): int(units) for line, day, units in recorded}

    happened = found["as_happened"]
    shipped = conn.execute(
        "SELECT sum(quantity) FROM shipment_line AS s JOIN shipment AS h ON h.id = s.shipment_id"
        " WHERE (h.at AT TIME ZONE 'Europe/Berlin')::date BETWEEN %s AND %s",
        (first, last),
    ).fetchone()
    assert shipped == (happened["units_left"],)
    kept = metrics(conn, first, last)["promises"]["first"]
    before = kept["due"] - happened["due"]  # what was due in the month and had left before it
    assert (happened["kept"], before >= 0) == (kept["kept"] - before, True)
    # Nobody jumped the queue in this company: first come, first served is what happened.
    assert {**found["first_come"], "name": "as_happened"} == happened
    assert found["small"]["orders_earlier"] > 0


def test_the_command_prints_the_same_facts(
    shop: Conn, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    asked = ["report", "variants", "--from", "2026-01-01", "--to", "2026-01-31"]
    done = CliRunner().invoke(cli.build(), [*asked, "--classes", "vip,retail", "--json"])
    assert done.exit_code == 0, done.output
    expected = variants(shop, FIRST, LAST, ["vip", "retail"])
    assert json.loads(done.stdout) == json.loads(json.dumps(expected))
    done = CliRunner().invoke(cli.build(), ["report", "variants"])
    assert done.exit_code == 0, done.output
    assert "Small orders first" in done.stdout
