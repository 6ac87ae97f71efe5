"""Reports on pages: the figures of the books, with plots, links to the rows, and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
TABS = ("", "/backlog", "/suppliers", "/causes", "/what-if")


@pytest.fixture
def sold(verb: Callable[..., Any]) -> None:
    """Sell four mugs from the shelf, and twenty of which ten have to come."""
    for key, quantity in (("w-1", 4), ("w-2", 20)):
        lines = [{"sku": "MUG", "quantity": quantity}]
        verb("place_orders", orders=[{"key": key, "customer": {"ref": "ada"}, "lines": lines}])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


@pytest.mark.parametrize("tab", TABS)
def test_every_report_of_empty_and_of_busy_books(
    web: Callable[..., Client], verb: Callable[..., Any], tab: str
) -> None:
    client = web("reader")
    assert "<h1>Reports</h1>" in text(client, f"/reports{tab}")
    lines = [{"sku": "MUG", "quantity": 20}]
    verb("place_orders", orders=[{"key": "w-1", "customer": {"ref": "ada"}, "lines": lines}])
    assert "<h1>Reports</h1>" in text(client, f"/reports{tab}")


def test_service_in_figures_and_files(web: Callable[..., Client], sold: None) -> None:
    client = web("reader")
    page = text(client, "/reports")
    assert "50.0%" in page  # one order of two
    assert 'href="/orders?since=2026-11-01&amp;until=2026-12-01"' in text(
        client, "/reports?from=2026-11-01&to=2026-11-30"
    )
    answer = client.get("/reports?format=csv")
    head, *rows = answer.content.decode().splitlines()
    assert head.startswith("period,from,to,orders,orders_backordered,lines")
    assert rows[-1].startswith("2026-11,2026-11-22,2026-11-22,2,1,2,1,24,14")
    assert client.get("/reports?format=xlsx").content[:2] == b"PK"
    assert client.get("/reports?format=pdf").status_code == 400


def test_the_longest_waits(web: Callable[..., Client], sold: None) -> None:
    page = text(web("reader"), "/reports/backlog")
    assert 'href="/orders/SO-000002"' in page
    answer = web("reader").get("/reports/backlog?format=csv")
    assert "SO-000002,MUG" in answer.content.decode()


@pytest.mark.parametrize("tab", ["", "/suppliers", "/causes", "/what-if"])
@pytest.mark.parametrize(
    "query", ["from=yesterday", "from=2026-12-01&to=2026-11-01", "by=hour", "from=0001-01-01"]
)
def test_a_period_that_is_none_is_told(web: Callable[..., Client], tab: str, query: str) -> None:
    answer = web("reader").get(f"/reports{tab}?{query}")
    assert answer.status_code == 200
