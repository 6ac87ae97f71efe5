"""The customer's page: what it shows of an order, and what can be done on it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.app.care import links
from backorder.app.pages import customer_order
from backorder.app.tokens.limiting import Buckets
from tests.web.desk import buy, statements, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]
    Verb = Callable[..., Any]
    Web = Callable[..., Client]

TIMES = "\N{MULTIPLICATION SIGN}"

pytestmark = pytest.mark.usefixtures("company")


def today() -> datetime:
    return datetime.now(UTC)


def day(days: int) -> str:
    return (today() + timedelta(days=days)).date().isoformat()


def sold(conn: Conn, key: str = "web-1", units: int = 16, **more: Any) -> str:
    """Sell sixteen mugs of which ten are on the shelf, and a pot; return the customer's link."""
    lines = [{"sku": "MUG", "quantity": units}, {"sku": "POT", "quantity": 1}]
    order = {"key": key, "customer": {"ref": "C7"}, "lines": lines, **more}
    made = ledger.VERBS["place_orders"](conn, {"orders": [order]}, now=today(), actor="test")
    number = int(made["orders"][0]["order"].removeprefix("SO-"))
    return links.paths(conn, [number], now=today())[number]


def pressed(page: Any) -> dict[str, list[str]]:
    """Return the hidden fields of the form that carries out what a page has shown."""
    body = page.content.decode()
    form = next(part for part in body.split("<form") if 'name="sure"' in part)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form):
        found.setdefault(name, []).append(unescape(value))
    return found


def journal(conn: Conn, name: str) -> list[tuple[str, str]]:
    asked = "SELECT actor, key FROM journal WHERE verb = %s ORDER BY id"
    return conn.execute(asked, [name]).fetchall()


def test_it_opens_without_signing_in_and_leaves_no_trace(web: Web, conn: Conn) -> None:
    shown = web("").get(sold(conn))
    assert shown.status_code == 200
    assert shown["Cache-Control"] == "no-store"
    assert shown["Referrer-Policy"] == "no-referrer"
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert shown.cookies == {}
    body = shown.content.decode()
    assert "<script" not in body
    assert 'content="noindex, nofollow"' in body
    assert 'href="/' not in body.partition("<main")[2]  # it leads nowhere else


def test_it_says_how_far_each_part_is_and_how_sure_its_day(web: Web, conn: Conn) -> None:
    words = text(web("").get(sold(conn)))
    assert "Your order SO-000001" in words
    assert f"10 {TIMES} Leaves us on" in words
    assert "It lies ready for you." in words
    assert f"6 {TIMES} Leaves us on" in words
    assert "Received (done) On order (done) Arriving (done) Packed (now) Sent (still to come)" in (
        words
    )
    assert "Received (done) On order (now) Arriving (still to come)" in words


def test_the_history_of_a_day_is_told_in_plain_words(web: Web, verb: Verb, conn: Conn) -> None:
    path = sold(conn, units=16)
    number = buy(verb, 6, on=day(20))
    said = {"purchase_order": number, "lines": [{"line": 1, "quantity": 6, "expected_on": day(30)}]}
    ledger.VERBS["acknowledge"](
        conn, {"acknowledgements": [said | {"key": "a", "how": "hand"}]}, now=today(), actor="ann"
    )
    words = text(web("").get(path))
    assert "What we told you so far" in words
    assert re.search(r"On \d+ \w+ \d{4} we said \d+ \w+ \d{4}\.", words)
    assert re.search(r"On \d+ \w+ \d{4} the supplier told us \d+ \w+ \d{4}\.", words)


def test_only_what_waits_is_cancelled_after_a_look_and_once(web: Web, conn: Conn) -> None:
    path = sold(conn)
    stranger = web("")
    seen = stranger.post(path, {"do": "cancel", "what": "waiting"})
    words = text(seen)
    assert f"6 {TIMES} Mug" in words
    assert "€75.00" in words
    assert "€39.00" in words
    assert "What you have paid for these goods is given back to you." in words
    assert journal(conn, "cancel") == []
    form = pressed(seen)
    done = stranger.post(path, form)
    assert (done.status_code, done["Location"]) == (302, f"{path}?said=cancelled")
    again = stranger.post(path, form)  # the button was pressed twice
    assert again.status_code == 302
    made = journal(conn, "cancel")
    assert [actor for actor, _ in made] == ["customer:C7"]
    assert made[0][1].startswith("care:1:page-")
    stands = "SELECT ordered - cancelled, cancelled FROM order_line ORDER BY line_no"
    assert conn.execute(stands).fetchall() == [(10, 6), (0, 1)]
    asked = "SELECT input -> 'cancellations' -> 0 ->> 'reason' FROM journal WHERE verb = 'cancel'"
    assert conn.execute(asked).fetchall() == [("customer",)]
    after = text(stranger.get(done["Location"]))
    assert "Done: these goods are cancelled." in after


