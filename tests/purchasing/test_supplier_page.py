"""The supplier's page: one purchase, by its link alone, and what is said there moves promises."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.pages import supplier_answer
from backorder.app.purchasing import links
from backorder.app.tokens.limiting import Buckets
from tests.web.desk import buy, place, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]
    Verb = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("company")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests ask as often as they like; one of them looks at the limit."""
    monkeypatch.setattr(supplier_answer, "_buckets", Buckets(0))


def link_to(conn: Conn, purchase: int, days: float = 0) -> str:
    now = datetime.now(UTC) - timedelta(days=days)
    return links.path(links.make(conn, purchase, now=now, by="ann"))


def test_the_link_opens_its_purchase_without_signing_in(
    web: Callable[..., Client], verb: Verb, conn: Conn
) -> None:
    buy(verb, 24)
    shown = web("").get(link_to(conn, 1))
    assert shown.status_code == 200
    assert "PO-000001" in text(shown)
    assert "no-store" in shown["Cache-Control"]
    assert 'href="/' not in shown.content.decode().partition("<main")[2]


def test_a_part_with_a_later_day_moves_the_customers_promise(
    web: Callable[..., Client], verb: Verb, conn: Conn
) -> None:
    place(verb, "web-1", 16)  # ten on the shelf, six wait
    number = buy(verb, 24, on="2026-12-08")
    path = link_to(conn, 1)
    stranger = web("")
    form = {"units-1": "20", "day-1": "2027-01-11", "said_by": "Anna", "note": "kiln", "key": "f"}
    done = stranger.post(path, form)
    assert (done.status_code, done["Location"]) == (302, path)
    stranger.post(path, form)  # the button was pressed twice
    lines = conn.execute(
        "SELECT l.line_no, l.ordered::int, s.available_on::text FROM purchase_line l"
        " JOIN supply s ON s.purchase_line_id = l.id ORDER BY l.line_no"
    ).fetchall()
    assert lines == [(1, 20, "2027-01-11"), (2, 4, "2026-12-08")]
    told = conn.execute(
        "SELECT version, promised_on::text FROM promise WHERE basis <> 'stock'"
        " ORDER BY version, part"
    ).fetchall()
    assert told[0][1] < told[-1][1]
    said = conn.execute("SELECT how, said_by, note, journal_id FROM supplier_message").fetchall()
    assert [row[:3] for row in said] == [("link", "Anna", "kiln")]
    moved = conn.execute("SELECT max(journal_id) FROM promise").fetchall()
    assert moved == [(said[0][3],)]  # the same transaction
    actors = "SELECT DISTINCT actor FROM journal WHERE verb = 'acknowledge'"
    assert conn.execute(actors).fetchall() == [("supplier:S1",)]
    page = text(web("buyer").get(f"/purchase-orders/{number}"))
    assert "What the supplier said" in page
    assert "Anna" in page


@pytest.mark.usefixtures("same_day")
def test_all_of_it_is_confirmed_and_then_announced(
    web: Callable[..., Client], verb: Verb, conn: Conn
) -> None:
    buy(verb, 24)
    path = link_to(conn, 1)
    stranger = web("")
    stranger.post(path, {"whole": "1", "said_by": "Anna"})
    stage = "SELECT stage FROM purchase_stage WHERE id = 1"
    assert conn.execute(stage).fetchall() == [("acknowledged",)]
    sent = {"announce": "1", "sent-1": "24", "expected_on": "2026-12-07", "tracking": "1Z"}
    assert stranger.post(path, sent).status_code == 302
    assert conn.execute(stage).fetchall() == [("in_transit",)]
    wrong = stranger.post(path, sent | {"sent-1": "1"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"units-1": "999"}, 422),
        ({"units-1": "-1"}, 422),
        ({"units-1": "1e9"}, 422),
        ({"units-1": "5", "day-1": "soon"}, 422),
        ({"units-1": "5", "day-1": "1999-01-01"}, 422),
        ({"units-1": ""}, 422),
        ({"units-7": "5"}, 422),
        ({"announce": "1", "sent-1": "5"}, 422),
        ({"announce": "1", "expected_on": "2026-12-01"}, 422),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    web: Callable[..., Client], verb: Verb, conn: Conn, form: dict[str, str], status: int
) -> None:
    buy(verb, 24)
    answer = web("").post(link_to(conn, 1), form)
    assert answer.status_code == status


