"""The demo company: the same seed makes the same one, and it looks like a company."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from backorder.demo.catalog import FAST, SLOW
from backorder.demo.company import SIZES, Company, make_company

SMALL = SIZES["small"]


@pytest.fixture(scope="module")
def company() -> Company:
    return make_company(7, SMALL)


def units_by_sku(company: Company) -> Counter[str]:
    units: Counter[str] = Counter()
    for order in company.orders:
        for line in order.body["lines"]:
            units[line["sku"]] += line["quantity"]
    return units


def test_the_same_seed_makes_the_same_company(company: Company) -> None:
    again = make_company(7, SMALL)
    assert again.orders == company.orders
    assert again.products.rows == company.products.rows
    assert again.suppliers == company.suppliers
    assert again.supplier_items == company.supplier_items
    assert again.customers == company.customers
    assert np.array_equal(again.opening_stock, company.opening_stock)


def test_another_seed_makes_another_company(company: Company) -> None:
    other = make_company(8, SMALL)
    assert other.orders != company.orders
    assert other.suppliers != company.suppliers


@pytest.mark.parametrize("name", ["small", "medium"])
def test_it_is_as_big_as_its_size_says(name: str) -> None:
    size = SIZES[name]
    made = make_company(1, size)
    assert len(made.orders) == size.orders
    assert len(made.suppliers) == len({one.name for one in made.suppliers}) == size.suppliers
    assert len(made.customers) == size.customers
    rows = made.products.rows
    assert len({row["sku"] for row in rows}) == len({row["name"] for row in rows}) == size.products
    assert len({order.body["key"] for order in made.orders}) == size.orders


def test_orders_come_in_order_of_time_and_name_what_is_sold(company: Company) -> None:
    instants = [order.at for order in company.orders]
    assert instants == sorted(instants)
    skus = set(company.products.skus)
    for order in company.orders:
        lines = [line["sku"] for line in order.body["lines"]]
        assert 1 <= len(lines) == len(set(lines)) <= 8
        assert set(lines) <= skus


def test_every_product_has_a_supplier(company: Company) -> None:
    assert {item["sku"] for item in company.supplier_items} == set(company.products.skus)
    assert all(item["moq"] % item["multiple"] == 0 for item in company.supplier_items)


def test_a_fifth_of_the_products_makes_most_of_the_sales(company: Company) -> None:
    units = sorted(units_by_sku(company).values(), reverse=True)
    best = sum(units[: len(company.products.rows) // 5])
    assert best > 0.7 * sum(units)


def test_fast_movers_outsell_slow_ones(company: Company) -> None:
    units, pace = units_by_sku(company), company.products.pace
    sold = np.array([units[sku] for sku in company.products.skus])
    assert sold[pace == FAST].mean() > 20 * sold[pace == SLOW].mean()
    # Slow and intermittent: many of them are not asked for in most months.
    assert np.median(sold[pace == SLOW]) < 12


def test_the_year_has_seasons_and_the_week_a_weekend(company: Company) -> None:
    months = Counter(order.at.month for order in company.orders)
    assert months[12] > 1.3 * months[2]
    weekdays = Counter(order.at.weekday() for order in company.orders)
    assert weekdays[0] > 1.3 * weekdays[6]


def test_garden_things_sell_in_spring_and_baubles_in_december() -> None:
    made = make_company(3, SIZES["medium"])
    share: dict[str, Counter[int]] = {"GD": Counter(), "XM": Counter()}
    for order in made.orders:
        for line in order.body["lines"]:
            if line["sku"][:2] in share:
                share[line["sku"][:2]][order.at.month] += line["quantity"]
    assert share["GD"][5] > 3 * share["GD"][1]
    assert share["XM"][12] > 5 * share["XM"][6]


def test_new_products_are_not_asked_for_before_they_are_sold(company: Company) -> None:
    launch = dict(zip(company.products.skus, company.products.launch_day.tolist(), strict=True))
    assert any(launch.values())
    for order in company.orders:
        # Launches fall on whole weeks of demand, so a week is the grain.
        day = (order.at.date() - company.first_day).days
        for line in order.body["lines"]:
            assert day >= launch[line["sku"]] - 1
