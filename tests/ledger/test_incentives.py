"""Incentives: within their budget, not to who is held out, used once by whom they were given to."""

from __future__ import annotations

import multiprocessing as mp
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from psycopg import sql

from backorder import database, ledger
from backorder.domain.errors import BackorderError
from backorder.domain.incentives import held_out
from backorder.ledger.proofs import invariants
from tests.ledger import healthy_books as books
from tests.ledger.desk import OPENING, Desk
from tests.ledger.healthy_books import Planted
from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

RULE = {"name": "Thanks", "amount": 500, "budget": 5000, "holdout_percent": 0}


def waiting(desk: Desk, count: int, units: int = 2) -> list[str]:
    """Let so many customers wait for a purchase; return their orders' keys."""
    desk.stock(URN=0)
    desk.buy("urns", "2026-12-08", URN=count * units)
    line = {"sku": "URN", "quantity": units, "unit_price": 1250}
    keys = [f"w-{n}" for n in range(count)]
    desk.do(
        "place_orders",
        orders=[{"key": k, "customer": {"ref": k.upper()}, "lines": [line]} for k in keys],
    )
    return keys


def give(desk: Desk, rule: str, *orders: str, **more: Any) -> list[dict[str, Any]]:
    asked = [{"rule": rule, "order": key, **more} for key in orders]
    found: list[dict[str, Any]] = desk.do("give_incentives", incentives=asked)["incentives"]
    return found


def refusal(desk: Desk, verb: str, **request: Any) -> str:
    entries = len(desk.journal())
    with pytest.raises(BackorderError) as raised:
        desk.do(verb, **request)
    assert len(desk.journal()) == entries
    return raised.value.code


def test_a_budget_is_given_out_and_no_more(desk: Desk) -> None:
    keys = waiting(desk, 4)
    desk.do("set_incentives", rules=[RULE | {"budget": 1200}])
    found = give(desk, "Thanks", *keys)
    assert [one["outcome"] for one in found] == ["given", "given", "no_budget", "no_budget"]
    assert found[0]["expires_on"] == "2027-02-20"
    assert len({one["code"] for one in found[:2]}) == 2
    assert all(len(one["code"]) == 12 for one in found[:2])
    assert [one["outcome"] for one in give(desk, "Thanks", *keys)] == ["before"] * 4
    assert refusal(desk, "set_incentives", rules=[RULE | {"budget": 999}]) == "budget_below_given"
    assert refusal(desk, "set_incentives", rules=[RULE | {"period": "year"}]) == (
        "incentive_rule_used"
    )
    desk.wait(30)  # another month, another budget
    more = {"key": "late", "customer": {"ref": "X"}, "lines": [{"sku": "URN", "quantity": 1}]}
    desk.buy("more", "2027-01-08", URN=9)
    desk.do("place_orders", orders=[more])
    assert give(desk, "Thanks", "late")[0]["outcome"] == "given"
    assert desk.rows("SELECT given FROM incentive_spend ORDER BY period_from") == [(1000,), (500,)]
    assert desk.breaches() == []


def test_what_a_rule_gives_and_to_whom(desk: Desk) -> None:
    (key,) = waiting(desk, 1, units=3)
    desk.do("set_customers", customers=[{"ref": "W-0", "class": "vip"}])
    desk.stock(TIN=5)
    desk.order("shelf", TIN=1)
    share = {"kind": "percent", "percent": 10, "budget": 9999, "holdout_percent": 0}
    best = {"kind": "optimal", "budget": 9999, "holdout_percent": 0, "most": 300}
    desk.do(
        "set_incentives",
        rules=[
            share | {"name": "share"},
            share | {"name": "capped", "most": 100},
            share | {"name": "vip", "class": "vip"},
            share | {"name": "other", "class": "new"},
            share | {"name": "pots", "category": "pots"},
            share | {"name": "dollars", "currency": "USD"},
            best | {"name": "best"},
            best | {"name": "zero"},
        ],
    )
    found = {rule: give(desk, rule, key)[0] for rule in ("share", "capped", "vip", "other", "pots")}
    assert found["share"]["amount"] == 375  # a tenth of three at 12.50
    assert found["capped"]["amount"] == 100
    assert found["vip"]["outcome"] == "given"
    assert found["other"]["outcome"] == "not_meant"
    assert found["pots"]["outcome"] == "not_waiting"
    assert give(desk, "dollars", key)[0]["outcome"] == "not_meant"
    assert give(desk, "share", "shelf")[0]["outcome"] == "not_waiting"
    asked = [{"rule": "best", "order": key}]
    assert refusal(desk, "give_incentives", incentives=asked) == "incentive_without_amount"
    assert give(desk, "best", key, amount=667)[0]["amount"] == 300
    why = {"code": "nothing_is_best", "text": "Giving nothing pays best."}
    zero = give(desk, "zero", key, amount=0, reason=why)[0]
    assert (zero["outcome"], zero["reason"]) == ("none", why)
    kept = desk.rows("SELECT reason FROM incentive WHERE outcome = 'none'")
    assert kept == [(why,)]


