"""Cells: what each column takes, and the reason where it does not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder.connectors.cells import Bad, join_list, parse, split_list
from backorder.connectors.formulas import neutralise, restore
from backorder.connectors.kinds import KINDS, Column
from backorder.connectors.money import Amount, decimal_text, decimals, minor_units, read_amount

COLUMNS = {
    f"{kind.name}.{column.name}": column for kind in KINDS.values() for column in kind.columns
}


def value(name: str, cell: Any, *, people: bool = True) -> Any:
    return parse(cell, COLUMNS[name], people=people)


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        ("orders.quantity", "12", 12),
        ("orders.quantity", 12.0, 12),
        ("stock.quantity", "0", 0),
        ("orders.requested_on", "2026-12-01", date(2026, 12, 1)),
        ("orders.placed_at", "2026-12-01", datetime(2026, 12, 1, tzinfo=UTC)),
        ("orders.placed_at", "2026-12-01T10:00:00+01:00", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("orders.placed_at", "2026-12-01 10:00", datetime(2026, 12, 1, 10, tzinfo=UTC)),
        ("locations.cutoff", "14:00", "14:00:00"),
        ("products.discontinued", "Yes", True),
        ("products.discontinued", 0.0, False),
        ("products.unit_price", "19.99", Amount(1999, 2)),
        ("products.unit_price", 19.99, Amount(1999, 2)),
        ("products.unit_price", 20.0, Amount(20, 0)),
        ("products.sku", 85123.0, "85123"),
        ("products.name", "'=1+1", "=1+1"),
        ("products.substitutes", "A|B", ["A", "B"]),
        ("policies.promise_quantile", "95", 95),
    ],
)
def test_what_people_write(name: str, cell: Any, expected: Any) -> None:
    assert value(name, cell) == expected


@pytest.mark.parametrize(
    ("name", "cell", "reason"),
    [
        ("orders.quantity", "0", "is below 1"),
        ("orders.quantity", "-3", "is below 1"),
        ("orders.quantity", "1.5", "is not a whole number"),
        ("orders.quantity", 1.5, "is not a whole number"),
        ("orders.quantity", "1,000", "is not a whole number"),
        ("orders.quantity", "1.000", "is not a whole number"),
        ("orders.quantity", "١٢", "is not a whole number"),
        ("orders.quantity", True, "is not a whole number"),
        ("orders.quantity", "1000000000001", "is above 1000000000"),
        ("orders.quantity", "9" * 400, "is not a whole number"),
        ("orders.quantity", float("nan"), "is not a whole number"),
        ("orders.quantity", float("inf"), "is not a whole number"),
        ("stock.quantity", "-1", "is below 0"),
        ("orders.requested_on", "2026-02-30", "is not a day of the calendar"),
        ("orders.requested_on", "20261201", "is not a date such as 2026-12-01"),
        ("orders.requested_on", "1/12/2026", "is not a date such as 2026-12-01"),
        ("orders.requested_on", "1899-12-31", "is not between 1990-01-01 and 2100-01-01"),
        ("orders.requested_on", "2101-01-01", "is not between 1990-01-01 and 2100-01-01"),
        ("orders.placed_at", "2026-12-01T25:00", "is not a time of day"),
        ("orders.placed_at", "yesterday", "is not an instant such as 2026-12-01T09:30:00Z"),
        ("locations.cutoff", "24:00", "is not a time of day such as 14:00"),
        ("products.discontinued", "maybe", "is neither true nor false"),
        ("products.unit_price", "19,99", "is not an amount such as 19.99"),
        ("products.unit_price", "-1", "is not an amount such as 19.99"),
        ("products.unit_price", "€ 5", "is not an amount such as 19.99"),
        ("products.unit_price", float("nan"), "is not an amount such as 19.99"),
        ("products.currency", "eur", "is not a currency of three capital letters, such as EUR"),
        ("products.sku", "x" * 81, "is 81 characters long; the most is 80"),
        ("products.sku", " A", "begins or ends with a blank"),
        ("products.sku", "A\tB", "holds the unprintable character U+0009"),
        ("products.name", "\ud800", "holds U+D800, which is not a character"),
        ("products.name", "\0", "holds U+0000, which is not a character"),
        ("products.substitutes", "A|A", "holds an empty or repeated part"),
        ("products.substitutes", "A||B", "holds an empty or repeated part"),
        ("receipts.condition", "broken", "is not one of good, damaged"),
        ("policies.promise_quantile", "70", "is not one of 50, 80, 95"),
    ],
)
def test_what_is_refused_and_why(name: str, cell: Any, reason: str) -> None:
    assert value(name, cell) == Bad(reason)


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        ("products.unit_price", 1999, 1999),
        ("products.unit_price", 19.99, None),
        ("products.unit_price", "19.99", None),
        ("products.unit_price", True, None),
        ("orders.quantity", 5, 5),
        ("orders.quantity", "5", None),
        ("orders.quantity", 5.0, None),
        ("products.substitutes", ["A", "B|C"], ["A", "B|C"]),
        ("products.substitutes", [1, None], None),
        ("products.name", "'=1+1", "'=1+1"),
        ("products.name", {"a": 1}, None),
    ],
)
def test_typed_files_carry_typed_values(name: str, cell: Any, expected: Any) -> None:
    found = value(name, cell, people=False)
    assert isinstance(found, Bad) if expected is None else found == expected


@given(st.text())
def test_a_neutralised_text_comes_back_and_does_not_run(text: str) -> None:
    safe = neutralise(text)
    assert restore(safe) == text
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"))


@given(st.text(alphabet="'=+-@\t\r\n\uff1d\uff0b\uff0d\uff20a", max_size=6))
def test_apostrophes_before_a_formula_come_back(text: str) -> None:
    assert restore(neutralise(text)) == text


@given(st.lists(st.text(alphabet="A|\\ '", min_size=1), min_size=1))
def test_a_list_comes_back(parts: list[str]) -> None:
    assert split_list(join_list(parts)) == parts


@given(st.integers(0, 10**13), st.sampled_from(["EUR", "JPY", "KWD", "CLF"]))
def test_money_comes_back(minor: int, currency: str) -> None:
    amount = read_amount(decimal_text(minor, currency))
    assert amount is not None
    assert amount.places == decimals(currency)
    assert minor_units(amount, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("19.9", "EUR", 1990),
        ("19.990", "EUR", None),
        ("19.999", "EUR", None),
        ("5", "JPY", 5),
        ("5.0", "JPY", None),
        ("0.005", "KWD", 5),
        ("1", "KWD", 1000),
    ],
)
def test_money_is_never_rounded(text: str, currency: str, expected: int | None) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert minor_units(amount, currency) == expected


@given(
    st.sampled_from(sorted(COLUMNS)),
    st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.lists(st.text())),
    st.booleans(),
)
def test_no_cell_breaks_a_parser(name: str, cell: Any, people: bool) -> None:
    column: Column = COLUMNS[name]
    parse(cell, column, people=people)