def test_what_came_in_meanwhile_is_not_cancelled_unseen(web: Web, verb: Verb, conn: Conn) -> None:
    path = sold(conn)
    stranger = web("")
    form = pressed(stranger.post(path, {"do": "cancel", "what": "waiting"}))
    found = {"key": "c-9", "location": "MAIN", "lines": [{"sku": "MUG", "quantity": 40}]}
    verb("count", counts=[found])  # the mugs are there now
    refused = stranger.post(path, form)
    assert refused.status_code == 422
    assert "your order has changed meanwhile" in text(refused)
    assert journal(conn, "cancel") == []


def test_the_whole_order_is_cancelled_and_says_so(web: Web, conn: Conn) -> None:
    path = sold(conn)
    stranger = web("")
    form = pressed(stranger.post(path, {"do": "cancel", "what": "all"}))
    stranger.post(path, form)
    words = text(stranger.get(path))
    assert "This order is cancelled. Nothing more is sent." in words
    assert "Cancel the whole order" not in words


def test_another_way_to_ship_is_chosen_and_shows_its_days(web: Web, conn: Conn) -> None:
    path = sold(conn)
    stranger = web("")
    assert "All together in one go" in text(stranger.get(path))
    seen = stranger.post(path, {"do": "ship", "way": "complete"})
    assert "Everything leaves in one parcel" in text(seen)
    assert f"10 {TIMES} Mug" in text(seen)  # the ten on the shelf wait for the others
    form = pressed(seen)
    assert stranger.post(path, form)["Location"] == f"{path}?said=changed"
    assert stranger.post(path, form).status_code == 302
    assert [actor for actor, _ in journal(conn, "change_order")] == ["customer:C7"]
    assert conn.execute("SELECT ship FROM sales_order").fetchall() == [("complete",)]
    back = pressed(stranger.post(path, {"do": "ship", "way": "as_available"}))
    stranger.post(path, back)
    assert conn.execute("SELECT ship FROM sales_order").fetchall() == [("as_available",)]


@pytest.mark.usefixtures("same_day")
def test_another_product_that_comes_sooner_is_taken_instead(
    web: Web, verb: Verb, conn: Conn
) -> None:
    verb("set_substitutes", substitutes=[{"sku": "POT", "substitute": "MUG", "rank": 1}])
    verb("set_products", products=[{"sku": "CUP", "unit_price": 900, "currency": "EUR"}])
    lines = [{"sku": "POT", "quantity": 2}]
    verb("place_orders", orders=[{"key": "web-1", "customer": {"ref": "C7"}, "lines": lines}])
    verb("arrange_payments", terms=[{"order": "web-1", "method": "now"}])
    paid = {"provider": "shop", "reference": "ch-1", "what": "charged", "order": "web-1"}
    verb("record_payments", payments=[paid | {"amount": 7_800}])
    path = links.paths(conn, [1], now=today())[1]
    stranger = web("")
    assert f"2 {TIMES} Mug instead of =Teapot" in text(stranger.get(path)).replace("&#x27;", "'")
    assert "€12.50 each" in text(stranger.get(path))
    seen = stranger.post(path, {"do": "swap", "sku": "POT", "units": "2", "instead": "MUG"})
    assert "€12.50" in text(seen)  # the lower one of the two prices
    assert "€25.00 of what you have paid pay for it." in text(seen)
    assert "We pay back €53.00 by" in text(seen)
    form = pressed(seen)
    assert stranger.post(path, form)["Location"] == f"{path}?said=swapped"
    assert stranger.post(path, form)["Location"] == f"{path}?said=swapped"
    stands = "SELECT ordered - cancelled FROM order_line ORDER BY line_no"
    assert [row[0] for row in conn.execute(stands)] == [0, 2]
    assert [actor for actor, _ in journal(conn, "swap")] == ["customer:C7"]
    counted = "SELECT sum(shown)::int FROM alternative_shown"
    assert conn.execute(counted).fetchall()[0][0] >= 1
    wrong = {"do": "swap", "sku": "POT", "units": "2", "instead": "CUP", "sure": "1"}
    assert stranger.post(path, wrong).status_code == 422


