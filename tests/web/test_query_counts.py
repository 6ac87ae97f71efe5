"""Pages ask PostgreSQL a fixed number of questions, however much there is to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from bench.addresses import linked, pages
from tests.support import counted_statements

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("company")]
MOST = 40  # of a page that is not pinned
REMEMBERED = "FROM app_setting"  # asked again after a while, by whoever comes first
# The most each page takes; those of who is signed in (session, person) are among them.
PINNED: dict[str, int] = {
    "/": 11,
    "/backorders": 4,
    "/backorders/<str:order>/<int:line_no>": 15,
    "/backorders/by-customer": 5,
    "/backorders/by-product": 4,
    "/backorders/by-supplier": 5,
    "/customers": 4,
    "/customers/<path:ref>": 11,
    "/health": 10,
    "/imports": 3,
    "/needs-you": 3,
    "/orders": 4,
    "/orders/<path:name>": 12,
    "/reports/money": 6,
    "/orders/new": 2,
    "/products": 4,
    "/products/<path:sku>": 14,
    "/reallocation": 3,
    "/reports": 21,
    "/reports/backlog": 12,
    "/reports/causes": 21,
    "/reports/suppliers": 12,
    "/reports/what-if": 31,
    "/settings": 2,
    "/settings/account": 3,
    "/settings/calendars": 3,
    "/settings/jobs": 5,
    "/settings/locations": 4,
    "/settings/people": 3,
    "/settings/messages": 3,
    "/settings/messages/<slug:event>/<slug:language>": 4,
    "/settings/policies": 4,
    "/settings/tokens": 3,
    "/settings/webhooks": 3,
}
# Lists that take more than who is signed in, the rows, and the views that were saved of them.
LISTS = {
    "/backorders/by-customer": 5,
    "/backorders/by-supplier": 5,
    "/fulfilment/picking": 5,
    "/promotions": 5,
}


def business(verb: Callable[..., Any], first: int, last: int) -> None:
    """Let products be bought and sold: some wait, some are ready, some have left."""
    numbers = range(first, last)
    products = [{"sku": f"P{n:02}", "name": f"Product {n}", "unit_price": 100} for n in numbers]
    verb("set_products", products=products)
    items = [{"supplier": "S1", "sku": one["sku"], "lead_time_days": 5} for one in products]
    verb("set_supplier_items", supplier_items=items)
    for n in numbers:
        sku = f"P{n:02}"
        counted = {"key": f"c-{sku}", "location": "MAIN", "lines": [{"sku": sku, "quantity": 9}]}
        verb("count", counts=[counted])
        bought = {"key": f"p-{sku}", "supplier": "S1", "lines": [{"sku": sku, "quantity": 9}]}
        verb("order_supply", purchase_orders=[bought])
        customer = {"ref": f"C-{sku}", "name": f"Customer {n}"}
        for key, quantity in (("sent", 2), ("ready", 2), ("waits", 9), ("planned", 20)):
            line = {"sku": sku, "quantity": quantity}
            verb(
                "place_orders",
                orders=[{"key": f"{key}-{sku}", "customer": customer, "lines": [line]}],
            )
        verb("ship", shipments=[{"key": f"s-{sku}", "order": f"sent-{sku}"}])


def questions(client: Client) -> dict[str, int]:
    """Return how many statements each page takes, by the pattern of its address."""
    counts = {}
    for page, _ in linked(client):
        path = urlsplit(page.path).path
        client.get(page.path)  # whatever a process asks once, it has asked by now
        with counted_statements() as sent:
            assert client.get(page.path).status_code == 200, path
        counts[page.name] = sum(REMEMBERED not in statement for statement in sent)
    return counts


def test_no_page_asks_more_where_there_is_more(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    client = web("owner")
    business(verb, 0, 2)
    few = questions(client)
    business(verb, 2, 8)
    many = questions(client)
    # A page that remembers its figures for a while may ask less, never more.
    allowed = {name: PINNED.get(name, few.get(name, MOST)) for name in many}
    beyond = {name: (count, allowed[name]) for name, count in many.items() if count > allowed[name]}
    assert beyond == {}
    assert max(many.values()) <= MOST
    assert sorted(set(PINNED) - set(many)) == []


def test_no_state_and_no_filter_asks_more_than_its_list(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    client = web("owner")
    business(verb, 0, 2)
    plain: dict[str, int] = {}
    beyond = {}
    asked = 0
    for page in pages(conn, client):
        route, filtered, _ = page.name.partition("?")
        if not filtered and not page.name.endswith("from the middle"):
            continue
        base = route.removesuffix(", from the middle")
        if base not in plain:
            plain[base] = sent(client, base)
        asked += 1
        count = sent(client, page.path)
        if count > plain[base]:
            beyond[page.name] = (count, plain[base])
    assert beyond == {}
    assert asked > 80
    assert {base: count for base, count in plain.items() if count > LISTS.get(base, 4)} == {}


def sent(client: Client, path: str) -> int:
    """Return how many statements an address takes once a process has asked what it asks once."""
    client.get(path)
    with counted_statements() as statements:
        assert client.get(path).status_code == 200, path
    return sum(REMEMBERED not in statement for statement in statements)
