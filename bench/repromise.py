"""Promises a second that many changed supplies move at once: fifty lines wait for each product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from . import bare
from .measure import Run, growth, middle, ratio, timed
from .report import Goal, Section, Table, note
from .stage import EXPECTED_ON, settle_down

if TYPE_CHECKING:
    from .stage import Stage

GOAL = 100_000  # lines that are to be told anew in 2 seconds
_SECONDS = 2.0
_LINES_OF_PRODUCT = 50
_PRODUCTS_OF_PURCHASE = 4
_LATER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Products that all wait for purchases of four products each: their SKUs and purchases."""

    lines: int
    skus: list[str]
    purchases: list[str]
    supplies: list[int]


def measure(on: Stage) -> Section:
    """Let every purchase of a crowd slip by a week in one call, and so the promise of each line."""
    ours: dict[int, list[Run]] = {}
    reference: dict[int, list[Run]] = {}
    crowd = None
    for lines in sorted(on.size.crowds):
        note(f"repromise: making {lines} lines that wait")
        crowd = _make(on, lines)
        settle_down(on)
        bare.copy_all(on, crowd.supplies)
        bare.move_all(on, crowd.supplies, date.fromisoformat(EXPECTED_ON), 2)
        day = date.fromisoformat(EXPECTED_ON) + _LATER
        _slip(on, crowd, day)  # what the first call learns, the next ones know
        settle_down(on)  # it opened a delay case for each line, in tables that were empty
        for turn in range(on.size.repeats):
            note(f"repromise: {len(crowd.purchases)} purchases slip for {lines} lines")
            day += _LATER
            plain = partial(bare.move_all, on, crowd.supplies, day, turn + 3)
            reference.setdefault(lines, []).append(timed(lines, [plain], on.conn))
            ours.setdefault(lines, []).append(
                timed(lines, [partial(_slip, on, crowd, day)], on.conn)
            )
    bare.clear(on)
    goals = []
    if GOAL in ours:
        seconds = middle(ours[GOAL]).seconds
        what = f"re-promise of {GOAL} lines on {GOAL // _LINES_OF_PRODUCT} products"
        goals.append(Goal(what, seconds, "s", most=_SECONDS))
    return Section("repromise", [_table(ours, reference)], goals)


def _make(on: Stage, lines: int) -> Crowd:
    """Make products with a purchase on its way, and orders that wait for all of it."""
    count = max(lines // _LINES_OF_PRODUCT, 1)
    skus = [f"CROWD-{lines}-{n:05d}" for n in range(count)]
    on.call("set_products", {"products": [{"sku": sku, "unit_price": 100} for sku in skus]})
    on.call("set_suppliers", {"suppliers": [{"code": "S000"}]})
    purchases = [
        {
            "key": f"crowd-{lines}-{start}",
            "supplier": "S000",
            "expected_on": EXPECTED_ON,
            "lines": [
                {"sku": sku, "quantity": 10 * _LINES_OF_PRODUCT}
                for sku in skus[start : start + _PRODUCTS_OF_PURCHASE]
            ],
        }
        for start in range(0, count, _PRODUCTS_OF_PURCHASE)
    ]
    made = on.call("order_supply", {"purchase_orders": purchases})["purchase_orders"]
    rng = on.rng("crowd", lines)
    for turn in range(_LINES_OF_PRODUCT):
        orders = [
            {
                "key": f"crowd-{lines}-{turn}-{start}",
                "lines": [
                    {"sku": sku, "quantity": rng.randint(1, 5)}
                    for sku in skus[start : start + _PRODUCTS_OF_PURCHASE]
                ],
            }
            for start in range(0, count, _PRODUCTS_OF_PURCHASE)
        ]
        on.call("place_orders", {"orders": orders})
    rows = on.conn.execute(
        "SELECT s.id FROM supply AS s JOIN product AS p ON p.id = s.product_id"
        " WHERE p.sku = ANY(%s) AND s.kind = 'purchase' ORDER BY s.id",
        [skus],
    ).fetchall()
    return Crowd(
        count * _LINES_OF_PRODUCT,
        skus,
        [purchase["purchase_order"] for purchase in made],
        [row_id for (row_id,) in rows],
    )


def _slip(on: Stage, crowd: Crowd, day: date) -> None:
    """Change the day of every purchase in one call, and see that every line is told."""
    changes = [
        {"purchase_order": number, "expected_on": day.isoformat()} for number in crowd.purchases
    ]
    said = on.call("change_supply", {"changes": changes})
    told = len(said["repromised"])
    assert told == crowd.lines, f"{told} of {crowd.lines} promises moved"


def _table(ours: dict[int, list[Run]], reference: dict[int, list[Run]]) -> Table:
    exponent = growth(list(ours), [middle(runs).seconds for runs in ours.values()])
    table = Table(
        "Purchases of four products each that come later, all in one call, and the promises moved "
        f"by it; time grows as n^{exponent:.2f}",
        [
            *("promises", "products", "purchases", "seconds", "promises/s"),
            *("bare UPDATE and INSERT, rows/s", "of bare SQL"),
            *("our CPU us/promise", "PostgreSQL's CPU us/promise"),
        ],
    )
    for lines, runs in ours.items():
        run = middle(runs)
        products = lines // _LINES_OF_PRODUCT
        table.rows.append(
            [
                *(lines, products, -(-products // _PRODUCTS_OF_PURCHASE), run.seconds, run.rate),
                *(middle(reference[lines]).rate, ratio(runs, reference[lines])),
                *(1e6 * run.client / lines, 1e6 * run.backend / lines),
            ]
        )
    return table
