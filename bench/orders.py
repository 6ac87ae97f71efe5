"""Orders a second, one at a time and in batches, beside the ceiling of bare SQL."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from . import ceiling
from .clients import Work, team
from .measure import Run, middle, percentile, ratio
from .report import Goal, Section, Table, note
from .stage import LINES, call, new_orders

if TYPE_CHECKING:
    from psycopg import Connection

    from .clients import Job
    from .stage import Stage

CLIENTS = (1, 4)
Runs = dict[tuple[str, int], list[Run]]  # by competitor and number of clients


@dataclass(frozen=True, slots=True)
class Placing:
    """Orders of three lines placed through the verb, ``batch`` in a call."""

    batch: int
    turn: str
    calls: int  # of each client
    products: int
    seed: int

    def work(self, conn: Connection[Any], client: int) -> Work:
        """Prepare one client's requests."""
        key = f"{self.turn}-{client}"
        rng = random.Random(f"{self.seed}/{key}")
        warm = max(1, self.calls // 10)
        requests = [
            {"orders": new_orders(rng, f"{key}-{number}", self.batch, self.products)}
            for number in range(warm + self.calls)
        ]
        steps = [partial(call, conn, "place_orders", request) for request in requests]
        return Work(steps[:warm], steps[warm:], self.calls * self.batch)


def measure(on: Stage) -> Section:
    """Let the ways of bare SQL and the batches take turns, so that all see the same machine."""
    ceiling.prepare(on)
    runs: Runs = {}
    with team(on.address, max(CLIENTS)) as clients:
        for turn in range(on.size.rounds):
            for count in CLIENTS:
                note(f"orders: round {turn + 1} of {on.size.rounds}, {count} client(s)")
                for name, job in _jobs(on, f"{turn}-{count}", count):
                    runs.setdefault((name, count), []).append(clients.run(job, count))
    ceiling.clear(on)
    return Section("orders", [_rates(on, runs), _ratios(on, runs)], _goals(runs))


def _jobs(on: Stage, turn: str, clients: int) -> list[tuple[str, Job]]:
    """Return one turn of all competitors; one at a time stands between the ways of bare SQL."""
    size = on.size
    sales = max(1, size.ceiling_orders // clients)
    bare: list[tuple[str, Job]] = [
        (way, ceiling.Ceiling(way, f"{way}-{turn}", sales, size.products, on.seed))
        for way in ceiling.WAYS
    ]
    ours: list[tuple[str, Job]] = [
        (
            _ours(batch),
            Placing(
                batch,
                f"order-{batch}-{turn}",
                max(1, orders // batch // clients),
                size.products,
                on.seed,
            ),
        )
        for batch, orders in size.orders.items()
    ]
    return [bare[0], ours[0], bare[1], ours[1], bare[2], *ours[2:]]


def _ours(batch: int) -> str:
    return f"place_orders, {batch} a call"


def _rates(on: Stage, runs: Runs) -> Table:
    share = on.conn.execute(
        "SELECT avg((backordered_when_placed > 0)::int)::float8 FROM order_line"
    ).fetchone()
    table = Table(
        f"Orders of {LINES} lines over {on.size.products} products, "
        f"{100 * (share or (0,))[0]:.0f} % of the lines backordered",
        [
            *("what", "clients", "orders/s", "slowest", "fastest"),
            *("p50 ms/call", "p99 ms/call", "our CPU us/order", "PostgreSQL's CPU us/order"),
        ],
    )
    for (name, clients), found in sorted(runs.items(), key=lambda item: item[0][1]):
        run = middle(found)
        rates = [each.rate for each in found]
        table.rows.append(
            [
                *(ceiling.MEANING.get(name, name), clients, run.rate, min(rates), max(rates)),
                *(1000 * percentile(run.steps, 50), 1000 * percentile(run.steps, 99)),
                *(1e6 * run.client / run.units, 1e6 * run.backend / run.units),
            ]
        )
    return table


def _ratios(on: Stage, runs: Runs) -> Table:
    table = Table(
        "The same as a multiple of bare SQL with as many clients (median over the rounds)",
        ["what", "clients", *(f"of {way}" for way in ceiling.WAYS)],
    )
    for clients in CLIENTS:
        for batch in on.size.orders:
            ours = runs[_ours(batch), clients]
            table.rows.append(
                [
                    *(_ours(batch), clients),
                    *(ratio(ours, runs[way, clients]) for way in ceiling.WAYS),
                ]
            )
    return table


def _goals(runs: Runs) -> list[Goal]:
    """Hold both goals against each way of bare SQL: any of them may be called the ceiling."""
    return [
        Goal(
            f"{_ours(batch)}, {clients} client(s), of bare SQL {way}",
            ratio(runs[_ours(batch), clients], runs[way, clients]),
            "x",
            least=least,
        )
        for batch, least in ((1, 0.5), (100, 3.0))
        for clients in CLIENTS
        for way in ceiling.WAYS
    ]
