"""Lines a second that a reallocation ranks anew, looked at, released and undone.

Fifty lines a product: a third of what is wanted is on the shelf, the rest comes in three purchases.
Orders are ranked by the customer's class, then by value, oldest last. The reference is the same
ranking as one statement of bare SQL: a window over all lines, which finds out who would get what of
the shelf and writes nothing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .measure import Run, growth, middle, ratio, timed
from .report import Goal, Section, Table, note
from .stage import settle_down

if TYPE_CHECKING:
    from .stage import Stage

LINES_OF_PRODUCT = 50
_LINES_OF_ORDER = 5
_ORDERS_OF_CALL = 1000
_DAYS = ("2026-12-08", "2026-12-15", "2026-12-22")
GOAL_LINES = 100_000
CLASSES = ("A", "B", "C")
_BARE = """
    WITH wanted AS (
        SELECT g.line_id, g.product_id, sum(g.quantity)::bigint AS units
        FROM peg AS g
        WHERE g.product_id = ANY(%(products)s)
        GROUP BY g.line_id, g.product_id
    ),
    shelf AS (
        SELECT product_id, sum(quantity)::bigint AS units
        FROM supply
        WHERE product_id = ANY(%(products)s) AND kind = 'stock'
        GROUP BY product_id
    ),
    ranked AS (
        SELECT
            w.line_id, w.product_id, w.units,
            sum(w.units) OVER (
                PARTITION BY w.product_id
                ORDER BY c.customer_class, w.units * l.unit_price DESC, l.rank, l.id
                ROWS UNBOUNDED PRECEDING
            ) - w.units AS before
        FROM wanted AS w
        JOIN order_line AS l ON l.id = w.line_id
        JOIN sales_order AS o ON o.id = l.order_id
        JOIN customer AS c ON c.id = o.customer_id
    )
    SELECT count(*), sum(least(r.units, greatest(0, s.units - r.before)))
    FROM ranked AS r
    JOIN shelf AS s ON s.product_id = r.product_id
"""


def measure(on: Stage) -> Section:
    """Simulate, release and undo over ever more lines."""
    customers = [{"ref": f"R-{one}", "class": one} for one in CLASSES]
    on.call("set_customers", {"customers": customers})
    runs: dict[str, dict[int, list[Run]]] = {"simulate": {}, "release": {}, "undo": {}, "bare": {}}
    moved: dict[int, int] = {}
    for lines in sorted(on.size.reallocated):
        note(f"reallocation: placing {lines} lines")
        skus, products = _place(on, lines)
        settle_down(on)
        variant = _variant(skus)
        moved[lines] = len(on.call("reallocate", {"simulate": variant})["difference"])
        for _ in range(on.size.repeats):
            note(f"reallocation: handing out {lines} lines anew")
            _turn(on, runs, variant, products, lines)
    return _section(runs, moved)


def _place(on: Stage, lines: int) -> tuple[list[str], list[int]]:
    """Make products with little stock and orders that want more; return SKUs and ids."""
    rng = on.rng("reallocation", lines)
    skus = [f"R{lines}-{n}" for n in range(max(1, lines // LINES_OF_PRODUCT))]
    prices = {sku: rng.randint(100, 9999) for sku in skus}
    on.call("set_products", {"products": [{"sku": s, "unit_price": p} for s, p in prices.items()]})
    wanted = [(rng.choice(skus), rng.randint(1, 5)) for _ in range(lines)]
    total = dict.fromkeys(skus, 3)
    for sku, units in wanted:
        total[sku] += units
    shelf = [{"sku": sku, "quantity": units // 3} for sku, units in total.items()]
    on.call("count", {"counts": [{"key": f"r-{lines}", "location": "MAIN", "lines": shelf}]})
    on.call("set_suppliers", {"suppliers": [{"code": "S000"}]})
    bought = [{"sku": sku, "quantity": -(-units // 4)} for sku, units in total.items()]
    on.call(
        "order_supply",
        {
            "purchase_orders": [
                {
                    "key": f"r-{lines}-{day}-{start}",
                    "supplier": "S000",
                    "expected_on": day,
                    "lines": bought[start : start + 10_000],
                }
                for day in _DAYS
                for start in range(0, len(bought), 10_000)
            ]
        },
    )
    orders = [
        {
            "key": f"r-{lines}-{start}",
            "customer": {"ref": f"R-{rng.choice(CLASSES)}"},
            "lines": [
                {"sku": s, "quantity": q} for s, q in wanted[start : start + _LINES_OF_ORDER]
            ],
        }
        for start in range(0, lines, _LINES_OF_ORDER)
    ]
    for start in range(0, len(orders), _ORDERS_OF_CALL):
        on.call("place_orders", {"orders": orders[start : start + _ORDERS_OF_CALL]})
    rows = on.conn.execute("SELECT id FROM product WHERE sku = ANY(%s)", [skus]).fetchall()
    return skus, [row[0] for row in rows]


def _variant(skus: list[str]) -> dict[str, Any]:
    ranking = [{"by": "class", "values": list(CLASSES)}, {"by": "value", "descending": True}]
    return {"segments": [{"strategy": "redistribute", "ranking": ranking}], "skus": skus}


def _turn(
    on: Stage,
    runs: dict[str, dict[int, list[Run]]],
    variant: dict[str, Any],
    products: list[int],
    lines: int,
) -> None:
    """Look, do it, take it back, and let bare SQL rank the same lines."""
    said: list[dict[str, Any]] = []

    def call(request: dict[str, Any]) -> None:
        said.append(on.call("reallocate", request))

    def step(name: str, *steps: Any) -> None:  # noqa: ANN401 (what is timed)
        runs[name].setdefault(lines, []).append(timed(lines, steps, on.conn))

    step("simulate", partial(call, {"simulate": variant}))
    seen = said[-1]
    release = variant | {"fingerprint": seen["fingerprint"], "marks": seen["marks"]}
    step("bare", partial(_ranked, on, products))
    step("release", partial(call, {"release": release}))
    assert said[-1]["difference"] == seen["difference"], "another difference than was shown"
    step("undo", partial(call, {"undo": said[-1]["reallocation"]}))


def _ranked(on: Stage, products: list[int]) -> None:
    on.conn.execute(_BARE, {"products": products}).fetchall()


def _section(runs: dict[str, dict[int, list[Run]]], moved: dict[int, int]) -> Section:
    table = Table(
        f"Lines handed out anew by class and value, {LINES_OF_PRODUCT} a product",
        [
            *("what", "lines", "lines that change", "seconds", "lines/s", "of bare ranking in SQL"),
            *("our CPU us/line", "PostgreSQL's CPU us/line", "time grows as n^"),
        ],
    )
    for name in ("simulate", "release", "undo"):
        exponent = growth(list(moved), [middle(found).seconds for found in runs[name].values()])
        for lines, found in runs[name].items():
            run = middle(found)
            table.rows.append(
                [
                    *(name, lines, moved[lines], run.seconds, run.rate),
                    *(ratio(found, runs["bare"][lines]), 1e6 * run.client / lines),
                    *(1e6 * run.backend / lines, exponent),
                ]
            )
    goals = []
    for name, most in (("simulate", 3.0), ("release", 10.0)):
        if GOAL_LINES in runs[name]:
            seconds = middle(runs[name][GOAL_LINES]).seconds
            goals.append(Goal(f"reallocation, {name} {GOAL_LINES} lines", seconds, "s", most=most))
    return Section("reallocation", [table], goals)
