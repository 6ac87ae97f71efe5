"""Counts, purchases and receipts by file: through the verbs, once, and out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.connectors.exporting import export_file
from backorder.domain.errors import BackorderError
from tests.connectors.company import bring, journal, rows, set_up, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

ON_HAND = (
    "SELECT p.sku, l.code, s.quantity FROM supply s JOIN product p ON p.id = s.product_id"
    " JOIN location l ON l.id = s.location_id WHERE s.kind = 'stock' ORDER BY p.sku, l.code"
)


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_a_count_is_posted_once(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    header = "sku location quantity"
    path = write_csv(tmp_path / "s.csv", header, [["MUG", "MAIN", 7], ["POT", "MAIN", 3]])
    assert bring(conn, "stock", path)["done"] == {"counts": 1}
    assert rows(conn, ON_HAND) == [("MUG", "MAIN", 7), ("POT", "MAIN", 3)]
    export_file(conn, "stock", tmp_path / "out.csv")
    assert lines_of(tmp_path / "out.csv") == ["sku,location,quantity", "MUG,MAIN,7", "POT,MAIN,3"]
    other = write_csv(tmp_path / "t.csv", header, [["MUG", "MAIN", 9]])
    bring(conn, "stock", other)
    before = journal(conn)
    bring(conn, "stock", path)
    assert rows(conn, ON_HAND) == [("MUG", "MAIN", 9), ("POT", "MAIN", 3)]
    assert journal(conn) == before
    bring(conn, "stock", path, name="second count")
    assert rows(conn, ON_HAND) == [("MUG", "MAIN", 7), ("POT", "MAIN", 3)]


def purchases(folder: Path) -> Path:
    return write_csv(
        folder / "p.csv",
        "po supplier sku quantity expected_on",
        [["P-1", "S1", "MUG", 24, "2026-12-08"], ["P-1", "S1", "JUG", 12, "2026-12-09"]],
    )


def test_purchases_are_placed_once_and_received_once(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    assert bring(conn, "purchase-orders", purchases(tmp_path))["done"] == {"purchase_orders": 1}
    export_file(conn, "purchase-orders", tmp_path / "out.csv")
    assert lines_of(tmp_path / "out.csv") == [
        "po,supplier,sku,quantity,ordered_at,expected_on",
        "P-1,S1,MUG,24,2026-11-22T09:00:00Z,2026-12-08",
        "P-1,S1,JUG,12,2026-11-22T09:00:00Z,2026-12-09",
    ]
    before = journal(conn)
    bring(conn, "purchase-orders", purchases(tmp_path))
    assert journal(conn) == before
    path = write_csv(
        tmp_path / "r.csv",
        "po sku quantity condition",
        [["P-1", "MUG", 20, "good"], ["P-1", "MUG", 2, "damaged"], ["P-1", "JUG", 12, ""]],
    )
    assert bring(conn, "receipts", path)["done"] == {"receipts": 1}
    assert rows(conn, ON_HAND) == [("JUG", "MAIN", 12), ("MUG", "MAIN", 20)]
    before = journal(conn)
    bring(conn, "receipts", path)
    assert rows(conn, ON_HAND) == [("JUG", "MAIN", 12), ("MUG", "MAIN", 20)]
    assert journal(conn) == before
    export_file(conn, "receipts", tmp_path / "out.csv")
    assert lines_of(tmp_path / "out.csv") == [
        "po,sku,quantity,received_at,condition",
        "P-1,MUG,20,2026-11-22T09:00:00Z,good",
        "P-1,MUG,2,2026-11-22T09:00:00Z,damaged",
        "P-1,JUG,12,2026-11-22T09:00:00Z,good",
    ]


def test_a_receipt_may_name_the_purchase_by_its_number(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    bring(conn, "purchase-orders", purchases(tmp_path))
    path = write_csv(tmp_path / "r.csv", "po sku quantity", [["PO-000001", "MUG", 5]])
    bring(conn, "receipts", path)
    assert rows(conn, ON_HAND) == [("MUG", "MAIN", 5)]


def test_a_receipt_of_what_was_not_bought_changes_nothing(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    bring(conn, "purchase-orders", purchases(tmp_path))
    before = journal(conn)
    path = write_csv(tmp_path / "r.csv", "po sku quantity", [["P-1", "MUG", 5], ["P-1", "POT", 1]])
    with pytest.raises(BackorderError):
        bring(conn, "receipts", path)
    assert rows(conn, ON_HAND) == []
    assert journal(conn) == before
