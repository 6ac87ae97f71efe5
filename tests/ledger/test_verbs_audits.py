"""Counting by sheets: blind, twice if it is off, approved, and right whatever moved meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from backorder import ledger
from backorder.domain.errors import BackorderError
from tests.ledger.desk import OPENING, Desk

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.ledger.desk import Json


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    return Desk(conn)


def opened(desk: Desk, *skus: str, **terms: Any) -> str:
    sheet = {"location": "MAIN", "lines": [{"sku": sku} for sku in skus], **terms}
    number: str = desk.do("open_counts", sheets=[sheet])["sheets"][0]["sheet"]
    return number


def enter(
    desk: Desk, sheet: str, /, by: str = "ann", round_no: int | None = None, **units: int
) -> Json:
    lines: list[Json] = [{"sku": sku, "quantity": count} for sku, count in units.items()]
    if round_no:
        lines = [{**line, "round": round_no} for line in lines]
    request = {"entries": [{"sheet": sheet, "lines": lines}]}
    answer = ledger.enter_counts(desk.conn, request, now=desk.now, actor=by)
    found: Json = answer["entries"][0]
    return found


def refusal(desk: Desk, verb: str, **request: Any) -> str:
    with pytest.raises(BackorderError) as raised:
        desk.do(verb, **request)
    return raised.value.code


def test_a_sheet_goes_its_way(desk: Desk) -> None:
    desk.stock(MUG=100, POT=10)
    sheet = opened(desk, "MUG", "POT")
    assert sheet == "CS-000001"
    first = enter(desk, sheet, MUG=99)
    assert first == {
        "sheet": sheet,
        "state": "open",
        "lines": [{"sku": "MUG", "state": "counted", "round": 1}],
        "kept": [],
    }
    assert refusal(desk, "approve_counts", sheets=[{"sheet": sheet}]) == "count_incomplete"
    second = enter(desk, sheet, POT=7)
    assert (second["state"], second["lines"][0]["state"]) == ("to_recount", "recount")
    assert refusal(desk, "approve_counts", sheets=[{"sheet": sheet}]) == "count_incomplete"
    assert enter(desk, sheet, by="bob", POT=7)["state"] == "to_approve"
    assert desk.on_hand("POT") == {"ADJUSTMENT": -10, "MAIN": 10}, "nothing moved yet"
    posted = desk.do("approve_counts", sheets=[{"sheet": sheet}])
    assert posted["sheets"][0]["lines"] == [
        {"sku": "MUG", "expected": 100, "counted": 99, "variance": -1},
        {"sku": "POT", "expected": 10, "counted": 7, "variance": -3},
    ]
    assert desk.on_hand("POT")["MAIN"] == 7
    assert refusal(desk, "approve_counts", sheets=[{"sheet": sheet}]) == "sheet_closed"
    assert desk.breaches() == []


def test_who_counts_is_told_nothing_of_the_books(desk: Desk) -> None:
    desk.stock(MUG=4321)
    sheet = opened(desk, "MUG")
    for answer in (enter(desk, sheet, MUG=1), enter(desk, sheet, MUG=2)):
        assert "4321" not in repr(answer)
        assert "expected" not in repr(answer)


def test_what_is_worth_little_is_not_counted_again(desk: Desk) -> None:
    desk.stock(MUG=10, POT=10)  # 12.50 each
    sheet = opened(desk, "MUG", "POT", tolerance_percent=0, tolerance_value=1250)
    found = enter(desk, sheet, MUG=9, POT=8)
    assert [line["state"] for line in found["lines"]] == ["counted", "recount"]


def test_two_who_count_one_sheet_do_not_overwrite_each_other(desk: Desk) -> None:
    desk.stock(MUG=5)
    sheet = opened(desk, "MUG")
    enter(desk, sheet, by="ann", MUG=5)
    found = enter(desk, sheet, by="bob", MUG=3)
    assert found["kept"] == [{"sku": "MUG", "by": "ann", "round": 1}]
    assert enter(desk, sheet, by="ann", MUG=5)["kept"] == [], "one's own count may be corrected"
    assert desk.rows("SELECT counted, by FROM count_entry ORDER BY n") == [(5, "ann"), (5, "ann")]


def test_a_late_count_of_the_first_round_is_no_recount(desk: Desk) -> None:
    desk.stock(MUG=5)
    sheet = opened(desk, "MUG")
    enter(desk, sheet, by="ann", round_no=1, MUG=3)
    found = enter(desk, sheet, by="bob", round_no=1, MUG=4)
    assert found["kept"] == [{"sku": "MUG", "by": "ann", "round": 2}]
    assert found["state"] == "to_recount"


def test_units_that_moved_since_the_count_stay_moved(desk: Desk) -> None:
    desk.stock(MUG=10)
    sheet = opened(desk, "MUG")
    for _ in range(2):
        enter(desk, sheet, MUG=8)
    desk.order("o-1", MUG=5)
    desk.do("ship", shipments=[{"key": "s-1", "order": "o-1"}])
    adjustment = {"key": "a-1", "location": "MAIN", "sku": "MUG", "quantity": 4, "cause": "found"}
    desk.do("adjust", adjustments=[adjustment])
    desk.do("approve_counts", sheets=[{"sheet": sheet}])
    assert desk.on_hand("MUG")["MAIN"] == 10 - 5 + 4 - 2
    assert desk.breaches() == []


def test_more_left_than_was_found_is_counted_again(desk: Desk) -> None:
    desk.stock(MUG=10)
    sheet = opened(desk, "MUG")
    for _ in range(2):
        enter(desk, sheet, MUG=2)
    desk.order("o-1", MUG=9)
    desk.do("ship", shipments=[{"key": "s-1", "order": "o-1"}])
    assert refusal(desk, "approve_counts", sheets=[{"sheet": sheet}]) == "count_overtaken"
    desk.do("approve_counts", sheets=[{"sheet": sheet, "recount": ["MUG"]}])
    assert enter(desk, sheet, MUG=1)["state"] == "counted"
    desk.do("approve_counts", sheets=[{"sheet": sheet}])
    assert desk.on_hand("MUG")["MAIN"] == 1


def test_a_variance_repegs_and_repromises_and_the_preview_says_so(desk: Desk) -> None:
    desk.stock(MUG=10)
    desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("o-1", MUG=6)
    desk.order("o-2", MUG=4)
    sheet = opened(desk, "MUG")
    for _ in range(2):
        enter(desk, sheet, MUG=7)
    before = desk.state()
    request = {"sheets": [{"sheet": sheet}]}
    seen = ledger.approve_counts.preview(desk.conn, request, now=desk.now, actor="test")
    assert desk.state() == before
    done = desk.do("approve_counts", **request)
    # A case's number is handed out anew each time, and the preview has used one up.
    assert [one.pop("case") for one in (*seen["delays"], *done["delays"])] == [
        "DC-000001", "DC-000002",
    ]  # fmt: skip
    assert done == seen
    assert [(one["sku"], one["quantity"]) for one in done["repromised"]] == [("MUG", 3)]
    assert desk.pegs("o-2") == [("MUG", "stock@MAIN", 1), ("MUG", "PO-000001/1", 3)]
    assert desk.breaches() == []


def test_a_product_of_a_place_stands_on_one_live_sheet(desk: Desk) -> None:
    desk.stock(MUG=10)
    sheet = opened(desk, "MUG")
    again = [{"location": "MAIN", "lines": [{"sku": "MUG"}]}]
    assert refusal(desk, "open_counts", sheets=again) == "already_on_sheet"
    desk.do("approve_counts", sheets=[{"sheet": sheet, "drop": True}])
    assert opened(desk, "MUG") == "CS-000002"
    assert refusal(desk, "enter_counts", entries=[
        {"sheet": sheet, "lines": [{"sku": "MUG", "quantity": 1}]}
    ]) == "sheet_closed"  # fmt: skip
    assert refusal(desk, "enter_counts", entries=[
        {"sheet": "CS-000009", "lines": [{"sku": "MUG", "quantity": 1}]}
    ]) == "unknown_count_sheet"  # fmt: skip
    assert refusal(desk, "enter_counts", entries=[
        {"sheet": "CS-000002", "lines": [{"sku": "POT", "quantity": 1}]}
    ]) == "not_on_sheet"  # fmt: skip


def together(database_url: str, *work: Any) -> list[Any]:
    """Do several things at once, each over a connection of its own."""

    def alone(one: Any) -> Any:
        with psycopg.connect(database_url, autocommit=True) as conn:
            return one(Desk(conn))

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(alone, work))


def test_two_counters_and_a_packer_at_once(conn: Connection[Any], database_url: str) -> None:
    desk = Desk(conn)
    skus = [f"S{n}" for n in range(8)]
    desk.stock(**dict.fromkeys(skus, 20))
    sheet = opened(desk, *skus)

    def packs(at: Desk) -> None:
        for n, sku in enumerate(skus):
            at.order(f"o-{n}", **{sku: 3})
            at.do("ship", shipments=[{"key": f"s-{n}", "order": f"o-{n}"}])

    def counts(by: str, of: list[str]) -> Any:
        def work(at: Desk) -> None:
            for sku in of:
                enter(at, sheet, by=by, **{sku: 20})

        return work

    together(database_url, packs, counts("ann", skus[:6]), counts("bob", skus[::-1][:6]))
    rows = desk.rows("SELECT product_id, expected, counted, state FROM count_sheet_line")
    assert all(expected in {17, 20} and counted == 20 for _, expected, counted, _ in rows)
    state = {(20, "counted"), (17, "recount"), (17, "differs")}
    assert {(expected, state) for _, expected, _, state in rows} <= state
    assert desk.breaches() == []


def test_an_approval_and_parcels_at_once_lose_nothing(
    conn: Connection[Any], database_url: str
) -> None:
    desk = Desk(conn)
    desk.stock(MUG=40)
    sheet = opened(desk, "MUG")
    for _ in range(2):
        enter(desk, sheet, MUG=36)

    def packs(at: Desk) -> None:
        for n in range(6):
            at.order(f"o-{n}", MUG=2)
            at.do("ship", shipments=[{"key": f"s-{n}", "order": f"o-{n}"}])

    def approves(at: Desk) -> str:
        try:
            at.do("approve_counts", sheets=[{"sheet": sheet}])
        except BackorderError as refused:
            return refused.code
        return "posted"

    done = together(database_url, packs, approves, approves)
    assert sorted(done[1:]) == ["posted", "sheet_closed"]
    assert desk.on_hand("MUG")["MAIN"] == 40 - 4 - 12
    assert desk.breaches() == []


def label(**other: Any) -> Json:
    return {
        "order": "SO-000001",
        "line_no": 1,
        "event": "opened",
        "at": OPENING.isoformat(),
        "units": 3,
        "shares": {"supplier_late": 667, "policy": 333, "allocation": 0},
        "parts": {"supplier_late": 2, "policy": 1},
        "evidence": {"missing": 3},
        **other,
    }


def test_labels_are_added_in_versions(desk: Desk) -> None:
    desk.stock(MUG=1)
    desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("o-1", MUG=4)
    first = desk.do("label_backorders", labels=[label(supplier="S1")])
    assert first == {"labelled": 1, "unchanged": 0}
    assert desk.do("label_backorders", labels=[label()]) == {"labelled": 0, "unchanged": 1}
    other = label(shares={"policy": 1000}, parts={"policy": 3})
    assert desk.do("label_backorders", labels=[other]) == {"labelled": 1, "unchanged": 0}
    assert desk.rows(
        "SELECT event, version, units, value, shares, parts FROM backorder_cause ORDER BY version"
    ) == [
        ("opened", 1, 3, 3750, {"supplier_late": 667, "policy": 333},
         {"supplier_late": 2, "policy": 1}),
        ("opened", 2, 3, 3750, {"policy": 1000}, {"policy": 3}),
    ]  # fmt: skip
    assert desk.breaches() == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"shares": {"policy": 999}}, "shares_do_not_sum"),
        ({"parts": {"policy": 4}}, "shares_do_not_sum"),
        ({"shares": {"weather": 1000}}, "unknown_cause"),
        ({"line_no": 2}, "unknown_line"),
        ({"order": "SO-000002"}, "unknown_line"),
        ({"at": "2026-11-22T09:00:00"}, "naive_instant"),
    ],
)
def test_labels_that_cannot_be_are_refused(desk: Desk, wrong: Json, code: str) -> None:
    desk.stock(MUG=1)
    desk.order("o-1", MUG=4)
    assert refusal(desk, "label_backorders", labels=[label(**wrong)]) == code
