"""Filters and ranking rules as data."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from backorder.domain.errors import InvalidError
from backorder.domain.segments import (
    MISSING,
    Rule,
    Words,
    check_filter,
    check_rule,
    chosen,
    ranked,
)

DAY = date(2026, 12, 1).toordinal()
FACTS: dict[str, Any] = {
    "class": Words(np.array([0, 1, 2, 0]), ["A", "B", ""]),
    "channel": Words(np.array([0, 0, 1, 1]), ["web", "shop"]),
    "value": np.array([5, 50, 500, 5000]),
    "promise": np.array([DAY, DAY + 5, MISSING, DAY + 9]),
    "slip": np.array([0, 3, MISSING, 9]),
    "product.grade": Words(np.array([0, 1, 2, 3]), [1, 2.5, "x", None]),
    "product.rare": Words(np.array([0, 1, 2, 3]), [True, False, 1, None]),
}


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ({}, [0, 1, 2, 3]),
        ({"class": "A"}, [0, 3]),
        ({"class": ["A", "B"], "channel": ["web"]}, [0, 1]),
        ({"class": {"not": ["A"]}}, [1, 2]),
        ({"value": {"min": 50, "max": 500}}, [1, 2]),
        ({"value": {"max": 49}}, [0]),
        ({"value": [5, 500]}, [0, 2]),
        ({"value": {"not": 5}}, [1, 2, 3]),
        ({"promise": {"min": "2026-12-02"}}, [1, 3]),
        ({"promise": {"max": "2026-12-06"}}, [0, 1]),
        ({"promise": "2026-12-01"}, [0]),
        ({"slip": {"max": 5}}, [0, 1]),
        ({"product.grade": {"min": 1, "max": 2}}, [0]),
        ({"product.grade": ["x", 2.5]}, [1, 2]),
        ({"product.rare": True}, [0]),
        ({"product.rare": 1}, [2]),
    ],
)
def test_a_filter_chooses(where: dict[str, Any], rows: list[int]) -> None:
    check_filter(where)
    assert np.flatnonzero(chosen(where, FACTS, 4)).tolist() == rows


@pytest.mark.parametrize(
    ("rules", "rows"),
    [
        ([], [0, 1, 2, 3]),
        ([Rule("value", descending=True)], [3, 2, 1, 0]),
        ([Rule("class", values=("B", "A"))], [1, 0, 3, 2]),
        ([Rule("class"), Rule("value", descending=True)], [3, 0, 1, 2]),
        ([Rule("class", descending=True)], [1, 0, 3, 2]),
        ([Rule("promise", descending=True)], [3, 1, 0, 2]),
        ([Rule("promise")], [0, 1, 3, 2]),
        ([Rule("value", values=(500, 50))], [2, 1, 0, 3]),
        ([Rule("product.grade")], [0, 1, 2, 3]),
        ([Rule("product.grade", descending=True)], [2, 1, 0, 3]),
    ],
)
def test_rules_rank(rules: list[Rule], rows: list[int]) -> None:
    for rule in rules:
        check_rule(rule)
    mixed = np.array([2, 0, 3, 1])
    assert ranked(rules, FACTS, mixed, [np.arange(4)]).tolist() == rows


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"colour": "red"}, "unknown_field"),
        ({"customer.": "red"}, "unknown_field"),
        ({"class": {"min": "A"}}, "bad_condition"),
        ({"class": 7}, "bad_condition"),
        ({"class": []}, "bad_condition"),
        ({"class": {}}, "bad_condition"),
        ({"value": "many"}, "bad_condition"),
        ({"value": True}, "bad_condition"),
        ({"value": {"least": 3}}, "bad_condition"),
        ({"value": {"min": 2**70}}, "bad_condition"),
        ({"promise": {"min": "soon"}}, "bad_condition"),
        ({"promise": 7}, "bad_condition"),
        ({"product.grade": {"min": "x"}}, "bad_condition"),
        ({"product.grade": [None]}, "bad_condition"),
    ],
)
def test_what_is_no_filter_is_refused(where: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidError) as caught:
        check_filter(where)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "rule",
    [Rule("colour"), Rule("class", descending=True, values=("A",)), Rule("age", values=("A",))],
)
def test_what_is_no_rule_is_refused(rule: Rule) -> None:
    with pytest.raises(InvalidError):
        check_rule(rule)
