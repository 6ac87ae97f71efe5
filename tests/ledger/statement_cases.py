"""One case per way in which a verb's work can grow: the books it needs, and the request.

Each takes a desk and as many SKUs as the work is to be big; they are keys and codes too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

LATER = "2026-12-08"


def orders(skus: list[str], units: int = 2) -> list[Json]:
    """Return one order per product."""
    return [{"key": sku, "lines": [{"sku": sku, "quantity": units}]} for sku in skus]


def lines(skus: list[str], units: int = 2) -> list[Json]:
    return [{"sku": sku, "quantity": units} for sku in skus]


def on_the_shelf(desk: Desk, skus: list[str], units: int = 5) -> None:
    desk.stock(**dict.fromkeys(skus, units))


def with_lead_time(desk: Desk, skus: list[str]) -> None:
    desk.stock(**dict.fromkeys(skus, 0))
    desk.sold_by("S1", *skus, days=9)


def waiting(desk: Desk, skus: list[str]) -> str:
    """Order each product with nothing but one purchase on its way; return the purchase."""
    desk.stock(**dict.fromkeys(skus, 0))
    number = desk.buy(f"buy {skus[0]}", LATER, **dict.fromkeys(skus, 5))
    desk.do("place_orders", orders=orders(skus))
    return number


def shipped(desk: Desk, skus: list[str]) -> None:
    on_the_shelf(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    desk.do("ship", shipments=[{"key": sku, "order": sku} for sku in skus])


def place_in_stock(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    return {"orders": orders(skus)}


def place_many_lines(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    return {"orders": [{"key": f"all of {skus[0]}", "lines": lines(skus)}]}


def place_one_product(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus[:1], units=5)
    desk.buy(f"buy {skus[0]}", LATER, **{skus[0]: 5000})
    return {"orders": [{"key": key, "lines": lines(skus[:1], 7)} for key in skus]}


def place_new_customers(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    return {"orders": [one | {"customer": {"ref": one["key"]}} for one in orders(skus)]}


def place_known_customers(desk: Desk, skus: list[str]) -> Json:
    desk.do("set_customers", customers=[{"ref": sku} for sku in skus])
    return place_new_customers(desk, skus)


def place_new_plans(desk: Desk, skus: list[str]) -> Json:
    with_lead_time(desk, skus)
    return {"orders": orders(skus)}


def place_known_plans(desk: Desk, skus: list[str]) -> Json:
    with_lead_time(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    return {"orders": [one | {"key": f"again {one['key']}"} for one in orders(skus)]}


def place_again(desk: Desk, skus: list[str]) -> Json:
    request = place_in_stock(desk, skus)
    desk.do("place_orders", **request)
    return request


def place_refused(desk: Desk, skus: list[str]) -> Json:
    desk.stock(**dict.fromkeys(skus, 0))
    return {"orders": orders(skus)}


def ask_in_stock(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    return {"lines": lines(skus)}


def ask_for_more(desk: Desk, skus: list[str]) -> Json:
    with_lead_time(desk, skus)
    return {"lines": lines(skus)}


def cancel_with_heirs(desk: Desk, skus: list[str]) -> Json:
    """Cancel allocated orders; those who wait for a purchase get their units."""
    on_the_shelf(desk, skus, units=2)
    desk.do("place_orders", orders=orders(skus))
    desk.buy(f"buy {skus[0]}", LATER, **dict.fromkeys(skus, 5))
    heirs = [one | {"key": f"heir {one['key']}"} for one in orders(skus)]
    desk.do("place_orders", orders=heirs)
    return {"cancellations": [{"order": sku} for sku in skus]}


def cancel_backordered(desk: Desk, skus: list[str]) -> Json:
    waiting(desk, skus)
    return {"cancellations": [{"order": sku, "only": "backordered"} for sku in skus]}


def cancel_one_product(desk: Desk, skus: list[str]) -> Json:
    request = place_one_product(desk, skus)
    desk.do("place_orders", **request)
    return {"cancellations": [{"order": key} for key in skus]}


def change_down(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    return {"changes": [{"order": sku, "lines": lines([sku], 1)} for sku in skus]}


def change_up(desk: Desk, skus: list[str]) -> Json:
    with_lead_time(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    desk.wait(1)
    return {"changes": [{"order": sku, "lines": lines([sku], 3)} for sku in skus]}


def change_shipping(desk: Desk, skus: list[str]) -> Json:
    waiting(desk, skus)
    day = "2026-12-24"
    return {
        "changes": [
            {"order": sku, "ship": "complete", "lines": [{"sku": sku, "requested_on": day}]}
            for sku in skus
        ]
    }


def buy_directly(desk: Desk, skus: list[str]) -> Json:
    desk.stock(**dict.fromkeys(skus, 0))
    desk.do("set_suppliers", suppliers=[{"code": "S1"}])
    bought = [{"key": sku, "supplier": "S1", "lines": lines([sku])} for sku in skus]
    return {"purchase_orders": bought, "expected_on": LATER}


def buy_for_plans(desk: Desk, skus: list[str]) -> Json:
    with_lead_time(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    bought = [{"key": f"buy {skus[0]}", "supplier": "S1", "lines": lines(skus)}]
    return {"purchase_orders": bought, "expected_on": LATER}


def buy_suggestions(desk: Desk, skus: list[str]) -> Json:
    with_lead_time(desk, skus)
    placed = desk.do("place_orders", orders=orders(skus))["orders"]
    return {"suggestions": [one["lines"][0]["promises"][0]["supply"] for one in placed]}


def slip(desk: Desk, skus: list[str]) -> Json:
    return {"changes": [{"purchase_order": waiting(desk, skus), "expected_on": "2026-12-18"}]}


def slip_with_lanes(desk: Desk, skus: list[str]) -> Json:
    desk.do("set_lanes", lanes=[{"transit_days": len(skus) % 7}])
    return slip(desk, skus)


def slip_one_product(desk: Desk, skus: list[str]) -> Json:
    desk.stock(**{skus[0]: 0})
    number = desk.buy(f"buy {skus[0]}", LATER, **{skus[0]: 5000})
    desk.do("place_orders", orders=[{"key": k, "lines": lines(skus[:1], 7)} for k in skus])
    return {"changes": [{"purchase_order": number, "expected_on": "2026-12-18"}]}


def give_up_a_purchase(desk: Desk, skus: list[str]) -> Json:
    """Cancel purchases of products without a lead time: dates become unknown."""
    return {"changes": [{"purchase_order": waiting(desk, skus), "cancel": True}]}


def give_up_and_plan(desk: Desk, skus: list[str]) -> Json:
    """Cancel purchases of products with a lead time: plans take over."""
    number = waiting(desk, skus)
    desk.sold_by("S1", *skus, days=30)
    return {"changes": [{"purchase_order": number, "cancel": True}]}


def receive_for_waiting(desk: Desk, skus: list[str]) -> Json:
    number = waiting(desk, skus)
    return {"receipts": [{"key": skus[0], "purchase_order": number, "lines": lines(skus, 5)}]}


def receive_for_one_product(desk: Desk, skus: list[str]) -> Json:
    number = slip_one_product(desk, skus)["changes"][0]["purchase_order"]
    line = lines(skus[:1], 5000)
    return {"receipts": [{"key": skus[0], "purchase_order": number, "lines": line}]}


def receive_many(desk: Desk, skus: list[str]) -> Json:
    number = waiting(desk, skus)
    return {
        "receipts": [{"key": s, "purchase_order": number, "lines": lines([s], 5)} for s in skus]
    }


def receive_short(desk: Desk, skus: list[str]) -> Json:
    """Receive damaged units and close the rest: nobody knows a date for the others."""
    number = waiting(desk, skus)
    short = [{"sku": sku, "quantity": 1, "damaged": 1, "close": True} for sku in skus]
    return {"receipts": [{"key": skus[0], "purchase_order": number, "lines": short}]}


def receive_a_transfer(desk: Desk, skus: list[str]) -> Json:
    sent = desk.do("transfer", **send(desk, skus))["transfers"]
    return {
        "receipts": [
            {"key": s, "transfer": one["transfer"], "lines": lines([s])}
            for s, one in zip(skus, sent, strict=True)
        ]
    }


def adjust_free(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    at = {"location": "MAIN", "quantity": -1, "cause": "scrap"}
    return {"adjustments": [{"key": sku, "sku": sku} | at for sku in skus]}


def adjust_damaged(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    at = {"location": "MAIN/DAMAGED", "quantity": 1, "cause": "found"}
    return {"adjustments": [{"key": sku, "sku": sku} | at for sku in skus]}


def adjust_for_waiting(desk: Desk, skus: list[str]) -> Json:
    waiting(desk, skus)
    at = {"location": "MAIN", "quantity": 2, "cause": "found"}
    return {"adjustments": [{"key": sku, "sku": sku} | at for sku in skus]}


def count_free(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    return {"counts": [{"key": skus[0], "location": "MAIN", "lines": lines(skus, 4)}]}


def count_victims(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    desk.do("place_orders", orders=orders(skus, 5))
    return {"counts": [{"key": s, "location": "MAIN", "lines": lines([s], 4)} for s in skus]}


def send(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    desk.do("set_locations", locations=[{"code": "SHOP", "kind": "store"}])
    way = {"from": "MAIN", "to": "SHOP", "expected_on": LATER}
    return {"transfers": [{"key": sku, "lines": lines([sku])} | way for sku in skus]}


def review_overdue(desk: Desk, skus: list[str]) -> Json:
    """Look again at purchases that did not come."""
    desk.stock(**dict.fromkeys(skus, 0))
    desk.buy(f"buy {skus[0]}", desk.now.date().isoformat(), **dict.fromkeys(skus, 5))
    desk.do("place_orders", orders=orders(skus))
    desk.wait(1)
    return {"skus": skus}


def review_plans(desk: Desk, skus: list[str]) -> Json:
    """Look again at plans that nobody ordered."""
    with_lead_time(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    desk.wait(1)
    return {"skus": skus}


def release_orders(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    return {"releases": [{"order": sku} for sku in skus]}


def release_parts(desk: Desk, skus: list[str]) -> Json:
    """Release a part of each order, and recall what was released of others."""
    desk.do("release", **release_orders(desk, skus))
    more = [one | {"key": f"more {one['key']}"} for one in orders(skus)]
    desk.do("place_orders", orders=more)
    parts = [
        {"order": one["key"], "lines": lines([s], 1)} for s, one in zip(skus, more, strict=True)
    ]
    return {"releases": parts, "recalls": [{"order": sku} for sku in skus]}


def count_victims_released(desk: Desk, skus: list[str]) -> Json:
    """Find less than was released to pick."""
    desk.do("release", **release_orders(desk, skus))
    return {"counts": [{"key": s, "location": "MAIN", "lines": lines([s], 1)} for s in skus]}


def ship_orders(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    return {"shipments": [{"key": sku, "order": sku} for sku in skus]}


def ship_many_lines(desk: Desk, skus: list[str]) -> Json:
    desk.do("place_orders", **place_many_lines(desk, skus))
    return {"shipments": [{"key": skus[0], "order": f"all of {skus[0]}", "lines": lines(skus, 1)}]}


def take_back(desk: Desk, skus: list[str]) -> Json:
    shipped(desk, skus)
    return {"returns": [{"key": sku, "order": sku, "lines": lines([sku], 1)} for sku in skus]}


def take_back_for_waiting(desk: Desk, skus: list[str]) -> Json:
    """Take back what was shipped, while others wait for a purchase."""
    on_the_shelf(desk, skus, units=2)
    desk.do("place_orders", orders=orders(skus))
    desk.do("ship", shipments=[{"key": sku, "order": sku} for sku in skus])
    desk.buy(f"buy {skus[0]}", LATER, **dict.fromkeys(skus, 5))
    heirs = [one | {"key": f"heir {one['key']}"} for one in orders(skus)]
    desk.do("place_orders", orders=heirs)
    return {"returns": [{"key": sku, "order": sku, "lines": lines([sku], 1)} for sku in skus]}


def new_products(_: Desk, skus: list[str]) -> Json:
    return {"products": [{"sku": sku} for sku in skus]}


def changed_products(desk: Desk, skus: list[str]) -> Json:
    desk.do("set_products", **new_products(desk, skus))
    return {"products": [{"sku": sku, "unit_price": 99} for sku in skus]}


def new_locations(_: Desk, skus: list[str]) -> Json:
    return {"locations": [{"code": sku} for sku in skus]}


def new_suppliers(_: Desk, skus: list[str]) -> Json:
    return {"suppliers": [{"code": sku} for sku in skus]}


def new_supplier_items(desk: Desk, skus: list[str]) -> Json:
    desk.stock(**dict.fromkeys(skus, 0))
    desk.do("set_suppliers", suppliers=[{"code": "S1"}])
    offers = [{"supplier": "S1", "sku": sku, "lead_time_days": 9} for sku in skus]
    return {"supplier_items": offers}


def new_customers(_: Desk, skus: list[str]) -> Json:
    return {"customers": [{"ref": sku} for sku in skus]}


def new_policies(desk: Desk, skus: list[str]) -> Json:
    desk.stock(**dict.fromkeys(skus, 0))
    return {"policies": [{"scope": "product", "match": s, "mode": "deny"} for s in skus]}


def new_substitutes(desk: Desk, skus: list[str]) -> Json:
    desk.stock(OTHER=0, **dict.fromkeys(skus, 0))
    return {"substitutes": [{"sku": sku, "substitute": "OTHER"} for sku in skus]}


def new_calendars(_: Desk, skus: list[str]) -> Json:
    return {"calendars": [{"code": sku, "closed": ["2026-12-25"]} for sku in skus]}


def new_lanes(desk: Desk, skus: list[str]) -> Json:
    desk.do("set_calendars", **new_calendars(desk, skus))
    return {"lanes": [{"zone": sku, "transit_days": 2, "calendar": sku} for sku in skus]}


def new_sourcing(_: Desk, skus: list[str]) -> Json:
    return {"sourcing": [{"zone": sku, "locations": ["MAIN"]} for sku in skus]}


def limit_a_day(desk: Desk) -> None:
    desk.do("set_locations", locations=[{"code": "MAIN", "daily_capacity": 9}])


def place_limited(desk: Desk, skus: list[str]) -> Json:
    limit_a_day(desk)
    on_the_shelf(desk, skus)
    return {"orders": orders(skus)}


def slip_limited(desk: Desk, skus: list[str]) -> Json:
    limit_a_day(desk)
    return {"changes": [{"purchase_order": waiting(desk, skus), "expected_on": "2027-12-20"}]}
