"""What the waitlist offers is held: by the ledger, for a term, once, and then for the next one."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database, ledger
from backorder.app.care import offers, turns, waitlist
from backorder.domain.errors import ConflictError
from backorder.ledger.proofs import invariants
from tests.care.test_waitlist import NOON, notices, opened, shelve, sign_up, standing
from tests.web.desk import text
from tests.web.selling import sell

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]
    Verb = Callable[..., Any]
    Web = Callable[..., Client]

pytestmark = pytest.mark.usefixtures("company")
DAY = timedelta(hours=24)


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages have links."""
    monkeypatch.setenv("BACKORDER_URL", "https://s.example")


def holds(conn: Conn) -> list[tuple[str, str, str | None]]:
    """Return each hold: its key, how it ended, and whose it is."""
    asked = """SELECT h.key, h.ended_as, c.ref FROM hold AS h
        LEFT JOIN customer AS c ON c.id = h.customer_id ORDER BY h.id"""
    return conn.execute(asked).fetchall()


def free(conn: Conn, at: datetime, sku: str = "POT") -> int:
    """Return how many units a shopper can have from the shelf."""
    request = {"lines": [{"sku": sku, "quantity": 1000}]}
    (line,) = ledger.availability(conn, request, now=at, actor="-")["lines"]
    return int(line["now"])


def sound(conn: Conn) -> None:
    assert invariants.check(conn) == []


def test_what_is_offered_is_held_and_promised_to_nobody_else(verb: Verb, conn: Conn) -> None:
    first, second = sign_up(conn, ("c7@example.com", 2), ("new@example.com", 5))
    shelve(verb, 6)
    assert turns.run(conn, now=NOON)["told"] == 2
    assert holds(conn) == [("waitlist:1:1", "", "C7"), ("waitlist:2:1", "", None)]
    assert free(conn, NOON) == 0
    order = sell(conn, "web-1", ("POT", 2))
    promised = conn.execute("SELECT basis FROM promise").fetchall()
    assert (order, promised) == ("SO-000003", [("planned",)])
    (whole, part) = [facts for _, facts in notices(conn, "back_in_stock")]
    assert whole["kept_until"] == part["kept_until"] == (NOON + DAY).isoformat()
    assert [one["lines"][0].get("asked") for one in (whole, part)] == [None, 5]
    assert standing(conn) == [(first, "told", 2), (second, "told", 4)]
    sound(conn)


def test_ordering_makes_an_order_of_the_hold(web: Web, verb: Verb, conn: Conn) -> None:
    sign_up(conn, ("new@example.com", 2))
    shelve(verb, 2)
    turns.run(conn, now=NOON)
    path = waitlist.paths(conn, [1], now=NOON)[1]
    stranger = web("")
    page = text(stranger.get(path))
    assert "2 units are kept for you until" in page
    assert "€39.00 = €78.00" in page
    assert stranger.post(path, {"take": "1"}).status_code == 302
    stranger.post(path, {"take": "1"})  # pressed twice
    done = stranger.get(path)
    assert "You have ordered 2." in text(done)
    order = done.content.decode().split('large" href="')[1].split('"')[0]
    assert stranger.get(order).status_code == 200
    asked = """SELECT o.key, c.ref, c.email FROM sales_order AS o
        JOIN customer AS c ON c.id = o.customer_id"""
    assert conn.execute(asked).fetchall() == [("waitlist:1:1", *["new@example.com"] * 2)]
    assert standing(conn) == [(1, "taken", 2)]
    stranger.post(path, {"decline": "1"})  # what is ordered is cancelled as orders are
    assert standing(conn) == [(1, "taken", 2)]
    sound(conn)


def test_what_is_declined_or_not_taken_goes_to_the_next(web: Web, verb: Verb, conn: Conn) -> None:
    sign_up(conn, ("a@example.com", 1), ("b@example.com", 1), ("c@example.com", 1))
    shelve(verb, 1)
    turns.run(conn, now=NOON)
    path = waitlist.paths(conn, [1], now=NOON)[1]
    web("").post(path, {"decline": "1"})
    assert "You let them go." in text(web("").get(path))
    turns.run(conn, now=NOON)
    assert standing(conn) == [(1, "ended", 1), (2, "told", 1), (3, "waiting", 0)]
    assert turns.run(conn, now=NOON + DAY - timedelta(seconds=1))["told"] == 0
    assert turns.run(conn, now=NOON + DAY)["told"] == 1
    assert standing(conn) == [(1, "ended", 1), (2, "ended", 1), (3, "told", 1)]
    with pytest.raises(ConflictError):
        offers.take(conn, opened(conn, 2, NOON + DAY), now=NOON + DAY)
    told = [address for address, _ in notices(conn, "back_in_stock")]
    assert told == ["a@example.com", "b@example.com", "c@example.com"]
    turns.run(conn, now=NOON + 9 * DAY)  # nobody is asked again who did not sign up again
    assert len(notices(conn, "back_in_stock")) == 3
    assert free(conn, NOON + 9 * DAY) == 1
    sign_up(conn, ("a@example.com", 1))
    assert turns.run(conn, now=NOON + 9 * DAY)["told"] == 1
    sound(conn)


