"""Whatever goes wrong between us and a provider, both books agree at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.app.jobs import alarms
from backorder.app.payments import paying
from backorder.app.payments.port import Provider
from tests.ledger.desk import OPENING, Desk
from tests.payments.fake import Fake
from tests.support import PATIENCE

if TYPE_CHECKING:
    from psycopg import Connection

PRICE = 1250


@dataclass
class At:
    """What a task works with, at an instant of the test's."""

    conn: Connection[Any]
    now: datetime = OPENING
    name: str = "payments"
    told: list[Any] = field(default_factory=list)

    def stopping(self) -> bool:
        return False

    def call(self, verb: str, **request: Any) -> dict[str, Any]:
        return ledger.VERBS[verb](self.conn, request, now=self.now, actor="job:payments")


class Always(Random):
    """Chance that always goes wrong, and in one way."""

    def __init__(self, fault: str) -> None:
        super().__init__(0)
        self.fault = fault

    def random(self) -> float:
        return 0.0

    def choice(self, seq: Any) -> Any:
        return self.fault if self.fault in seq else seq[0]


def authorised(desk: Desk, fake: Fake, key: str, units: int, **more: Any) -> None:
    """Sell mugs whose price is set aside by the customer's bank."""
    desk.order(key, MUG=units)
    fake.bank.authorise(f"au-{key}", units * PRICE)
    said = {"provider": "provider", "reference": f"au-{key}", "what": "authorised", "order": key}
    desk.do("record_payments", payments=[said | {"amount": units * PRICE} | more])


def charged(desk: Desk, fake: Fake, key: str, units: int) -> None:
    """Sell mugs that are paid at once."""
    desk.order(key, MUG=units)
    fake.bank.charge(f"ch-{key}", units * PRICE)
    said = {"provider": "provider", "reference": f"ch-{key}", "what": "charged", "order": key}
    desk.do("record_payments", payments=[said | {"amount": units * PRICE}])


def ship(desk: Desk, key: str, units: int, paper: str = "") -> None:
    line = {"sku": "MUG", "quantity": units}
    desk.do("ship", shipments=[{"key": f"s-{key}{paper}", "order": key, "lines": [line]}])


def cancel(desk: Desk, key: str, units: int) -> None:
    line = {"sku": "MUG", "quantity": units}
    desk.do("cancel", cancellations=[{"order": key, "lines": [line], "reason": "delay"}])


def ask(work: At, fake: Fake) -> dict[str, int]:
    with Provider(fake.url, "secret", seconds=PATIENCE) as provider:
        return paying.ask(work, provider, "provider")  # type: ignore[arg-type]


def books(desk: Desk) -> dict[str, tuple[int, int]]:
    """Return (captured, refunded) by payment, as the money ledger has it."""
    rows = desk.rows(
        "SELECT p.reference,"
        " coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0)::int,"
        " coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0), 0)::int"
        " FROM payment p LEFT JOIN money_entry e ON e.payment_id = p.id AND e.account = 'cash'"
        " GROUP BY p.id ORDER BY p.id"
    )
    return {reference: (captured, refunded) for reference, captured, refunded in rows}


def theirs(fake: Fake) -> dict[str, tuple[int, int]]:
    return {name: (one["captured"], one["refunded"]) for name, one in fake.bank.payments.items()}


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    found = Desk(conn)
    found.stock(MUG=200)
    return found


def test_what_left_is_captured_and_what_was_cancelled_goes_back(desk: Desk) -> None:
    with Fake() as fake:
        authorised(desk, fake, "o-1", 4)
        charged(desk, fake, "o-2", 4)
        ship(desk, "o-1", 3)
        cancel(desk, "o-2", 1)
        assert ask(At(desk.conn), fake) == {"done": 2, "refused": 0, "unknown": 0}
        assert books(desk) == theirs(fake) == {"au-o-1": (3750, 0), "ch-o-2": (5000, 1250)}
        assert ask(At(desk.conn), fake) == {"done": 0, "refused": 0, "unknown": 0}
        cancel(desk, "o-1", 1)  # nothing is open or unpaid: the rest is let go
        assert ask(At(desk.conn), fake)["done"] == 1
        assert fake.bank.payments["au-o-1"]["open"] is False
    assert desk.rows("SELECT state FROM refund_due") == [("made",)]
    assert desk.breaches() == []


def test_refunds_wait_for_a_person_where_they_are_switched_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_REFUNDS_AUTOMATIC", "0")
    with Fake() as fake:
        charged(desk, fake, "o-1", 4)
        cancel(desk, "o-1", 4)
        assert ask(At(desk.conn), fake)["done"] == 0
        work = At(desk.conn, OPENING + timedelta(days=12))
        assert paying.remind(work) == 1  # type: ignore[arg-type]
        assert [one.code for one in alarms.sounding(desk.conn)] == ["refund_near"]
        desk.do("refund", refunds=[{"refund": "RF-000001", "reference": "transfer 7"}])
        assert paying.remind(work) == 0  # type: ignore[arg-type]
        assert alarms.sounding(desk.conn) == []
    assert fake.bank.done == []


