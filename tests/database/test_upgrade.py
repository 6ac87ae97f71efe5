"""Books written by an older version, brought to today's schema: nothing lost, and work goes on."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from backorder import database, ledger
from backorder.ledger.figures.measuring import metrics
from backorder.ledger.proofs import invariants, state
from tests.support import temporary_database

if TYPE_CHECKING:
    from collections.abc import Iterator

Conn = psycopg.Connection[tuple[Any, ...]]
Rows = dict[str, list[dict[str, Any]]]

BOOKS = Path(__file__).with_name("books_at_0002.sql")
OLD = ["0001_tables", "0002_laws"]
NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)

# What rows that were there before say of things they could not know: as if nothing had changed.
ADDED: dict[str, dict[str, Any]] = {
    "policy": {
        "cap_from": "fixed", "buffer": 0, "min_confidence": 0, "valid_from": None,
        "valid_until": None, "tell_later_days": 1, "tell_earlier_days": 1,
    },
    "product": {"buying": "stock"},
    "substitute": {"standing": "offered"},
    "supplier": {
        "calendar": "daily", "min_order_value": 0, "freight": 0, "emergency_freight": 0,
        "order_week": "daily", "review_days": 1, "language": "", "acknowledge_days": None,
    },
    "supplier_item": {
        "spread_days": None, "capacity_per_week": None, "price_breaks": {}, "emergency_days": None,
        "emergency_extra": 0,
    },
    "purchase_line": {"split_from_id": None, "taken_off": 0},
    "location": {"daily_capacity": None},
    "supply": {"spread_days": 0},
    "sales_order": {"destination": "", "wait_until": None},
    "order_line": {
        "latest_on": None, "legal_on": None, "tell_later_days": 1, "tell_earlier_days": 1,
    },
    "promise": {"delivers_on": None},
    "peg": {"expires_at": None, "released": False},
    "exception_case": {
        "owner": "", "days": None, "value": None, "currency": "", "facts": {}, "supply_id": None,
        "purchase_order_id": None,
    },
}  # fmt: skip
# What was ordered when nobody approved was approved by who ordered it.
SAME_AS = {"purchase_order": {"approved_at": "at", "approved_by": "journal_id"}}


def tables(conn: Conn) -> list[str]:
    """Return our tables, without those of the packages that we stand on."""
    found = conn.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    )
    return [name for (name,) in found if not name.startswith(tuple(state.LEFT_OUT_FAMILIES))]


def rows(conn: Conn, names: list[str]) -> Rows:
    """Return every row of these tables."""
    found = {}
    for name in names:
        query = sql.SQL("SELECT to_jsonb(t) FROM {} AS t").format(sql.Identifier(name))
        found[name] = [row for (row,) in conn.execute(query)]
    return found


def sorted_texts(found: list[dict[str, Any]]) -> list[str]:
    """Return rows as texts that can be compared, whatever order rows and columns came in."""
    return sorted(json.dumps(row, sort_keys=True) for row in found)


def migrate_to(address: str, target: str) -> None:
    """Bring a database to an older schema, as the version of that time did."""
    root = Path(database.__file__).parents[1]
    environ = os.environ | {"BACKORDER_DJANGO_DATABASE": address, "PYTHONPATH": str(root)}
    command = [sys.executable, "-P", "-m", "django", "migrate", "backorder", target]
    subprocess.run(
        [*command, "--settings", "backorder.app.settings", "--verbosity", "0"],
        check=True,
        capture_output=True,
        env=environ,
    )


@pytest.fixture(scope="module")
def old(server_url: str) -> Iterator[tuple[str, Rows]]:
    """Return a database with the old version's books, migrated since, and what was in it before."""
    name = f"backorder_old_{secrets.token_hex(6)}"
    with temporary_database(server_url, name) as address:
        migrate_to(address, OLD[-1])
        with database.connect(address, check=False) as conn:
            assert sorted(database.applied_migrations(conn)) == OLD
            conn.execute(BOOKS.read_bytes(), prepare=False)
            before = rows(conn, tables(conn))
        applied = database.migrate(address)
        assert applied
        assert set(applied).isdisjoint(OLD)
        yield address, before


