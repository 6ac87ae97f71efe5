"""The waitlist: signing up in public, being told in turn, and what it says of demand."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database
from backorder.app.care import offers, turns, waitlist
from backorder.app.jobs import alarms
from tests.web.desk import text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]
    Verb = Callable[..., Any]
    Web = Callable[..., Client]

pytestmark = pytest.mark.usefixtures("company")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages have links."""
    monkeypatch.setenv("BACKORDER_URL", "https://s.example")


def sign_up(conn: Conn, *wanted: tuple[str, int], sku: str = "POT") -> list[int]:
    """Sign addresses up, confirmed; return their places."""
    product = waitlist.product(conn, sku)
    made = []
    for email, units in wanted:
        waitlist.join(
            conn, product, email, units, language="en", now=NOON, site="https://s.example"
        )
        row = conn.execute("SELECT max(id) FROM waitlist_entry").fetchone()
        assert row is not None
        waitlist.confirm(conn, row[0], now=NOON)
        made.append(row[0])
    return made


def shelve(verb: Verb, units: int, sku: str = "POT") -> None:
    """Let a count find units of a product."""
    found = {
        "key": f"c-{sku}-{units}",
        "location": "MAIN",
        "lines": [{"sku": sku, "quantity": units}],
    }
    verb("count", counts=[found])


def notices(conn: Conn, event: str) -> list[tuple[str, dict[str, Any]]]:
    asked = "SELECT address, facts FROM notice WHERE event = %s ORDER BY id"
    return conn.execute(asked, [event]).fetchall()


def standing(conn: Conn) -> list[tuple[int, str, int]]:
    asked = "SELECT id, state, told_units::int FROM waitlist_entry ORDER BY id"
    return conn.execute(asked).fetchall()


def opened(conn: Conn, entry: int, now: datetime = NOON) -> waitlist.Entry:
    """Return a sign-up as its link opens it."""
    text = waitlist.paths(conn, [entry], now=now)[entry].removeprefix("/w/")
    found = waitlist.find(conn, text, now=now)
    assert found is not None
    return found


def test_a_sign_up_counts_once_it_is_confirmed_by_its_link(web: Web, conn: Conn) -> None:
    stranger = web("")
    assert "Tell me" in text(stranger.get("/waitlist/POT"))
    asked = {"email": "Bea@Example.com", "quantity": "2"}
    done = stranger.post("/waitlist/POT", asked)
    assert "We have sent you a message." in text(done)
    assert done.cookies == {}
    ((address, facts),) = notices(conn, "waitlist_confirm")
    assert address == "bea@example.com"
    path = facts["link_confirm"].removeprefix("https://s.example")
    assert path.startswith("/w/")
    assert standing(conn) == [(1, "unconfirmed", 0)]
    page = stranger.get(path)  # looking confirms nothing: programs open links in messages
    assert "Yes, tell me" in text(page)
    assert standing(conn) == [(1, "unconfirmed", 0)]
    assert stranger.post(path, {"confirm": "1"}).status_code == 302
    assert "You are on the list; 0 people are before you." in text(stranger.get(path))
    stranger.post(path, {"leave": "1"})
    assert "You left the list." in text(stranger.get(path))
    stranger.post(path, {"confirm": "1"})
    assert standing(conn) == [(1, "ended", 0)]


def test_it_says_the_same_to_every_address_and_writes_once_a_day(web: Web, conn: Conn) -> None:
    sign_up(conn, ("known@example.com", 1))
    stranger = web("")
    answers = [
        text(stranger.post("/waitlist/POT", {"email": email, "quantity": "1"}))
        for email in ("known@example.com", "new@example.com", "new@example.com")
    ]
    assert len(set(answers)) == 1
    written = [address for address, _ in notices(conn, "waitlist_confirm")]
    assert written == ["known@example.com", "new@example.com"]
    assert len(standing(conn)) == 2


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"email": "nobody", "quantity": "1"}, 422),
        ({"email": "a@b.example\r\nBcc: c@d.example", "quantity": "1"}, 422),
        ({"email": "a@b.example, c@d.example", "quantity": "1"}, 422),
        ({"email": "a@b.example\x00", "quantity": "1"}, 422),
        ({"email": "a@b.example", "quantity": "0"}, 422),
        ({"email": "a@b.example", "quantity": "1e9"}, 422),
        ({"email": "a@b.example", "quantity": "99999999999999999999"}, 422),
        ({}, 422),
    ],
)
def test_what_makes_no_sense_is_refused(
    web: Web, conn: Conn, form: dict[str, str], status: int
) -> None:
    assert web("").post("/waitlist/POT", form).status_code == status
    assert standing(conn) == []


def test_a_link_of_an_order_opens_no_sign_up_and_a_product_must_be_known(
    web: Web, conn: Conn
) -> None:
    from backorder.app.care import links  # noqa: PLC0415 (the other kind of link)
    from tests.web.selling import sell  # noqa: PLC0415 (as above)

    sign_up(conn, ("bea@example.com", 1))
    sell(conn, "web-1", ("MUG", 1))
    order = links.paths(conn, [1], now=datetime.now(UTC))[1].removeprefix("/o/")
    entry = waitlist.paths(conn, [1], now=datetime.now(UTC))[1].removeprefix("/w/")
    stranger = web("")
    assert stranger.get(f"/w/{order}").status_code == 404
    assert stranger.get(f"/o/{entry}").status_code == 404
    assert stranger.get("/waitlist/NONE").status_code == 404


