"""Cases of reallocations for the count of statements: see `statement_cases`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .statement_cases import LATER, on_the_shelf, orders

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

CLASSES = {
    "segments": [
        {"strategy": "win", "where": {"class": "A"}, "ranking": [{"by": "slip"}]},
        {"strategy": "redistribute", "ranking": [{"by": "quantity"}]},
    ]
}


def scarce(desk: Desk, skus: list[str]) -> Json:
    """Let orders that ship complete have the shelf; return a variant that gives it to others."""
    on_the_shelf(desk, skus, units=3)
    desk.buy(f"buy {skus[0]}", LATER, **dict.fromkeys(skus, 5))
    whole = [one | {"ship": "complete"} for one in orders(skus, 3)]
    desk.do("place_orders", orders=whole)
    desk.do("place_orders", orders=[one | {"key": f"b {one['key']}"} for one in orders(skus, 2)])
    return CLASSES | {"skus": skus}


def simulate_reallocation(desk: Desk, skus: list[str]) -> Json:
    return {"simulate": scarce(desk, skus)}


def release_reallocation(desk: Desk, skus: list[str]) -> Json:
    variant = scarce(desk, skus)
    seen = desk.do("reallocate", simulate=variant)
    assert len(seen["difference"]) == 2 * len(skus)
    return {"release": variant | {"fingerprint": seen["fingerprint"]}}


def undo_reallocation(desk: Desk, skus: list[str]) -> Json:
    done = desk.do("reallocate", **release_reallocation(desk, skus))
    return {"undo": done["reallocation"]}
