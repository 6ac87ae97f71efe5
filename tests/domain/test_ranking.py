"""Order, and the small array helpers, against plain Python."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.ranking import ascending, group_starts, locate, order, running_before

thorough = settings(deadline=None, max_examples=200)
keys = st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), max_size=12)


@thorough
@given(keys)
def test_order_is_a_stable_sort(rows: list[tuple[int, int]]) -> None:
    found = order([first for first, _ in rows], [second for _, second in rows])
    assert found.tolist() == sorted(range(len(rows)), key=lambda row: rows[row])


@thorough
@given(keys, st.booleans())
def test_ascending_sees_whether_a_sort_is_needed(rows: list[tuple[int, int]], tidy: bool) -> None:
    if tidy:
        rows.sort()
    first, second = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    assert ascending(first, second) == (rows == sorted(rows))


@thorough
@given(st.lists(st.integers(0, 20), unique=True), st.lists(st.integers(-1, 25)))
def test_locate_finds_each_id_or_says_it_is_not_there(ids: list[int], wanted: list[int]) -> None:
    assert locate(ids, wanted).tolist() == [ids.index(i) if i in ids else -1 for i in wanted]


@thorough
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=12))
def test_running_before_starts_again_in_each_group(rows: list[tuple[int, int]]) -> None:
    rows.sort(key=lambda row: row[0])
    group, quantity = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    before = running_before(quantity, group_starts(group))
    assert before.tolist() == [
        sum(units for other, units in rows[:row] if other == rows[row][0])
        for row in range(len(rows))
    ]