def test_the_first_are_told_of_as_many_units_as_are_free(verb: Verb, conn: Conn) -> None:
    first, second, third = sign_up(
        conn, ("a@example.com", 2), ("b@example.com", 3), ("c@example.com", 1)
    )
    assert turns.run(conn, now=NOON) == {"told": 0, "ended": 0}
    shelve(verb, 4)
    assert turns.run(conn, now=NOON) == {"told": 2, "ended": 0}
    assert standing(conn) == [(first, "told", 2), (second, "told", 2), (third, "waiting", 0)]
    told = notices(conn, "back_in_stock")
    assert [address for address, _ in told] == ["a@example.com", "b@example.com"]
    assert [facts["lines"][0]["quantity"] for _, facts in told] == [2, 2]
    assert turns.run(conn, now=NOON + timedelta(hours=23)) == {"told": 0, "ended": 0}
    later = NOON + timedelta(hours=24, minutes=1)  # nobody bought: the next one's turn
    assert turns.run(conn, now=later) == {"told": 1, "ended": 0}
    assert turns.run(conn, now=later + timedelta(days=9)) == {"told": 0, "ended": 0}
    assert len(notices(conn, "back_in_stock")) == 3


def test_nobody_loses_the_place_for_a_message_that_could_not_go(
    verb: Verb, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up(conn, ("a@x.org", 2))
    shelve(verb, 5)
    monkeypatch.delenv("BACKORDER_URL")
    assert turns.run(conn, now=NOON) == {"told": 0, "ended": 0}
    assert [one.code for one in alarms.sounding(conn)] == ["waitlist_untold"]
    monkeypatch.setenv("BACKORDER_URL", "https://s.example")
    assert turns.run(conn, now=NOON) == {"told": 1, "ended": 0}
    assert alarms.sounding(conn) == []


def test_whoever_has_ordered_comes_before_whoever_wants_to_hear(verb: Verb, conn: Conn) -> None:
    from tests.web.selling import sell  # noqa: PLC0415 (orders that wait)

    sell(conn, "web-1", ("POT", 3))
    sign_up(conn, ("a@example.com", 2))
    shelve(verb, 3)  # all of it is the order's
    assert turns.run(conn, now=NOON) == {"told": 0, "ended": 0}
    shelve(verb, 4)
    assert turns.run(conn, now=NOON) == {"told": 1, "ended": 0}
    assert standing(conn) == [(1, "told", 1)]


def test_two_that_look_at_once_tell_each_one_once(
    verb: Verb, conn: Conn, database_url: str
) -> None:
    sign_up(conn, *((f"p{n}@example.com", 1) for n in range(6)))
    shelve(verb, 3)
    done: list[int] = []

    def look() -> None:
        with database.connect(database_url) as mine:
            done.append(turns.run(mine, now=NOON)["told"])

    threads = [threading.Thread(target=look) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(done) == [0, 0, 0, 3]
    assert len(notices(conn, "back_in_stock")) == 3


def test_a_product_that_is_made_no_more_ends_its_queue(verb: Verb, conn: Conn) -> None:
    sign_up(conn, ("a@example.com", 1), ("b@example.com", 1))
    gone = {"sku": "POT", "name": "Teapot", "unit_price": 3900, "currency": "EUR"}
    shelve(verb, 1)
    verb("set_products", products=[gone | {"discontinued": True}])
    assert turns.run(conn, now=NOON) == {"told": 1, "ended": 0}  # one is left, for the first
    assert turns.run(conn, now=NOON) == {"told": 0, "ended": 0}  # the first may still let it go
    offers.take(conn, opened(conn, 1), now=NOON)
    assert turns.run(conn, now=NOON) == {"told": 0, "ended": 1}
    assert turns.run(conn, now=NOON) == {"told": 0, "ended": 0}
    assert [address for address, _ in notices(conn, "discontinued")] == ["b@example.com"]


def test_what_nobody_confirmed_is_forgotten(conn: Conn) -> None:
    product = waitlist.product(conn, "POT")
    waitlist.join(conn, product, "a@example.com", 1, language="en", now=NOON, site="")
    turns.run(conn, now=NOON + timedelta(days=6))
    assert len(standing(conn)) == 1
    turns.run(conn, now=NOON + timedelta(days=8))
    assert standing(conn) == []


def test_the_demand_stands_on_a_page(web: Web, conn: Conn) -> None:
    assert "Nobody waits for anything" in text(web("reader").get("/waitlist"))
    sign_up(conn, ("a@example.com", 2), ("c7@example.com", 3))
    words = text(web("reader").get("/waitlist?sku=POT"))
    assert "2 5 €195.00 0" in words
    assert "The queue for POT" in words
    assert "c7@example.com C7 3" in words
    assert web("").get("/waitlist").status_code == 302
