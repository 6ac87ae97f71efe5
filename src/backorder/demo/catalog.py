"""What the demo company sells, where it lies, who supplies it and who buys it."""

# ruff: noqa: PLR2004 (the numbers are the company: shares, days and sizes of its life)

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .words import (
    CATEGORIES,
    PEOPLE_FIRST,
    PEOPLE_LAST,
    SHOPS_FIRST,
    SHOPS_LAST,
    VARIANTS,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .suppliers import Supplier

FAST, REGULAR, SLOW = 0, 1, 2
DEMAND_SHARES = (0.12, 0.38, 0.50)
DEMAND_MEDIANS = (14.0, 2.2, 0.22)
CLASSES = ("retail", "trade", "vip")
CLASS_SHARES = (0.80, 0.15, 0.05)
NEVER = 10_000
COUNTRIES = ("DE", "DE", "US", "DE", "AT", "DE", "GB", "DE", "US", "DE", "IE")


@dataclass(frozen=True)
class Products:
    """The catalogue, column by column: one element per product in every array."""

    rows: tuple[dict[str, Any], ...]  # as set_products takes them
    category: NDArray[np.int64]
    pace: NDArray[np.int64]  # FAST, REGULAR or SLOW
    weight: NDArray[np.float64]  # relative demand on an average day
    trend: NDArray[np.float64]  # growth over the year, 0.2 = a fifth more at its end
    launch_day: NDArray[np.int64]  # day of the year it is first sold, 0 = always has been
    price: NDArray[np.int64]
    supplier: NDArray[np.int64]
    moq: NDArray[np.int64]
    multiple: NDArray[np.int64]

    @property
    def skus(self) -> list[str]:
        """Return the SKUs in catalogue order."""
        return [row["sku"] for row in self.rows]


class Customer(NamedTuple):
    """Someone who buys: as set_customers takes them."""

    ref: str
    name: str
    customer_class: str
    locale: str
    phone: str
    country: str


LOCATIONS: tuple[dict[str, Any], ...] = (
    {
        "code": "MAIN",
        "name": "Main warehouse, Hamburg",
        "kind": "warehouse",
        "calendar": "mon-fri",
        "timezone": "Europe/Berlin",
        "cutoff": "14:00",
        "handling_days": 1,
        "priority": 10,
    },
    {
        "code": "SOUTH",
        "name": "South warehouse, Munich",
        "kind": "warehouse",
        "calendar": "mon-fri",
        "timezone": "Europe/Berlin",
        "cutoff": "12:00",
        "handling_days": 1,
        "priority": 20,
    },
    {
        "code": "SHOP",
        "name": "Shop, Berlin",
        "kind": "store",
        "calendar": "mon-sat",
        "timezone": "Europe/Berlin",
        "cutoff": "16:00",
        "handling_days": 1,
        "priority": 30,
    },
)

POLICIES: tuple[dict[str, Any], ...] = (
    {"scope": "default", "match": "", "mode": "allow", "max_wait_days": 35},
    {"scope": "category", "match": "Christmas & Gifts", "mode": "allow", "max_wait_days": 21},
    {"scope": "category", "match": "Paper & Desk", "mode": "allow", "cap": 30},
)


def _names(rng: np.random.Generator, category: int, count: int) -> list[str]:
    """Return distinct product names of one category."""
    shelf = CATEGORIES[category]
    sizes = (len(shelf.nouns), len(shelf.styles), len(VARIANTS))
    total = int(np.prod(sizes))
    names = []
    for n, pick in enumerate(np.resize(rng.permutation(total), count)):
        noun, style, variant = np.unravel_index(int(pick), sizes)
        name = f"{shelf.styles[style]} {shelf.nouns[noun]}, {VARIANTS[variant]}"
        names.append(name if n < total else f"{name} No. {n // total + 1}")
    return names


def _rows(
    category: NDArray[np.int64], price: NDArray[np.int64], cost: NDArray[np.int64], names: list[str]
) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "sku": f"{CATEGORIES[int(category[n])].code}-{n + 1:05d}",
            "name": names[n],
            "unit_price": int(price[n]),
            "currency": "EUR",
            "unit_cost": int(cost[n]),
            "category": CATEGORIES[int(category[n])].name,
            "unit": "each",
        }
        for n in range(len(names))
    )