@pytest.mark.usefixtures("same_day")
def test_who_gets_it_by_the_day_asked_for_is_offered_nothing_instead(
    web: Web, verb: Verb, conn: Conn
) -> None:
    verb("set_substitutes", substitutes=[{"sku": "POT", "substitute": "MUG", "rank": 1}])
    lines = [{"sku": "POT", "quantity": 2, "requested_on": "2027-06-01"}]
    verb("place_orders", orders=[{"key": "web-1", "customer": {"ref": "C7"}, "lines": lines}])
    path = links.paths(conn, [1], now=today())[1]
    assert "sooner" not in text(web("").get(path))
    wish = {"order": "web-1", "lines": [{"sku": "POT", "requested_on": None}]}
    verb("change_order", changes=[wish])
    assert "Available sooner instead" in text(web("").get(path))


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("help@shop.example", '<a href="mailto:help@shop.example">help@shop.example</a>'),
        ("+49 30 123-456", '<a href="tel:+4930123456">+49 30 123-456</a>'),
        ("<b>At the till</b>", "&lt;b&gt;At the till&lt;/b&gt;"),
    ],
)
def test_it_says_where_to_ask(web: Web, conn: Conn, contact: str, shown: str) -> None:
    link = sold(conn)
    assert "Questions?" not in text(web("").get(link))
    web().post("/settings/company/save", {"name": "Mugs", "contact": contact})
    assert f"Questions? {shown}" in web("").get(link).content.decode()
    # Who comes by a link that is over needs it most.
    assert f"Questions? {shown}" in web("").get(link[:-1]).content.decode()


def test_the_channel_and_the_language_are_the_customers_choice(web: Web, conn: Conn) -> None:
    path = sold(conn)
    stranger = web("")
    assert "SMS" not in text(stranger.get(path))  # no telephone number is known
    wish = {"do": "wish", "channel": "email", "language": "de", "digest": "1"}
    assert stranger.post(path, wish)["Location"] == f"{path}?said=wished"
    assert "Ihre Bestellung SO-000001" in text(stranger.get(path))
    kept = "SELECT channel, language, digest FROM notice_preference"
    assert conn.execute(kept).fetchall() == [("email", "de", True)]
    assert stranger.post(path, wish | {"channel": "pigeon"}).status_code == 422
    order = {"key": "web-2", "lines": [{"sku": "MUG", "quantity": 1}]}
    ledger.VERBS["place_orders"](conn, {"orders": [order]}, now=today(), actor="test")
    nameless = links.paths(conn, [2], now=today())[2]
    assert stranger.post(nameless, wish).status_code == 422


def test_nothing_is_offered_while_all_is_being_packed(web: Web, verb: Verb, conn: Conn) -> None:
    lines = [{"sku": "MUG", "quantity": 4}]
    order = {"key": "web-1", "customer": {"ref": "C7"}, "lines": lines}
    verb("place_orders", orders=[order])
    path = links.paths(conn, [1], now=today())[1]
    stranger = web("")
    form = pressed(stranger.post(path, {"do": "cancel", "what": "all"}))
    verb("release", releases=[{"order": "SO-000001"}])
    words = text(stranger.get(path))
    assert "It is being packed right now, so it can no longer be changed." in words
    assert "Cancel" not in words
    assert stranger.post(path, form).status_code == 409
    verb("ship", shipments=[{"key": "s", "order": "SO-000001"}])
    words = text(stranger.get(path))
    assert re.search(r"Parcel SH-\d{6} with 4 units left on", words)
    assert "There is nothing left to decide." in words


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"do": "ship", "way": "2999-01-01"},
        {"do": "ship", "way": "' OR 1=1"},
        {"do": "ship", "way": "as_available"},
        {"do": "cancel", "what": "waiting", "sku": "MUG", "units": "-1"},
        {"do": "cancel", "what": "waiting", "sku": "NONE", "units": "1"},
        {"do": "cancel", "what": "all", "sku": "MUG", "units": "1" * 10, "sure": "1"},
        {"do": "cancel", "what": "all", "sku": "MUG", "units": "999", "sure": "1"},
        {"do": "cancel", "what": "all", "sku": "MUG\x00", "units": "1", "sure": "1"},
        {"do": "drop table"},
    ],
)
def test_what_the_page_does_not_offer_is_refused(
    web: Web, conn: Conn, form: dict[str, str]
) -> None:
    before = conn.execute("SELECT count(*) FROM journal").fetchall()
    path = sold(conn)
    answer = web("").post(path, form)
    assert answer.status_code == 422
    assert "please choose again" in text(answer)
    assert conn.execute("SELECT count(*) - 1 FROM journal").fetchall() == before


