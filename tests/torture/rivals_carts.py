"""What the processes of a race about carts do: buy, hold, confirm, or sell what was abandoned."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

from backorder.domain.errors import BackorderError

from .company import NOW, do

if TYPE_CHECKING:
    from threading import Barrier

    from psycopg import Connection

SECONDS = 600


def claim(
    conn: Connection[Any], gate: Barrier, rounds: int, buyers: int, verb: str
) -> list[tuple[int, int]]:
    """Order or hold one unit per buyer; return units allocated and backordered in each round."""
    name = "orders" if verb == "place_orders" else f"{verb}s"
    more = {} if verb == "place_orders" else {"expires_in": SECONDS}
    got = []
    for n in range(rounds):
        gate.wait(120)
        allocated = backordered = 0
        for buyer in range(buyers):
            lines = [{"sku": f"HOT-{n}", "quantity": 1}]
            cart = {"key": f"{n}-{os.getpid()}-{buyer}", "lines": lines} | more
            answer = do(conn, verb, {name: [cart]})[name][0]
            if answer["status"] != "refused":
                allocated += answer["lines"][0]["allocated"]
                backordered += answer["lines"][0]["backordered"]
        got.append((allocated, backordered))
    return got


def confirm_or_sell(
    conn: Connection[Any], gate: Barrier, keys: list[str], sku: str, clock: dt.datetime
) -> int:
    """Confirm carts one after the other, or order a unit for each; return how many came off.

    Whoever has a clock before the carts expire confirms, whoever has one after it orders.
    """
    confirms = clock < NOW + dt.timedelta(seconds=SECONDS)
    came = 0
    gate.wait(120)
    for key in keys:
        try:
            if confirms:
                do(conn, "confirm", {"confirmations": [{"hold": key}]}, now=clock)
                came += 1
            else:
                order = {"key": f"{key}-{os.getpid()}", "lines": [{"sku": sku, "quantity": 1}]}
                answer = do(conn, "place_orders", {"orders": [order]}, now=clock)
                came += answer["orders"][0]["status"] == "accepted"
        except BackorderError as refusal:
            if refusal.code != "hold_expired":
                raise
    return came
