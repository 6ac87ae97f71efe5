"""What a verb finds before it holds its locks is journaled: a replay decides on the same cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder import database
from backorder.ledger.delays import answering as delay_answering
from backorder.ledger.delays import reviewing as delay_reviewing
from backorder.ledger.delays import sending as delay_sending
from backorder.ledger.proofs.rehearsal import rehearse
from tests.delays.late import EVIDENCE, answer, review, send, slip, waiting
from tests.ledger.desk import OPENING, Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from psycopg import Connection


def meanwhile(
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    name: str,
    url: str,
    do: Callable[[Desk], object],
) -> None:
    """Let others do something once, when a verb has found what it is about, before it locks."""
    whole, left = getattr(module, name), [do]

    def slowly(tx: Any, *more: Any) -> Any:
        while left:
            with database.connect(url) as other:
                left.pop()(Desk(other, tx.now))
        return whole(tx, *more)

    monkeypatch.setattr(module, name, slowly)


def same(desk: Desk, empty: Connection[Any]) -> None:
    found = rehearse(desk.conn, empty)
    assert found.same, found.differing()
    assert desk.breaches() == []


def test_a_review_is_replayed_over_the_cases_it_looked_at(
    desk: Desk, empty: Connection[Any], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is answered, and one goes, while the review waits for its locks."""
    waiting(desk, "US", "US", "US")
    slip(desk, "2027-03-01")
    send(desk, "DC-000001", "DC-000002", "DC-000003")
    desk.wait(60)

    def others(other: Desk) -> None:
        in_time = EVIDENCE | {"at": OPENING.isoformat()}
        assert answer(other, "DC-000002", "wait", evidence=in_time) == "consented"
        other.do("cancel", cancellations=[{"order": "o-3"}])

    meanwhile(monkeypatch, delay_reviewing, "lock", database_url, others)
    done = review(desk)
    assert done["reviewed"] == 3
    assert [one["case"] for one in done["cancelled"]] == ["DC-000001"]
    same(desk, empty)


def test_an_approval_is_replayed_over_the_drafts_it_found(
    desk: Desk, empty: Connection[Any], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft of a product that is not locked waits for the next approval."""
    monkeypatch.setenv("BACKORDER_DELAYS_APPROVE_FROM", "1")
    waiting(desk, "US")
    desk.stock(POT=0)
    desk.buy("pots", "2026-12-07", POT=9)
    desk.do(
        "place_orders",
        orders=[{"key": "p", "destination": "US", "lines": [{"sku": "POT", "quantity": 1}]}],
    )
    slip(desk, "2027-03-01")

    def others(other: Desk) -> None:
        late = {"purchase_order": "PO-000002", "expected_on": "2027-03-01"}
        assert other.do("change_supply", changes=[late])["delays"]

    meanwhile(monkeypatch, delay_sending, "_lock_products", database_url, others)
    assert desk.do("approve_delays", all=True)["orders"] == ["SO-000001"]
    assert desk.do("approve_delays", all=True)["orders"] == ["SO-000002"]
    same(desk, empty)


def test_an_answer_for_an_order_is_replayed_over_the_cases_it_found(
    desk: Desk, empty: Connection[Any], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The goods leave after the open case was found, and before it is locked."""
    waiting(desk, "US")
    slip(desk, "2026-12-18")
    send(desk, "DC-000001")

    def others(other: Desk) -> None:
        line = [{"sku": "MUG", "quantity": 4}]
        other.do("receive", receipts=[{"key": "r", "purchase_order": "PO-000001", "lines": line}])
        other.do("ship", shipments=[{"key": "s", "order": "o-1"}])

    meanwhile(monkeypatch, delay_answering, "lock", database_url, others)
    asked = {"order": "o-1", "answer": "cancel", "evidence": EVIDENCE}
    (told,) = desk.do("answer_delays", answers=[asked])["answers"]
    assert told["outcome"] == "already_shipped"
    same(desk, empty)