def test_a_link_shows_and_changes_its_own_order_alone(web: Web, conn: Conn) -> None:
    first, second = sold(conn, "web-1"), sold(conn, "web-2")
    stranger = web("")
    assert "SO-000002" not in text(stranger.get(first))
    form = pressed(stranger.post(second, {"do": "cancel", "what": "all"}))
    form["order"] = ["SO-000002"]
    stranger.post(first, form)
    untouched = "SELECT sum(cancelled)::int FROM order_line WHERE order_id = 2"
    assert conn.execute(untouched).fetchall() == [(0,)]
    half = first[: len(first) // 2] + second[len(second) // 2 :]
    for hostile in (half, first[:-1], f"{first}x", "/o/1", "/o/SO-000001", "/o/%00", "/o/..%2f1"):
        answer = stranger.get(hostile)
        assert answer.status_code == 404, hostile
        assert "SO-00000" not in answer.content.decode()
        assert stranger.post(hostile, form).status_code == 404


def test_a_link_that_is_over_says_what_to_do(web: Web, conn: Conn) -> None:
    path = sold(conn)
    links.revoke(conn, 1, now=today(), by="ann")
    gone = web("").get(path)
    assert gone.status_code == 404
    assert "ask us for a new one" in text(gone)
    assert gone["Referrer-Policy"] == "no-referrer"


def test_whoever_tries_too_often_waits(
    web: Web, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sold(conn)
    monkeypatch.setattr(customer_order, "_buckets", Buckets(1))
    stranger = web("")
    assert [stranger.get("/o/guess").status_code for _ in range(4)] == [404, 404, 429, 429]
    slow = stranger.get(path)
    assert (slow.status_code, slow["Retry-After"]) == (429, "1")
    assert "SO-000001" not in text(slow)


def test_service_makes_and_ends_links(web: Web, conn: Conn) -> None:
    sold(conn)
    made = web("service").post("/orders/SO-000001", {"do": "link"})
    found = re.search(r'value="http://localhost(/o/[\w-]{32})"', made.content.decode())
    assert found is not None
    assert web("").get(found[1]).status_code == 200
    ended = web("service").post("/orders/SO-000001", {"do": "unlink"})
    assert ended["Location"] == "/orders/SO-000001"
    assert web("").get(found[1]).status_code == 404
    who = conn.execute("SELECT generation, revoked_by FROM order_link").fetchall()
    assert who == [(1, "service@example.com")]
    for role in ("reader", "warehouse", "buyer"):
        for deed in ("link", "unlink"):
            refused = web(role).post("/orders/SO-000001", {"do": deed})
            assert refused.status_code == 403
        assert "The customer's page" not in text(web(role).get("/orders/SO-000001"))
    assert conn.execute("SELECT generation FROM order_link").fetchall() == [(1,)]


def test_it_speaks_the_customers_language(web: Web, verb: Verb, conn: Conn) -> None:
    verb("set_customers", customers=[{"ref": "C7", "name": "Ada", "locale": "de-AT"}])
    shown = web("").get(sold(conn))
    assert shown["Content-Language"] == "de"
    assert '<html lang="de">' in shown.content.decode()
    assert "Ihre Bestellung SO-000001" in text(shown)


def test_the_number_of_statements_does_not_follow_the_lines(web: Web, conn: Conn) -> None:
    short = sold(conn)
    long = sold(conn, "web-2", lines=[{"sku": "MUG", "quantity": n + 1} for n in range(30)])
    stranger = web("")
    assert statements(stranger, short) == statements(stranger, long)


def test_it_can_be_read_on_a_telephone_and_by_everybody(
    visit: Callable[..., Any], conn: Conn
) -> None:
    path = sold(conn)
    phone = visit("", {"width": 390, "height": 844}, "light")
    phone.go(path)
    assert phone.axe() == []
    assert phone.overflow() <= 0
    small = "[...document.querySelectorAll('button, a.button, label.way')].filter(one =>"
    small += " one.getBoundingClientRect().height < 44).map(one => one.textContent)"
    assert phone.page.evaluate(small) == []
    phone.shot("order")
    phone.page.get_by_role("button", name="Cancel only what is still to come").click()
    phone.page.get_by_role("button", name="Cancel these goods").wait_for()
    assert phone.axe() == []
    phone.shot("sure")
    phone.page.get_by_role("button", name="Cancel these goods").click()
    phone.page.get_by_role("status").wait_for()
    assert "said=cancelled" in phone.page.url
    assert phone.faults == []