def _launches(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Return the day each product is first sold: most always were, one in twenty-five is new."""
    launch = np.zeros(count, dtype=np.int64)
    new = rng.random(count) < 0.04
    launch[new] = rng.integers(40, 300, int(new.sum()))
    return launch


def make_products(rng: np.random.Generator, count: int, suppliers: int) -> Products:
    """Return a catalogue: a few fast movers, many slow ones, prices around each shelf's own."""
    category = np.sort(rng.integers(0, len(CATEGORIES), count))
    names: list[str] = []
    for n in range(len(CATEGORIES)):
        names += _names(rng, n, int((category == n).sum()))
    typical = np.array([shelf.price for shelf in CATEGORIES])[category]
    euros = np.maximum(np.round(typical * rng.lognormal(0.0, 0.5, count)), 2.0)
    price = (euros * 100).astype(np.int64) - rng.choice([1, 5, 10, 50], count)
    cost = np.maximum((price * rng.uniform(0.38, 0.62, count)).astype(np.int64), 1)
    pace = rng.choice(3, count, p=DEMAND_SHARES)
    weight = np.array(DEMAND_MEDIANS)[pace] * rng.lognormal(0.0, 0.6, count)
    # Dear things sell less often.
    weight *= np.clip((30.0 / euros) ** 0.35, 0.4, 2.0)
    # A supplier serves a few shelves, so its products are neighbours in the catalogue.
    supplier = (np.arange(count) * suppliers // count + rng.integers(0, 3, count)) % suppliers
    pack = np.where(pace == FAST, rng.choice([6, 12, 24], count), rng.choice([1, 1, 2, 6], count))
    multiple = pack.astype(np.int64)
    return Products(
        rows=_rows(category, price, cost, names),
        category=category,
        pace=pace,
        weight=weight,
        trend=np.clip(rng.normal(0.06, 0.35, count), -0.7, 1.5),
        launch_day=_launches(rng, count),
        price=price,
        supplier=supplier.astype(np.int64),
        moq=multiple * rng.choice([1, 1, 2], count),
        multiple=multiple,
    )


def supplier_items(
    rng: np.random.Generator, products: Products, suppliers: tuple[Supplier, ...]
) -> list[dict[str, Any]]:
    """Return who supplies what: one supplier for each product, a dearer second one for some."""
    items = []
    second = rng.random(len(products.rows)) < 0.2
    step = rng.integers(1, max(2, len(suppliers)), len(products.rows))
    for n, row in enumerate(products.rows):
        first = int(products.supplier[n])
        offer: dict[str, Any] = {
            "sku": row["sku"],
            "moq": int(products.moq[n]),
            "multiple": int(products.multiple[n]),
        }
        if products.pace[n] == FAST:
            cheaper = round(row["unit_cost"] * 0.95)
            offer["price_breaks"] = {str(20 * offer["multiple"]): cheaper}
        if n % 4 == 0:
            offer |= {"emergency_days": 3, "emergency_extra": round(row["unit_cost"] * 0.2)}
        offers = [(first, row["unit_cost"], 10)]
        other = (first + int(step[n])) % len(suppliers)
        if second[n] and other != first:
            offers.append((other, round(row["unit_cost"] * 1.08), 20))
        items += [
            offer
            | {
                "supplier": suppliers[who].code,
                "unit_cost": cost,
                "lead_time_days": suppliers[who].quoted_days,
                "priority": priority,
            }
            for who, cost, priority in offers
        ]
    return items


def make_customers(rng: np.random.Generator, count: int) -> tuple[Customer, ...]:
    """Return customers: people mostly, some shops and hotels, a few who are looked after."""
    kinds = rng.choice(len(CLASSES), count, p=CLASS_SHARES)
    first = rng.integers(0, 10_000, count)
    last = rng.integers(0, 10_000, count)
    customers = []
    for n in range(count):
        kind = CLASSES[int(kinds[n])]
        firsts, lasts = (
            (SHOPS_FIRST, SHOPS_LAST) if kind == "trade" else (PEOPLE_FIRST, PEOPLE_LAST)
        )
        name = f"{firsts[first[n] % len(firsts)]} {lasts[last[n] % len(lasts)]}"
        # Numbers that the regulator keeps for stories; some wish to hear by text message.
        phone = f"+493023125{n // 3 % 1000:03d}" if n % 3 == 0 else ""
        country = COUNTRIES[n % len(COUNTRIES)]
        locale = "de" if country in {"DE", "AT"} else "en"
        customers.append(Customer(f"C{n + 1:05d}", name, kind, locale, phone, country))
    return tuple(customers)
