"""Quotes of carts over five places, a second and client, beside the same writes in bare SQL."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from .clients import Work, team
from .measure import Run, growth, middle, percentile, ratio
from .report import Goal, Section, Table, note
from .stage import NOW, PLENTY, call

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from .clients import Job
    from .stage import Stage

PLACES = 5
CLIENTS = (1, 4)
LINES = (1, 3, 10, 30, 100)  # the curve; the goal is at ten
GOAL_LINES = 10
_OURS, _REFERENCE = "quote", "bare SQL: the same rows in one statement"
# What a quote writes, in tables with the same columns and indexes: the journal row, the hold, its
# lines and pegs, and the units claimed. It locks the products and knows their stock rows; it
# decides nothing, promises no date and looks up no key.
_TABLES = """
DROP SCHEMA IF EXISTS quoted CASCADE;
CREATE SCHEMA quoted;
CREATE TABLE quoted.journal (LIKE journal INCLUDING ALL);
CREATE TABLE quoted.hold (LIKE hold INCLUDING ALL);
CREATE TABLE quoted.hold_line (LIKE hold_line INCLUDING ALL);
CREATE TABLE quoted.peg (LIKE peg INCLUDING ALL);
CREATE TABLE quoted.supply (LIKE supply INCLUDING ALL);
ALTER TABLE quoted.supply SET (fillfactor = 70);
CREATE SEQUENCE quoted.number;
"""
_FILL = """
INSERT INTO quoted.supply
SELECT s.* FROM supply AS s JOIN product AS p ON p.id = s.product_id
WHERE s.kind = 'stock' AND p.sku LIKE 'Q%%'
"""
_BARE = """
WITH locked AS MATERIALIZED (
    SELECT id FROM product WHERE id = ANY(%(products)s::bigint[]) ORDER BY id FOR NO KEY UPDATE
),
one AS MATERIALIZED (
    SELECT nextval('quoted.number') AS id FROM (SELECT count(*) FROM locked) AS held
),
written AS (
    INSERT INTO quoted.journal (id, verb, actor, at, input, result, numbers)
    SELECT id, 'quote', 'bench', %(at)s, %(input)s::text::jsonb, %(result)s::text::jsonb, '{}'
    FROM one
),
claimed AS (
    UPDATE quoted.supply AS s SET pegged = s.pegged + w.quantity
    FROM unnest(%(supplies)s::bigint[], %(quantities)s::bigint[]) AS w (supply, quantity)
    WHERE s.id = w.supply
),
hold AS (
    INSERT INTO quoted.hold (
        id, key, kind, channel, ship, currency, made_at, expires_at, journal_id
    )
    SELECT id, %(key)s, 'quote', 'web', 'as_available', 'EUR', %(at)s, %(at)s, id FROM one
),
line AS (
    INSERT INTO quoted.hold_line (id, hold_id, line_no, product_id, quantity, unit_price)
    SELECT o.id * 1000 + w.no, o.id, w.no, w.product, w.quantity, 100
    FROM one AS o, unnest(%(products)s::bigint[], %(quantities)s::bigint[])
        WITH ORDINALITY AS w (product, quantity, no)
)
INSERT INTO quoted.peg (
    line_id, n, order_id, product_id, supply_id, quantity, rank, promised_on, expires_at
)
SELECT o.id * 1000 + w.no, 1, o.id, w.product, w.supply, w.quantity, o.id, %(at)s, %(at)s
FROM one AS o, unnest(%(products)s::bigint[], %(supplies)s::bigint[], %(quantities)s::bigint[])
    WITH ORDINALITY AS w (product, supply, quantity, no)
