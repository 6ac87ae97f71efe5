"""The outbox: rows of the verb's own transaction, none lost, nothing to pay without endpoints."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database, ledger
from backorder.app.hooks import changing, dispatching, reading
from backorder.domain.errors import BackorderError
from backorder.ledger.proofs import invariants
from tests.hooks.receivers import receiving

if TYPE_CHECKING:
    from tests.hooks.conftest import Shop

URL = "https://example.com/hook"


def now() -> datetime:
    return datetime.now(UTC)


def endpoint(shop: Shop, name: str = "shop") -> int:
    return changing.create(shop.conn, name, URL, now=now(), actor="test").id


def outbox(shop: Shop) -> list[int]:
    return [row[0] for row in shop.rows("SELECT journal_id FROM webhook_outbox ORDER BY id")]


def test_without_an_endpoint_nothing_is_noted(shop: Shop) -> None:
    shop.order("web-1", MUG=1)
    assert not shop.listening()
    assert outbox(shop) == []
    assert shop.breaches() == []


def test_a_verb_is_noted_in_its_own_transaction(shop: Shop) -> None:
    endpoint(shop)
    before = len(shop.journal())
    shop.order("web-1", MUG=1)
    with pytest.raises(BackorderError):
        shop.do("cancel", cancellations=[{"order": "web-9"}])
    shop.order("web-1", MUG=1)  # the same key: no entry, nothing to tell
    assert outbox(shop) == [before + 1]
    assert shop.breaches() == []


def test_an_endpoint_costs_a_verb_no_statement(shop: Shop) -> None:
    def statements(key: str) -> int:
        shop.conn.execute("SELECT 1")
        sent = 0
        real = shop.conn.execute

        def counted(*args: Any, **kwargs: Any) -> Any:
            nonlocal sent
            sent += 1
            return real(*args, **kwargs)

        shop.conn.execute = counted  # type: ignore[method-assign]
        try:
            shop.order(key, MUG=1)
        finally:
            shop.conn.execute = real  # type: ignore[method-assign]
        return sent

    statements("warm")
    without = statements("web-1")
    endpoint(shop)
    assert statements("web-2") == without > 0


def test_an_entry_that_commits_late_is_told_though_a_later_one_went_before(
    shop: Shop, database_url: str
) -> None:
    """Numbers of the journal are handed out before the commit: the outbox is no high-water mark."""
    shop.do("set_products", products=[{"sku": "CUP", "unit_price": 1}])
    endpoint(shop)
    with database.connect(database_url) as slow:
        slow.execute("BEGIN")
        slow.execute(
            "INSERT INTO journal (id, verb, actor, at, input, result, numbers)"
            " VALUES (nextval('number_journal'), 'count', 'test', now(), '{}', '{}', '{}')"
        )
        shop.order("web-1", MUG=1)
        later = max(outbox(shop))
        assert dispatching.dispatch(shop.conn, now()) == 1
        assert outbox(shop) == []
        slow.execute("COMMIT")
    (missed,) = outbox(shop)
    assert missed < later


def test_orders_at_once_from_many_connections_are_all_noted(shop: Shop, database_url: str) -> None:
    endpoint(shop)
    dispatched = 0
    stop = threading.Event()

    def sell(seller: int) -> None:
        with database.connect(database_url) as conn:
            for n in range(15):
                order = {"key": f"{seller}-{n}", "lines": [{"sku": "MUG", "quantity": 1}]}
                ledger.place_orders(conn, {"orders": [order]}, now=shop.now, actor="test")

    def tell() -> None:
        nonlocal dispatched
        with database.connect(database_url) as conn:
            while not stop.is_set() or dispatching.dispatch(conn, now(), 7):
                dispatching.dispatch(conn, now(), 7)

    sellers = [threading.Thread(target=sell, args=[number]) for number in range(4)]
    tellers = [threading.Thread(target=tell) for _ in range(2)]
    for thread in sellers + tellers:
        thread.start()
    for thread in sellers:
        thread.join()
    stop.set()
    for thread in tellers:
        thread.join()
    placed = shop.rows("SELECT id FROM journal WHERE verb = 'place_orders' ORDER BY id")
    told = shop.rows(
        "SELECT v.journal_id FROM webhook_delivery d JOIN webhook_event v ON v.id = d.event_id"
        " WHERE v.type IN ('order.accepted', 'order.refused') ORDER BY v.journal_id"
    )
    assert len(placed) == 60
    assert told == placed
    assert outbox(shop) == []


def test_switching_one_off_while_another_is_made_leaves_the_outbox_on(
    shop: Shop, database_url: str
) -> None:
    """Each looks whether any endpoint is on; neither may look before the other has committed."""
    first = endpoint(shop)
    with database.connect(database_url) as other:
        for round_ in range(10):
            threads = [
                threading.Thread(
                    target=changing.disable, args=[shop.conn, first], kwargs={"now": now()}
                ),
                threading.Thread(
                    target=changing.create,
                    args=[other, f"n{round_}", URL],
                    kwargs={"now": now(), "actor": "test"},
                ),
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert shop.listening()
            assert invariants.check(shop.conn, ["webhooks_are_listening"]) == []
            changing.enable(shop.conn, first, now=now())
            for one in reading.endpoints(shop.conn):
                if one.id != first:
                    changing.delete(shop.conn, one.id, now=now())


def test_an_entry_that_cannot_be_told_stops_no_other(shop: Shop) -> None:
    with receiving() as receiver:
        shop.tell(receiver, "order.*")
        shop.conn.execute(
            "INSERT INTO journal (id, verb, actor, at, input, result, numbers) VALUES"
            " (nextval('number_journal'), 'ship', 'old', now(), '{}', '{\"parcels\": 3}', '{}')"
        )
        shop.order("web-1", MUG=1)
        assert shop.send()["delivered"] == 1
    ((code, subject),) = shop.alarms()
    assert (code, subject) == ("webhook_untold", f"journal {len(shop.journal()) - 1}")


def test_a_state_hash_does_not_depend_on_who_is_told(shop: Shop) -> None:
    before = shop.state()
    endpoint(shop)
    changing.test(shop.conn, 1, now=now(), actor="ada")
    assert shop.state() == before
