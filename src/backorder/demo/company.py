"""The demo company: everything about it that a seed decides before its year begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .catalog import LOCATIONS, POLICIES, Customer, Products, make_customers, make_products
from .catalog import supplier_items as make_supplier_items
from .demand import FIRST_DAY, Campaign, PlacedOrder, make_orders
from .reorder import levels
from .suppliers import Supplier, make_suppliers

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

KNOWN_DAYS = 56


class Size(NamedTuple):
    """How big the company is, and in how many batches a day its orders are placed."""

    name: str
    products: int
    suppliers: int
    customers: int
    orders: int
    batches_a_day: int


SIZES = {
    size.name: size
    for size in (
        Size("small", 300, 15, 250, 2_500, 1),
        Size("medium", 2_000, 60, 1_500, 20_000, 3),
        Size("large", 10_000, 150, 6_000, 100_000, 6),
    )
}


@dataclass(frozen=True)
class Company:
    """Master data as the set_… verbs take them, opening stock, and the orders of the year."""

    size: Size
    first_day: date
    products: Products
    suppliers: tuple[Supplier, ...]
    supplier_items: list[dict[str, Any]]
    customers: tuple[Customer, ...]
    locations: tuple[dict[str, Any], ...]
    policies: tuple[dict[str, Any], ...]
    opening_stock: NDArray[np.int64]
    opening_demand: NDArray[np.float64]  # units a day the buyers know from the year before
    orders: tuple[PlacedOrder, ...]
    campaigns: tuple[Campaign, ...]

    @property
    def quoted_days(self) -> NDArray[np.float64]:
        """Return each product's quoted lead time in days."""
        quoted = np.array([supplier.quoted_days for supplier in self.suppliers], dtype=np.float64)
        return quoted[self.products.supplier]


def _demand_known(
    rng: np.random.Generator, products: Products, orders: tuple[PlacedOrder, ...]
) -> NDArray[np.float64]:
    """Return the units a day that the buyers expect of each product's first weeks on sale.

    Near the truth, not the truth: the same products sold about as well a year ago.
    """
    place = {sku: n for n, sku in enumerate(products.skus)}
    units = np.zeros(len(place))
    for order in orders:
        day = (order.at.date() - FIRST_DAY).days
        for line in order.body["lines"]:
            n = place[line["sku"]]
            if 0 <= day - products.launch_day[n] < KNOWN_DAYS:
                units[n] += line["quantity"]
    # A quarter of a unit: nobody knows of the slowest ones that they will not be asked for.
    return (units + 0.25) / KNOWN_DAYS * rng.lognormal(0.0, 0.35, len(units))


def make_company(seed: int, size: Size) -> Company:
    """Return the company of this seed and size: the same arguments give the same company."""
    # One stream per subject: a change to one leaves the others as they were.
    goods, people, sales, opening = (
        np.random.Generator(np.random.PCG64(child))
        for child in np.random.SeedSequence(seed).spawn(4)
    )
    suppliers = make_suppliers(goods, size.suppliers)
    products = make_products(goods, size.products, size.suppliers)
    customers = make_customers(people, size.customers)
    orders, campaigns = make_orders(sales, products, customers, size.orders)
    demand = _demand_known(opening, products, orders)
    sold = products.launch_day == 0
    quoted = np.array([supplier.quoted_days for supplier in suppliers], float)[products.supplier]
    low, high = levels(demand, demand * 3.0, quoted, 1.8)
    fullness = opening.uniform(0.35, 1.15, len(demand))
    stock = np.rint(low * 0.6 + (high - low * 0.6) * fullness).astype(np.int64)
    return Company(
        size=size,
        first_day=FIRST_DAY,
        products=products,
        suppliers=suppliers,
        supplier_items=make_supplier_items(goods, products, suppliers),
        customers=customers,
        locations=LOCATIONS,
        policies=POLICIES,
        opening_stock=np.where(sold, stock, 0),
        opening_demand=demand,
        orders=orders,
        campaigns=campaigns,
    )