def test_who_is_held_out_gets_nothing_and_stays_so(desk: Desk) -> None:
    keys = waiting(desk, 40, units=1)
    desk.do("set_incentives", rules=[RULE | {"holdout_percent": 40, "budget": 10**6}])
    for one, key in zip(give(desk, "Thanks", *keys), keys, strict=True):
        is_out = held_out("Thanks", key.upper(), 40)
        assert (one["outcome"] == "held_out") is is_out
        assert ("code" in one) is not is_out
    counts = dict(desk.rows("SELECT outcome, count(*) FROM incentive GROUP BY outcome"))
    assert counts["held_out"] > 5 < counts["given"]


def test_a_code_is_used_once_by_its_customer_until_its_last_day(desk: Desk) -> None:
    keys = waiting(desk, 3)
    desk.do("set_incentives", rules=[RULE | {"expires_days": 2}])
    first, second, third = (one["code"] for one in give(desk, "Thanks", *keys))
    mine = {"code": first, "customer": "W-0"}
    for wrong in ({"customer": "W-1"}, {"code": "0" * 12}):  # nobody is told which it is
        assert refusal(desk, "redeem_incentive", redemptions=[mine | wrong]) == "unknown_code"
    typed = f" {first[:4]}-{first[4:]}".lower().strip()
    said = desk.do("redeem_incentive", redemptions=[mine | {"code": typed}], key="till-1")
    assert said["redemptions"][0]["amount"] == 500
    assert desk.do("redeem_incentive", redemptions=[mine | {"code": typed}], key="till-1") == said
    assert refusal(desk, "redeem_incentive", redemptions=[mine]) == "code_used"
    desk.wait(2)
    late = {"code": second, "customer": "W-1"}
    assert desk.do("redeem_incentive", redemptions=[late])
    desk.wait(1)
    late = {"code": third, "customer": "W-2"}
    assert refusal(desk, "redeem_incentive", redemptions=[late]) == "code_expired"
    assert desk.breaches() == []


def test_rules_that_cannot_be(desk: Desk) -> None:
    days = {"valid_from": "2026-12-02", "valid_until": "2026-12-01"}
    assert refusal(desk, "set_incentives", rules=[RULE | days]) == "bad_incentive_days"
    assert refusal(desk, "set_incentives", rules=[RULE | {"amount": 0}]) == "incentive_of_nothing"
    (key,) = waiting(desk, 1)
    asked = [{"rule": "Thanks", "order": key}]
    assert refusal(desk, "give_incentives", incentives=asked) == "unknown_incentive_rule"
    desk.do("set_incentives", rules=[RULE | {"active": False}])
    assert refusal(desk, "give_incentives", incentives=asked) == "incentive_rule_over"
    twice = asked * 2
    assert refusal(desk, "give_incentives", incentives=twice) == "repeated_in_request"


def _race(url: str, orders: list[str], code: str, together: Any, told: Any) -> None:
    """Give to some orders, and use a code that another process uses too."""
    given = used = 0
    with database.connect(url) as conn:
        now = datetime.now(UTC)
        together.wait()
        for key in orders:
            asked = {"incentives": [{"rule": "Thanks", "order": key}]}
            given += ledger.give_incentives(conn, asked, now=now, actor="test")["given"]
        together.wait()
        try:
            use = {"redemptions": [{"code": code, "customer": "W-0"}]}
            ledger.redeem_incentive(conn, use, now=now, actor="test")
            used = 1
        except BackorderError as refused:
            assert refused.code == "code_used"  # noqa: PT017 (in another process)
    told.put((given, used))