def test_a_link_opens_one_purchase_and_no_token_another(
    web: Callable[..., Client], verb: Verb, conn: Conn
) -> None:
    """Links that were changed, guessed, shortened, too old or revoked open nothing."""
    buy(verb, 24)
    buy(verb, 12)
    first, second = link_to(conn, 1), link_to(conn, 2)
    stranger = web("")
    assert "PO-000001" in text(stranger.get(first))
    assert "PO-000002" not in text(stranger.get(first))
    assert "PO-000002" in text(stranger.get(second))
    # The fields of another purchase's form change nothing of it.
    stranger.post(first, {"units-1": "3", "purchase_order": "PO-000002", "key": "x"})
    touched = "SELECT DISTINCT purchase_order_id::int FROM supplier_message"
    assert conn.execute(touched).fetchall() == [(1,)]
    secret = first.rpartition("/")[2]
    hashes = [row[0] for row in conn.execute("SELECT hash FROM supplier_link")]
    hostile = [
        *hashes,  # what a thief of the table would have
        *(secret[:n] + ("A" if secret[n] != "A" else "B") + secret[n + 1 :] for n in range(43)),
        *(secret[:n] for n in (1, 20, 42)),
        *(secrets.token_urlsafe(32) for _ in range(50)),
        *("1", "2", "PO-000002", "0" * 43, "%00", "..%2f2", "' OR 1=1 --", "é" * 43, "a" * 5000),
        *(secret + "x", secret.swapcase(), secret[::-1], f"{secret}%20"),
    ]
    answers = {one: stranger.get(f"/supplier/{one}").status_code for one in hostile}
    assert {one: status for one, status in answers.items() if status != 404} == {}
    posts = {stranger.post(f"/supplier/{one}", {"whole": "1"}).status_code for one in hostile[:9]}
    assert posts == {404}
    assert stranger.get(link_to(conn, 1, days=61)).status_code == 404
    buyer = web("buyer")
    buyer.post("/purchase-orders/PO-000001/link", {"revoke": "1"})
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200


def test_only_those_who_may_send_make_links(web: Callable[..., Client], verb: Verb) -> None:
    number = buy(verb, 24)
    made = web("buyer").post(f"/purchase-orders/{number}/link", {"make": "1"})
    assert "http://localhost/supplier/" in made.content.decode()
    assert web("reader").post(f"/purchase-orders/{number}/link", {"make": "1"}).status_code == 403
    assert web("").post(f"/purchase-orders/{number}/link", {"make": "1"}).status_code == 302


def test_whoever_tries_too_often_waits(
    web: Callable[..., Client], verb: Verb, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    buy(verb, 24)
    path = link_to(conn, 1)
    monkeypatch.setattr(supplier_answer, "_buckets", Buckets(1))
    stranger = web("")
    answers = [stranger.get("/supplier/guess") for _ in range(4)]
    assert [one.status_code for one in answers] == [404, 404, 429, 429]
    assert answers[-1]["Retry-After"]
    assert stranger.get(path).status_code == 429


def test_a_purchase_that_is_over_is_shown_and_asks_nothing(
    web: Callable[..., Client], verb: Verb, conn: Conn
) -> None:
    number = buy(verb, 24)
    path = link_to(conn, 1)
    verb("change_supply", changes=[{"purchase_order": number, "cancel": True}])
    shown = web("").get(path)
    assert "Nothing of it is open any more." in text(shown)
    assert "Confirm" not in text(shown)
    assert web("").post(path, {"whole": "1"}).status_code == 409
