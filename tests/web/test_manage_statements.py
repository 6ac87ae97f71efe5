"""The pages to manage by ask the database as often for many rows as for few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from backorder.app.hooks import changing
from tests.api.conftest import NOW
from tests.web.test_reallocation import KEY_FIRST, scarce  # noqa: F401 (a fixture)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
PAGES = (
    *("/imports", "/reallocation", "/reports", "/reports/backlog", "/reports/suppliers"),
    *("/reports/causes", "/settings", "/settings/locations", "/settings/calendars"),
    *("/settings/policies", "/settings/policy", "/settings/jobs", "/settings/webhooks", "/health"),
)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the statements that this process sends from now on."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def noted(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        sent.append(str(query)[:60])
        return execute(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Cursor, "execute", noted)
    return sent


def asked(client: Client, statements: list[str], address: str, query: Any = None) -> int:
    """Return how many statements a page needs; once seen, so that caches are warm.

    Of two looks the smaller: a pool that opens a connection in between sends statements of its own.
    """
    client.get(address, query)
    counted = []
    for _ in range(2):
        statements.clear()
        assert client.get(address, query).status_code == 200
        counted.append(len(statements))
    return min(counted)


def test_pages_with_few_and_with_many_rows(
    web: Callable[..., Client],
    scarce: None,  # noqa: F811 (the fixture)
    statements: list[str],
    verb: Callable[..., Any],
    conn: psycopg.Connection[Any],
) -> None:
    client = web()
    few = {page: asked(client, statements, page) for page in PAGES}
    few["variant"] = asked(client, statements, "/reallocation/variant", KEY_FIRST)
    codes = [f"L{n:02}" for n in range(20)]
    verb("set_locations", locations=[{"code": code} for code in codes])
    verb("set_calendars", calendars=[{"code": code, "days": "mon-fri"} for code in codes])
    rules = [{"scope": "channel", "match": code, "mode": "allow"} for code in codes]
    verb("set_policies", policies=rules)
    for n, code in enumerate(codes):
        customer = {"ref": "ada" if n % 2 else "bob"}
        lines = [{"sku": "MUG", "quantity": 2}]
        verb("place_orders", orders=[{"key": code, "customer": customer, "lines": lines}])
        url = f"https://{code.lower()}.example.com/"
        changing.create(conn, code, url, now=NOW, actor="test")
    many = {page: asked(client, statements, page) for page in PAGES}
    many["variant"] = asked(client, statements, "/reallocation/variant", KEY_FIRST)
    assert many == few
    assert max(many.values()) <= 60
