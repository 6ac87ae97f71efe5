"""Suppliers behave as their deliveries say, and the same seed gives the same suppliers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from backorder.demo.replay.sourcing import (
    Chances,
    Supplier,
    made_up_suppliers,
    plan_delivery,
    read_lead_times,
    supplier_of,
    suppliers_of,
)
from backorder.domain.errors import MalformedError
from tests.support import require

SCMS = Path(__file__).parents[3] / "shared" / "data" / "scms_delivery" / "scms_2006_2012.parquet"
MONDAY = date(2011, 1, 3)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def delivered(folder: Path, *rows: str) -> Path:
    target = folder / "deliveries.csv"
    head = "vendor,po_sent,scheduled_delivery,delivered\n"
    target.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return target


def test_lead_times_are_delivered_less_ordered(tmp_path: Path) -> None:
    acme = [f"Acme,2010-01-01,2010-02-0{n},2010-02-05" for n in range(1, 6)]
    dirt = ["Acme,2010-02-07,2010-02-01,2010-02-05", "Acme,,2010-02-01,2010-02-05"]
    few = ["Rare,2010-01-01,2010-03-01,2010-03-01"] * 4
    found = read_lead_times(delivered(tmp_path, *acme, *dirt, *few))
    assert (found.rows, found.used, found.not_positive, found.median_days) == (11, 10, 1, 35)
    assert set(found.vendors) == {"Acme"}
    leads, slips = found.vendors["Acme"]
    assert leads.tolist() == [35, 35, 35, 35, 35, -2]
    assert slips.tolist() == [4, 3, 2, 1, 0, 4]
    (one,) = suppliers_of(found, 7.0, 1, rng())
    assert (one.lead_days, one.slips.tolist()) == (7, [1, 1, 0, 0, 0, 1])


def test_a_file_without_lead_times_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedError, match="no vendor"):
        read_lead_times(delivered(tmp_path, "Rare,2010-01-01,2010-03-01,2010-03-01"))
    with pytest.raises(MalformedError, match="row 2: 'soon' is not a date"):
        read_lead_times(delivered(tmp_path, "A,2010-01-01,2010-03-01,2010-03-01", "A,soon,x,y"))
    other = tmp_path / "other.csv"
    other.write_text("vendor,delivered\nAcme,2010-01-01\n", encoding="utf-8")
    with pytest.raises(MalformedError, match="po_sent, scheduled_delivery"):
        read_lead_times(other)


def test_the_real_deliveries() -> None:
    require("polars")
    require("scms_delivery", present=SCMS.exists())
    found = read_lead_times(SCMS)
    assert (found.rows, found.used, found.not_positive) == (6507, 2497, 20)
    assert found.median_days == 87
    leads = [one.lead_days for one in suppliers_of(found, 14.0, 40, rng())]
    assert min(leads) >= 1
    assert 8 <= np.median(leads) <= 20


def test_made_up_lead_times_lie_around_the_median() -> None:
    leads = [one.lead_days for one in made_up_suppliers(14.0, 400, rng())]
    assert 12 <= np.median(leads) <= 16
    assert len(set(leads)) > 10
    assert [one.lead_days for one in made_up_suppliers(14.0, 400, rng(2))] != leads


def test_products_are_spread_over_the_suppliers() -> None:
    drawn = [supplier_of(f"SKU{n}", 7, 10) for n in range(2000)]
    assert min(drawn.count(n) for n in range(10)) > 120
    assert drawn != [supplier_of(f"SKU{n}", 8, 10) for n in range(2000)]


@pytest.mark.parametrize(
    ("slip", "comes"),
    [
        (0, MONDAY + timedelta(days=7)),
        (3, MONDAY + timedelta(days=10)),
        (5, MONDAY + timedelta(days=14)),  # a Saturday: it comes on Monday
        (-90, MONDAY + timedelta(days=1)),  # never before the day after it was ordered
    ],
)
def test_a_delivery_slips_as_one_of_its_supplier_did(slip: int, comes: date) -> None:
    supplier = Supplier("S001", "Acme", 7, np.array([slip]))
    expected = MONDAY + timedelta(days=7)
    sure = Chances(short=0, damaged=0, told=1)
    found = plan_delivery(rng(), supplier, sure, MONDAY, expected, [("MUG", 5), ("POT", 2)])
    (part,) = found.parts
    assert part == (comes, (("MUG", 5, 0, False), ("POT", 2, 0, False)))
    for news in found.news:
        assert MONDAY < news.on < comes
        assert news.expected_on == comes
    assert bool(found.news) == (slip > 0)


def test_who_tells_nothing_is_found_out_the_day_after() -> None:
    supplier = Supplier("S001", "Acme", 7, np.array([9]))
    expected = MONDAY + timedelta(days=7)
    silent = Chances(short=0, damaged=0, told=0)
    found = plan_delivery(rng(), supplier, silent, MONDAY, expected, [("MUG", 5)])
    assert found.news == ((expected + timedelta(days=1), found.parts[0].on),)


def test_short_and_damaged_units_are_among_those_ordered() -> None:
    supplier = Supplier("S001", "Acme", 7, np.array([0]))
    bad = Chances(short=0.5, damaged=0.2, told=1)
    lines = [(f"SKU{n}", 1 + n) for n in range(300)]
    found = plan_delivery(rng(), supplier, bad, MONDAY, MONDAY + timedelta(days=7), lines)
    came = {line.sku: line for line in found.parts[0].lines}
    assert sum(line.close for line in came.values()) == pytest.approx(150, abs=40)
    for sku, ordered in lines:
        line = came[sku]
        units = line.good + line.damaged
        assert (units < ordered) if line.close else (units == ordered)
    assert sum(line.damaged for line in came.values()) > 1000