@pytest.fixture
def upgraded(old: tuple[str, Rows], server_url: str) -> Iterator[Conn]:
    """Return a connection to a copy of the migrated books: some tests write in theirs."""
    name = f"backorder_upgraded_{secrets.token_hex(6)}"
    template = str(conninfo_to_dict(old[0])["dbname"])
    with (
        temporary_database(server_url, name, template) as address,
        database.connect(address) as conn,
    ):
        yield conn


def call(conn: Conn, verb: str, **request: Any) -> dict[str, Any]:
    return ledger.VERBS[verb](conn, request, now=NOW, actor="ann")


def test_the_old_books_were_full(old: tuple[str, Rows]) -> None:
    _, before = old
    assert [name for name, found in before.items() if not found] == []
    assert len(before) > 25


def test_every_row_is_as_it_was_and_new_columns_say_nothing_new(
    old: tuple[str, Rows], upgraded: Conn
) -> None:
    _, before = old
    for name, after in rows(upgraded, list(before)).items():
        same = SAME_AS.get(name, {})
        expected = [
            {**row, **ADDED.get(name, {}), **{new: row[old_] for new, old_ in same.items()}}
            for row in before[name]
        ]
        assert sorted_texts(after) == sorted_texts(expected), name


def test_new_tables_are_empty(old: tuple[str, Rows], upgraded: Conn) -> None:
    new = [name for name in tables(upgraded) if name not in old[1]]
    assert "hold" in new
    # What is to run by itself is there from the start.
    assert [name for name, found in rows(upgraded, new).items() if found] == ["job_schedule"]


def test_the_doctor_finds_nothing(upgraded: Conn) -> None:
    assert [(one.name, one.rows) for one in invariants.check(upgraded)] == []


def test_an_old_key_still_gives_the_old_answer(upgraded: Conn) -> None:
    order = {"key": "o-1", "channel": "web", "customer": {"ref": "C1"}}
    lines = [{"sku": "MUG", "quantity": 3}]
    (answer,) = call(upgraded, "place_orders", orders=[{**order, "lines": lines}])["orders"]
    assert (answer["order"], answer["status"]) == ("SO-000001", "accepted")
    assert answer["lines"][0]["promises"][0]["on"] == "2026-11-04"


def test_work_goes_on(upgraded: Conn) -> None:
    before = metrics(upgraded)["units"]
    order = {"key": "n-1", "customer": {"ref": "C2"}, "lines": [{"sku": "MUG", "quantity": 2}]}
    (placed,) = call(upgraded, "place_orders", orders=[order])["orders"]
    new = placed["order"]
    assert placed["status"] == "accepted"
    assert int(new.removeprefix("SO-")) > 8  # the numbers go on where they were

    # Those who had waited since before the upgrade come first.
    waiting = [{"sku": "MUG", "quantity": 18}]
    receipt = {"key": "n-2", "purchase_order": "PO-000001", "lines": waiting}
    (received,) = call(upgraded, "receive", receipts=[receipt])["receipts"]
    filled = [(one["order"], one["quantity"]) for one in received["filled"]]
    assert filled[0][0] != new
    assert filled[-1] == (new, 2)

    call(upgraded, "ship", shipments=[{"key": "n-3", "order": new}])
    call(upgraded, "cancel", cancellations=[{"order": "o-5"}])
    call(upgraded, "count", counts=[
        {"key": "n-4", "location": "MAIN", "lines": [{"sku": "POT", "quantity": 3}]}
    ])  # fmt: skip
    assert [(one.name, one.rows) for one in invariants.check(upgraded)] == []
    after = metrics(upgraded)["units"]
    assert after["ordered"] - before["ordered"] == after["shipped"] - before["shipped"] == 2
