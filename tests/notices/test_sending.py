"""Notices over a real socket: once, in their thread, marked only once the server took them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.notices import (
    choices,
    enqueue,
    fallback,
    preferences,
    reading,
    unsubscribing,
)
from tests.notices.shop import ON

if TYPE_CHECKING:
    from tests.notices.conftest import Post
    from tests.notices.shop import Shop


def states(shop: Shop) -> list[tuple[Any, ...]]:
    return shop.heard("event", "state", "reason")


def test_what_happened_goes_out_once_and_answers_to_its_order(shop: Shop, post: Post) -> None:
    shop.sell("web-1", "C1", MUG=2)
    shop.send()
    shop.do("cancel", cancellations=[{"order": "web-1", "reason": "customer"}])
    shop.send()
    assert shop.send() == {"dispatched": 0, "sent": 0, "failed": 0, "later": 0}
    assert post.recipients == [["c1@example.com"], ["c1@example.com"]]
    first, second = post.messages
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert "SO-000001" in str(first["Subject"]) + first.as_string()
    assert first["Auto-Submitted"] == "auto-generated"
    assert str(first["List-Unsubscribe"]).startswith("<https://shop.example/notices/stop/")
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    kinds = [part.get_content_type() for part in first.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    rows = shop.heard("state", "message_id", "attempts")
    assert rows == [("sent", first["Message-ID"], 1), ("sent", second["Message-ID"], 1)]
    assert shop.breaches() == []


def test_a_server_that_refuses_is_asked_again_with_the_same_message(shop: Shop, post: Post) -> None:
    post.refusals = 1
    shop.sell("web-1", "C1", MUG=2)
    assert shop.send()["failed"] == 1
    assert states(shop) == [("order_accepted", "waiting", "refused")]
    key = shop.heard("key")
    shop.hurry()
    assert shop.send()["sent"] == 1
    assert shop.heard("key", "attempts") == [(key[0][0], 2)]
    assert len(post.messages) == 1
    assert shop.breaches() == []


def test_a_server_that_is_away_costs_no_try(
    shop: Shop, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_SMTP", "smtp://127.0.0.1:9")
    for n in range(3):
        shop.sell(f"web-{n}", f"C{n}", MUG=2)
    assert shop.send()["sent"] == 0
    assert {row[1:] for row in shop.heard("event", "state", "attempts")} == {("waiting", 0)}
    alarms = shop.rows("SELECT code FROM alarm WHERE closed_at IS NULL")
    assert alarms == [("notice_channel_away",)]
    monkeypatch.setenv("BACKORDER_SMTP", post.address)
    shop.hurry()
    assert shop.send()["sent"] == 3
    assert shop.rows("SELECT code FROM alarm WHERE closed_at IS NULL") == []


def test_an_address_that_is_none_is_left_alone_and_people_hear_of_it(
    shop: Shop, post: Post
) -> None:
    choices.save(shop.conn, ON._replace(staff=("boss@shop.example",)), now=shop.now, by="ada")
    post.unknown.add("c1@example.com")
    shop.sell("web-1", "C1", MUG=2)
    shop.send()
    shop.send()
    assert post.recipients == [["boss@shop.example"]]
    assert states(shop)[0] == ("order_accepted", "failed", "hard_bounce")
    shop.sell("web-2", "C1", MUG=1)
    shop.send()
    assert states(shop)[-1] == ("order_accepted", "suppressed", "blocked")
    fallback.release(shop.conn, "email", "C1@example.com")
    post.unknown.clear()
    shop.sell("web-3", "C1", MUG=1)
    shop.send()
    assert post.recipients[-1] == ["c1@example.com"]


def test_days_that_moved_twice_within_the_window_are_told_once(shop: Shop, post: Post) -> None:
    choices.save(shop.conn, ON._replace(window_minutes=60), now=shop.now, by="ada")
    number = shop.buy("p-1", "2026-12-08", MUG=9)
    shop.sell("web-1", "C1", MUG=2)
    shop.forget()
    for day in ("2026-12-09", "2026-12-11"):
        shop.do("change_supply", changes=[{"purchase_order": number, "expected_on": day}])
    shop.tell()
    shop.hurry()
    shop.send()
    told = [one for one in post.messages if one["To"] == "c1@example.com"]
    assert len(told) == 1
    plain = told[0].get_body(("plain",))
    assert plain is not None
    text = plain.get_content()
    assert "12 December" in text
    assert "10 December" not in text
    late = [row[1:] for row in states(shop) if row[0] == "delay_notice"]
    assert late == [("merged", "superseded"), ("sent", "")]
    # The second one was made, and is the first that went.
    assert shop.rows("SELECT notices, sent FROM delay_case") == [(2, 2)]
    assert shop.rows("SELECT notice FROM delay_told") == [(2,)]
    assert shop.breaches() == []


def test_what_is_here_is_not_told_to_come_sooner(shop: Shop, post: Post) -> None:
    choices.save(shop.conn, ON._replace(window_minutes=60), now=shop.now, by="ada")
    numbers = {sku: shop.buy(f"p-{sku}", "2026-12-18", **{sku: 9}) for sku in ("MUG", "POT")}
    shop.sell("web-1", "C1", MUG=2, POT=1)
    shop.forget()
    for number in numbers.values():
        change = {"purchase_order": number, "expected_on": "2026-12-09"}
        shop.do("change_supply", changes=[change])
    line = {"sku": "MUG", "quantity": 9}
    receipt = {"key": "in", "purchase_order": numbers["MUG"], "location": "MAIN", "lines": [line]}
    shop.do("receive", receipts=[receipt])
    shop.tell()
    shop.hurry()
    shop.send()
    (told,) = [one for one in post.messages if one["To"] == "c1@example.com"]
    plain = told.get_body(("plain",))
    assert plain is not None
    here, sooner = plain.get_content().split("- - -")
    assert ("MUG" in here, "POT" in here) == (True, False)
    assert ("MUG" in sooner, "POT: 10 December" in sooner) == (False, True)


def test_days_that_came_back_are_not_told(shop: Shop, post: Post) -> None:
    choices.save(shop.conn, ON._replace(window_minutes=60), now=shop.now, by="ada")
    number = shop.buy("p-1", "2026-12-08", MUG=9)
    shop.sell("web-1", "C1", MUG=2)
    shop.forget()
    for day in ("2026-12-11", "2026-12-08"):
        shop.do("change_supply", changes=[{"purchase_order": number, "expected_on": day}])
    shop.tell()
    shop.hurry()
    shop.send()
    assert [one for one in post.messages if one["To"] == "c1@example.com"] == []


def test_who_wants_nothing_gets_nothing_but_what_the_law_wants(shop: Shop, post: Post) -> None:
    shop.sell("web-1", "C1", MUG=2)
    ((who,),) = shop.rows("SELECT id FROM customer")
    preferences.save(shop.conn, who, now=shop.now, by="page", channel="none")
    shop.send()
    assert states(shop) == [("order_accepted", "suppressed", "preference")]
    assert post.messages == []


def test_a_recipient_gets_no_more_a_day_than_the_cap(shop: Shop, post: Post) -> None:
    choices.save(shop.conn, ON._replace(most_a_day=2), now=shop.now, by="ada")
    for n in range(4):
        shop.sell(f"web-{n}", "C1", MUG=1)
    assert shop.send()["sent"] == 2
    assert [row[1:] for row in states(shop)].count(("waiting", "cap")) == 2


def test_quiet_hours_hold_back_what_no_law_hurries(shop: Shop, post: Post) -> None:
    now = datetime.now(UTC)
    minute = now.hour * 60 + now.minute
    quiet = ON._replace(quiet_from=(minute - 60) % 1440, quiet_to=(minute + 60) % 1440)
    choices.save(shop.conn, quiet, now=shop.now, by="ada")
    shop.sell("web-1", "C1", MUG=1)
    shop.tell()
    shop.hurry()
    assert shop.send()["later"] == 1
    assert post.messages == []
    ((due,),) = shop.heard("due_at")
    assert timedelta(minutes=55) < due - now < timedelta(minutes=61)


def test_a_message_that_comes_from_no_entry_goes_once(shop: Shop, post: Post) -> None:
    facts = {"product": "Mug", "link_confirm": "https://shop.example/w/1"}
    for _ in range(2):
        enqueue.add(
            shop.conn,
            "waitlist_confirm",
            facts=facts,
            key="w-1",
            now=shop.now,
            address="Ada@Example.com",
        )
    shop.send()
    assert post.recipients == [["Ada@Example.com"]]
    assert "https://shop.example/w/1" in post.messages[0].as_string()


@pytest.mark.parametrize("on", [True, False])
def test_nothing_leaves_while_notices_are_switched_off(shop: Shop, post: Post, *, on: bool) -> None:
    ready = choices.read(shop.conn)
    choices.save(shop.conn, ready._replace(on=on), now=shop.now, by="ada")
    facts = {"product": "Mug", "link_confirm": "https://shop.example/w/1"}
    enqueue.add(
        shop.conn, "waitlist_confirm", facts=facts, key="w-1", now=shop.now, address="a@b.org"
    )
    shop.sell("web-1", "C1", MUG=1)
    shop.send()
    assert len(post.messages) == (2 if on else 0)


def test_a_rehearsal_writes_down_what_would_go_and_hands_nothing_over(
    shop: Shop, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = choices.read(shop.conn)
    choices.save(shop.conn, ready._replace(rehearsal=True), now=shop.now, by="ada")
    monkeypatch.setenv("BACKORDER_SMS_URL", "http://127.0.0.1:9")
    monkeypatch.delenv("BACKORDER_SMTP")
    shop.sell("web-1", "C1", MUG=1)
    shop.send()
    assert shop.heard("event", "state", "subject <> ''") == [("order_accepted", "sent", True)]
    assert shop.rows("SELECT answer FROM notice_attempt") == [("rehearsed: it went nowhere",)]
    assert post.messages == []


@pytest.mark.parametrize("poison", ["address", "facts"])
def test_what_cannot_be_written_stops_none_of_the_others(
    shop: Shop, post: Post, poison: str
) -> None:
    hostile = "=?utf-8?q?=0aBcc=3ax=40y.org?=@example.com"
    for n, address in enumerate((hostile if poison == "address" else "a@b.org", "c@d.org")):
        facts = {"product": "Mug", "link_confirm": "https://shop.example/w/1"}
        enqueue.add(
            shop.conn, "waitlist_confirm", facts=facts, key=f"w-{n}", now=shop.now, address=address
        )
    if poison == "facts":
        shop.conn.execute(
            "UPDATE notice SET facts = %s WHERE address = 'a@b.org'", ['{"cases": [{"notice": 1}]}']
        )
    shop.send()
    assert post.recipients == [["c@d.org"]]
    assert shop.heard("state") == [("failed",), ("sent",)]


def test_a_digest_of_text_messages_loses_no_news(shop: Shop) -> None:
    shop.do("set_customers", customers=[{"ref": "C1", "phone": "+491512345678"}])
    order = shop.sell("web-1", "C1", MUG=1)
    who = shop.rows("SELECT id::int FROM customer WHERE ref = 'C1'")[0][0]
    preferences.save(shop.conn, who, now=shop.now, by="ada", channel="sms", digest=True)
    ready = choices.read(shop.conn)
    choices.save(shop.conn, ready._replace(rehearsal=True), now=shop.now, by="ada")
    shop.conn.execute("DELETE FROM notice")
    for event in ("refunded", "arrived"):
        facts: dict[str, Any] = {"order": order, "lines": [{"sku": "MUG", "quantity": 1}]}
        facts |= {"amount": 500, "currency": "EUR"} if event == "refunded" else {}
        enqueue.add(shop.conn, event, facts=facts, key="x", now=shop.now, customer=who, order=1)
    shop.rows("UPDATE notice SET due_at = '2020-01-01Z' WHERE state = 'waiting' RETURNING 1")
    shop.send()
    told = "SELECT event, state FROM notice WHERE channel = 'sms' AND event <> 'order_accepted'"
    assert shop.rows(f"{told} ORDER BY id") == [("refunded", "sent"), ("arrived", "sent")]


def test_who_left_a_list_is_still_told_what_a_law_wants_told(shop: Shop, post: Post) -> None:
    shop.sell("web-1", "C1", MUG=1)
    who = shop.rows("SELECT id::int FROM customer WHERE ref = 'C1'")[0][0]
    facts = {"product": "Mug", "link_confirm": "https://shop.example/w/1"}
    enqueue.add(
        shop.conn, "waitlist_confirm", facts=facts, key="w", now=shop.now, address="c1@example.com"
    )
    shop.send()
    (row,) = shop.rows("SELECT id::int FROM notice WHERE event = 'waitlist_confirm'")
    unsubscribing.stop(shop.conn, reading.notice(shop.conn, row[0]), now=shop.now)
    said = {"order": "SO-000001", "lines": [{"sku": "MUG", "quantity": 1}], "outcome": "waiting"}
    for legal in (False, True):
        enqueue.add(
            shop.conn, "delay_ended", facts=said, key=f"d-{legal}", now=shop.now, customer=who,
            legal=legal,
        )  # fmt: skip
    told = (
        "SELECT legal, state, reason FROM notice WHERE event = 'delay_ended' AND channel <> 'web'"
    )
    assert shop.rows(f"{told} ORDER BY id") == [
        (False, "suppressed", "blocked"),
        (True, "waiting", ""),
    ]
    # An address that came back reaches nobody, whatever was said before.
    fallback.suppress(shop.conn, "email", "c1@example.com", "bounce", now=shop.now)
    enqueue.add(
        shop.conn, "delay_ended", facts=said, key="d-late", now=shop.now, customer=who, legal=True
    )
    assert shop.rows(told)[-1] == (True, "failed", "blocked")