def test_an_order_that_waits_comes_before_the_next_on_the_list(verb: Verb, conn: Conn) -> None:
    sign_up(conn, ("a@example.com", 1), ("b@example.com", 1))
    shelve(verb, 1)
    turns.run(conn, now=NOON)
    sell(conn, "web-1", ("POT", 1))  # waits: the one on the shelf is held
    assert turns.run(conn, now=NOON + DAY)["told"] == 0
    assert standing(conn) == [(1, "ended", 1), (2, "waiting", 0)]
    kinds = "SELECT s.kind FROM peg AS g JOIN supply AS s ON s.id = g.supply_id"
    assert conn.execute(kinds).fetchall() == [("stock",)]
    sound(conn)


def test_without_a_term_nothing_is_held(
    verb: Verb, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_WAITLIST_HOLD_HOURS", "0")
    sign_up(conn, ("a@example.com", 2))
    shelve(verb, 2)
    assert turns.run(conn, now=NOON)["told"] == 1
    assert (holds(conn), free(conn, NOON)) == ([], 2)
    ((_, facts),) = notices(conn, "back_in_stock")
    assert (facts["expires_on"], "kept_until" in facts) == ("2026-11-24", False)


def test_the_shop_takes_the_hold_that_the_link_names(
    web: Web, verb: Verb, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://shop.example/cart?hold={hold}&sku={sku}&n={units}"
    monkeypatch.setenv("BACKORDER_WAITLIST_ORDER_URL", address)
    sign_up(conn, ("new@example.com", 2))
    shelve(verb, 2)
    turns.run(conn, now=NOON)
    page = web("").get(waitlist.paths(conn, [1], now=NOON)[1]).content.decode()
    assert "https://shop.example/cart?hold=HD-000001&amp;sku=POT&amp;n=2" in page
    assert 'name="take"' not in page
    one = {"hold": "HD-000001", "key": "web-9", "customer": {"ref": "C9", "email": "n@x.org"}}
    (answer,) = verb("confirm", confirmations=[one])["confirmations"]
    assert answer["order"] == "SO-000001"
    turns.settle(conn, NOON)
    assert standing(conn) == [(1, "taken", 2)]
    assert conn.execute("SELECT ref FROM customer WHERE ref = 'C9'").fetchall() == [("C9",)]


@pytest.mark.parametrize("step", ["waitlist_offer", "hold", "waitlist_held"])
def test_a_run_that_dies_anywhere_is_finished_by_the_next(
    verb: Verb, conn: Conn, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    sign_up(conn, ("a@example.com", 2), ("b@example.com", 2))
    shelve(verb, 3)
    from backorder.app.statements import statement as usual  # noqa: PLC0415 (what dies in it)

    def dying(name: str) -> Any:
        if name == step or (name == "waitlist_held" and step == "hold"):
            raise RuntimeError(name)
        return usual(name)

    def told(*_: Any, **__: Any) -> None:
        raise RuntimeError(step)

    if step == "waitlist_held":  # after the hold is written down, before the message is
        monkeypatch.setattr(turns, "_say", told)
    else:
        monkeypatch.setattr(turns, "statement", dying)
    with pytest.raises(RuntimeError):
        turns.run(conn, now=NOON)
    assert notices(conn, "back_in_stock") == []
    monkeypatch.undo()
    monkeypatch.setenv("BACKORDER_URL", "https://s.example")
    later = NOON + timedelta(minutes=7)
    assert turns.run(conn, now=later)["told"] == 2
    assert turns.run(conn, now=later)["told"] == 0
    assert [key for key, *_ in holds(conn)] == ["waitlist:1:1", "waitlist:2:1"]
    assert len(notices(conn, "back_in_stock")) == 2
    assert standing(conn) == [(1, "told", 2), (2, "told", 1)]
    sound(conn)


def test_a_hold_that_expired_before_anybody_was_told_is_made_anew(
    verb: Verb, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up(conn, ("a@example.com", 1))
    shelve(verb, 1)
    monkeypatch.setattr(turns, "_say", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        turns.run(conn, now=NOON)
    monkeypatch.undo()
    monkeypatch.setenv("BACKORDER_URL", "https://s.example")
    assert turns.run(conn, now=NOON + 2 * DAY)["told"] == 0  # what expired is let go of first
    assert turns.run(conn, now=NOON + 2 * DAY)["told"] == 1
    assert [key for key, *_ in holds(conn)] == ["waitlist:1:1", "waitlist:1:2"]
    assert standing(conn) == [(1, "told", 1)]
    sound(conn)


def test_units_sold_between_looking_and_holding_are_not_offered(
    verb: Verb, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up(conn, ("a@example.com", 2))
    shelve(verb, 2)
    usual = turns._hold

    def late(*asked: Any) -> int:
        sell(conn, "web-1", ("POT", 1))
        return usual(*asked)

    monkeypatch.setattr(turns, "_hold", late)
    assert turns.run(conn, now=NOON)["told"] == 0
    assert standing(conn) == [(1, "waiting", 0)]
    assert [ended for _, ended, _ in holds(conn)] == ["withdrawn"]
    monkeypatch.undo()
    monkeypatch.setenv("BACKORDER_URL", "https://s.example")
    assert turns.run(conn, now=NOON)["told"] == 1
    assert standing(conn) == [(1, "told", 1)]
    sound(conn)


def test_workers_and_buyers_that_race_never_get_the_same_unit(
    verb: Verb, conn: Conn, database_url: str
) -> None:
    sign_up(conn, *((f"p{n}@example.com", 1 + n % 3) for n in range(8)))
    shelve(verb, 9)
    go = threading.Barrier(5)
    failed: list[BaseException] = []

    def look() -> None:
        with database.connect(database_url) as mine:
            go.wait()
            for _ in range(3):
                turns.run(mine, now=NOON)

    def buy(key: str) -> None:
        with database.connect(database_url) as mine:
            go.wait()
            for n in range(4):
                sell(mine, f"{key}-{n}", ("POT", 1))

    def safely(what: Callable[..., None], *asked: str) -> None:
        try:
            what(*asked)
        except BaseException as reason:  # noqa: BLE001 (told by the test)
            failed.append(reason)

    threads = [threading.Thread(target=safely, args=(look,)) for _ in range(3)]
    threads += [threading.Thread(target=safely, args=(buy, f"web-{n}")) for n in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    asked = """SELECT coalesce(sum(g.quantity), 0)::int FROM peg AS g
        JOIN supply AS s ON s.id = g.supply_id AND s.kind = 'stock'"""
    (taken,) = conn.execute(asked).fetchone() or (0,)
    assert taken == 9
    told = conn.execute("SELECT sum(told_units)::int FROM waitlist_entry WHERE state = 'told'")
    sold = """SELECT count(*)::int FROM peg AS g JOIN supply AS s ON s.id = g.supply_id
        WHERE s.kind = 'stock' AND g.expires_at IS NULL"""
    assert (told.fetchone() or (0,))[0] + (conn.execute(sold).fetchone() or (0,))[0] == 9
    standing_told = [one for one in standing(conn) if one[1] == "told"]
    assert len(notices(conn, "back_in_stock")) == len(standing_told)
    assert [one[0] for one in standing_told] == list(range(1, len(standing_told) + 1))
    sound(conn)


def test_the_page_says_what_is_held_for_whom(web: Web, verb: Verb, conn: Conn) -> None:
    sign_up(conn, ("a@example.com", 1), ("b@example.com", 2), ("c@example.com", 1))
    shelve(verb, 3)
    turns.run(conn, now=NOON)
    offers.take(conn, opened(conn, 1), now=NOON)
    words = text(web("reader").get("/waitlist?sku=POT"))
    assert "HD-000002 held until 24 Nov 2026, 12:00" in words
    at = [words.index(f"{one}@example.com") for one in "bca"]
    assert at == sorted(at)
    assert "SO-000001 ordered" in words


def test_who_leaves_while_units_are_held_hears_nothing_and_keeps_nothing(
    verb: Verb, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up(conn, ("a@example.com", 1), ("b@example.com", 1))
    shelve(verb, 1)
    answers = turns._answers

    def left(*given: Any) -> Any:
        made = answers(*given)
        waitlist.leave(conn, 1, now=NOON)
        return made

    with monkeypatch.context() as once:
        once.setattr(turns, "_answers", left)
        assert turns.run(conn, now=NOON)["told"] == 0
    assert notices(conn, "back_in_stock") == []
    assert [one[1] for one in holds(conn)] == ["withdrawn"]
    assert turns.run(conn, now=NOON)["told"] == 1
    assert standing(conn) == [(1, "ended", 1), (2, "told", 1)]
    sound(conn)
