"""Many processes at once on the same products; and the same races with a protection taken away."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from backorder import settings
from backorder.ledger.proofs import invariants
from backorder.ledger.proofs.rehearsal import rehearse

from . import rivals
from .company import do, found, together

if TYPE_CHECKING:
    from psycopg import Connection

FULL = settings.get("BACKORDER_TORTURE") == "full"
ROUNDS = 20 if FULL else 3
SECONDS = 30.0 if FULL else 5.0
ON_HAND, CAP, BUYERS, PROCESSES = 10, 5, 200, 8
SKUS = [f"SKU-{n}" for n in range(8)]

pytestmark = [pytest.mark.torture, pytest.mark.slow]


def healthy(conn: Connection[Any]) -> list[str]:
    """Return what the doctor finds."""
    return [f"{breach.name}: {breach.rows[:2]}" for breach in invariants.check(conn)]


def deadlocks(conn: Connection[Any]) -> int:
    row = conn.execute(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    ).fetchone()
    assert row is not None
    return int(row[0])


def sell_out(
    url: str, conn: Connection[Any], rounds: int, planted: str | None
) -> list[Counter[str]]:
    """Let 200 buyers in 8 processes order one unit each, in every round of another product."""
    found(conn, {f"HOT-{n}": ON_HAND for n in range(rounds)}, cap=CAP)
    each = BUYERS // PROCESSES
    answers = together(rivals.buy, url, [(rounds, each, planted)] * PROCESSES)
    totals = [Counter[str]() for _ in range(rounds)]
    for mine in answers:
        for total, (allocated, backordered) in zip(totals, mine, strict=True):
            total.update(allocated=allocated, backordered=backordered)
    return totals


def test_200_buyers_get_exactly_what_there_is_and_the_cap(
    database_url: str,
    conn: Connection[Any],
    other: Connection[Any],
) -> None:
    totals = sell_out(database_url, conn, ROUNDS, planted=None)
    assert totals == [{"allocated": ON_HAND, "backordered": CAP}] * ROUNDS
    assert healthy(conn) == []
    assert rehearse(conn, other).same


def fill_days(url: str, conn: Connection[Any], *, planted: bool) -> Counter[str]:
    """Let 8 processes order 40 units of a product each where 25 units can be sent a day."""
    found(conn, dict.fromkeys(SKUS, 40))
    do(conn, "set_locations", {"locations": [{"code": "MAIN", "daily_capacity": 25}]})
    days = together(rivals.fill_days, url, [(sku, 40, planted) for sku in SKUS])
    return Counter(day for mine in days for day in mine)


def test_no_day_is_promised_beyond_what_a_place_can_send(
    database_url: str, conn: Connection[Any], other: Connection[Any]
) -> None:
    promised = fill_days(database_url, conn, planted=False)
    assert sorted(promised.values()) == [20] + [25] * 12
    assert healthy(conn) == []
    assert rehearse(conn, other).same


def test_without_the_lock_of_the_place_the_same_days_are_promised_twice(
    database_url: str, conn: Connection[Any]
) -> None:
    promised = fill_days(database_url, conn, planted=True)
    assert max(promised.values()) > 25


def test_without_the_lock_the_same_race_oversells(database_url: str, conn: Connection[Any]) -> None:
    conn.execute("ALTER TABLE supply DROP CONSTRAINT supply_not_pegged_beyond_quantity")
    totals = sell_out(database_url, conn, ROUNDS, planted=rivals.WITHOUT_LOCK)
    assert totals != [{"allocated": ON_HAND, "backordered": CAP}] * ROUNDS
    assert any(total["allocated"] > ON_HAND for total in totals)
    assert "pegged_within_quantity" in {breach.name for breach in invariants.check(conn)}


def test_without_the_lock_the_database_still_refuses_to_oversell(
    database_url: str, conn: Connection[Any]
) -> None:
    with pytest.raises(AssertionError, match="supply_not_pegged_beyond_quantity"):
        sell_out(database_url, conn, ROUNDS, planted=rivals.WITHOUT_LOCK)


def test_baskets_in_any_order_do_not_deadlock(database_url: str, conn: Connection[Any]) -> None:
    found(conn, dict.fromkeys(SKUS, 10))
    work = [(SKUS, SECONDS / 2, None)] * 6
    assert sum(together(rivals.fill_baskets, database_url, work)) > 0
    assert deadlocks(conn) == 0
    assert healthy(conn) == []


def test_without_the_lock_order_the_same_baskets_deadlock(
    database_url: str, conn: Connection[Any]
) -> None:
    found(conn, dict.fromkeys(SKUS, 10))
    work = [(SKUS, SECONDS / 2, rivals.WITHOUT_ORDER)] * 6
    taken = sum(together(rivals.fill_baskets, database_url, work))  # none reaches the caller
    assert taken > 0
    assert deadlocks(conn) > 0
    assert healthy(conn) == []


def test_everything_at_once_leaves_sound_books_that_the_journal_explains(
    database_url: str, conn: Connection[Any], other: Connection[Any]
) -> None:
    found(conn, dict.fromkeys(SKUS, 20))
    work = ["order", "order", "receive", "receive", "cancel", "count", "slip", "keep_master_data"]
    arguments = [(kind, seed, SKUS, SECONDS) for seed, kind in enumerate(work)]
    did = sum(together(rivals.struggle, database_url, arguments), Counter[str]())
    busy = ("place_orders", "receive", "cancel", "ship", "count", "change_supply", "slips")
    assert all(did[verb] > 0 for verb in busy), did
    assert deadlocks(conn) == 0
    assert healthy(conn) == []
    found_again = rehearse(conn, other)
    assert found_again.same, found_again.differing()


def test_a_release_that_races_orders_is_refused_or_sound(
    database_url: str, conn: Connection[Any], other: Connection[Any]
) -> None:
    skus = [f"RARE-{n}" for n in range(24)]
    found(conn, dict.fromkeys(skus, 5))
    work = ["order", "reallocate", "reallocate", "receive"]
    arguments = [(kind, seed, skus, SECONDS) for seed, kind in enumerate(work)]
    did = sum(together(rivals.struggle, database_url, arguments), Counter[str]())
    assert all(did[what] > 0 for what in ("place_orders", "released", "changed_underneath")), did
    row = conn.execute("SELECT count(*), count(undone_at) FROM reallocation").fetchone()
    assert row is not None
    assert row[0] > 0
    assert deadlocks(conn) == 0
    assert healthy(conn) == []
    found_again = rehearse(conn, other)
    assert found_again.same, found_again.differing()


def test_one_key_from_many_processes_is_one_thing(
    database_url: str, conn: Connection[Any], other: Connection[Any]
) -> None:
    found(conn, {"MUG": 10, "POT": 0})
    do(conn, "set_locations", {"locations": [{"code": "SHOP"}]})
    order = {"key": "o", "lines": [{"sku": "MUG", "quantity": 4}, {"sku": "POT", "quantity": 2}]}
    bought = {"key": "p", "supplier": "S1", "lines": [{"sku": "POT", "quantity": 9}]}
    receipt = {
        "key": "r",
        "purchase_order": "PO-000001",
        "lines": [{"sku": "POT", "quantity": 5}],
    }
    moved = {
        "key": "t",
        "from": "MAIN",
        "to": "SHOP",
        "expected_on": "2026-12-01",
        "lines": [{"sku": "MUG", "quantity": 1}],
    }
    count = {"key": "c", "location": "MAIN", "lines": [{"sku": "MUG", "quantity": 7}]}
    change = {"key": "a", "location": "MAIN", "sku": "MUG", "quantity": -1, "cause": "lost"}
    back = {"key": "b", "order": "o", "lines": [{"sku": "MUG", "quantity": 1}]}
    calls: list[tuple[str, dict[str, Any]]] = [
        ("place_orders", {"orders": [order]}),
        ("order_supply", {"purchase_orders": [bought]}),
        ("receive", {"receipts": [receipt]}),
        ("transfer", {"transfers": [moved]}),
        ("adjust", {"adjustments": [change]}),
        ("count", {"counts": [count]}),
        ("ship", {"shipments": [{"key": "s", "order": "o"}]}),
        ("return", {"returns": [back]}),
        (
            "change_supply",
            {"key": "x", "changes": [{"purchase_order": "PO-000001", "cancel": True}]},
        ),
        ("cancel", {"key": "y", "cancellations": [{"order": "o2"}]}),
        ("set_products", {"key": "z", "products": [{"sku": "NEW"}]}),
    ]
    do(conn, "place_orders", {"orders": [{"key": "o2", "lines": [{"sku": "POT", "quantity": 1}]}]})
    before = entries(conn)
    answers = together(rivals.repeat_one, database_url, [(calls,)] * PROCESSES)
    for at, (verb, _) in enumerate(calls):
        first, *others = (mine[at] for mine in answers)
        name = next(iter(first))
        for answer in others:
            assert answer[name] == first[name], verb
    assert entries(conn) == before + len(calls)
    assert healthy(conn) == []
    assert rehearse(conn, other).same


def entries(conn: Connection[Any]) -> int:
    row = conn.execute("SELECT count(*) FROM journal").fetchone()
    assert row is not None
    return int(row[0])