def test_two_processes_neither_overspend_nor_use_a_code_twice(
    conn: Connection[Any], database_url: str
) -> None:
    desk = Desk(conn, datetime.now(UTC))
    keys = waiting(desk, 21, units=1)
    desk.do("set_incentives", rules=[RULE | {"budget": 500 * 11 + 499}])
    code = give(desk, "Thanks", keys[0])[0]["code"]
    spawn = mp.get_context("spawn")
    together, told = spawn.Barrier(2, timeout=PATIENCE), spawn.Queue()
    racers = [
        spawn.Process(target=_race, args=(database_url, part, code, together, told))
        for part in (keys[1::2], keys[2::2])
    ]
    for racer in racers:
        racer.start()
    results = [told.get(timeout=PATIENCE) for _ in racers]
    for racer in racers:
        racer.join(timeout=PATIENCE)
        assert racer.exitcode == 0
    assert sum(given for given, _ in results) == 10  # and one before
    assert sum(used for _, used in results) == 1
    assert desk.rows("SELECT given, budget FROM incentive_spend") == [(5500, 5999)]
    assert desk.breaches() == []


@pytest.fixture(scope="module")
def generous(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    with books.empty(server_url, template_url) as conn:
        desk = Desk(conn, OPENING)
        keys = waiting(desk, 2)
        other = RULE | {"name": "Other", "holdout_percent": 100}
        desk.do("set_incentives", rules=[RULE, other])
        code = give(desk, "Thanks", *keys)[0]["code"]
        give(desk, "Other", *keys)
        desk.do("redeem_incentive", redemptions=[{"code": code, "customer": "W-0"}])
        yield conn


HARM = [
    ("UPDATE incentive_spend SET given = 900", "incentives_within_budget"),
    ("UPDATE incentive SET amount = 9000 WHERE id = 1", "incentives_within_budget"),
    ("DELETE FROM incentive_spend", "incentives_within_budget"),
    (
        "UPDATE incentive SET expires_on = '2026-01-01' WHERE code IS NOT NULL",
        "incentives_are_redeemed_once",
    ),
    ("UPDATE incentive_redemption SET incentive_id = 3", "incentives_are_redeemed_once"),
    ("UPDATE incentive SET order_id = 99 WHERE id = 1", "incentive_references_exist"),
]
PLANTED = [
    Planted(
        "incentives_within_budget",
        "SET LOCAL session_replication_role = replica;UPDATE incentive_spend SET given = 900",
        [
            {
                "name": "Thanks",
                "period_from": date(2026, 11, 1),
                "spent": 900,
                "given": 1000,
                "budget": 5000,
            }
        ],
    ),
    Planted(
        "incentives_are_redeemed_once",
        "SET LOCAL session_replication_role = replica;"
        "UPDATE incentive_redemption SET incentive_id = 3",
        [{"incentive_id": 3, "problem": "used, but nothing was given"}],
    ),
    Planted(
        "held_out_customers_got_nothing",
        "SET LOCAL session_replication_role = replica;"
        "UPDATE incentive SET order_id = 9, rule_id ="
        " (SELECT rule_id FROM incentive WHERE id = 1) WHERE id = 3",
        [{"rule": "Thanks", "customer": "W-0"}],
    ),
    Planted(
        "incentive_references_exist",
        "SET LOCAL session_replication_role = replica;"
        "UPDATE incentive SET order_id = 99, journal_id = 98 WHERE id = 1;"
        "UPDATE incentive_redemption SET journal_id = 97;"
        "INSERT INTO incentive_outbox (journal_id, at) VALUES (96, '2026-11-22Z')",
        [
            {"reference": "incentive.journal_id", "row_id": 1, "missing": 98},
            {"reference": "incentive.order_id", "row_id": 1, "missing": 99},
            {"reference": "incentive_outbox.journal_id", "row_id": 96, "missing": 96},
            {"reference": "incentive_redemption.journal_id", "row_id": 1, "missing": 97},
        ],
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.invariant)
def test_a_breach_is_found(generous: Connection[Any], planted: Planted) -> None:
    assert books.breach_of(generous, planted).rows == planted.rows


@pytest.mark.parametrize(("harm", "name"), HARM)
def test_the_doctor_sees_harm(generous: Connection[Any], harm: str, name: str) -> None:
    assert invariants.check(generous, [name]) == []
    with books.undone(generous):
        generous.execute("SET LOCAL session_replication_role = replica")
        assert generous.execute(harm.encode()).rowcount
        found = invariants.check(generous, [name])
    assert [breach.name for breach in found] == [name]


@pytest.mark.parametrize("table", ["incentive", "incentive_redemption"])
def test_what_was_given_is_never_edited(generous: Connection[Any], table: str) -> None:
    with pytest.raises(Exception, match="only ever added"), books.undone(generous):
        generous.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
