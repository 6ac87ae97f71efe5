"""The whole story: a purchase slips ten days; who is concerned hears once, and answers as he likes.

Over a real mail server, a real gateway for text messages, and a real browser of 390 pixels.
"""

from __future__ import annotations

import re
import threading
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from backorder.app.jobs.tasks import TASKS
from backorder.app.jobs.work import Work
from tests.notices.shop import Shop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psycopg
    from django.test import Client

    from tests.notices.conftest import Post

BEN_PHONE = "+15551234567"
PHONE = {"width": 390, "height": 844}
PRICE = 1250


class Phones(BaseHTTPRequestHandler):
    """The gateway's side: keeps each text message, and takes it."""

    taken: list[tuple[str, str]]

    def do_GET(self) -> None:
        """Take a text message as Kannel does."""
        asked = parse_qs(urlsplit(self.path).query)
        self.taken.append((asked["to"][0], asked["text"][0]))
        self.send_response(202)
        self.end_headers()
        self.wfile.write(b"0: Accepted for delivery")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """Return the text messages that a gateway on a socket was given."""
    taken: list[tuple[str, str]] = []
    server = HTTPServer(("127.0.0.1", 0), type("Mine", (Phones,), {"taken": taken}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv(
        "BACKORDER_SMS_URL", f"http://127.0.0.1:{server.server_port}/cgi-bin/sendsms"
    )
    monkeypatch.setenv("BACKORDER_INBOUND_SECRET", "gateway-secret-of-a-story")
    yield taken
    server.shutdown()
    server.server_close()
    thread.join()


class Later(Work):
    """The work of a task at an instant of the story's own."""

    __slots__ = ("instant",)

    @property
    def now(self) -> datetime:
        """Return the story's instant."""
        return _clock[-1]


_clock: list[datetime] = [datetime(2026, 11, 22, 9, tzinfo=UTC)]


def run(shop: Shop, task: str) -> dict[str, Any]:
    _clock[-1] = shop.now
    return TASKS[task].run(Later(shop.conn, task))


def customer(ref: str, **more: str) -> dict[str, str]:
    return {"ref": ref, "name": ref.title(), "email": f"{ref.lower()}@example.com", **more}


def sell(shop: Shop, who: dict[str, str], sku: str, units: int) -> str:
    order = {
        "key": f"web-{who['ref']}",
        "destination": "US-10001",
        "customer": who,
        "lines": [{"sku": sku, "quantity": units, "unit_price": PRICE}],
    }
    return str(shop.do("place_orders", orders=[order])["orders"][0]["order"])


def slip(shop: Shop, days: int) -> dict[str, Any]:
    """Let the purchase of mugs come so many days later than it stands."""
    ((stands,),) = shop.rows(
        "SELECT s.available_on FROM supply AS s JOIN product AS p ON p.id = s.product_id"
        " WHERE s.kind = 'purchase' AND p.sku = 'MUG'"
    )
    day = (stands + timedelta(days=days)).isoformat()
    return shop.do("change_supply", changes=[{"purchase_order": "PO-000001", "expected_on": day}])


@pytest.fixture
def shop(
    conn: psycopg.Connection[Any],
    post: Post,
    texts: list[tuple[str, str]],
    app: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Shop:
    """Return a shop of which Ann, Ben and Cleo wait for mugs, Dan for a pot; Eve's mugs are there.

    Cleo has paid. The purchase of mugs was late once before, and all let that pass in silence.
    """
    monkeypatch.setenv("BACKORDER_URL", "https://shop.example")
    shop = Shop(conn, now=datetime.now(UTC))
    shop.open(monkeypatch)
    shop.stock(MUG=2)
    sell(shop, customer("EVE"), "MUG", 2)
    day = (shop.now + timedelta(days=15)).date()
    shop.buy("p-1", day.isoformat(), MUG=50)
    shop.buy("p-2", day.isoformat(), POT=5)
    sell(shop, customer("ANN"), "MUG", 2)
    sell(shop, customer("BEN", phone=BEN_PHONE), "MUG", 3)
    sell(shop, customer("CLEO"), "MUG", 4)
    sell(shop, customer("DAN"), "POT", 1)
    ((ben,),) = shop.rows("SELECT id FROM customer WHERE ref = 'BEN'")
    from backorder.app.notices import preferences  # noqa: PLC0415 (once Django is set up)

    preferences.save(conn, ben, now=shop.now, by="customer:BEN", channel="sms")
    shop.do("arrange_payments", terms=[{"order": "web-CLEO", "method": "now"}])
    paid: dict[str, Any] = {
        "provider": "fake",
        "reference": "ch-1",
        "what": "charged",
        "order": "web-CLEO",
    }
    paid |= {"amount": 4 * PRICE, "currency": "EUR"}
    shop.do("record_payments", payments=[paid])
    slip(shop, 10)
    run(shop, "notices")
    post.messages.clear()
    post.recipients.clear()
    texts.clear()
    return shop


def test_a_purchase_slips_ten_days(
    shop: Shop,
    post: Post,
    texts: list[tuple[str, str]],
    web: Callable[..., Client],
    visit: Callable[..., Any],
) -> None:
    before = _versions(shop)
    told = slip(shop, 10)
    concerned = {"SO-000002", "SO-000003", "SO-000004"}
    _one_transaction(shop, told, before, concerned)
    respond_by = {one["respond_by"] for one in told["delays"]}
    assert {one["kind"] for one in told["delays"]} == {"renewed"}
    _each_heard_once(shop, post, texts)
    _ann_waits(post, visit)
    _ben_cancels(shop, web)
    _cleo_is_silent(shop, date.fromisoformat(respond_by.pop()))
    stands = shop.rows(
        "SELECT o.key, (l.ordered - l.cancelled)::int FROM order_line l"
        " JOIN sales_order o ON o.id = l.order_id ORDER BY o.id"
    )
    assert stands == [
        ("web-EVE", 2),
        ("web-ANN", 2),
        ("web-BEN", 0),
        ("web-CLEO", 0),
        ("web-DAN", 1),
    ]
    assert shop.breaches() == []


def _versions(shop: Shop) -> dict[str, int]:
    return dict(shop.rows(
        "SELECT o.key, max(r.version)::int FROM promise r JOIN order_line l ON l.id = r.line_id"
        " JOIN sales_order o ON o.id = l.order_id GROUP BY o.key"
    ))  # fmt: skip


def _one_transaction(
    shop: Shop, told: dict[str, Any], before: dict[str, int], concerned: set[str]
) -> None:
    """Exactly the lines that wait for this purchase have a new day, all by one journal entry."""
    moved = [(one["order"], one["from"], one["to"]) for one in told["repromised"]]
    assert {order for order, _, _ in moved} == concerned
    assert len(moved) == len(concerned)
    days = {date.fromisoformat(to) - date.fromisoformat(was) for _, was, to in moved}
    assert days <= {timedelta(days=n) for n in (9, 10, 11, 12)}  # nothing leaves on a Sunday
    after = _versions(shop)
    grown = {key for key in after if after[key] > before[key]}
    assert grown == {"web-ANN", "web-BEN", "web-CLEO"}
    written = "SELECT count(DISTINCT journal_id), count(*), min(journal_id) = (SELECT max(id) FROM"
    written += " journal) FROM promise WHERE journal_id = (SELECT max(id) FROM journal)"
    assert shop.rows(written) == [(1, 3, True)]
    assert {one["order"] for one in told["delays"]} == concerned


def _each_heard_once(
    shop: Shop,
    post: Post,
    texts: list[tuple[str, str]],
) -> None:
    """One notice for each customer and choice of channel; the second look finds nothing to do."""
    assert run(shop, "notices")["sent"] == 4
    supplier = [["s1@example.com"]]  # hears that its purchase changed
    assert sorted(post.recipients) == [["ann@example.com"], ["cleo@example.com"], *supplier]
    assert [to for to, _ in texts] == [BEN_PHONE]
    assert "SO-000003" in texts[0][1]
    assert len(texts[0][1]) <= 160
    run(shop, "notices")  # that they went was written down: nobody hears of that
    assert run(shop, "notices") == {"dispatched": 0, "sent": 0, "failed": 0, "later": 0}
    assert (len(post.messages), len(texts)) == (3, 1)
    noted = "SELECT case_id::int, notice, channel FROM delay_told WHERE notice = 2 ORDER BY case_id"
    assert shop.rows(noted) == [(1, 2, "email"), (2, 2, "sms"), (3, 2, "email")]


def _ann_waits(post: Post, visit: Callable[..., Any]) -> None:
    """Ann opens the link of her message on a telephone and presses one button."""
    message = next(one for one in post.messages if one["To"] == "ann@example.com")
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"https://shop\.example(/o/[\w-]{32})", body.get_content())
    assert found is not None, body.get_content()
    phone = visit("", PHONE)
    phone.go(found[1])
    assert phone.axe() == []
    assert phone.overflow() <= 0
    phone.shot("story-question")
    phone.page.get_by_role("button", name="Yes, I wait").click()
    phone.page.get_by_role("status").wait_for()
    phone.shot("story-agreed")
    assert "Thank you for waiting." in phone.page.inner_text("main")
    assert phone.faults == []


def _ben_cancels(shop: Shop, web: Callable[..., Client]) -> None:
    """Ben texts back; the gateway hands it over twice, and it is done once."""
    said = {"from": BEN_PHONE, "text": "Cancel!", "id": "m-1"}
    for _ in range(2):
        answer = web("").get("/sms/in/gateway-secret-of-a-story", said)
        assert answer.status_code == 200
        assert "SO-000003" in answer.content.decode()
    given = "SELECT answer, outcome, channel FROM delay_answer ORDER BY recorded_at, case_id"
    assert shop.rows(given) == [("wait", "consented", "web"), ("cancel", "cancelled", "sms")]


def _cleo_is_silent(shop: Shop, respond_by: date) -> None:
    """Nothing is cancelled while the day lasts anywhere; then Cleo's mugs are, and she is owed."""
    over = datetime(respond_by.year, respond_by.month, respond_by.day, tzinfo=UTC)
    shop.now = over + timedelta(days=1, hours=11, minutes=59)
    assert run(shop, "delays")["cancelled"] == 0
    shop.now += timedelta(minutes=1)
    assert run(shop, "delays")["cancelled"] == 1
    assert run(shop, "delays")["cancelled"] == 0
    due = "SELECT o.key, r.amount::int, r.units::int, r.refund_by > %(day)s::date, r.state"
    due += " FROM refund_due r JOIN sales_order o ON o.id = r.order_id"
    assert shop.rows(due, day=respond_by) == [("web-CLEO", 4 * PRICE, 4, True, "due")]
    ends = "SELECT id::int, outcome FROM delay_case ORDER BY id"
    assert shop.rows(ends) == [(1, ""), (2, "declined"), (3, "lapsed")]
