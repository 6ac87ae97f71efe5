"""The optimum from the books, through the verb: reference case A2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.app.reallocating import reallocate, with_optimum
from backorder.domain.errors import BackorderError
from tests.ledger.desk import Desk
from tests.support import require

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.ledger.desk import Json

SHARED: Json = {"segments": [{"strategy": "redistribute"}]}


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    """Return a desk with 10 mugs for three orders that ship complete and take 6, 5 and 5."""
    require("highspy")
    desk = Desk(conn)
    desk.stock(MUG=10)
    desk.buy("rest", "2026-12-08", MUG=6)
    for key, units, price in (("a", 6, 1000), ("b", 5, 1100), ("c", 5, 1080)):
        line = {"sku": "MUG", "quantity": units, "unit_price": price}
        desk.do("place_orders", orders=[{"key": key, "ship": "complete", "lines": [line]}])
    return desk


def test_the_optimum_of_the_reference_is_carried_out(desk: Desk) -> None:
    """Reference case A2: 60 for who comes first, 109 at best."""
    before = desk.state()
    seen = reallocate(desk.conn, SHARED, now=desk.now, actor="test", optimal={})
    assert desk.state() == before
    proof = seen["optimum"]
    assert (proof["value"], proof["bound"], proof["gap"]) == (10900, 10900, 0.0)
    assert (proof["first_come"], proof["first_come_short"]) == (6000, 4900)
    assert proof["first_come_short_percent"] == 44.9541
    assert proof["one_more_unit"] == [{"sku": "MUG", "price": 1000.0, "at_least": 0}]
    done = reallocate(desk.conn, SHARED, now=desk.now, actor="test", optimal={}, release=True)
    assert done["difference"] == seen["difference"]
    assert [desk.pegs(key) for key in "abc"] == [
        [("MUG", "PO-000001/1", 6)],
        [("MUG", "stock@MAIN", 5)],
        [("MUG", "stock@MAIN", 5)],
    ]
    assert desk.breaches() == []


def test_the_journal_holds_the_allocation_and_no_solver(desk: Desk) -> None:
    reallocate(desk.conn, SHARED, now=desk.now, actor="test", optimal={}, release=True)
    ((asked,),) = desk.rows("SELECT input FROM journal ORDER BY id DESC LIMIT 1")
    assert asked["release"]["allocation"] == [
        {"order": "SO-000002", "line": 1, "units": 5},
        {"order": "SO-000003", "line": 1, "units": 5},
    ]


def test_priority_and_age_weigh(desk: Desk) -> None:
    desk.do("set_customers", customers=[{"ref": "C1", "class": "A"}])
    line = {"sku": "MUG", "quantity": 1, "unit_price": 10}
    order = {"key": "d", "customer": {"ref": "C1"}, "lines": [line]}
    desk.buy("more", "2026-12-28", MUG=6)
    desk.do("place_orders", orders=[order])
    desk.wait(30)
    handed, proof = with_optimum(
        desk.conn, SHARED, {"priority": {"A": 1000}, "seconds": 0}, now=desk.now
    )
    assert {one["order"] for one in handed["allocation"]} >= {"SO-000004"}
    assert proof["value"] <= proof["bound"]


def test_units_by_a_later_day_are_shared_out_too(desk: Desk) -> None:
    handed, proof = with_optimum(desk.conn, SHARED, {"by": "2026-12-31"}, now=desk.now)
    assert (len(handed["allocation"]), proof["gap"], proof["one_more_unit"]) == (3, 0.0, [])
    seen = ledger.VERBS["reallocate"](desk.conn, {"simulate": handed}, now=desk.now, actor="test")
    assert seen["exceptions"] == []


def test_other_strategies_are_refused(desk: Desk) -> None:
    variant = {"segments": [{"strategy": "win"}]}
    with pytest.raises(BackorderError) as caught:
        with_optimum(desk.conn, variant, {}, now=desk.now)
    assert caught.value.code == "optimum_needs_redistribute"
    with pytest.raises(BackorderError) as caught:
        with_optimum(desk.conn, SHARED, {"speed": 9}, now=desk.now)
    assert caught.value.code == "malformed"
