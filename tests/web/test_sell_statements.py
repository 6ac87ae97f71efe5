"""How many statements the pages for selling send: as many for many rows as for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support import counted_statements
from tests.web.selling import call, sell, stocked

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]

pytestmark = pytest.mark.usefixtures("company")
PATHS = (
    "/", "/needs-you", "/backorders", "/backorders/by-product", "/backorders/by-customer",
    "/backorders/by-supplier", "/backorders/SO-000002/1", "/orders", "/orders/quotes",
    "/orders/SO-000002", "/products", "/products/MUG", "/customers", "/customers/C7",
)  # fmt: skip


def sent(client: Client, path: str) -> int:
    """Return how many statements a page sends to PostgreSQL once it is warm."""
    assert client.get(path).status_code == 200
    with counted_statements() as seen:
        client.get(path)
    return len(seen)


@pytest.mark.usefixtures("same_day")
def test_rows_cost_no_statements(web: Callable[..., Client], conn: Conn) -> None:
    stocked(conn)
    lines = [{"sku": "POT", "quantity": 1}]
    call(conn, "quote", quotes=[{"key": "q", "lines": lines, "expires_in": 900}])
    client = web()
    few = {path: sent(client, path) for path in PATHS}
    for n in range(30):
        sell(conn, f"more-{n}", ("MUG", 2), ("POT", 1), customer={"ref": f"C{n % 7}"})
        call(conn, "quote", quotes=[{"key": f"q-{n}", "lines": lines, "expires_in": 900}])
    call(conn, "change_supply", changes=[{"purchase_order": "PO-000001", "cancel": True}])
    many = {path: sent(client, path) for path in PATHS}
    assert many == few
    assert max(many.values()) <= 25
