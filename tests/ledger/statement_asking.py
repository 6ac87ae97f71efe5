"""Cases for the verbs that ask, and for those about exceptions: see `statement_cases`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger.statement_cases import (
    LATER,
    ask_for_more,
    give_up_a_purchase,
    lines,
    orders,
    place_many_lines,
    slip_one_product,
    waiting,
)

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def undated(desk: Desk, skus: list[str]) -> None:
    """Open an exception per product, each with every kind of remedy there is."""
    desk.stock(**{"SPARE" + skus[0]: 9})
    desk.do("change_supply", **give_up_a_purchase(desk, skus))
    desk.buy(f"some {skus[0]}", LATER, **dict.fromkeys(skus, 1))
    desk.sold_by("S1", *skus, days=9)
    spare = [{"sku": sku, "substitute": "SPARE" + skus[0]} for sku in skus]
    desk.do("set_substitutes", substitutes=spare)


def sweep_many(desk: Desk, skus: list[str]) -> Json:
    """Sweep products of which a purchase is overdue."""
    desk.stock(**dict.fromkeys(skus, 0))
    desk.buy(f"buy {skus[0]}", "2026-11-10", **dict.fromkeys(skus, 5))
    desk.do("place_orders", orders=orders(skus))
    return {"skus": skus}


def sweep_the_rest(desk: Desk, skus: list[str]) -> Json:
    desk.stock(**dict.fromkeys(skus, 1))
    return {"after": "zzz"}


def list_exceptions(desk: Desk, skus: list[str]) -> Json:
    undated(desk, skus)
    return {"limit": 1000}


def list_no_exceptions(_: Desk, skus: list[str]) -> Json:
    return {"sku": skus[0]}


def take_exceptions(desk: Desk, skus: list[str]) -> Json:
    undated(desk, skus)
    mine = desk.rows(
        "SELECT e.id FROM exception_case e JOIN product p ON p.id = e.product_id"
        " WHERE p.sku = ANY(%(skus)s)",
        skus=skus,
    )
    return {"assignments": [{"exception": f"EX-{n:06d}", "owner": "eve"} for (n,) in mine]}


def explain_order(desk: Desk, skus: list[str]) -> Json:
    waiting(desk, skus)
    desk.do("place_orders", orders=[{"key": f"all of {skus[0]}", "lines": lines(skus)}])
    return {"order": f"all of {skus[0]}"}


def explain_supply(desk: Desk, skus: list[str]) -> Json:
    return {"supply": slip_one_product(desk, skus)["changes"][0]["purchase_order"] + "/1"}


def explain_cart(desk: Desk, skus: list[str]) -> Json:
    return {"cart": ask_for_more(desk, skus)}


def explain_change(desk: Desk, skus: list[str]) -> Json:
    desk.do("place_orders", **place_many_lines(desk, skus))
    return {"change": {"order": f"all of {skus[0]}", "sku": skus[-1]}}
