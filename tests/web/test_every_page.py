"""Every page, reached by the links of the others: none is dead, none has a serious fault."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from backorder.app.hooks import changing
from backorder.app.pages.addresses import PAGES
from tests.ledger import busy_books
from tests.ledger.desk import OPENING, Desk
from tests.ledger.good_requests import GOOD
from tests.web.conftest import FULL, LOOKS, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    from tests.web.conftest import Visitor

# What no link leads to in these books: a form shows it, or another state of the books. The stories
# of imports, orders, reallocations and webhooks look at these.
NOT_LINKED = {
    "imports/<str:upload>",
    "imports/<str:upload>/errors",
    "o/<str:text>",
    "notices/<int:notice>",
    "notices/stop/<str:text>",
    "orders/quotes",
    "reallocation/<str:name>",
    "reallocation/<str:name>/undo",
    "reallocation/variant",
    "settings/deliveries/<int:delivery>",
    "settings/messages/<slug:event>/<slug:language>/shown",
    "sms/in/<str:secret>",
    "supplier/<str:text>",
    "w/<str:text>",
    "waitlist/<path:sku>",
}
MOST = 1500  # addresses looked at


class Links(HTMLParser):
    """Collects where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, or a form that only asks."""
        named = dict(attrs)
        if tag == "form" and (named.get("method") or "get") == "get" and named.get("action"):
            self.found.append(named["action"] or "")
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def route_of(address: str) -> str:
    parts = urlsplit(address)
    try:
        return str(resolve(parts.path).route)
    except Resolver404:
        return "dead"


def kind_of(address: str) -> tuple[str, ...]:
    """Return what makes two addresses alike: the route, and the names of what is asked."""
    query = urlsplit(address).query
    return (route_of(address), *sorted(part.split("=")[0] for part in query.split("&") if part))


def crawl(client: Client) -> tuple[dict[tuple[str, ...], str], list[tuple[str, str, int]]]:
    """Return one address of each kind that can be reached, and those that led nowhere."""
    seen: dict[tuple[str, ...], str] = {}
    dead = []
    waiting = [("/", "/")]
    while waiting and len(seen) < MOST:
        address, source = waiting.pop(0)
        kind = kind_of(address)
        if kind in seen:
            continue
        seen[kind] = address
        answer = client.get(address)
        if answer.status_code >= 400:
            dead.append((source, address, answer.status_code))
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        links = Links()
        links.feed(answer.content.decode())
        for link in links.found:
            target = urljoin(address, link.split("#")[0] or address)
            if target.startswith("/") and not target.startswith(("/api/", "/static/")):
                waiting.append((target, address))
    return seen, dead


@pytest.fixture
def lived(conn: psycopg.Connection[Any]) -> None:
    """Fill the books by every verb: short, shipped, planned, quoted, transferred, unknown."""
    desk = Desk(conn)
    busy_books.write(desk)
    ada = {"ref": "C7", "name": "Ada", "email": "c7@example.com"}
    desk.do("set_customers", customers=[ada])
    pots = [{"sku": "POT", "quantity": 2}]
    desk.do("place_orders", orders=[{"key": "o-c7", "customer": {"ref": "C7"}, "lines": pots}])
    came = [{"sku": "MUG", "quantity": 3}]
    desk.do("receive", receipts=[{"key": "r-1", "purchase_order": "PO-000001", "lines": came}])
    desk.do("release", key="wave-1", releases=[{"order": "o-c7"}])
    for verb in ("set_stock_policies", "set_promotions", "set_forecasts", "set_lead_times"):
        desk.do(verb, **GOOD[verb])
    desk.do("label_backorders", **GOOD["label_backorders"])
    desk.do("sweep")
    changing.create(conn, "Shop", "https://shop.example.com/in", now=OPENING, actor="test")


@pytest.mark.usefixtures("lived")
def test_every_page_is_linked_and_no_link_is_dead(web: Callable[..., Client]) -> None:
    seen, dead = crawl(web("owner"))
    assert dead == []
    reached = {kind[0] for kind in seen}
    reading = {page.path for page in PAGES if "GET" in page.methods and page.needs != "nobody"}
    left = " ".join(sorted(reading - reached - NOT_LINKED))
    assert left == ""


@pytest.mark.slow
@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_no_page_has_a_serious_fault(
    web: Callable[..., Client],
    visit: Callable[..., Visitor],
    size: Any,
    scheme: str,
) -> None:
    seen, _ = crawl(web("owner"))
    window = visit("owner", size, scheme)
    faults: dict[str, Any] = {}
    looked: set[str] = set()
    for kind, address in seen.items():
        if kind[0] in looked or _is_file(web("owner"), address):
            continue
        looked.add(kind[0])
        window.faults.clear()
        window.go(address)
        window.shot(f"{kind[0].replace('/', '-') or 'overview'}-{scheme}-{size['width']}")
        found: list[Any] = list(window.faults)
        if FULL or len(looked) % 2 == (size == PHONE):  # axe is slow: each page in one look
            found += window.axe()
        if (wider := window.overflow()) > 0:
            found.append(f"{wider} px wider than the window")
        if found:
            faults[address] = found
    assert faults == {}
    assert len(looked) > 5


def _is_file(client: Client, address: str) -> bool:
    answer = client.get(address)
    kind = answer.headers.get("Content-Type", "")
    return "attachment" in answer.headers.get("Content-Disposition", "") or "html" not in kind
