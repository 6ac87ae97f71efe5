"""Carts of ten lines that are answered for, a second and client."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from .clients import Work, team
from .measure import Run, middle, percentile, ratio
from .report import Goal, Section, Table, note
from .stage import call, sku

if TYPE_CHECKING:
    from psycopg import Connection

    from .stage import Stage

CLIENTS = (1, 4)
LINES = 10
# Nothing but the units on the shelf: no dates, no policies, no answer to pass on.
_BARE = """
SELECT p.sku, s.quantity - s.pegged
FROM product AS p JOIN supply AS s ON s.product_id = p.id AND s.kind = 'stock'
WHERE p.sku = ANY(%(skus)s)
"""
_OURS, _REFERENCE = "availability", "bare SELECT of the stock rows"


def _bare(conn: Connection[Any], cart: dict[str, Any]) -> None:
    conn.execute(_BARE, cart, prepare=True, binary=True).fetchall()


@dataclass(frozen=True, slots=True)
class Asking:
    """Carts of ten products drawn evenly, through the verb or in bare SQL."""

    bare: bool
    turn: str
    carts: int  # of each client
    products: int
    seed: int

    def work(self, conn: Connection[Any], client: int) -> Work:
        """Prepare one client's carts."""
        rng = random.Random(f"{self.seed}/carts/{self.turn}-{client}")
        warm = max(1, self.carts // 10)
        carts = [
            [sku(n) for n in rng.sample(range(self.products), LINES)]
            for _ in range(warm + self.carts)
        ]
        steps = [
            partial(_bare, conn, {"skus": cart})
            if self.bare
            else partial(call, conn, "availability", _request(rng, cart))
            for cart in carts
        ]
        return Work(steps[:warm], steps[warm:], self.carts)


def _request(rng: random.Random, cart: list[str]) -> dict[str, Any]:
    lines = [{"sku": each, "quantity": rng.randint(1, 5)} for each in cart]
    return {"channel": "web", "lines": lines}


def measure(on: Stage) -> Section:
    """Let the verb and the bare SELECT take turns."""
    runs: dict[tuple[str, int], list[Run]] = {}
    with team(on.address, max(CLIENTS)) as clients:
        for turn in range(on.size.rounds):
            note(f"carts: round {turn + 1} of {on.size.rounds}")
            for count in CLIENTS:
                for name, bare in ((_REFERENCE, True), (_OURS, False)):
                    job = Asking(bare, f"{turn}", on.size.carts // count, on.size.products, on.seed)
                    runs.setdefault((name, count), []).append(clients.run(job, count))
    table = Table(
        f"Availability of carts of {LINES} lines",
        [
            *("what", "clients", "carts/s", "carts/s and client", "of bare SQL"),
            *("p50 ms", "p99 ms", "our CPU us/cart", "PostgreSQL's CPU us/cart"),
        ],
    )
    goals = []
    for (name, count), found in runs.items():
        run = middle(found)
        table.rows.append(
            [
                *(name, count, run.rate, run.rate / count),
                ratio(found, runs[_REFERENCE, count]),
                *(1000 * percentile(run.steps, 50), 1000 * percentile(run.steps, 99)),
                *(1e6 * run.client / run.units, 1e6 * run.backend / run.units),
            ]
        )
        if name == _OURS:
            what = f"availability of {LINES} lines, {count} client(s), each"
            goals.append(Goal(what, run.rate / count, "/s", least=1500))
    return Section("carts", [table], goals)
