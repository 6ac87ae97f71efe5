"""Quotes and cart holds against orders on the last units, and confirmations against the clock."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from backorder import settings
from backorder.ledger.proofs.rehearsal import rehearse

from . import rivals_carts
from .company import NOW, do, found, together
from .test_races import deadlocks, healthy

if TYPE_CHECKING:
    from psycopg import Connection

ROUNDS = 20 if settings.get("BACKORDER_TORTURE") == "full" else 3
ON_HAND, CAP, BUYERS, PROCESSES = 10, 5, 200, 8
AFTER = NOW + dt.timedelta(seconds=rivals_carts.SECONDS)

pytestmark = [pytest.mark.torture, pytest.mark.slow]


def test_orders_quotes_and_holds_share_exactly_what_there_is_and_the_cap(
    database_url: str, conn: Connection[Any], other: Connection[Any]
) -> None:
    found(conn, {f"HOT-{n}": ON_HAND for n in range(ROUNDS)}, cap=CAP)
    each = BUYERS // PROCESSES
    verbs = ["place_orders", "quote", "hold", "place_orders"] * (PROCESSES // 4)
    answers = together(rivals_carts.claim, database_url, [(ROUNDS, each, verb) for verb in verbs])
    totals = [Counter[str]() for _ in range(ROUNDS)]
    for mine in answers:
        for total, (allocated, backordered) in zip(totals, mine, strict=True):
            total.update(allocated=allocated, backordered=backordered)
    assert totals == [{"allocated": ON_HAND, "backordered": CAP}] * ROUNDS
    assert deadlocks(conn) == 0
    assert healthy(conn) == []
    assert rehearse(conn, other).same


def test_a_cart_is_confirmed_or_sold_to_another_never_both(
    database_url: str, conn: Connection[Any], other: Connection[Any]
) -> None:
    """Some clocks stand just before the carts expire, some just after: each unit is sold once."""
    carts = 40
    found(conn, {"HOT": carts}, lead_time_days=None)
    keys = [f"cart-{n}" for n in range(carts)]
    lines = [{"sku": "HOT", "quantity": 1}]
    held = [{"key": key, "expires_in": rivals_carts.SECONDS, "lines": lines} for key in keys]
    do(conn, "hold", {"holds": held})
    before = AFTER - dt.timedelta(seconds=1)
    arguments = [(keys, "HOT", before), (keys[::-1], "HOT", before)]
    arguments += [(keys, "HOT", AFTER), (keys, "HOT", AFTER)]
    together(rivals_carts.confirm_or_sell, database_url, arguments)
    row = conn.execute("SELECT count(*)::int, sum(ordered)::int FROM order_line").fetchone()
    assert row == (carts, carts)
    assert deadlocks(conn) == 0
    assert healthy(conn) == []
    assert rehearse(conn, other).same
