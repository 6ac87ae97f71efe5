"""Codes given for keeping an order: withdrawn where its customer cancels, unless used before."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database, ledger
from backorder.domain.errors import BackorderError
from backorder.ledger.proofs.rehearsal import rehearse
from tests.ledger import healthy_books as books
from tests.ledger.test_incentives import RULE, give, refusal, waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

    from tests.ledger.desk import Desk


@pytest.fixture
def given(desk: Desk) -> tuple[Desk, list[str]]:
    """Return a desk with two orders that wait, and the codes of their customers."""
    keys = waiting(desk, 2)
    desk.do("set_incentives", rules=[RULE])
    return desk, [one["code"] for one in give(desk, "Thanks", *keys)]


@pytest.fixture
def empty(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    with books.empty(server_url, template_url) as conn:
        yield conn


def ends(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.rows(
        "SELECT incentive_id::int, withdrawn, by FROM incentive_redemption ORDER BY incentive_id"
    )


def cancel(desk: Desk, key: str, **more: Any) -> dict[str, Any]:
    return desk.do("cancel", cancellations=[{"order": key, **more}])


def test_who_cancels_loses_the_code(given: tuple[Desk, list[str]], empty: Connection[Any]) -> None:
    desk, codes = given
    said = cancel(desk, "w-0", lines=[{"sku": "URN", "quantity": 1}])
    assert said["incentives_withdrawn"] == [
        {
            "incentive": "IN-000001",
            "order": "SO-000001",
            "customer": "W-0",
            "code": codes[0],
            "amount": 500,
            "currency": "EUR",
        }
    ]
    assert "incentives_withdrawn" not in cancel(desk, "w-0")
    assert ends(desk) == [(1, True, "test")]
    used = [{"code": codes[0], "customer": "W-0"}]
    assert refusal(desk, "redeem_incentive", redemptions=used) == "code_withdrawn"
    desk.do("redeem_incentive", redemptions=[{"code": codes[1], "customer": "W-1"}])
    # It counts as given: a budget caps what is promised to customers.
    assert desk.rows("SELECT given::int FROM incentive_spend") == [(1000,)]
    assert desk.breaches() == []
    assert rehearse(desk.conn, empty).same


def test_a_code_that_was_used_stays_used(given: tuple[Desk, list[str]]) -> None:
    desk, codes = given
    desk.do("redeem_incentive", redemptions=[{"code": codes[0], "customer": "W-0"}])
    assert "incentives_withdrawn" not in cancel(desk, "w-0")
    assert ends(desk) == [(1, False, "test")]


@pytest.mark.parametrize(
    ("reason", "taken"),
    [("customer", True), ("fraud", True), ("discontinued", False), ("mistake", False)],
)
def test_it_is_withdrawn_where_the_customer_gives_up(
    given: tuple[Desk, list[str]], reason: str, *, taken: bool
) -> None:
    desk, codes = given
    cancel(desk, "w-0", reason=reason)
    assert ends(desk) == ([(1, True, "test")] if taken else [])
    if not taken:
        desk.do("redeem_incentive", redemptions=[{"code": codes[0], "customer": "W-0"}])


def test_an_order_made_smaller_loses_it_and_one_made_larger_does_not(
    given: tuple[Desk, list[str]],
) -> None:
    desk, _ = given
    desk.buy("more", "2026-12-20", URN=5)

    def change(key: str, units: int) -> dict[str, Any]:
        line = {"sku": "URN", "quantity": units}
        return desk.do("change_order", changes=[{"order": key, "lines": [line]}])

    assert "incentives_withdrawn" not in change("w-1", 3)
    assert [one["order"] for one in change("w-0", 1)["incentives_withdrawn"]] == ["SO-000001"]


def test_another_category_and_a_last_day_that_is_over_leave_it_alone(desk: Desk) -> None:
    waiting(desk, 1)
    desk.do("set_products", products=[{"sku": "URN", "category": "urns"}])
    desk.stock(TIN=0)
    desk.buy("more", "2026-12-20", TIN=5, URN=5)
    key, line = "both", {"sku": "TIN", "quantity": 2}
    both = {"key": key, "customer": {"ref": "B"}, "lines": [line, {"sku": "URN", "quantity": 1}]}
    desk.do("place_orders", orders=[both])
    desk.do("set_incentives", rules=[RULE | {"category": "urns", "expires_days": 5}])
    give(desk, "Thanks", key)
    assert "incentives_withdrawn" not in cancel(desk, key, lines=[line | {"quantity": 1}])
    desk.wait(6)
    assert "incentives_withdrawn" not in cancel(desk, key)
    assert ends(desk) == []


def test_a_code_ends_once_and_the_journal_says_how(
    given: tuple[Desk, list[str]], database_url: str, empty: Connection[Any]
) -> None:
    """Used and cancelled at the same time: whoever comes first, a replay tells the same."""
    desk, codes = given
    together = threading.Barrier(2)
    came: dict[str, str] = {}

    def act(verb: str, request: dict[str, Any]) -> None:
        with database.connect(database_url) as conn:
            together.wait()
            try:
                ledger.VERBS[verb](conn, request, now=desk.now, actor=verb)
                came[verb] = "done"
            except BackorderError as refused:
                came[verb] = refused.code

    for n, code in enumerate(codes):
        asked = {
            "cancel": {"cancellations": [{"order": f"w-{n}"}]},
            "redeem_incentive": {"redemptions": [{"code": code, "customer": f"W-{n}"}]},
        }
        racers = [threading.Thread(target=act, args=one) for one in asked.items()]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join(60)
        assert came["cancel"] == "done"
        assert came["redeem_incentive"] in {"done", "code_withdrawn"}
        (end,) = [row for row in ends(desk) if row[0] == n + 1]
        assert end[1] is (came["redeem_incentive"] != "done")
    assert desk.breaches() == []
    assert rehearse(desk.conn, empty).same