@pytest.mark.parametrize("stays", [True, False])
def test_an_authorisation_that_ends_too_early_is_renewed(desk: Desk, *, stays: bool) -> None:
    """One that a provider does not renew is told to a person, once."""
    with Fake() as fake:
        soon = (OPENING + timedelta(days=2)).isoformat()
        desk.stock(POT=0)
        desk.buy("p-1", "2026-12-20", POT=2)
        desk.order("o-1", POT=2)
        fake.bank.authorise("au-1", 2500)
        fake.bank.payments["au-1"]["stays_old"] = stays
        said = {"provider": "provider", "reference": "au-1", "what": "authorised", "order": "o-1"}
        desk.do("record_payments", payments=[said | {"amount": 2500, "expires_at": soon}])
        for _ in range(2):
            ask(At(desk.conn), fake)
    found = desk.rows("SELECT reference, state FROM payment ORDER BY id")
    codes = [one.code for one in alarms.sounding(desk.conn)]
    if stays:
        assert (found, codes) == ([("au-1", "open")], ["payment_refused"])
    else:
        assert (found, codes) == ([("au-1", "voided"), ("renew-1", "open")], [])
    assert desk.breaches() == []


def test_a_refused_capture_is_told_and_not_tried_again(desk: Desk) -> None:
    with Fake() as fake:
        authorised(desk, fake, "o-1", 2)
        fake.bank.payments["au-o-1"]["open"] = False
        ship(desk, "o-1", 2)
        assert ask(At(desk.conn), fake) == {"done": 0, "refused": 1, "unknown": 0}
        assert ask(At(desk.conn), fake) == {"done": 0, "refused": 0, "unknown": 0}
    assert books(desk) == {"au-o-1": (0, 0)}
    assert [one.code for one in alarms.sounding(desk.conn)] == ["payment_refused"]
    assert desk.rows("SELECT what FROM payment_event ORDER BY n") == [("authorised",), ("failed",)]


@pytest.mark.parametrize("seed", [1, 2])
def test_random_faults_leave_both_books_the_same(desk: Desk, seed: int) -> None:
    """Half of the requests fail, before or after the deed; nothing is done twice."""
    chance = Random(seed)
    with Fake(chance, share=0.5) as fake:
        for n in range(8):
            (authorised if n % 2 else charged)(desk, fake, f"o-{n}", 6)
        work = At(desk.conn)
        for step in range(3):
            for n in range(8):
                move = chance.choice((ship, cancel))
                move(desk, f"o-{n}", 2, f"-{step}") if move is ship else cancel(desk, f"o-{n}", 2)
            ask(work, fake)
            work.now += timedelta(minutes=2)
        for _ in range(40):
            ask(work, fake)
            work.now += timedelta(hours=7)
    assert desk.rows("SELECT state FROM payment_request WHERE state <> 'done'") == []
    assert books(desk) == theirs(fake)
    shipped = desk.rows("SELECT sum(shipped)::int FROM order_line")[0][0]
    kept = sum(captured - refunded for captured, refunded in theirs(fake).values())
    assert kept == shipped * PRICE
    assert fake.bank.asked > len(fake.bank.done)
    assert desk.breaches() == []


@pytest.mark.parametrize("fault", ["fails after", "hangs up after"])
def test_what_became_of_a_request_is_asked_for_before_it_is_sent_again(
    desk: Desk, fault: str
) -> None:
    """The answers are lost, and a day later the provider has forgotten the keys."""
    with Fake(Always(fault), share=1.0) as fake:
        authorised(desk, fake, "o-1", 2)
        charged(desk, fake, "o-2", 3)
        ship(desk, "o-1", 2)
        cancel(desk, "o-2", 1)
        work = At(desk.conn)
        assert ask(work, fake) == {"done": 0, "refused": 0, "unknown": 2}
        fake.bank.answers.clear()
        work.now += timedelta(days=1)
        assert ask(work, fake)["unknown"] == 2  # it cannot say now: nothing is sent
        fake.chance = None
        work.now += timedelta(days=1)
        assert ask(work, fake) == {"done": 2, "refused": 0, "unknown": 0}
        assert sorted(fake.bank.done) == [("captures", "au-o-1", 2500), ("refunds", "ch-o-2", 1250)]
        assert books(desk) == theirs(fake) == {"au-o-1": (2500, 0), "ch-o-2": (3750, 1250)}
    assert desk.rows("SELECT state FROM refund_due") == [("made",)]
    assert desk.breaches() == []


@pytest.mark.parametrize("tells", [True, False])
def test_a_provider_that_knows_of_nothing_or_of_no_question_is_asked_again(
    desk: Desk, *, tells: bool
) -> None:
    with Fake(Always("fails before"), share=1.0) as fake:
        fake.bank.tells = tells
        authorised(desk, fake, "o-1", 2)
        ship(desk, "o-1", 2)
        work = At(desk.conn)
        assert ask(work, fake)["unknown"] == 1
        fake.chance = None
        work.now += timedelta(days=1)
        assert ask(work, fake)["done"] == 1
        assert fake.bank.done == [("captures", "au-o-1", 2500)]


def test_an_answer_lost_on_the_way_is_asked_for_with_the_same_key(desk: Desk) -> None:
    """The worker dies after the provider did it: the next one gets the first answer."""
    with Fake() as fake:
        authorised(desk, fake, "o-1", 2)
        ship(desk, "o-1", 2)
        paying.plan(desk.conn, "provider", now=OPENING)
        ((key,),) = desk.rows("SELECT key FROM payment_request")
        fake.answer("captures", "au-o-1", 2500, key)  # done, and nobody heard of it
        assert ask(At(desk.conn), fake)["done"] == 1
        assert fake.bank.done == [("captures", "au-o-1", 2500)]
    assert books(desk) == {"au-o-1": (2500, 0)}
