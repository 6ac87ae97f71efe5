"""What tests of purchasing, receiving and shipping share: orders that wait, and reading pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


def place(
    verb: Callable[..., Any], key: str, quantity: int, sku: str = "MUG", **order: Any
) -> dict[str, Any]:
    """Place an order of one line for Ada and return what became of it."""
    asked = {"key": key, "customer": {"ref": "C7"}, "lines": [{"sku": sku, "quantity": quantity}]}
    (answer,) = verb("place_orders", orders=[asked | order])["orders"]
    assert answer["status"] == "accepted", answer
    return dict(answer)


def buy(verb: Callable[..., Any], quantity: int, on: str = "2026-12-08", sku: str = "MUG") -> str:
    """Place a purchase order with the potter and return its number."""
    line = {"sku": sku, "quantity": quantity, "unit_cost": 400}
    order = {"key": f"p-{sku}-{quantity}", "supplier": "S1", "expected_on": on, "lines": [line]}
    (answer,) = verb("order_supply", purchase_orders=[order])["purchase_orders"]
    return str(answer["purchase_order"])


def text(page: Any) -> str:
    """Return the words of a page, each run of blanks as one."""
    body = re.sub(r"<(script|style|head).*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def hidden(page: Any) -> dict[str, list[str]]:
    """Return the hidden fields of the form that carries out what a page has shown."""
    body = page.content.decode()
    form = next(part for part in body.split("<form") if 'name="step" value="do"' in part)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def through(client: Client, path: str, fields: dict[str, Any]) -> tuple[Any, Any]:
    """Look at what a form would do, then do it; return both answers."""
    seen = client.post(path, fields)
    assert seen.status_code == 200, text(seen)
    return seen, client.post(path, hidden(seen))


def statements(client: Client, path: str) -> int:
    """Return how many statements a page takes, those of the session among them."""
    count = 0
    execute = psycopg.Cursor.execute

    def counted(self: Any, *args: Any, **named: Any) -> Any:
        nonlocal count
        count += 1
        return execute(self, *args, **named)

    client.get(path)  # the first time a process looks up more
    count = 0
    with patch.object(psycopg.Cursor, "execute", counted):
        assert client.get(path).status_code == 200
    return count