"""


def _bare(conn: Connection[Any], sale: dict[str, Any]) -> None:
    conn.execute(_BARE, sale, prepare=True, binary=True)


@dataclass(frozen=True, slots=True)
class Quoting:
    """Carts of so many products drawn evenly, quoted through the verb or written in bare SQL."""

    bare: bool
    turn: str
    lines: int
    carts: int  # of each client
    stock: tuple[tuple[int, int], ...]  # product and stock supply, by the product's number
    seed: int

    def work(self, conn: Connection[Any], client: int) -> Work:
        """Prepare one client's carts."""
        key = f"{self.turn}-{client}"
        rng = random.Random(f"{self.seed}/quotes/{key}")
        warm = max(1, self.carts // 10)
        steps: list[Callable[[], object]] = []
        for number in range(warm + self.carts):
            chosen = sorted(rng.sample(range(len(self.stock)), self.lines))
            lines = [{"sku": name(n), "quantity": rng.randint(1, 5)} for n in chosen]
            cart = {"key": f"{key}-{number}", "channel": "web", "expires_in": 900, "lines": lines}
            if self.bare:
                steps.append(partial(_bare, conn, self._row(chosen, cart)))
            else:
                steps.append(partial(call, conn, "quote", {"quotes": [cart]}))
        return Work(steps[:warm], steps[warm:], self.carts)

    def _row(self, chosen: list[int], cart: dict[str, Any]) -> dict[str, Any]:
        """Return what the bare statement writes; an answer of the usual length among it."""
        text = str(cart).replace("'", '"')
        return {
            "key": cart["key"],
            "at": NOW,
            "products": [self.stock[n][0] for n in chosen],
            "supplies": [self.stock[n][1] for n in chosen],
            "quantities": [line["quantity"] for line in cart["lines"]],
            "input": text,
            "result": '{"quotes": [' + ", ".join([text] * 3) + "]}",
        }


def name(number: int) -> str:
    """Return the SKU of a product that lies at five places."""
    return f"Q{number:06d}"


def measure(on: Stage) -> Section:
    """Let the verb and bare SQL take turns, for carts of more and more lines."""
    stock = _open(on)
    runs: dict[tuple[str, int, int], list[Run]] = {}
    with team(on.address, max(CLIENTS)) as clients:
        for turn in range(on.size.rounds):
            note(f"quotes: round {turn + 1} of {on.size.rounds}")
            for lines in LINES:
                for count in CLIENTS if lines == GOAL_LINES else CLIENTS[:1]:
                    carts = max(2, on.size.carts * GOAL_LINES // max(lines, GOAL_LINES) // count)
                    for what, job in _jobs(on, f"{turn}-{lines}-{count}", lines, carts, stock):
                        runs.setdefault((what, lines, count), []).append(clients.run(job, count))
    on.conn.execute("DROP SCHEMA quoted CASCADE")
    return Section("quotes", [_table(runs), _curve(runs)], _goals(runs))


def _jobs(
    on: Stage, turn: str, lines: int, carts: int, stock: tuple[tuple[int, int], ...]
) -> list[tuple[str, Job]]:
    return [
        (what, Quoting(bare, f"{what[:5]}-{turn}", lines, carts, stock, on.seed))
        for what, bare in ((_REFERENCE, True), (_OURS, False))
    ]


def _open(on: Stage) -> tuple[tuple[int, int], ...]:
    """Make products that lie at five places, and empty copies of the tables."""
    note(f"laying products at {PLACES} places")
    count = max(200, on.size.products // 10)
    skus = [name(n) for n in range(count)]
    on.call("set_products", {"products": [{"sku": sku, "unit_price": 100} for sku in skus]})
    others = [{"code": f"SHOP{n}", "kind": "store"} for n in range(1, PLACES)]
    on.call("set_locations", {"locations": others})
    lines = [{"sku": sku, "quantity": PLENTY} for sku in skus]
    for place in ("MAIN", *(other["code"] for other in others)):
        shelf = {"key": f"shelf-{place}", "location": place, "lines": lines}
        on.call("count", {"counts": [shelf]})
    on.conn.execute(_TABLES, prepare=False)
    on.conn.execute(_FILL)
    on.conn.execute("VACUUM ANALYZE")
    rows = on.conn.execute(
        "SELECT p.id, min(s.id) FROM product AS p JOIN supply AS s ON s.product_id = p.id"
        " WHERE p.sku = ANY(%s) GROUP BY p.id ORDER BY p.id",
        [skus],
    ).fetchall()
    return tuple((product, supply) for product, supply in rows)


def _table(runs: dict[tuple[str, int, int], list[Run]]) -> Table:
    table = Table(
        f"Quotes of carts whose products lie at {PLACES} places",
        [
            *("what", "lines", "clients", "carts/s", "carts/s and client", "of bare SQL"),
            *("p50 ms", "p99 ms", "our CPU us/cart", "PostgreSQL's CPU us/cart"),
        ],
    )
    for (what, lines, count), found in sorted(runs.items(), key=lambda item: item[0][1:]):
        run = middle(found)
        table.rows.append(
            [
                *(what, lines, count, run.rate, run.rate / count),
                ratio(found, runs[_REFERENCE, lines, count]),
                *(1000 * percentile(run.steps, 50), 1000 * percentile(run.steps, 99)),
                *(1e6 * run.client / run.units, 1e6 * run.backend / run.units),
            ]
        )
    return table


def _curve(runs: dict[tuple[str, int, int], list[Run]]) -> Table:
    """Return how the time of a cart grows with its lines, as the exponent of their number."""
    table = Table("How the time of a quote grows with its lines", ["what", "exponent"])
    for what in (_OURS, _REFERENCE):
        seconds = [1 / middle(runs[what, lines, 1]).rate for lines in LINES]
        table.rows.append([what, growth(LINES, seconds)])
    return table


def _goals(runs: dict[tuple[str, int, int], list[Run]]) -> list[Goal]:
    return [
        Goal(
            f"quote of {GOAL_LINES} lines over {PLACES} places, {count} client(s), each",
            middle(runs[_OURS, GOAL_LINES, count]).rate / count,
            "/s",
            least=500,
        )
        for count in CLIENTS
    ]
