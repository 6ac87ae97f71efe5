"""Lists find the rows of a state by other conditions than the column that shows it: same rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.api import asking, reading
from backorder.app.pages import backorders, orders, products
from tests.web.desk import buy, place

if TYPE_CHECKING:
    from collections.abc import Callable

    from backorder.app.api.listing import Listing

pytestmark = pytest.mark.usefixtures("business")


def rows(conn: Any, listing: Listing, **asked: str) -> list[dict[str, Any]]:
    """Return the rows of a list, with filters."""
    given = {name: [value] for name, value in asked.items()} | {"limit": ["500"]}
    return reading.page(conn, listing, asking.read(listing, given)).items()


def partition(conn: Any, listing: Listing, name: str, values: Any) -> dict[str, list[Any]]:
    """Return the rows that each value of a filter finds, which must say that value."""
    column = listing.column(name)
    every = rows(conn, listing)
    found = {value: rows(conn, listing, **{name: value}) for value in values}
    assert found == {
        value: [row for row in every if row[name] == asking.value(column, value)]
        for value in values
    }
    assert sum(map(len, found.values())) == len(every)
    return found


@pytest.fixture
def business(company: None, verb: Callable[..., Any], conn: Any) -> None:
    """Orders and products of every state there is."""
    sold = ("MUG", "POT", "PAN", "JAR", "LID", "NEW")
    verb("set_products", products=[{"sku": sku, "unit_price": 500} for sku in sold])
    verb("set_products", products=[{"sku": "OLD", "discontinued": True}])
    offers = [{"supplier": "S1", "sku": sku, "lead_time_days": 9} for sku in ("MUG", "POT")]
    verb("set_supplier_items", supplier_items=offers)
    there = [{"sku": "MUG", "quantity": 9}, {"sku": "LID", "quantity": 3}]
    verb("count", counts=[{"key": "c-states", "location": "MAIN", "lines": there}])
    buy(verb, 6, on="2026-12-08")
    buy(verb, 5, on="2026-12-10", sku="JAR")
    lost = buy(verb, 4, on="2026-12-11", sku="PAN")
    place(verb, "sent", 2)
    verb("ship", shipments=[{"key": "s-1", "order": "sent"}])
    for key in ("ready", "gone", "part"):
        place(verb, key, 2)
    verb("cancel", cancellations=[{"order": "gone"}])
    place(verb, "waits", 8)
    place(verb, "planned", 3, sku="POT")
    place(verb, "unknown", 3, sku="PAN")
    verb("change_supply", changes=[{"purchase_order": lost, "cancel": True}])
    # A slip that customers are not told of: the line comes later than it was promised.
    conn.execute("UPDATE supply SET available_on = %s WHERE kind = 'planned'", [date(2027, 3, 1)])


def test_orders_of_a_state_are_those_that_say_so(conn: Any) -> None:
    found = partition(conn, orders.BOOK, "status", orders.STATES)
    assert [state for state, some in found.items() if not some] == []


def test_products_of_a_state_are_those_that_say_so(conn: Any) -> None:
    found = partition(conn, products.STOCK, "state", products.STATES)
    assert [state for state, some in found.items() if not some] == []


def test_lines_of_a_basis_are_those_that_say_so(conn: Any) -> None:
    found = partition(conn, backorders.LINES, "basis", backorders.BASES)
    assert [basis for basis, some in found.items() if not some] == ["transfer"]


def test_late_lines_are_those_that_say_so(conn: Any) -> None:
    found = partition(conn, backorders.LINES, "late", ("true", "false"))
    assert all(found.values())


def test_lines_of_a_supplier_are_found_by_its_supplies(conn: Any) -> None:
    every = rows(conn, backorders.LINES)
    mine = rows(conn, backorders.LINES, supplier="S1")
    assert mine
    assert mine == [row for row in every if row["supplier"] == "S1"]
    assert rows(conn, backorders.LINES, supplier="nobody") == []


def test_a_day_until_which_lines_are_promised_is_meant_itself(conn: Any) -> None:
    every = sorted({row["on"] for row in rows(conn, backorders.LINES) if row["on"]})
    found = rows(conn, backorders.LINES, until=str(every[0]))
    assert {row["on"] for row in found} == {every[0]}
