"""How much is measured: the full run, a short one, and one that only shows that all of it works."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Every number that makes a run longer or shorter."""

    name: str
    products: int
    suppliers: int
    rounds: int  # how often competitors take turns
    orders: dict[int, int]  # orders of one turn, by size of the batch
    ceiling_orders: int  # orders of one turn of bare SQL
    carts: int  # carts of one turn
    waiting: tuple[int, ...]  # lines that wait for one receipt
    moved: tuple[int, ...]  # promises that one change of a supply moves
    reallocated: tuple[int, ...]  # lines that are handed out anew
    crowds: tuple[int, ...]  # promises that many changed supplies move at once
    small_receipts: int  # receipts of a hundred lines while the most lines wait
    matched: tuple[int, ...]  # lines that are matched in memory
    repeats: int  # of what is measured whole: receipts, changes, matchings
    planned: tuple[int, ...]  # products that are forecast and given a stock policy
    learned: tuple[int, ...]  # purchase lines that lead times are learned from
    proposed: tuple[int, ...]  # products that proposals are worked out for


SIZES = {
    size.name: size
    for size in (
        Size(
            name="smoke",
            products=400,
            suppliers=5,
            rounds=1,
            orders={1: 8, 10: 40, 100: 100},
            ceiling_orders=8,
            carts=24,
            waiting=(200, 1000),
            moved=(100, 500),
            reallocated=(100, 500),
            crowds=(200, 1000),
            small_receipts=3,
            matched=(2000, 10_000),
            repeats=1,
            planned=(200, 400),
            learned=(500, 1000),
            proposed=(300,),
        ),
        Size(
            name="small",
            products=50_000,
            suppliers=60,
            rounds=3,
            orders={1: 400, 10: 800, 100: 2000, 1000: 4000},
            ceiling_orders=400,
            carts=800,
            waiting=(1000, 10_000, 100_000),
            moved=(1000, 10_000),
            reallocated=(1000, 10_000, 100_000),
            crowds=(5000, 20_000),
            small_receipts=100,
            matched=(100_000, 300_000, 1_000_000),
            repeats=3,
            planned=(5000, 10_000, 20_000),
            learned=(12_500, 25_000, 50_000),
            proposed=(12_500, 25_000),
        ),
        Size(
            name="full",
            products=50_000,
            suppliers=60,
            rounds=5,
            orders={1: 1000, 10: 2000, 100: 4000, 1000: 4000},
            ceiling_orders=1000,
            carts=2000,
            waiting=(1000, 10_000, 100_000, 1_000_000),
            moved=(1000, 10_000, 100_000),
            reallocated=(1000, 10_000, 100_000),
            crowds=(10_000, 30_000, 100_000),
            small_receipts=300,
            matched=(100_000, 300_000, 1_000_000, 2_000_000, 4_000_000),
            repeats=5,
            planned=(12_500, 25_000, 50_000, 100_000),
            learned=(12_500, 25_000, 50_000, 100_000, 200_000),
            proposed=(12_500, 25_000, 50_000, 100_000),
        ),
    )
}
