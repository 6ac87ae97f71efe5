"""When all that is needed is there, and how often it comes short: known answers."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from backorder.planning.lead_times import Due, Groups, ready, ready_quantile, shares
from tests.support import require

CHANCES = (0.5, 0.8, 0.95)
FIRST, SECOND = Due("S1", 14, 0.3), Due("S2", 30, 0.5)
DATA = Path(__file__).parents[3] / "shared" / "data" / "adventureworks_purchasing"


def test_an_order_that_needs_two_purchases_waits_for_the_later() -> None:
    """Reference case P6."""
    both = [ready_quantile([FIRST, SECOND], chance) for chance in CHANCES]
    assert [round(days, 3) for days in both] == [30.101, 45.698, 68.281]
    alone = [ready_quantile([FIRST], chance) for chance in CHANCES]
    assert [round(days, 2) for days in alone] == [14.00, 18.02, 22.93]


def test_a_late_purchase_has_what_is_left_of_its_distribution() -> None:
    """Reference case P7: 20 days old, with a median of 14."""
    late = FIRST._replace(age=20)
    assert [round(ready_quantile([late], chance), 3) for chance in CHANCES] == [2.399, 5.412, 9.820]


def test_purchases_of_one_supplier_are_late_together() -> None:
    same = SECOND._replace(supplier="S1")
    assert ready([FIRST, same], 20) == min(FIRST.chance(20), SECOND.chance(20))
    assert ready([FIRST, SECOND], 20) == pytest.approx(FIRST.chance(20) * SECOND.chance(20))
    drawn = np.exp(
        np.random.default_rng(1).normal([math.log(14), math.log(30)], [0.3, 0.5], (200_000, 2))
    )
    assert ready([FIRST, SECOND], 35) == pytest.approx((drawn.max(axis=1) <= 35).mean(), abs=0.005)


def test_what_is_beyond_all_experience_comes_at_once() -> None:
    ancient = FIRST._replace(age=1e6)
    assert ancient.chance(0) == 0
    assert ancient.chance(1) == 1


def test_short_deliveries_of_few_lines_lean_on_the_others() -> None:
    groups = Groups(np.array([0, 0, 1, 2]), 3)
    found = shares([50, 0, 10, 0], [500, 0, 1000, 2], groups)
    assert found.suppliers[0] == pytest.approx(0.1, abs=0.01)
    assert found.suppliers[1] == pytest.approx(0.01, abs=0.005)
    assert found.suppliers[1] < found.suppliers[2] < found.suppliers[0]
    assert found.items[1] == pytest.approx(found.suppliers[0])  # nothing of its own yet
    assert shares([0], [0], Groups(np.array([0]), 1)).items.tolist() == [0]


def test_all_alike_are_taken_for_one() -> None:
    found = shares([1] * 20, [10] * 20, Groups(np.arange(20), 20))
    assert found.strength == 1000
    assert found.suppliers == pytest.approx(np.full(20, 0.1))


def test_short_lines_and_rejects_of_adventure_works() -> None:
    """Time-ordered: shares learned from the first 60 % of lines predict the rest."""
    require("polars")
    require("AdventureWorks", present=DATA.exists())
    import polars as pl  # noqa: PLC0415

    heads = pl.read_parquet(DATA / "PurchaseOrderHeader.parquet")
    lines = pl.read_parquet(DATA / "PurchaseOrderDetail.parquet").join(
        heads.select("PurchaseOrderID", "VendorID", "OrderDate"), on="PurchaseOrderID"
    )
    lines = lines.sort("OrderDate", "PurchaseOrderID", "PurchaseOrderDetailID")
    vendor = np.unique(lines["VendorID"].to_numpy(), return_inverse=True)[1]
    groups = Groups(np.arange(vendor.max() + 1), vendor.max() + 1)
    first = np.arange(vendor.size) < 0.6 * vendor.size
    for bad in (lines["ReceivedQty"] < lines["OrderQty"], lines["RejectedQty"] > 0):
        flags = bad.to_numpy().astype(float)
        of, count = (
            np.bincount(vendor[first], weight[first], groups.suppliers)
            for weight in (flags, np.ones(flags.size))
        )
        learned = shares(of, count, groups).suppliers[vendor[~first]]
        common = np.full(learned.size, of.sum() / count.sum())
        assert surprise(flags[~first], learned) < 0.95 * surprise(flags[~first], common)
        assert learned.mean() == pytest.approx(flags[~first].mean(), abs=0.03)


def surprise(happened: np.ndarray, chance: np.ndarray) -> float:
    """Return the mean of minus the logarithm of the chance that was given to what happened."""
    given = np.clip(np.where(happened > 0, chance, 1 - chance), 1e-6, 1.0)
    return float(-np.log(given).mean())
