"""Incentives given by themselves: where they pay, once, in budget, not to who is held out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import psycopg
import pytest

from backorder.app.incentives import giving
from backorder.app.jobs.tasks import TASKS
from backorder.app.jobs.work import Work
from backorder.domain.incentives import held_out
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

RULE = {"name": "Thanks", "event": "slip", "slip_days": 5, "budget": 100_000, "holdout_percent": 0}
BEST = RULE | {"kind": "optimal", "response": 0.15}


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    """Return a desk with a purchase that others will wait for, and one that nobody waits for."""
    desk = Desk(conn)
    desk.do("set_products", products=[{"sku": "URN", "unit_price": 2600, "unit_cost": 400}])
    desk.buy("urns", "2026-12-08", URN=60)
    return desk


def sell(desk: Desk, *refs: str, units: int = 2) -> None:
    line = {"sku": "URN", "quantity": units}
    orders = [{"key": f"w-{ref}", "customer": {"ref": ref}, "lines": [line]} for ref in refs]
    desk.do("place_orders", orders=orders)


def slip(desk: Desk, to: str) -> None:
    desk.do("change_supply", changes=[{"purchase_order": "PO-000001", "expected_on": to}])


def give(desk: Desk) -> dict[str, int]:
    return {name: n for name, n in giving.give(desk.conn, desk.now, "job:incentives").items() if n}


def outcomes(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.rows(
        "SELECT c.ref, r.name, i.outcome, i.amount::int, i.reason ->> 'code' FROM incentive i"
        " JOIN customer c ON c.id = i.customer_id JOIN incentive_rule r ON r.id = i.rule_id"
        " ORDER BY i.id"
    )


def test_a_slip_is_answered_once_however_often_the_job_looks(desk: Desk) -> None:
    desk.do("set_incentives", rules=[RULE | {"kind": "fixed", "amount": 300}])
    sell(desk, "C1", "C2")
    assert give(desk) == {}
    slip(desk, "2026-12-10")  # two days: not worth a word under this rule
    assert give(desk) == {}
    slip(desk, "2026-12-16")
    assert give(desk) == {"given": 2}
    entries = len(desk.journal())
    assert give(desk) == {}
    assert len(desk.journal()) == entries
    slip(desk, "2026-12-30")
    assert give(desk) == {}  # who holds a code gets no other one
    assert outcomes(desk) == [
        ("C1", "Thanks", "given", 300, "by_rule"), ("C2", "Thanks", "given", 300, "by_rule")
    ]  # fmt: skip
    assert desk.breaches() == []


def test_what_pays_best_is_often_nothing_and_it_says_why(desk: Desk) -> None:
    desk.do("set_incentives", rules=[BEST | {"response": 0.02}])
    sell(desk, "C1")
    slip(desk, "2026-12-20")
    assert give(desk) == {"none": 1}
    assert outcomes(desk) == [("C1", "Thanks", "none", 0, "nothing_is_best")]
    assert give(desk) == {}


def test_the_amount_is_that_of_the_formula_for_the_order(desk: Desk) -> None:
    desk.do("set_incentives", rules=[BEST | {"response": 0.3}, BEST | {"name": "later", "most": 9}])
    terms = {"category": "", "currency": "EUR", "ship": 0, "cancel": 0}
    desk.conn.execute(
        "INSERT INTO advice_terms (category, currency, ship, cancel, handling, goodwill, future,"
        " substitute_percent, set_at, set_by) VALUES (%(category)s, %(currency)s, %(ship)s,"
        " %(cancel)s, 0, 0, 0, 0, now(), 'test')",
        terms,
    )
    sell(desk, "C1")
    slip(desk, "2027-03-01")  # a hundred days at 2 % a day: one in seven stays
    assert give(desk) == {"given": 1}
    ((amount, why),) = desk.rows("SELECT amount::int, reason FROM incentive")
    assert why["worth"] == 2 * (2600 - 400)
    assert why["stays"] == pytest.approx(0.1353, abs=0.0001)
    # d* = M - (1 + W0(exp(u + b M - 1))) / b with M = 44, b = 0.3, u = ln(s / (1 - s)).
    assert amount == pytest.approx(1321, abs=1)
    assert outcomes(desk)[0][1] == "Thanks"


def test_a_delay_case_that_waits_for_an_answer_is_answered(desk: Desk) -> None:
    asked = RULE | {"event": "delay_case", "kind": "percent", "percent": 10, "class": "vip"}
    desk.do("set_incentives", rules=[asked])
    desk.do("set_customers", customers=[{"ref": "C1", "class": "vip"}, {"ref": "C2"}])
    sell(desk, "C1", "C2")
    slip(desk, "2027-03-01")
    cases = desk.rows("SELECT count(*)::int FROM delay_case WHERE asked")
    assert give(desk) == ({"given": 1} if cases == [(2,)] else {})
    assert [row[0] for row in outcomes(desk)] == ["C1"]
    assert outcomes(desk)[0][3] == 520


def test_who_is_held_out_and_who_comes_after_the_budget(desk: Desk) -> None:
    rule = RULE | {"kind": "fixed", "amount": 300, "budget": 1000, "holdout_percent": 40}
    desk.do("set_incentives", rules=[rule])
    refs = [f"C{n}" for n in range(12)]
    sell(desk, *refs)
    slip(desk, "2026-12-30")
    out = sum(held_out("Thanks", ref, 40) for ref in refs)
    assert 0 < out < 9
    assert give(desk) == {"given": 3, "held_out": out, "no_budget": 12 - 3 - out}
    assert give(desk) == {}


def test_old_slips_are_history(desk: Desk) -> None:
    sell(desk, "C1")
    slip(desk, "2026-12-30")
    desk.wait(4)
    desk.do("set_incentives", rules=[RULE | {"kind": "fixed", "amount": 300}])
    assert give(desk) == {}
    slip(desk, "2026-12-31")  # told anew: three weeks later than first told
    assert give(desk) == {"given": 1}


def test_a_worker_that_stood_still_for_weeks_misses_no_slip(desk: Desk) -> None:
    desk.do("set_incentives", rules=[RULE | {"kind": "fixed", "amount": 300}])
    sell(desk, "C1", "C2")
    slip(desk, "2026-12-30")
    desk.wait(25)
    assert giving.find(desk.conn, desk.now, giving.LOOKED_FOR) == []  # by the days alone
    assert give(desk) == {"given": 2}
    assert desk.rows("SELECT count(*) FROM incentive_outbox") == [(0,)]
    assert give(desk) == {}


def test_what_was_not_looked_at_to_the_end_is_looked_at_again(desk: Desk) -> None:
    desk.do("set_incentives", rules=[RULE | {"kind": "fixed", "amount": 300}])
    sell(desk, "C1")
    slip(desk, "2026-12-30")
    desk.wait(25)
    done = giving.give(desk.conn, desk.now, "job:incentives", iter([False, True]).__next__)
    assert done["given"] == 0
    assert desk.rows("SELECT count(*) > 0 FROM incentive_outbox") == [(True,)]
    assert give(desk) == {"given": 1}


def test_only_what_a_rule_may_answer_is_noted(desk: Desk) -> None:
    sell(desk, "C1")
    slip(desk, "2026-12-30")
    assert desk.rows("SELECT count(*) FROM incentive_outbox") == [(0,)]
    desk.do("set_incentives", rules=[RULE | {"kind": "fixed", "amount": 300}])
    give(desk)
    sell(desk, "C2")
    assert desk.rows("SELECT count(*) FROM incentive_outbox") == [(0,)]  # a new order never slipped
    desk.do("set_incentives", rules=[RULE | {"active": False}])
    give(desk)
    slip(desk, "2027-01-10")
    assert desk.rows("SELECT count(*) FROM incentive_outbox") == [(0,)]


def test_what_orders_came_to_is_learned_from(desk: Desk) -> None:
    """Money that kept nobody is worth less than the rule had stated."""
    desk.do("set_incentives", rules=[BEST | {"response": 0.3}])
    refs = [f"C{n}" for n in range(25)]
    sell(desk, *refs)
    slip(desk, "2027-03-01")
    assert give(desk) == {"given": 25}
    for ref in refs:
        desk.do("cancel", cancellations=[{"order": f"w-{ref}"}])
    sell(desk, "D1")
    slip(desk, "2027-05-20")
    give(desk)
    ((first, last, seen),) = desk.rows(
        "SELECT min((reason ->> 'response')::float8), max((reason ->> 'response')::float8),"
        " max((reason ->> 'seen')::int) FROM incentive"
    )
    assert (last, seen) == (0.3, 25)
    assert first < 0.2


def test_statements_do_not_grow_with_orders(desk: Desk) -> None:
    desk.do("set_incentives", rules=[RULE | {"kind": "fixed", "amount": 3}])
    taken = []
    for count, day in ((1, "2026-12-20"), (9, "2026-12-30")):
        sell(desk, *(f"{day}-{n}" for n in range(count)))
        slip(desk, str(day))
        asked = 0
        execute = psycopg.Cursor.execute

        def counted(self: Any, *args: Any, **named: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(self, *args, **named)  # noqa: B023 (called within the turn)

        with patch.object(psycopg.Cursor, "execute", counted):
            assert give(desk) == {"given": count}
        taken.append(asked)
    assert taken[0] == taken[1] < 30


def test_the_job_runs_where_there_is_a_rule(desk: Desk) -> None:
    wanted = TASKS["incentives"].wanted
    assert wanted is not None
    assert not wanted(desk.conn, desk.now)
    desk.do("set_incentives", rules=[RULE | {"amount": 300}])
    assert wanted(desk.conn, desk.now)
    assert TASKS["incentives"].run(Work(desk.conn, "incentives")) == dict.fromkeys(
        giving.OUTCOMES, 0
    )
