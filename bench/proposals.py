"""How long it takes to work out what to buy of ever more products, and to keep it.

Run it: ``python -m bench proposals`` (some minutes). A server of its own holds made-up books: of
ten products three are below their reorder point, and for one of twenty customers wait. There is one
supplier for each product, or three to choose from. *again* is a second run that finds everything as
it should be. The ceiling is one bare statement that compares position and reorder point and inserts
as many rows into a table like ours, with nothing checked, chosen or explained.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import database

from .measure import forget_peak, growth, peak_mb
from .report import Goal, Section, Table, note
from .stage import call, server

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from .sizes import Size

GOAL_PRODUCTS = 100_000
GOALS = {1: 1.0, 3: 5.0}  # seconds, by suppliers of each product
BOOKS = """
INSERT INTO product (sku, name, unit_price, unit_cost)
SELECT 'P' || lpad(n::text, 7, '0'), 'P', 1000 + n %% 9000, 400 + n %% 3000
FROM generate_series(1, %(products)s) AS n;
INSERT INTO supplier (code, name, freight)
SELECT 'S' || n, 'S', 2500 FROM generate_series(1, greatest(%(products)s / 200, 3)) AS n;
INSERT INTO supply (id, product_id, location_id, kind, name, quantity, pegged)
SELECT nextval('number_supply'), p.id, l.id, 'stock', 'stock@MAIN', 5 + p.id %% 10 * 4, 0
FROM product AS p JOIN location AS l ON l.code = 'MAIN' WHERE p.id %% 20 > 0;
INSERT INTO stock_policy (
    product_id, location_id, method, reorder_point, order_up_to, safety_stock, lead_time_days,
    review_days, demand_mean, set_at
)
SELECT p.id, l.id, 'reorder', 14, 44, 6, 12, 7, 1.5, '2026-11-20'
FROM product AS p JOIN location AS l ON l.code = 'MAIN';
INSERT INTO journal (id, verb, actor, at, input, result)
VALUES (nextval('number_journal'), 'bench', 'bench', '2026-11-20', '{}', '{}');
INSERT INTO sales_order (id, key, ship, currency, placed_at, journal_id)
SELECT p.id, 'o-' || p.id, 'as_available', 'EUR', '2026-11-20', 1
FROM product AS p WHERE p.id %% 20 = 0;
INSERT INTO order_line (
    id, order_id, line_no, product_id, ordered, shipped, cancelled, returned,
    backordered_when_placed, unit_price, rank
)
SELECT p.id, p.id, 1, p.id, 4, 0, 0, 0, 4, 1000, p.id FROM product AS p WHERE p.id %% 20 = 0;
INSERT INTO supply (
    id, product_id, location_id, kind, name, quantity, pegged, available_on, supplier_id
)
SELECT
    nextval('number_supply'), p.id, l.id, 'planned', 'PS-' || p.id, 4, 4, '2026-12-10',
    (SELECT min(id) FROM supplier)
FROM product AS p JOIN location AS l ON l.code = 'MAIN' WHERE p.id %% 20 = 0;
INSERT INTO peg (line_id, n, order_id, product_id, supply_id, quantity, rank)
SELECT s.product_id, 1, s.product_id, s.product_id, s.id, 4, s.product_id
FROM supply AS s WHERE s.kind = 'planned';
"""
OFFERS = """
INSERT INTO supplier_item (
    supplier_id, product_id, unit_cost, moq, multiple, lead_time_days, spread_days, priority
)
SELECT
    v.first + (p.id + nth * 7) %% v.many, p.id, p.unit_cost - 20 * nth, 1 + nth * 6, 1 + nth * 2,
    4 + nth * 9, nth * 3, nth
