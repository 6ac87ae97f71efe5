"""Alternatives that are found: against a search of all pairs, and in the books."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from backorder.app.plans import alternatives as step
from backorder.app.storefront.alternatives import offered
from backorder.planning.alternatives import (
    LEAST,
    MOST,
    Found,
    Thing,
    closeness,
    features,
    find,
    score,
)

if TYPE_CHECKING:
    from tests.ledger.desk import Desk

WORD = st.sampled_from(["blue", "red", "mug", "cup", "pot", "large"])
THINGS = st.lists(
    st.tuples(
        st.lists(WORD, max_size=3).map(" ".join),
        st.sampled_from(["", "A", "B"]),
        st.dictionaries(st.sampled_from(["size", "hue"]), st.integers(1, 2), max_size=2),
        st.sampled_from([0, 90, 100, 180, 400]),
        st.sampled_from(["EUR", "USD"]),
        st.booleans(),
    ),
    max_size=8,
).map(lambda rows: [Thing(n, *row) for n, row in enumerate(rows, 1)])
BASKETS = st.dictionaries(
    st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(2, 30),
    max_size=6,
)


def by_all_pairs(things: list[Thing], together: dict[tuple[int, int], int]) -> list[Found]:
    """Compare each with each."""
    found = []
    for one in things:
        mine = []
        for other in things:
            if one is other or not other.offered or one.currency != other.currency:
                continue
            a, b = features(one), features(other)
            weigh = {
                f: math.log(1 + len(things) / sum(f in features(t) for t in things)) for f in a | b
            }
            if not a & b:
                continue
            alike = (
                0.6 * sum(weigh[f] for f in a & b) / sum(weigh.values())
                + 0.2 * (one.category == other.category != "")
                + 0.2 * closeness(one.unit_price, other.unit_price)
            )
            times = together.get((min(one.id, other.id), max(one.id, other.id)), 0)
            if alike >= LEAST:
                mine.append(
                    Found(one.id, other.id, round(alike, 6), times, round(score(alike, times), 6))
                )
        found += sorted(mine, key=lambda f: (-f.score, f.substitute))[:MOST]
    return found


@given(THINGS, BASKETS)
def test_it_finds_what_a_search_of_all_pairs_finds(
    things: list[Thing], together: dict[tuple[int, int], int]
) -> None:
    found, all_pairs = find(things, together), by_all_pairs(things, together)
    near = {(one.product, one.substitute) for one in found} ^ {
        (one.product, one.substitute) for one in all_pairs
    }
    assert not near
    for one, other in zip(found, all_pairs, strict=True):
        assert abs(one.score - other.score) < 2e-6


def test_baskets_alone_make_no_alternative_and_raise_what_is_alike() -> None:
    lid = Thing(1, "Lid", "", {}, 500, "EUR", True)
    mugs = [Thing(n, f"Mug {hue}", "mugs", {}, 1000, "EUR", True)
            for n, hue in ((2, "blue"), (3, "red"), (4, "green"))]  # fmt: skip
    found = find([lid, *mugs], {(1, 2): 50, (2, 4): 40})
    assert {one.product for one in found} == {2, 3, 4}
    assert [one.substitute for one in found if one.product == 2] == [4, 3]


def test_the_plan_finds_once_a_week_and_forgets_what_is_gone(desk: Desk) -> None:
    desk.stock(RED=5, BLUE=0, PAN=4)
    named = {"RED": "Mug red", "BLUE": "Mug blue", "PAN": "Frying pan"}
    products = [{"sku": sku, "name": name, "category": name[:3]} for sku, name in named.items()]
    desk.do("set_products", products=products)
    now = datetime(2026, 11, 22, 3, tzinfo=UTC)
    assert step.run(desk.conn, now, dry_run=True) == {"products": 2, "alternatives": 2}
    assert desk.rows("SELECT count(*)::int FROM alternative") == [(0,)]
    assert step.run(desk.conn, now, dry_run=False) == {"products": 2, "alternatives": 2}
    assert [one.sku for one in offered(desk.conn, ["BLUE"], "", desk.now)["BLUE"]] == ["RED"]
    later = now + timedelta(days=1)
    assert step.run(desk.conn, later, dry_run=False) == {"alternatives": "not due"}
    desk.do("set_products", products=[{"sku": "RED", "discontinued": True}])
    step.run(desk.conn, now + timedelta(days=7), dry_run=False)
    pairs = desk.rows(
        "SELECT p.sku, a.sku FROM alternative JOIN product p ON p.id = product_id"
        " JOIN product a ON a.id = substitute_id"
    )
    assert pairs == [("RED", "BLUE")]  # what is sold no more has alternatives, and is none
