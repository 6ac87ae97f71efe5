"""Delay cases on pages: the lists, one case with its evidence, drafts approved in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.conftest import PHONE_LOOKS
from tests.web.desk import buy, place, statements, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    from tests.web.conftest import Visitor

pytestmark = pytest.mark.usefixtures("company", "same_day")
SHOWN = "Your mug comes on 29 December. Do you want to wait?"


@pytest.fixture
def late(company: None, verb: Callable[..., Any]) -> Callable[..., list[str]]:
    """Return what sells mugs on order to each destination and lets them come two weeks later."""

    def slip(*destinations: str) -> list[str]:
        bought = buy(verb, 40)
        orders = [
            place(verb, f"web-{n}", 12, destination=destination)["order"]
            for n, destination in enumerate(destinations)
        ]
        change = {"purchase_order": bought, "expected_on": "2026-12-28"}
        told = verb("change_supply", changes=[change])["delays"]
        assert {one["order"] for one in told} <= set(orders)
        return [one["case"] for one in told]

    return slip


def sent(verb: Callable[..., Any], case: str) -> None:
    """Let a channel take the first notice of a case."""
    one = {"case": case, "notice": 1, "channel": "email", "recipient": "c7@example.com"}
    verb("mark_notified", notices=[one | {"shown": SHOWN}])


def test_the_lists_show_each_case_in_its_state(
    web: Callable[..., Client], verb: Callable[..., Any], late: Callable[..., list[str]]
) -> None:
    assert "Nothing is late." in text(web("reader").get("/delays"))
    us, eu = late("US", "DE")
    sent(verb, us)
    client = web("reader")
    page = text(client.get("/delays"))
    assert f"{us} waits for the customer SO-000001 Ada MUG Mug" in page
    assert "not out yet the customer agrees" not in page  # the American notice is out
    assert "not out yet nothing changes" in page  # the European one is not
    assert text(client.get("/delays?pack=us_16cfr435")).count("DC-") == 1
    assert us not in text(client.get("/delays?state=ended"))
    assert "No delay case is like that." in text(client.get("/delays?state=to_approve"))
    assert "Nobody has to answer within 3 days." in text(client.get("/delays/near"))
    verb("cancel", cancellations=[{"order": "SO-000002"}])
    for address in ("/delays?state=ended", f"/delays/{eu}"):
        ended = text(client.get(address))
        assert "never sent" in ended
        assert "not out yet" not in ended
    assert client.get("/delays?format=csv").content.count(eu.encode()) == 1
    assert statements(client, "/delays") <= 4
    assert statements(client, f"/delays/{us}") <= 6


def test_a_deadline_near_comes_first(
    web: Callable[..., Client], late: Callable[..., list[str]], conn: psycopg.Connection[Any]
) -> None:
    first, second, third = late("US", "US", "US")
    for case, day in ((first, "2026-11-25"), (second, "2026-11-23"), (third, "2026-11-26")):
        conn.execute(
            "UPDATE delay_case SET respond_by = %s::date WHERE id = %s", (day, int(case[3:]))
        )
    page = text(web("reader").get("/delays/near"))
    assert page.index(second) < page.index(first)
    assert third not in page


def test_a_case_shows_what_follows_and_its_evidence(
    web: Callable[..., Client], verb: Callable[..., Any], late: Callable[..., list[str]]
) -> None:
    (case,) = late("US")
    client = web("service")
    before = text(client.get(f"/delays/{case}"))
    assert "The notice is not out yet." in before
    assert "16 CFR 435.2(b)(1)" in before
    assert "It is no legal advice." in before
    sent(verb, case)
    assert SHOWN in text(client.get(f"/delays/{case}"))
    form = {"key": "k-1", "notice": "1", "answer": "wait", "channel": "phone", "shown": SHOWN}
    form |= {"said": "Fine, I wait.", "from": "+49 30 1", "at": "2026-11-22T08:30"}
    client.post(f"/delays/{case}/answer", form)
    page = text(client.get(f"/delays/{case}"))
    assert "The customer agreed to wait until" in page
    assert f"Shown {SHOWN} Said Fine, I wait." in page
    assert "on the telephone · +49 30 1 · 22 Nov 2026, 08:30 · recorded by service@" in page


def test_a_customer_cancels_through_us(
    web: Callable[..., Client], late: Callable[..., list[str]], conn: psycopg.Connection[Any]
) -> None:
    (case,) = late("DE")
    client = web("service")
    form = {"key": "k-1", "notice": "1", "answer": "cancel", "channel": "email", "shown": "x"}
    refused = client.post(f"/delays/{case}/answer", form | {"said": " "}, follow=True)
    assert "Say what the customer answered" in text(refused)
    older = client.post(f"/delays/{case}/answer", form | {"notice": "9"}, follow=True)
    assert "There is a newer notice by now." in text(older)
    form["said"] = "No, thank you."
    assert web("reader").post(f"/delays/{case}/answer", form).status_code == 403
    done = client.post(f"/delays/{case}/answer", form, follow=True)
    assert "It was cancelled. Delay cases" in text(done)
    assert "cancelled by the customer" in text(done)
    found = conn.execute("SELECT outcome, refund_by::text FROM delay_case").fetchone()
    assert found == ("declined", "2026-12-06")
    assert "Answer for the customer" not in text(client.get(f"/delays/{case}"))


def test_drafts_are_approved_in_one_go(
    web: Callable[..., Client],
    late: Callable[..., list[str]],
    conn: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BACKORDER_DELAYS_APPROVE_FROM", "1")
    late("US", "DE")
    drafts = "SELECT count(*) FROM delay_notice WHERE draft"
    seen = text(web("reader").get("/delays/drafts"))
    assert "The date or quantity of a supply changed. 22 Nov 2026" in seen
    assert "Approve" not in seen
    client = web("service")
    assert "Approve all 2 notices" in text(client.get("/delays/drafts"))
    other = client.post("/delays/drafts", {"key": "k-1", "cases": "1"}, follow=True)
    assert "There are other drafts by now." in text(other)
    assert conn.execute(drafts).fetchone() == (2,)
    done = client.post("/delays/drafts", {"key": "k-2", "cases": "2"}, follow=True)
    assert "2 notices are approved and go out." in text(done)
    assert "No notice waits for approval." in text(done)
    assert conn.execute(drafts).fetchone() == (0,)


def test_an_order_leads_to_its_open_case(
    web: Callable[..., Client], late: Callable[..., list[str]]
) -> None:
    (case,) = late("US")
    page = web("reader").get("/orders/SO-000001").content.decode()
    assert f'href="/delays/{case}"' in page


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), PHONE_LOOKS)
def test_how_it_looks(
    visit: Callable[..., Visitor],
    late: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
    size: Any,
    scheme: str,
) -> None:
    monkeypatch.setenv("BACKORDER_DELAYS_APPROVE_FROM", "1")
    first, _ = late("US", "DE")
    visitor = visit("owner", size, scheme)
    for path, name in (
        ("/delays", "delays"),
        ("/delays/drafts", "delay_drafts"),
        (f"/delays/{first}", "delay"),
    ):
        visitor.go(path)
        visitor.shot(name)
        assert visitor.axe() == []
        assert visitor.overflow() == 0
