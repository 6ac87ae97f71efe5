"""A small company in the books, and files with rows for it."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backorder import ledger
from backorder.connectors.importing import import_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def call(conn: Connection, verb: str, **request: Any) -> dict[str, Any]:
    return ledger.VERBS[verb](conn, request, now=NOW, actor="test")


def bring(conn: Connection, kind: str, path: Path, **options: Any) -> dict[str, Any]:
    return import_file(conn, kind, path, now=NOW, actor="test", **options).as_dict()


def write_csv(path: Path, header: str, rows: Sequence[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(header.split())
        out.writerows(rows)
    return path


def rows(conn: Connection, query: str) -> list[tuple[Any, ...]]:
    return conn.execute(query.encode()).fetchall()


def journal(conn: Connection) -> list[str]:
    return [verb for (verb,) in rows(conn, "SELECT verb FROM journal ORDER BY id")]


def set_up(conn: Connection) -> None:
    call(
        conn,
        "set_products",
        products=[
            {"sku": "MUG", "unit_price": 1250},
            {"sku": "POT", "unit_price": 900, "currency": "JPY"},
            {"sku": "CUP", "unit_price": 5, "currency": "KWD"},
            {"sku": "JUG", "unit_price": 900},
        ],
    )
    call(conn, "set_suppliers", suppliers=[{"code": "S1", "name": "One"}])
    skus = ("MUG", "POT", "CUP", "JUG")
    items = [{"supplier": "S1", "sku": sku, "lead_time_days": 14} for sku in skus]
    call(conn, "set_supplier_items", supplier_items=items)
