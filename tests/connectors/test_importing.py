"""Import: all of a file or nothing, every fault by row and column, twice the same as once."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from backorder.connectors.importing import check_file, read_mapping
from backorder.domain.errors import BackorderError, InvalidError, MalformedError
from tests.connectors.company import bring, call, journal, rows, set_up, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

ORDERS = "order placed_at customer sku quantity unit_price requested_on channel"


def faults(error: InvalidError) -> list[tuple[int, str, str, str]]:
    return [(p["row"], p["column"], p["value"], p["reason"]) for p in error.facts["problems"]]


def test_products_with_prices_substitutes_and_attributes(conn: Connection, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "p.csv",
        "sku name unit_price currency substitutes colour",
        [
            ["MUG", "Mug", "12.50", "EUR", "CUP|POT", "red"],
            ["POT", "Pot", "900", "JPY", "", ""],
            ["CUP", "Cup", "0.005", "KWD", "", "blue"],
        ],
    )
    outcome = bring(conn, "products", path)
    assert outcome["done"] == {"created": 3, "changed": 0, "unchanged": 0, "substitutes": 2}
    assert rows(conn, "SELECT sku, name, unit_price, attributes FROM product ORDER BY sku") == [
        ("CUP", "Cup", 5, {"colour": "blue"}),
        ("MUG", "Mug", 1250, {"colour": "red"}),
        ("POT", "Pot", 900, {}),
    ]
    found = rows(
        conn,
        "SELECT o.sku, s.rank FROM substitute s JOIN product o ON o.id = s.substitute_id"
        " ORDER BY s.rank",
    )
    assert found == [("CUP", 1), ("POT", 2)]
    bring(conn, "products", path)
    assert journal(conn) == ["set_products", "set_substitutes"]


def test_a_column_left_out_keeps_and_an_empty_cell_clears(conn: Connection, tmp_path: Path) -> None:
    header = "sku name unit_price colour"
    bring(conn, "products", write_csv(tmp_path / "1.csv", header, [["MUG", "Mug", "1", "red"]]))
    bring(conn, "products", write_csv(tmp_path / "2.csv", "sku unit_cost", [["MUG", "0.40"]]))
    query = "SELECT name, unit_price, unit_cost, attributes FROM product"
    assert rows(conn, query) == [("Mug", 100, 40, {"colour": "red"})]
    bring(conn, "products", write_csv(tmp_path / "3.csv", header, [["MUG", "", "", ""]]))
    assert rows(conn, query) == [("", 100, 40, {})]


def test_a_price_without_currency_is_in_the_product_s_own(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    path = write_csv(tmp_path / "p.csv", "sku unit_price", [["POT", "950"], ["CUP", "0.007"]])
    bring(conn, "products", path)
    found = rows(
        conn, "SELECT sku, unit_price FROM product WHERE sku IN ('CUP', 'POT') ORDER BY sku"
    )
    assert found == [("CUP", 7), ("POT", 950)]
    path = write_csv(tmp_path / "q.csv", "sku unit_price", [["POT", "9.50"], ["MUG", "9.505"]])
    with pytest.raises(InvalidError) as refused:
        bring(conn, "products", path)
    assert faults(refused.value) == [
        (2, "unit_price", "9.50", "has 2 decimals; JPY has 0"),
        (3, "unit_price", "9.505", "has 3 decimals; EUR has 2"),
    ]


def test_one_bad_row_in_ten_thousand(conn: Connection, tmp_path: Path) -> None:
    lines = [[f"P{n:05}", f"Product {n}", f"{n}.99"] for n in range(10_000)]
    lines[7_776][2] = "7,77"
    path = write_csv(tmp_path / "p.csv", "sku name unit_price", lines)
    with pytest.raises(InvalidError) as refused:
        bring(conn, "products", path)
    assert refused.value.code == "bad_rows"
    assert refused.value.facts["total"] == 1
    assert faults(refused.value) == [
        (7_778, "unit_price", "7,77", "is not an amount such as 19.99")
    ]
    assert journal(conn) == []
    assert rows(conn, "SELECT count(*) FROM product") == [(0,)]


def test_all_faults_are_counted_and_the_first_thousand_named(
    conn: Connection, tmp_path: Path
) -> None:
    path = write_csv(
        tmp_path / "o.csv", ORDERS, [[n, "", "", "NO", "-1", "x", "", ""] for n in range(2_000)]
    )
    with pytest.raises(InvalidError) as refused:
        bring(conn, "orders", path)
    assert refused.value.facts["total"] == 6_000
    found = faults(refused.value)
    assert len(found) == 1_000
    assert found[:4] == [
        (2, "quantity", "-1", "is below 1"),
        (2, "sku", "NO", "is not a known product"),
        (2, "unit_price", "x", "is not an amount such as 19.99"),
        (3, "quantity", "-1", "is below 1"),
    ]


def test_what_a_file_refers_to_must_exist(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    where = "location"
    for kind, header, row, expected in [
        ("supplier-items", "supplier sku", ["S9", "MUG"], ("supplier", "S9", "supplier")),
        ("stock", "sku location quantity", ["MUG", "X", "1"], ("location", "X", where)),
        ("stock", "sku location quantity", ["MUG", "SCRAP", "1"], ("location", "SCRAP", where)),
        ("receipts", "po sku quantity", ["P9", "MUG", "1"], ("po", "P9", "purchase order")),
        ("products", "sku substitutes", ["NEW", "NEW2"], ("substitutes", "NEW2", "product")),
    ]:
        with pytest.raises(InvalidError) as refused:
            bring(conn, kind, write_csv(tmp_path / "x.csv", header, [row]))
        column, value, what = expected
        assert faults(refused.value) == [(2, column, value, f"is not a known {what}")]


def test_a_row_that_repeats_or_contradicts_another(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    path = write_csv(tmp_path / "p.csv", "sku", [["A"], ["B"], ["A"]])
    with pytest.raises(InvalidError) as refused:
        bring(conn, "products", path)
    assert faults(refused.value) == [(4, "sku", "A", "stands already in row 2")]
    path = write_csv(
        tmp_path / "o.csv",
        "order customer sku quantity",
        [
            ["1", "C1", "MUG", 1],
            ["2", "C2", "MUG", 1],
            ["1", "C2", "POT", 1],
            ["1", "", "POT", 1],
            ["1", " C1", "POT", 1],
        ],
    )
    with pytest.raises(InvalidError) as refused:
        bring(conn, "orders", path)
    reason = "differs from 'C1' in row 2: all rows of order 1 need the same"
    assert faults(refused.value) == [
        (4, "customer", "C2", reason),
        (5, "customer", "", reason),
        (6, "customer", " C1", "begins or ends with a blank"),
    ]


@pytest.mark.parametrize(
    ("header", "code", "facts"),
    [
        ("sku a", "missing_column", {"missing": ["order", "quantity"], "found": ["sku", "a"]}),
        ("order sku quantity quantity", "duplicate_column", {"columns": ["quantity"]}),
    ],
)  # fmt: skip
def test_columns_must_be_there_once(
    conn: Connection, tmp_path: Path, header: str, code: str, facts: dict[str, Any]
) -> None:
    with pytest.raises(MalformedError) as refused:
        bring(conn, "orders", write_csv(tmp_path / "o.csv", header, []))
    assert (refused.value.code, refused.value.facts) == (code, facts)


def test_columns_under_other_names(conn: Connection, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "p.csv", "Artikel Bezeichnung Farbe", [["MUG", "Becher", "rot"]])
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"sku": "Artikel", "name": "Bezeichnung"}))
    bring(conn, "products", path, mapping=read_mapping(mapping))
    found = rows(conn, "SELECT sku, name, attributes FROM product")
    assert found == [("MUG", "Becher", {"Farbe": "rot"})]
    with pytest.raises(MalformedError) as refused:
        bring(conn, "products", path, mapping={"sku": "Article"})
    assert refused.value.facts["missing"] == ["Article"]


@pytest.mark.parametrize("content", ["[", "[1]", '{"sku": 1}', '{"sku": "A", "name": "A"}'])
def test_a_map_that_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "map.json"
    path.write_text(content)
    with pytest.raises(MalformedError, match="map"):
        read_mapping(path)


def test_a_dry_run_writes_nothing_and_finds_faults(conn: Connection, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "p.csv", "sku", [["MUG"]])
    assert bring(conn, "products", path, dry_run=True)["done"] == {}
    assert journal(conn) == []
    with pytest.raises(InvalidError):
        bring(conn, "products", write_csv(tmp_path / "q.csv", "sku", [["A\tB"]]), dry_run=True)


def orders_file(folder: Path) -> Path:
    return write_csv(
        folder / "o.csv",
        ORDERS,
        [
            ["web-1", "2026-01-05T10:00", "C1", "MUG", 3, "12.50", "2026-12-20", "web"],
            ["web-2", "2026-01-04T10:00", "", "CUP", 1, "0.005", "", "web"],
            ["web-1", "2026-01-05T10:00", "C1", "JUG", 2, "", "", "web"],
        ],
    )


def test_orders_are_placed_once(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    outcome = bring(conn, "orders", orders_file(tmp_path))
    assert outcome["done"] == {"accepted": 2, "allocated": 0, "backordered": 6}
    assert any("placed_at is not used" in note for note in outcome["notes"])
    query = (
        "SELECT o.key, o.channel, c.ref, p.sku, l.ordered, l.unit_price, l.requested_on::text,"
        " o.placed_at::date::text FROM order_line l JOIN sales_order o ON o.id = l.order_id"
        " JOIN product p ON p.id = l.product_id LEFT JOIN customer c ON c.id = o.customer_id"
        " ORDER BY o.key, l.line_no"
    )
    expected = [
        ("web-1", "web", "C1", "MUG", 3, 1250, "2026-12-20", "2026-11-22"),
        ("web-1", "web", "C1", "JUG", 2, 900, None, "2026-11-22"),
        ("web-2", "web", None, "CUP", 1, 5, None, "2026-11-22"),
    ]
    assert rows(conn, query) == expected
    before = journal(conn)
    assert bring(conn, "orders", orders_file(tmp_path))["done"] == outcome["done"]
    assert rows(conn, query) == expected
    assert journal(conn) == before


def test_where_the_clock_may_move_orders_are_placed_when_the_file_says(
    conn: Connection, tmp_path: Path
) -> None:
    set_up(conn)
    assert bring(conn, "orders", orders_file(tmp_path), dated=True)["notes"] == []
    found = rows(conn, "SELECT key, placed_at FROM sales_order ORDER BY id")
    assert found == [
        ("web-2", datetime(2026, 1, 4, 10, tzinfo=UTC)),
        ("web-1", datetime(2026, 1, 5, 10, tzinfo=UTC)),
    ]


def test_what_the_ledger_refuses_is_reported_and_the_rest_stands(
    conn: Connection, tmp_path: Path
) -> None:
    set_up(conn)
    call(conn, "set_products", products=[{"sku": "GONE"}])
    path = write_csv(tmp_path / "o.csv", "order sku quantity", [["1", "MUG", 1], ["2", "GONE", 1]])
    outcome = bring(conn, "orders", path)
    assert outcome["done"]["accepted"] == 1
    (refused,) = outcome["refused"]
    assert refused["key"] == "2"
    assert refused["lines"][0]["refused"]["code"] == "out_of_stock"
    assert rows(conn, "SELECT key FROM sales_order") == [("1",)]


def test_columns_that_have_no_place_are_named(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    path = write_csv(tmp_path / "s.csv", "sku substitute why", [["MUG", "CUP", "same size"]])
    (note,) = bring(conn, "substitutes", path)["notes"]
    assert "why" in note


def test_a_wrong_encoding_changes_nothing(conn: Connection, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes("sku,name\nMUG,Müller\n".encode("cp1252"))
    with pytest.raises(BackorderError) as refused:
        bring(conn, "products", path)
    assert refused.value.facts == {"byte": 14, "line": 2}
    assert journal(conn) == []


def test_a_large_file_is_checked_in_seconds(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    at = "2026-01-05T10:00"
    lines = [
        [n // 10, at, f"C{n // 10 % 999}", "MUG", 1 + n % 50, f"{n % 90}.99", "", "web"]
        for n in range(100_000)
    ]
    path = write_csv(tmp_path / "o.csv", ORDERS, lines)
    begun = time.process_time()  # a busy machine is no slow import
    sheet, _ = check_file(conn, "orders", path)
    assert len(sheet.rows) == 100_000
    assert time.process_time() - begun < 10
