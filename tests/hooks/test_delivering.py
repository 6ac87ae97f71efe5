"""Messages go out signed, come again with the same id, and are given up with an alarm."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from backorder.app.hooks import changing, patience, reading
from backorder.domain.errors import BackorderError, ConflictError, NotFoundError
from tests.hooks.receivers import receiving

if TYPE_CHECKING:
    from tests.hooks.conftest import Shop


def now() -> datetime:
    return datetime.now(UTC)


def test_an_order_is_told_and_its_signature_holds(shop: Shop) -> None:
    with receiving() as receiver:
        shop.tell(receiver, "order.*")
        shop.order("web-1", MUG=4)
        assert shop.send() == {"dispatched": 1, "delivered": 1, "failed": 0}
        (got,) = receiver.got
    told = Webhook(shop.secret).verify(got.body, got.headers)
    assert told["type"] == "order.accepted"
    assert told["data"]["key"] == "web-1"
    assert told["data"]["lines"][0]["allocated"] == 4
    assert told["journal"] == 3
    assert got.path == "/hook"
    assert got.headers["content-type"] == "application/json"
    with pytest.raises(WebhookVerificationError):
        Webhook(shop.secret).verify(got.body.replace("web-1", "web-2"), got.headers)
    delivery = shop.one()
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("delivered", 1, 200)
    assert delivery.delivered_at is not None
    assert reading.payload(shop.conn, delivery.id) == told
    assert shop.send() == {"dispatched": 0, "delivered": 0, "failed": 0}


def test_only_what_is_wanted_is_told(shop: Shop) -> None:
    with receiving() as stock, receiving() as every:
        shop.tell(stock, "stock.changed", name="stock")
        shop.tell(every, name="every")
        shop.order("web-1", MUG=4)
        shop.do("ship", shipments=[{"key": "s-1", "order": "web-1"}])
        shop.send()
        assert [json.loads(one.body)["type"] for one in stock.got] == ["stock.changed"]
        assert sorted(json.loads(one.body)["type"] for one in every.got) == [
            *("order.accepted", "shipment.sent", "stock.changed"),
        ]
        assert set(stock.ids()) < set(every.ids())


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (500, 500, ""),
        (404, 404, ""),
        ("slow", None, "no answer within 1 seconds"),
        ("reset", None, "Error"),
        ("redirect", 302, ""),
    ],
)
def test_what_fails_comes_again_with_the_same_id(
    shop: Shop,
    answer: int | str,
    status: int | None,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with receiving(answer, 200) as receiver:
        shop.tell(receiver, "order.*")
        shop.order("web-1", MUG=4)
        with monkeypatch.context() as hasty:
            if answer == "slow":
                hasty.setenv("BACKORDER_WEBHOOKS_TIMEOUT", "1")
            assert shop.send()["failed"] == 1
        waits = shop.one()
        assert (waits.state, waits.attempts, waits.last_status) == ("pending", 1, status)
        assert said in waits.last_error
        assert waits.next_attempt_at is not None
        assert timedelta(seconds=3) < waits.next_attempt_at - now() <= timedelta(seconds=6)
        assert shop.send()["delivered"] == 0  # not due yet
        shop.hurry()
        assert shop.send()["delivered"] == 1
        assert len(set(receiver.ids())) == 1
        assert [one.path for one in receiver.got] == ["/hook", "/hook"]
    first, second = reading.attempts(shop.conn, waits.id)
    assert (first.status, second.status, second.answer) == (status, 200, "text")


def test_an_answer_that_never_ends_was_an_answer(shop: Shop) -> None:
    with receiving("drip") as receiver:
        shop.tell(receiver, "order.*")
        shop.order("web-1", MUG=4)
        assert shop.send()["delivered"] == 1


def test_a_receiver_that_is_gone_is_switched_off(shop: Shop) -> None:
    with receiving(410) as receiver:
        number = shop.tell(receiver)
        assert shop.listening()
        shop.order("web-1", MUG=4)
        shop.send()
    found = reading.endpoint(shop.conn, number)
    assert (found.enabled, found.disabled_reason, found.given_up) == (False, "gone", 1)
    assert not shop.listening()
    assert shop.alarms() == [("webhook_disabled", "shop")]
    changing.enable(shop.conn, number, now=now())
    assert shop.listening()
    assert shop.alarms() == []


def test_one_that_fails_for_days_is_switched_off(shop: Shop) -> None:
    with receiving(500, 500, 200) as receiver:
        number = shop.tell(receiver, "order.*")
        shop.order("web-1", MUG=4)
        shop.send()
        assert reading.endpoint(shop.conn, number).failing_since is not None
        assert shop.alarms() == []
        shop.conn.execute(
            "UPDATE webhook_endpoint SET failing_since = %s",
            [now() - patience.LONGEST_FAILING],
        )
        shop.hurry()
        shop.send()
        found = reading.endpoint(shop.conn, number)
        assert (found.enabled, found.disabled_reason) == (False, "failing")
        assert shop.alarms() == [("webhook_disabled", "shop")]
        changing.enable(shop.conn, number, now=now())
        shop.hurry()
        assert shop.send()["delivered"] == 1  # what waited was kept
    assert reading.endpoint(shop.conn, number).failing_since is None


def test_a_message_that_nobody_takes_is_given_up_with_an_alarm(shop: Shop) -> None:
    with receiving(500) as receiver:
        shop.tell(receiver, "order.*")
        shop.order("web-1", MUG=4)
        for _ in range(len(patience.WAITS)):
            shop.send()
            shop.hurry()
        assert shop.one().state == "pending"
        shop.send()
        assert shop.one().state == "given_up"
        assert shop.alarms() == [("webhook_given_up", "shop")]
        receiver.answers[:] = [200]
        changing.replay(shop.conn, shop.one().id, now=now())
        shop.send()
        assert shop.alarms() == []
        assert len(set(receiver.ids())) == 1


def test_both_secrets_sign_until_the_old_one_ends(shop: Shop) -> None:
    with receiving() as receiver:
        number = shop.tell(receiver, "order.*")
        old = shop.secret
        new = changing.rotate(shop.conn, number, now=now())
        shop.order("web-1", MUG=1)
        shop.send()
        shop.conn.execute("UPDATE webhook_endpoint SET old_secret_until = %s", [now()])
        shop.order("web-2", MUG=1)
        shop.send()
        both, one = receiver.got
    assert len(both.headers["webhook-signature"].split()) == 2
    for secret in (old, new):
        assert Webhook(secret).verify(both.body, both.headers)
    assert Webhook(new).verify(one.body, one.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(one.body, one.headers)


def test_all_since_an_instant_is_told_again_with_the_same_ids(shop: Shop) -> None:
    begun = now() - timedelta(hours=1)
    with receiving() as early, receiving() as late:
        first = shop.tell(early, "order.*", name="early")
        shop.order("web-1", MUG=1)
        shop.order("web-2", MUG=1)
        shop.send()
        number = shop.tell(late, "order.*", name="late")
        shop.send()
        assert late.got == []
        entries = changing.replay_since(shop.conn, number, begun)
        assert entries == len(shop.journal())
        changing.replay_since(shop.conn, number, begun)  # twice is once
        shop.send()
        assert sorted(late.ids()) == sorted(early.ids())  # order is no promise
        assert {one.body for one in late.got} == {one.body for one in early.got}
        changing.replay_since(shop.conn, first, begun)
        shop.send()
        assert sorted(early.ids()) == sorted(late.ids() * 2)


def test_what_happens_while_it_is_off_is_not_told_but_can_be_replayed(shop: Shop) -> None:
    with receiving() as receiver:
        number = shop.tell(receiver, "order.*")
        changing.disable(shop.conn, number, now=now())
        assert not shop.listening()
        since = now() - timedelta(seconds=5)
        shop.order("web-1", MUG=1)
        assert shop.rows("SELECT count(*) FROM webhook_outbox") == [(0,)]
        with pytest.raises(ConflictError, match="switched off"):
            changing.replay_since(shop.conn, number, since)
        changing.enable(shop.conn, number, now=now())
        assert shop.send()["delivered"] == 0
        changing.replay_since(shop.conn, number, since)
        assert shop.send()["delivered"] == 1


def test_a_test_message(shop: Shop) -> None:
    with receiving() as receiver:
        number = shop.tell(receiver, "order.*")
        delivery = changing.test(shop.conn, number, now=now(), actor="ada")
        shop.send()
        (got,) = receiver.got
    assert Webhook(shop.secret).verify(got.body, got.headers)["type"] == "webhook.test"
    assert reading.delivery(shop.conn, delivery).state == "delivered"


def test_a_deleted_endpoint_leaves_nothing_behind(shop: Shop) -> None:
    with receiving(500) as receiver:
        number = shop.tell(receiver)
        shop.order("web-1", MUG=4)
        shop.send()
        changing.replay_since(shop.conn, number, now() - timedelta(hours=1))
        changing.delete(shop.conn, number, now=now())
    assert not shop.listening()
    for table in ("endpoint", "delivery", "attempt", "outbox"):
        assert shop.rows(f"TABLE webhook_{table}") == []
    for gone in (changing.delete, changing.enable, changing.rotate):
        with pytest.raises(NotFoundError):
            gone(shop.conn, number, now=now())


def test_a_key_makes_one_endpoint(shop: Shop) -> None:
    given: dict[str, Any] = {"now": now(), "actor": "api", "key": "k-1"}
    url = "https://example.com/hook"
    first = changing.create(shop.conn, "a", url, ["*"], **given)
    assert changing.create(shop.conn, "a", url, ["*"], **given) == first
    with pytest.raises(ConflictError, match="k-1"):
        changing.create(shop.conn, "a", url, ["order.*"], **given)
    with pytest.raises(ConflictError, match="already"):
        changing.create(shop.conn, "a", url, ["*"], now=now(), actor="api")


@pytest.mark.parametrize(
    ("name", "url", "wanted"),
    [
        ("", "https://example.com/", ["*"]),
        ("a\nb", "https://example.com/", ["*"]),
        ("a", "ftp://example.com/", ["*"]),
        ("a", "https://example.com/", []),
        ("a", "https://example.com/", ["order.eaten"]),
    ],
)
def test_what_cannot_be_is_refused(shop: Shop, name: str, url: str, wanted: list[str]) -> None:
    with pytest.raises(BackorderError):
        changing.create(shop.conn, name, url, wanted, now=now(), actor="api")
    assert reading.endpoints(shop.conn) == []
    assert not shop.listening()


def test_a_change_keeps_what_is_not_given(shop: Shop) -> None:
    with receiving() as receiver:
        number = shop.tell(receiver, "order.*")
        found = changing.change(shop.conn, number, now=now(), wanted=["stock.changed"])
    assert (found.name, found.url, found.events) == ("shop", receiver.url, ["stock.changed"])
    assert found.enabled
    assert changing.change(shop.conn, number, now=now(), name="other").name == "other"
