"""Whether to offer backorders: the adviser's policy against always and never, in a market."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from backorder.planning.economics import compare, draw, mean_and_margin

from .report import Goal, Section, Table, note

if TYPE_CHECKING:
    from .sizes import Size

CUSTOMERS, LEARNED_FROM = 160, 60  # of each product; from the first the adviser learns
PRODUCTS = {"smoke": 60}
USUAL = 2000


def measure(size: Size, seed: int) -> Section:
    """Let three policies meet the same customers; each product is one observation."""
    products = PRODUCTS.get(size.name, USUAL)
    note(f"advice: {products} products")
    started = perf_counter()
    found = compare(draw(products, CUSTOMERS, seed), LEARNED_FROM)
    seconds = perf_counter() - started
    table = Table(
        f"Margin per product from {CUSTOMERS - LEARNED_FROM} customers, after "
        f"{LEARNED_FROM} to learn from",
        ["policy", "products", "mean", "95 % ±", "adviser more by", "95 % ±", "offered on", "s"],
    )
    goals = []
    for name, made, share in (
        ("always allow", found.allow, 1.0),
        ("always deny", found.deny, 0.0),
        ("adviser", found.advised, found.allowed),
    ):
        mean, half = mean_and_margin(made)
        more, margin = mean_and_margin(found.advised - made)
        table.rows.append([name, products, mean, half, more, margin, share, seconds])
        if name != "adviser" and size.name != "smoke":
            goals.append(
                Goal(f"adviser above {name}, lower end of 95 %", more - margin, "", least=0)
            )
    return Section("advice", [table], goals)
