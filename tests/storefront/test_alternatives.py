"""What is offered instead of a product: declared and found, dated, ranked, counted."""

from __future__ import annotations

from datetime import date
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from backorder.app.storefront.alternatives import note_offered, note_shown, offered
from backorder.domain.alternatives import Alternative, ranked

if TYPE_CHECKING:
    from tests.ledger.desk import Desk

DAY = date(2026, 11, 22)
ALTERNATIVES = st.builds(
    Alternative,
    sku=st.sampled_from("ABCDE"),
    name=st.just(""),
    source=st.sampled_from(["declared", "found"]),
    rank=st.integers(1, 3),
    now=st.integers(0, 3),
    on=st.none() | st.dates(date(2026, 12, 1), date(2026, 12, 3)),
    unit_price=st.sampled_from([0, 90, 100, 130]),
    unit_cost=st.sampled_from([0, 50, 80]),
    currency=st.just("EUR"),
    similarity=st.sampled_from([0.0, 0.5]),
    acceptance=st.sampled_from([0.05, 0.4]),
)


def better(one: Alternative, other: Alternative) -> bool:
    """Tell by the rules, spelled out one by one, whether one is to stand before another."""
    for first, second in (
        (one.now >= 2, other.now >= 2),
        (-(one.on or date.max).toordinal(), -(other.on or date.max).toordinal()),
    ):
        if first != second:
            return first > second
    steps = [max(0, each.unit_price - 100) // 10 for each in (one, other)]
    if steps[0] != steps[1]:
        return steps[0] < steps[1]
    margins = [
        10 * (each.unit_price - each.unit_cost) // each.unit_price
        if each.unit_price and each.unit_cost
        else 0
        for each in (one, other)
    ]
    if margins[0] != margins[1]:
        return margins[0] > margins[1]
    if one.acceptance != other.acceptance:
        return one.acceptance > other.acceptance
    ranks = [each.rank if each.source == "declared" else 99 for each in (one, other)]
    if ranks[0] != ranks[1]:
        return ranks[0] < ranks[1]
    if one.similarity != other.similarity:
        return one.similarity > other.similarity
    return one.sku < other.sku


@given(st.lists(ALTERNATIVES, max_size=4, unique_by=lambda one: one.sku))
def test_alternatives_stand_in_their_order(found: list[Alternative]) -> None:
    told = ranked(100, 2, found)
    assert set(told) == set(found)
    assert all(not better(later, earlier) for earlier, later in pairwise(told))
    assert all(ranked(100, 2, turned) == told for turned in permutations(found))


def shop(desk: Desk) -> None:
    """Make mugs that are out, cups that are there, pots that come, and a pan nobody sells."""
    desk.stock(MUG=0, CUP=5, POT=0, PAN=3, BOWL=0)
    desk.buy("p-1", "2026-12-08", POT=10)
    declared = [("CUP", 2), ("POT", 1), ("BOWL", 3)]
    desk.do(
        "set_substitutes",
        substitutes=[{"sku": "MUG", "substitute": o, "rank": r} for o, r in declared],
    )
    desk.conn.execute(
        "INSERT INTO alternative (product_id, substitute_id, similarity, together, score, found_at)"
        " SELECT p.id, a.id, 0.5, 0, 0.5, now() FROM product p, product a"
        " WHERE p.sku = 'MUG' AND a.sku IN ('PAN', 'CUP')"
    )


def test_what_can_be_had_is_offered_with_its_day(desk: Desk) -> None:
    shop(desk)
    found = offered(desk.conn, {"MUG": 2, "PAN": 1, "NONE": 1}, "DE", desk.now)
    assert list(found) == ["MUG"]
    assert [(one.sku, one.source, one.now, str(one.on)) for one in found["MUG"]] == [
        ("CUP", "declared", 5, "2026-11-23"),
        ("PAN", "found", 3, "2026-11-23"),
        ("POT", "declared", 0, "2026-12-09"),
    ]
    desk.do("set_products", products=[{"sku": "PAN", "discontinued": True}])
    desk.do("set_products", products=[{"sku": "CUP", "currency": "USD"}])
    assert [one.sku for one in offered(desk.conn, ["MUG"], "", desk.now)["MUG"]] == ["POT"]


def test_availability_offers_them_too(desk: Desk) -> None:
    shop(desk)
    (line,) = desk.do("availability", lines=[{"sku": "MUG", "quantity": 2}])["lines"]
    assert [(one["sku"], one["on"]) for one in line["substitutes"]] == [
        ("CUP", "2026-11-23"), ("PAN", "2026-11-23"), ("POT", "2026-12-09"), ("BOWL", None),
    ]  # fmt: skip


def test_who_is_taken_more_often_stands_before_its_like(desk: Desk) -> None:
    shop(desk)
    desk.do("set_products", products=[{"sku": "CUP", "unit_cost": 500}])
    desk.do("set_products", products=[{"sku": "PAN", "unit_cost": 500}])
    first = offered(desk.conn, ["MUG"], "", desk.now)
    assert [one.sku for one in first["MUG"]] == ["CUP", "PAN", "POT"]
    for _ in range(30):
        note_shown(desk.conn, {"MUG": first["MUG"][:1]}, DAY)
    assert desk.rows("SELECT shown FROM alternative_shown") == [(30,)]
    again = offered(desk.conn, ["MUG"], "", desk.now)["MUG"]
    assert [one.sku for one in again] == ["PAN", "CUP", "POT"]
    assert again[1].acceptance < again[0].acceptance


def test_the_ranking_learns_from_swaps_of_customers(desk: Desk) -> None:
    """Two that are alike are offered as often; the one that customers took goes first."""
    shop(desk)
    desk.buy("p-2", "2026-12-20", MUG=10)
    for sku in ("CUP", "PAN"):
        desk.do("set_products", products=[{"sku": sku, "unit_cost": 500}])
        desk.stock(**{sku: 500})
    before = offered(desk.conn, ["MUG"], "", desk.now)["MUG"]
    assert [one.sku for one in before][:2] == ["CUP", "PAN"]
    for n in range(10):
        note_offered(desk.conn, [("MUG", "CUP"), ("MUG", "PAN")], DAY)
        desk.order(f"o{n}", MUG=1)
    for n in range(6):
        desk.do("swap", swaps=[{"order": f"o{n}", "sku": "MUG", "substitute": "PAN"}])
    learned = offered(desk.conn, ["MUG"], "", desk.now)["MUG"]
    assert [one.sku for one in learned][:2] == ["PAN", "CUP"]
    # Shrunk to the common rate of 7/40, by as much as 20 times would say.
    assert [round(one.acceptance, 4) for one in learned[:2]] == [0.3167, 0.1167]


def test_what_was_dismissed_is_offered_no_more_until_that_is_taken_back(desk: Desk) -> None:
    shop(desk)
    for standing, skus in (
        ("offered", ["PAN", "CUP", "POT"]),  # of rank 1, CUP of rank 2
        ("dismissed", ["CUP", "POT"]),
        ("open", ["CUP", "PAN", "POT"]),
    ):
        one = {"sku": "MUG", "substitute": "PAN", "standing": standing}
        desk.do("set_substitutes", substitutes=[one])
        assert [one.sku for one in offered(desk.conn, ["MUG"], "", desk.now)["MUG"]] == skus
    pot = {"sku": "MUG", "substitute": "POT", "standing": "open"}
    desk.do("set_substitutes", substitutes=[pot])
    left = offered(desk.conn, ["MUG"], "", desk.now)["MUG"]
    assert [(one.sku, one.source) for one in left] == [("CUP", "declared"), ("PAN", "found")]


def test_lines_are_answered_alone_where_that_is_asked(desk: Desk) -> None:
    desk.stock(MUG=4)
    lines = [{"sku": "MUG", "quantity": 3}, {"sku": "MUG", "quantity": 3}]
    together = desk.do("availability", lines=lines)["lines"]
    assert [line["now"] for line in together] == [3, 1]
    alone = desk.do("availability", lines=lines, alone=True)
    assert [line["now"] for line in alone["lines"]] == [3, 3]
    assert [len(line["options"]) for line in alone["lines"]] == [2, 2]
