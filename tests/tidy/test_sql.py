"""Every SQL statement has a header, takes time as a parameter, sorts totally, and is planned."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.tidy import sql_rules as rules
from tests.tidy.sql_types import sent, types
from tests.tidy.tree import label, sql_files

if TYPE_CHECKING:
    from pathlib import Path

every_statement = pytest.mark.parametrize("path", sql_files(), ids=label)


def explain(conn: psycopg.Connection[Any], text: str, statement: str = "no statement") -> str:
    """Return the server's plan for any values of the parameters; nothing is executed."""
    names = rules.parameters(text)
    values = f"({', '.join(['NULL'] * len(names))})" if names else ""
    kinds = f"({', '.join(types(statement, text, names))})" if names else ""
    with conn.transaction(force_rollback=True):
        conn.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        # Without bound values psycopg sends the text as it stands: PREPARE takes no parameters.
        conn.execute(f"PREPARE looked_at {kinds} AS {rules.numbered(text)}".encode())
        try:
            rows = conn.execute(f"EXPLAIN EXECUTE looked_at{values}".encode()).fetchall()
        finally:
            if conn.info.transaction_status != psycopg.pq.TransactionStatus.INERROR:
                conn.execute("DEALLOCATE looked_at")
    return "\n".join(str(row[0]) for row in rows)


def test_there_are_statements_to_look_at() -> None:
    assert len(sql_files()) > 20


def test_the_server_plans_every_statement(conn: psycopg.Connection[Any]) -> None:
    faults: dict[str, str] = {}
    for path in sql_files():
        try:
            assert "cost=" in explain(conn, path.read_text(encoding="utf-8"), path.stem)
        except psycopg.Error as fault:
            faults[label(path)] = str(fault)
    assert faults == {}


@every_statement
def test_it_has_a_header(path: Path) -> None:
    assert rules.missing_headings(path.read_text(encoding="utf-8")) == []


@every_statement
def test_it_is_one_statement(path: Path) -> None:
    assert rules.statements(path.read_text(encoding="utf-8")) == 1


@every_statement
def test_it_asks_the_server_for_neither_time_nor_chance(path: Path) -> None:
    assert rules.clocks(path.read_text(encoding="utf-8")) == []


@every_statement
def test_its_lists_are_sorted_to_the_last_row(path: Path) -> None:
    assert rules.loose_orders(path.read_text(encoding="utf-8")) == []


@every_statement
def test_its_header_names_its_parameters(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = rules.header(text)
    # Many columns of one kind are named by their prefix: ``l_*``.
    named = [word.removesuffix("*") for word in re.findall(r"\w+\*?", head)]
    families = tuple(word for word in named if word.endswith("_"))
    missing = [p for p in rules.parameters(text) if p not in named and not p.startswith(families)]
    assert missing == []


# The rules themselves: each finds a planted breach, and passes its neighbour.


def test_a_statement_on_an_unknown_table_is_not_planned(conn: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        explain(conn, "SELECT 1 FROM no_such_table WHERE id = %(id)s")
    assert "Index" in explain(conn, "SELECT sku FROM product WHERE id = %(id)s")


def test_a_missing_heading_is_found() -> None:
    text = "-- reads: product\n-- writes: nothing\n-- parameters: id\nSELECT 1 -- invariant: no\n"
    assert rules.missing_headings(text) == ["invariant"]
    assert rules.missing_headings(text.replace("SELECT", "-- invariant: one\nSELECT")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT now()", ["now("]),
        ("SELECT CURRENT_DATE - 1", ["CURRENT_DATE"]),
        ("SELECT random ()", ["random ("]),
        ("SELECT %(now)s -- not now()", []),
        ("SELECT 'now()'", []),
    ],
)
def test_a_clock_is_found(text: str, found: list[str]) -> None:
    assert rules.clocks(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT a FROM t ORDER BY a.at", ["a.at"]),
        ("SELECT a FROM t ORDER BY a.at DESC LIMIT 5", ["a.at DESC"]),
        ("SELECT sum(q) OVER (PARTITION BY p ORDER BY at ROWS UNBOUNDED PRECEDING)", ["at"]),
        ("SELECT a FROM t ORDER BY a.at, a.id DESC NULLS LAST FOR NO KEY UPDATE", []),
        ("SELECT a FROM t ORDER BY coalesce(a.at, a.id), a.id", []),
        ("SELECT a FROM t ORDER BY day -- unique: one row a day", []),
        ("SELECT d, c FROM t GROUP BY d, c HAVING sum(x) > 0 ORDER BY c, d DESC", []),
        ("SELECT d, c FROM t GROUP BY d, c ORDER BY d", ["d"]),
        ("WITH x AS (SELECT d FROM t GROUP BY d) SELECT d FROM x ORDER BY d", ["d"]),
        ("SELECT a FROM t WHERE x = 'order by at'", []),
    ],
)
def test_a_loose_order_is_found(text: str, found: list[str]) -> None:
    assert rules.loose_orders(text) == found


def test_parameters_become_numbers() -> None:
    text = "SELECT %(b)s, %(a)s, %(b)s, 5 %% 2 -- %(c)s\n;"
    assert rules.parameters(text) == ["b", "a"]
    assert rules.numbered(text) == "SELECT $1, $2, $1, 5 % 2"


def test_types_are_read_from_the_code() -> None:
    text = "SELECT FROM unnest(%(ids)s, %(n)s, %(b)s::int[]) WHERE %(at)s > x"
    assert types("none", text, ["ids", "n", "b", "at"]) == [
        "bigint[]",
        "bigint[]",
        "unknown",
        "unknown",
    ]
    code = ast.parse("{'a': Ints(x), 'b': arrays.Days(x), 'c': [k for k in x], 'd': now}")
    assert sent(code) == {"a": {"bigint[]"}, "b": {"date[]"}, "c": {"text[]"}}