FROM product AS p
CROSS JOIN generate_series(0, %(suppliers)s - 1) AS nth
CROSS JOIN (SELECT min(id) AS first, count(*) AS many FROM supplier) AS v
ON CONFLICT DO NOTHING;
"""
CEILING = """
INSERT INTO bare_proposal (
    id, kind, product_id, location_id, supplier_id, needed, quantity, opened_at, changed_at,
    journal_id
)
SELECT
    row_number() OVER (), 'buy', p.product_id, p.location_id, i.supplier_id,
    p.order_up_to - h.position, p.order_up_to - h.position, '2026-11-22', '2026-11-22', 1
FROM stock_policy AS p
JOIN (
    SELECT
        product_id,
        sum(CASE kind WHEN 'planned' THEN -pegged ELSE quantity - pegged END) AS position
    FROM supply
    GROUP BY product_id
) AS h ON h.product_id = p.product_id
JOIN supplier_item AS i ON i.product_id = p.product_id AND i.priority = 0
WHERE h.position <= p.reorder_point
"""


class Run(NamedTuple):
    """Seconds of a first run, of one that changes nothing, and of the bare statement; rows kept."""

    first: float
    again: float
    ceiling: float
    rows: int


def seconds(work: Callable[[], object]) -> float:
    """Return how long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def statements(conn: Connection[Any], text: str, **values: int) -> None:
    """Carry out statements one by one."""
    for one in text.split(";\n"):
        if one.strip():
            conn.execute(one.encode(), {k: v for k, v in values.items() if f"%({k})" in one})


def propose(conn: Connection[Any]) -> int:
    """Propose for all products; return how many proposals are new."""
    new, after = 0, None
    while True:
        answer = call(conn, "propose", {} if after is None else {"after": after})
        new += int(answer["proposed"])
        after = answer["next"]
        if after is None:
            return new


def run(conn: Connection[Any], suppliers: int) -> Run:
    """Time one size with so many suppliers for each product; the books are there."""
    conn.execute("TRUNCATE supplier_item, proposal")
    statements(conn, OFFERS, suppliers=suppliers)
    conn.execute("VACUUM ANALYZE")
    conn.execute("DROP TABLE IF EXISTS bare_proposal")
    conn.execute("CREATE TABLE bare_proposal (LIKE proposal INCLUDING ALL)")
    ceiling = seconds(lambda: conn.execute(CEILING))
    first = seconds(lambda: propose(conn))
    row = conn.execute("SELECT count(*) FROM proposal").fetchone()
    again = seconds(lambda: propose(conn))
    return Run(first, again, ceiling, row[0] if row else 0)


def measure(size: Size, seed: int) -> Section:  # noqa: ARG001 (the books are always the same)
    """Propose for ever more products, with one supplier for each and with three."""
    table = Table(
        "Need and proposals worked out and kept",
        ["suppliers", "products", "proposals", "s", "products/s", "again, s", "bare SQL, s",
         "of bare SQL", "our peak memory, MB"],
    )  # fmt: skip
    found: dict[int, list[float]] = {suppliers: [] for suppliers in GOALS}
    goals = []
    for products in size.proposed:
        note(f"proposals: {products} products")
        with server() as (address, _), database.connect(address) as conn:
            statements(conn, BOOKS, products=products)
            for suppliers, most in GOALS.items():
                forget_peak()
                one = run(conn, suppliers)
                found[suppliers].append(one.first)
                table.rows.append(
                    [suppliers, products, one.rows, one.first, products / one.first, one.again,
                     one.ceiling, one.ceiling / one.first, peak_mb()]
                )  # fmt: skip
                if products == GOAL_PRODUCTS:
                    what = f"proposals of {products} products, {suppliers} supplier(s) of each"
                    goals.append(Goal(what, one.first, "s", most=most))
    if len(size.proposed) > 1:
        for suppliers, seconds_ in found.items():
            what = f"proposals, growth n^e, {suppliers} supplier(s) of each"
            goals.append(Goal(what, growth(size.proposed, seconds_), "", most=1.15))
    return Section("proposals", [table], goals)
