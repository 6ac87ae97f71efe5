"""Delays on the customer's page: the question first, its answers, and the evidence of a consent."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.app.care import links
from tests.web.desk import text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]
    Web = Callable[..., Client]

pytestmark = pytest.mark.usefixtures("company")


SURE = {"sure": ["1"], "key": ["k1"]}


def call(conn: Conn, verb: str, **request: Any) -> dict[str, Any]:
    return ledger.VERBS[verb](conn, request, now=datetime.now(UTC), actor="test")


def day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def late(conn: Conn, destination: str = "US", days: int = 24) -> str:
    """Sell two pots that a purchase brings, let it slip; return the customer's link."""
    line = {"sku": "POT", "quantity": 10, "unit_cost": 900}
    bought = {"key": "p", "supplier": "S1", "expected_on": day(14), "lines": [line]}
    call(conn, "order_supply", purchase_orders=[bought])
    order = {
        "key": "web-1",
        "destination": destination,
        "customer": {"ref": "C7"},
        "lines": [{"sku": "POT", "quantity": 2}],
    }
    call(conn, "place_orders", orders=[order])
    told = slip(conn, days)
    assert [one["case"] for one in told] == ["DC-000001"]
    return links.paths(conn, [1], now=datetime.now(UTC))[1]


def slip(conn: Conn, days: int) -> list[dict[str, Any]]:
    moved = call(
        conn,
        "change_supply",
        changes=[{"purchase_order": "PO-000001", "expected_on": day(days)}],
    )
    told: list[dict[str, Any]] = moved["delays"]
    notices = [
        {"case": one["case"], "notice": one["notice"], "channel": "email", "shown": "Late."}
        for one in told
    ]
    call(conn, "mark_notified", notices=notices)
    return told


def form_of(page: Any, answer: str) -> dict[str, list[str]]:
    """Return the hidden fields of the form with a button, and the button."""
    body = page.content.decode()
    form = next(part for part in body.split("<form") if f'value="{answer}">' in part)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form):
        found.setdefault(name, []).append(unescape(value))
    return found | {"answer": [answer]}


def answers(conn: Conn) -> list[tuple[Any, ...]]:
    asked = "SELECT answer, outcome, channel, sender, shown FROM delay_answer ORDER BY case_id, n"
    return conn.execute(asked).fetchall()


def test_the_question_comes_first_with_its_day_and_what_silence_means(web: Web, conn: Conn) -> None:
    words = text(web("").get(late(conn)))
    assert words.index("Do you want to wait?") < words.index("Received (done)")
    assert "We are sorry: it is now" in words
    assert "If we do not hear from you before the new date, we take it that you agree" in words
    assert "Please tell us by" in words


def test_a_consent_is_one_press_and_keeps_what_was_shown(web: Web, conn: Conn) -> None:
    path = late(conn)
    stranger = web("")
    page = stranger.get(path)
    form = form_of(page, "wait")
    done = stranger.post(path, form)
    assert done["Location"] == f"{path}?said=waits"
    assert stranger.post(path, form)["Location"] == f"{path}?said=waits"  # pressed twice
    ((answer, outcome, channel, sender, shown),) = answers(conn)
    assert (answer, outcome, channel, sender) == ("wait", "consented", "web", "customer:C7")
    assert shown in text(page).replace("&#x27;", "'")
    assert "We are sorry: it is now" in shown
    words = text(stranger.get(path))
    assert "You agreed to wait until" in words
    assert "Do you want to wait?" not in words


def test_a_refusal_is_confirmed_and_cancels_what_is_late(web: Web, conn: Conn) -> None:
    path = late(conn)
    stranger = web("")
    seen = stranger.post(path, form_of(stranger.get(path), "cancel"))
    assert "Cancel what is late?" in text(seen)
    assert "€78.00" in text(seen)
    assert answers(conn) == []
    form = form_of(stranger.get(path), "cancel") | SURE
    assert stranger.post(path, form)["Location"] == f"{path}?said=ended"
    assert stranger.post(path, form)["Location"] == f"{path}?said=ended"
    assert [row[:2] for row in answers(conn)] == [("cancel", "cancelled")]
    assert conn.execute("SELECT cancelled::int FROM order_line").fetchall() == [(2,)]
    assert "This order is cancelled." in text(stranger.get(path))


def test_an_answer_to_an_older_notice_is_asked_for_again(web: Web, conn: Conn) -> None:
    path = late(conn)
    stranger = web("")
    form = form_of(stranger.get(path), "wait")
    slip(conn, 60)
    refused = stranger.post(path, form)
    assert refused.status_code == 422
    assert answers(conn) == []
    assert "If we neither send it nor hear by the day named" in text(refused)  # silence cancels now


def test_in_the_eu_a_customer_sets_a_last_period(web: Web, conn: Conn) -> None:
    path = late(conn, "DE")
    stranger = web("")
    seen = stranger.post(path, form_of(stranger.get(path), "terminate"))
    assert "Set a last period?" in text(seen)
    form = form_of(stranger.get(path), "terminate") | SURE
    stranger.post(path, form)
    assert [row[:2] for row in answers(conn)] == [("terminate", "period_started")]


def test_nobody_answers_for_another(web: Web, conn: Conn) -> None:
    path = late(conn)
    order = {"key": "web-2", "lines": [{"sku": "MUG", "quantity": 1}]}
    call(conn, "place_orders", orders=[order])
    other = links.paths(conn, [2], now=datetime.now(UTC))[2]
    form = form_of(web("").get(path), "cancel") | SURE
    assert web("").post(other, form).status_code == 422
    assert answers(conn) == []


def test_the_question_can_be_answered_on_a_telephone(visit: Callable[..., Any], conn: Conn) -> None:
    path = late(conn)
    phone = visit("", {"width": 390, "height": 844}, "dark")
    phone.go(path)
    phone.shot("question")
    assert phone.axe() == []
    assert phone.overflow() <= 0
    phone.page.get_by_role("button", name="Yes, I wait").click()
    phone.page.get_by_role("status").wait_for()
    phone.shot("agreed")
    assert [row[:2] for row in answers(conn)] == [("wait", "consented")]
