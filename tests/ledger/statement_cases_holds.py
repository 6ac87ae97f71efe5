"""The cases of `statement_cases` for quotes, cart holds, and verbs that meet expired ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger.statement_cases import (
    LATER,
    buy_suggestions,
    lines,
    on_the_shelf,
    orders,
    with_lead_time,
)

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def carts(skus: list[str], units: int = 2) -> list[Json]:
    """Return one cart per product."""
    return [one | {"expires_in": 3600} for one in orders(skus, units)]


def quote_in_stock(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    return {"quotes": carts(skus)}


def quote_many_lines(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    return {"quotes": [{"key": f"all of {skus[0]}", "lines": lines(skus)}]}


def quote_new_plans(desk: Desk, skus: list[str]) -> Json:
    with_lead_time(desk, skus)
    return {"quotes": carts(skus)}


def quote_again(desk: Desk, skus: list[str]) -> Json:
    request = quote_in_stock(desk, skus)
    desk.do("quote", **request)
    return request


def hold_in_stock(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    return {"holds": carts(skus)}


def confirm_quotes(desk: Desk, skus: list[str]) -> Json:
    desk.do("quote", **quote_in_stock(desk, skus))
    return {"confirmations": [{"hold": sku, "key": f"order {sku}"} for sku in skus]}


def confirm_again(desk: Desk, skus: list[str]) -> Json:
    request = confirm_quotes(desk, skus)
    desk.do("confirm", **request)
    return request


def held(desk: Desk, skus: list[str]) -> None:
    """Hold all that is there, while orders wait for a purchase."""
    on_the_shelf(desk, skus, units=2)
    desk.do("hold", holds=carts(skus))
    desk.buy(f"buy {skus[0]}", LATER, **dict.fromkeys(skus, 5))
    desk.do("place_orders", orders=[one | {"key": f"heir {one['key']}"} for one in orders(skus)])


def expired(desk: Desk, skus: list[str]) -> None:
    """Have held yesterday what `held` holds, for an hour."""
    desk.wait(-1)
    held(desk, skus)
    desk.wait(1)


def withdraw_with_heirs(desk: Desk, skus: list[str]) -> Json:
    held(desk, skus)
    return {"withdrawals": [{"hold": sku} for sku in skus]}


def expire_with_heirs(desk: Desk, skus: list[str]) -> Json:
    expired(desk, skus)
    return {"products": [{"sku": sku} for sku in skus]}


def expire_nothing(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    return {"products": [{"sku": sku} for sku in skus]}


def ask_after_expiry(desk: Desk, skus: list[str]) -> Json:
    expired(desk, skus)
    return {"lines": lines(skus, 1)}


def place_after_expiry(desk: Desk, skus: list[str]) -> Json:
    """Order what expired holds claim: it is freed first, in a transaction of its own."""
    expired(desk, skus)
    return {"orders": [one | {"key": f"late {one['key']}"} for one in orders(skus)]}


def cancel_after_expiry(desk: Desk, skus: list[str]) -> Json:
    expired(desk, skus)
    return {"cancellations": [{"order": f"heir {sku}"} for sku in skus]}


def buy_suggestions_held(desk: Desk, skus: list[str]) -> Json:
    """Order suggestions of which quotes claim a part."""
    request = buy_suggestions(desk, skus)
    desk.do("quote", quotes=[one | {"key": f"quote {one['key']}"} for one in carts(skus)])
    return request
