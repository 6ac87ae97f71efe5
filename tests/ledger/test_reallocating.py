"""reallocate: look at the difference, release it, undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.domain.errors import BackorderError, ConflictError
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.ledger.desk import Json

SOON, LATER = "2026-12-08", "2026-12-20"
KEY_FIRST: Json = {
    "segments": [
        {"name": "Key accounts", "strategy": "win", "where": {"class": ["A"]}},
        {"name": "Others", "strategy": "redistribute"},
    ]
}


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    """Return a desk with 10 mugs on the shelf, 10 that come soon and 10 that come later."""
    desk = Desk(conn)
    desk.stock(MUG=10)
    desk.buy("soon", SOON, MUG=10)
    desk.buy("later", LATER, MUG=10)
    customers = [{"ref": ref, "class": ref[0]} for ref in ("A1", "B1", "B2", "C1")]
    desk.do("set_customers", customers=customers)
    return desk


def place(desk: Desk, key: str, units: int, customer: str = "", **more: Any) -> None:
    line = {"sku": "MUG", "quantity": units} | more.pop("line", {})
    order = {"key": key, "lines": [line]} | more
    if customer:
        order["customer"] = {"ref": customer}
    said = desk.do("place_orders", orders=[order])["orders"][0]
    assert said["status"] == "accepted", said


def queue(desk: Desk) -> None:
    """Let B1 take the shelf, B2 what comes soon, and A1 wait longest."""
    place(desk, "first", 10, "B1")
    place(desk, "second", 10, "B2")
    place(desk, "third", 6, "A1", line={"requested_on": "2026-12-01"})


def books(desk: Desk) -> dict[str, str]:
    return {table: desk.state().tables[table] for table in ("peg", "supply")}


def simulate(desk: Desk, variant: Json) -> Json:
    return desk.do("reallocate", simulate=variant)


def seen(desk: Desk, variant: Json) -> Json:
    """Return a release of a variant as it is simulated now."""
    found = simulate(desk, variant)
    return variant | {"fingerprint": found["fingerprint"], "marks": found["marks"]}


def short(found: Json) -> list[tuple[str, str, str | None, str | None, int]]:
    return [
        (line["sku"], line["outcome"], line["from"], line["to"], line["units"])
        for line in found["difference"]
    ]


def test_key_accounts_win_what_others_have(desk: Desk) -> None:
    queue(desk)
    before = desk.state()
    found = simulate(desk, KEY_FIRST)
    assert desk.state() == before
    assert short(found) == [
        ("MUG", "gains", "2026-12-21", "2026-12-01", 6),
        ("MUG", "loses", "2026-11-23", "2026-12-09", 6),
        ("MUG", "loses", "2026-12-09", "2026-12-21", 6),
    ]
    assert [line["order"] for line in found["difference"]] == [
        "SO-000003",
        "SO-000001",
        "SO-000002",
    ]
    first = found["difference"][0]
    assert (first["days"], first["value"], first["currency"]) == (-20, 7500, "EUR")
    assert first["reason"] == {
        "code": "win_gains",
        "text": "Key accounts (win) got units that can leave sooner.",
    }
    assert found["totals"] == {
        "lines": 3,
        "gains": {"lines": 1, "units": 6, "value": {"EUR": 7500}},
        "loses": {"lines": 2, "units": 12, "value": {"EUR": 15000}},
        "stays": {"lines": 0, "units": 0, "value": {}},
    }
    assert found["segments"] == [
        {"name": "Key accounts", "strategy": "win", "lines": 1, "gains": 1, "loses": 0, "stays": 0},
        {
            "name": "Others",
            "strategy": "redistribute",
            "lines": 2,
            "gains": 0,
            "loses": 2,
            "stays": 0,
        },
    ]
    assert (found["exceptions"], found["left_out"]) == ([], [])


def test_a_release_does_what_was_shown_and_undo_takes_it_back(desk: Desk) -> None:
    queue(desk)
    before = books(desk)
    variant = seen(desk, KEY_FIRST)
    shown = simulate(desk, KEY_FIRST)
    desk.wait(0)
    done = desk.do("reallocate", release=variant)
    assert done["reallocation"] == "RA-000001"
    assert done["difference"] == shown["difference"]
    assert desk.pegs("third") == [("MUG", "stock@MAIN", 6)]
    assert desk.pegs("first") == [("MUG", "stock@MAIN", 4), ("MUG", "PO-000001/1", 6)]
    assert desk.pegs("second") == [("MUG", "PO-000001/1", 4), ("MUG", "PO-000002/1", 6)]
    assert desk.told("first")[-2:] == [
        ("MUG", 2, 4, "2026-11-23", "stock"),
        ("MUG", 2, 6, "2026-12-09", "purchase"),
    ]
    assert desk.breaches() == []
    assert desk.do("reallocate", undo="RA-000001") == {
        "undone": "RA-000001",
        "lines": 3,
        "told": 2,
    }
    assert books(desk) == before
    assert desk.told("first")[-1] == ("MUG", 3, 10, "2026-11-23", "stock")
    assert desk.rows("SELECT DISTINCT cause FROM promise WHERE version = 3") == [
        ("reallocation_undone",)
    ]
    assert desk.breaches() == []
    with pytest.raises(ConflictError) as caught:
        desk.do("reallocate", undo="RA-000001")
    assert caught.value.code == "already_undone"


def test_what_changed_underneath_is_not_released(desk: Desk) -> None:
    queue(desk)
    variant = seen(desk, KEY_FIRST)
    place(desk, "fourth", 1)
    before = desk.state()
    with pytest.raises(ConflictError) as caught:
        desk.do("reallocate", release=variant)
    assert caught.value.code == "changed_underneath"
    assert caught.value.facts == {"skus": ["MUG"], "count": 1}
    assert desk.state() == before
    with pytest.raises(ConflictError) as caught:
        desk.do("reallocate", release=variant | {"marks": {}})
    assert caught.value.facts == {"skus": [], "count": 0}


def test_what_changed_since_is_not_undone(desk: Desk) -> None:
    queue(desk)
    desk.do("reallocate", release=seen(desk, KEY_FIRST))
    place(desk, "beside", 1)  # takes what nobody had: nothing of the reallocation changes
    desk.do("ship", shipments=[{"key": "s", "order": "third"}])
    with pytest.raises(ConflictError) as caught:
        desk.do("reallocate", undo="RA-000001")
    assert (caught.value.code, caught.value.facts) == (
        "changed_underneath",
        {"skus": ["MUG"], "count": 1},
    )


def test_an_order_beside_it_does_not_hinder_undoing(desk: Desk) -> None:
    queue(desk)
    before = desk.pegs("first"), desk.pegs("second"), desk.pegs("third")
    desk.do("reallocate", release=seen(desk, KEY_FIRST))
    place(desk, "beside", 1)
    desk.do("reallocate", undo="RA-000001")
    assert (desk.pegs("first"), desk.pegs("second"), desk.pegs("third")) == before
    assert desk.breaches() == []


def test_a_line_that_cannot_win_is_an_exception(desk: Desk) -> None:
    place(desk, "first", 10, "A1")
    place(desk, "second", 10, "A1", line={"requested_on": "2026-12-01"})
    found = simulate(desk, {"segments": [{"strategy": "win"}]})
    assert found["difference"] == []
    assert found["exceptions"] == [
        {
            "code": "win_unsatisfied",
            "order": "SO-000002",
            "line": 1,
            "sku": "MUG",
            "segment": "segment 1",
            "units": 10,
            "value": 12500,
            "currency": "EUR",
            "due": "2026-12-01",
            "to": "2026-12-09",
            "reason": {
                "code": "win_unsatisfied",
                "text": "It had to be on time by 2026-12-01 and is not: "
                "its last unit comes on 2026-12-09.",
            },
        }
    ]


def test_a_line_that_could_not_win_stays_in_the_list_until_it_can(desk: Desk) -> None:
    place(desk, "first", 10, "A1")
    place(desk, "second", 10, "A1", line={"requested_on": "2026-12-01"})
    desk.do("reallocate", release=seen(desk, {"segments": [{"strategy": "win"}]}))
    (case,) = desk.do("exceptions", code="win_unsatisfied")["exceptions"]
    assert (case["order"], case["days"], case["value"]) == ("SO-000002", 8, 12500)
    assert case["facts"] == {"units": 10}
    assert desk.breaches() == []
    desk.do("sweep")
    assert len(desk.do("exceptions", code="win_unsatisfied")["exceptions"]) == 1
    desk.do("cancel", cancellations=[{"order": "first"}])  # its units go to the second
    desk.do("sweep")
    assert desk.do("exceptions", code="win_unsatisfied")["exceptions"] == []


def test_orders_that_ship_complete_are_told_their_last_day_and_put_back(desk: Desk) -> None:
    """Their other lines are of products that the reallocation is not about."""
    desk.stock(POT=10)
    two = [{"sku": "MUG", "quantity": 10}, {"sku": "POT", "quantity": 1}]
    whole = {"key": "whole", "ship": "complete", "lines": two}
    desk.do("place_orders", orders=[whole])
    place(desk, "third", 6, "A1", line={"requested_on": "2026-12-01"})
    before = books(desk)
    done = desk.do("reallocate", release=seen(desk, KEY_FIRST | {"skus": ["MUG"]}))
    assert done["told"] == 3
    last = [row[3] for row in desk.told("whole") if row[1] == 2]
    assert last == ["2026-12-09"] * 3
    assert desk.breaches() == []
    desk.do("reallocate", undo="RA-000001")
    assert books(desk) == before
    assert desk.breaches() == []


def test_fair_shares_of_the_reference(desk: Desk) -> None:
    """Reference case A1: 100 on the shelf for 60, 80 and 20."""
    desk.stock(CUP=100)
    desk.buy("cups", SOON, CUP=60)
    for key, units in (("c1", 60), ("c2", 80), ("c3", 20)):
        desk.do("place_orders", orders=[{"key": key, "lines": [{"sku": "CUP", "quantity": units}]}])

    def shelf() -> list[int]:
        held = [{s: u for _, s, u in desk.pegs(key)} for key in ("c1", "c2", "c3")]
        return [one.get("stock@MAIN", 0) for one in held]

    assert shelf() == [60, 40, 0]
    for share, expected in (("proportional", [38, 50, 12]), ("max_min", [40, 40, 20])):
        segment = {"strategy": "redistribute", "share": share}
        desk.do("reallocate", release=seen(desk, {"segments": [segment], "skus": ["CUP"]}))
        assert shelf() == expected
        assert desk.breaches() == []


def test_every_field_can_choose_and_rank(desk: Desk) -> None:
    desk.do("set_products", products=[{"sku": "MUG", "category": "cups", "attributes": {"hot": 1}}])
    desk.do("set_customers", customers=[{"ref": "A1", "attributes": {"tier": "gold"}}])
    queue(desk)
    desk.wait(3)
    for where, lines in (
        ({"age": {"min": 3}}, 3),
        ({"age": {"min": 4}}, 0),
        ({"category": "cups"}, 3),
        ({"channel": "web"}, 0),
        ({"class": "B"}, 2),
        ({"customer": ["A1", "B1"]}, 2),
        ({"destination": ""}, 3),
        ({"latest": {"min": "2026-01-01"}}, 0),
        ({"margin": {"min": 12500}}, 2),
        ({"product": "MUG"}, 3),
        ({"promise": {"min": SOON}}, 2),
        ({"quantity": 6}, 1),
        ({"requested": "2026-12-01"}, 1),
        ({"ship": "as_available"}, 3),
        ({"slip": {"max": 0}}, 3),
        ({"value": {"max": 10000}}, 1),
        ({"customer.tier": "gold"}, 1),
        ({"product.hot": {"min": 1}}, 3),
    ):
        field = next(iter(where))
        segment = {"strategy": "fill", "where": where, "ranking": [{"by": field}]}
        found = simulate(desk, {"segments": [segment]})
        assert found["segments"][0]["lines"] == lines, where


def test_limits_leave_products_as_they_are(desk: Desk) -> None:
    queue(desk)
    found = simulate(desk, KEY_FIRST | {"limits": {"slip_days": 11}})
    assert found["difference"] == []
    assert found["left_out"][0]["sku"] == "MUG"
    assert found["left_out"][0]["reason"]["code"] == "slip_too_long"
    found = simulate(desk, KEY_FIRST | {"limits": {"slip_days": 20, "lines": 3, "gain_days": 20}})
    assert len(found["difference"]) == 3


def test_an_allocation_is_carried_out(desk: Desk) -> None:
    queue(desk)
    given = [{"order": "SO-000002", "line": 1, "units": 7}]
    variant = {"segments": [{"strategy": "redistribute"}], "allocation": given}
    desk.do("reallocate", release=seen(desk, variant))
    assert desk.pegs("second")[0] == ("MUG", "stock@MAIN", 7)
    assert desk.pegs("first") == [("MUG", "stock@MAIN", 3), ("MUG", "PO-000001/1", 7)]
    assert desk.breaches() == []


def test_nothing_to_change_writes_nothing_but_the_journal(desk: Desk) -> None:
    queue(desk)
    done = desk.do("reallocate", release=seen(desk, {"segments": [{"strategy": "gain"}]}))
    assert (done["reallocation"], done["difference"]) == (None, [])
    assert desk.journal()[-1] == "reallocate"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({}, "malformed"),
        ({"simulate": {"segments": []}}, "malformed"),
        ({"simulate": KEY_FIRST, "undo": "RA-000001"}, "malformed"),
        ({"release": KEY_FIRST}, "malformed"),
        ({"simulate": {"segments": [{"strategy": "win", "share": "max_min"}]}}, "malformed"),
        ({"simulate": {"segments": [{"strategy": "lose", "fall_back": "gain"}]}}, "malformed"),
        (
            {"simulate": {"segments": [{"strategy": "redistribute", "quota": {}}]}},
            "malformed",
        ),
        (
            {"simulate": {"segments": [{"strategy": "lose", "where": {"colour": "red"}}]}},
            "unknown_field",
        ),
        (
            {"simulate": {"segments": [{"strategy": "lose", "ranking": [{"by": "colour"}]}]}},
            "unknown_field",
        ),
        (
            {"simulate": {"segments": [{"strategy": "lose", "where": {"age": "x"}}]}},
            "bad_condition",
        ),
        ({"simulate": KEY_FIRST | {"skus": ["NIX"]}}, "unknown_sku"),
        (
            {
                "simulate": KEY_FIRST
                | {"allocation": [{"order": "SO-000001", "line": 1, "units": 5}]}
            },
            "allocation_does_not_fit",
        ),
        ({"undo": "RA-000009"}, "unknown_reallocation"),
        ({"undo": "nonsense"}, "unknown_reallocation"),
    ],
)
def test_what_makes_no_sense_is_refused(desk: Desk, request_: Json, code: str) -> None:
    before = desk.state()
    with pytest.raises(BackorderError) as caught:
        desk.do("reallocate", **request_)
    assert caught.value.code == code
    assert desk.state() == before
