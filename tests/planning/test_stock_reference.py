"""Known answers of inventory theory, to the digits the sources give."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from backorder.planning.stock import (
    lead_time_demand,
    losses,
    lots,
    min_max,
    newsvendor,
    reorder,
    safety,
    schedules,
)

EXAMPLE = reorder.Prices(0.225, 7.5, 8.0)
MEAN, SD = 1300 / 12, 150 / 12**0.5


def near(expected: float, digits: int = 10) -> Any:
    return pytest.approx(expected, rel=0, abs=0.6 * 10**-digits)


def test_economic_lots() -> None:
    assert lots.economic_lot(8, 0.225, 1300) == (near(304.0467800264), near(68.4105255059))
    found = lots.lot_with_backorders(8, 0.225, 5, 1300)
    assert tuple(found) == (near(310.8125551590), near(66.9213635510), near(0.0430622010))
    assert found.most_waiting == near(13.3842727102)
    assert lots.lot_with_backorders(40, 40.05, 60, 2080) == (
        near(83.2354481289),
        near(1999.1482444152),
        near(0.4002998501),
    )
    assert lots.produced_lot(4, 0.08, 80, 110) == (near(171.2697677155), near(3.7367949320))


def test_price_breaks() -> None:
    breaks, prices = [0, 400, 800], [0.75, 0.72, 0.68]
    found = lots.all_units_discount(8, 0.3, 1300, breaks, prices)
    assert tuple(found) == (800, near(978.60), 2)
    found = lots.incremental_discount(8, 0.3, 1300, breaks, prices)
    assert found == (near(304.0467800, 7), near(1043.4105255, 7), 0)


def test_lots_over_time_and_together() -> None:
    assert schedules.wagner_whitin(500, 2, [90, 120, 80, 70]) == ([210, 0, 150, 0], 1380)
    found = schedules.joint_replenishment(40, [15] * 4, [0.24] * 4, [86000, 12500, 1400, 3000])
    assert found.every == near(0.0761734026)
    assert found.multiples.tolist() == [1, 1, 4, 3]
    assert found.cost == near(2067.650840930, 9)


def test_one_period_and_base_stock() -> None:
    assert newsvendor.newsvendor_normal(0.18, 0.70, 50, 8) == (
        near(56.6039559274),
        near(1.9976051932),
    )
    assert newsvendor.base_stock_normal(0.18, 0.70, 50, 8, 4) == (
        near(264.7668943742),
        near(4.4667810041),
    )
    assert newsvendor.newsvendor_poisson(200, 270, 18) == (19, near(786.0884409351))
    pmf = np.array([0, 0.25, 0.05, 0.1, 0.2, 0.15, 0.1, 0.1, 0.05])
    assert newsvendor.newsvendor_discrete(0.5e6, 1e6, pmf) == (5, near(1_225_000, 6))


def test_min_max() -> None:
    assert min_max.min_max_poisson(1, 4, 5, 6) == (4, 10, near(8.0341115615))
    assert min_max.min_max_poisson(40, 125, 150, 4) == (2, 7, near(223.5748295670))
    low, high, _ = min_max.min_max_power(0.18, 0.7, 2.5, 50, 8)
    assert (low, high) == (near(40.1946169565), near(74.2901701098))


def test_reorder_point_and_lot_of_normal_demand() -> None:
    assert reorder.cost_normal(126.8, 328.5, EXAMPLE, 1300, MEAN, SD) == near(78.0711625093)
    found = reorder.service_normal(126.8, 328.5, MEAN, SD)
    assert (found.fill, found.waiting) == (near(0.9708099868), near(0.6861949764))
    assert reorder.pair_expected_level(EXAMPLE, 1300, MEAN, SD) == (
        near(213.970442, 6),
        near(318.590181, 6),
        near(95.451140, 6),
    )
    lot = float(lots.lot_with_backorders(8, 0.225, 7.5, 1300).quantity)
    assert lot == near(308.573780, 6)
    assert reorder.point_for_lot_normal(lot, EXAMPLE, MEAN, SD) == near(128.637814, 6)
    assert reorder.point_with_safety(EXAMPLE, MEAN, SD) == near(190.336997, 6)
    pair = reorder.pair_normal(EXAMPLE, 1300, MEAN, SD)
    assert (pair.point, pair.lot) == (near(126.867063, 6), near(328.449142, 6))


def test_reorder_point_and_lot_of_poisson_demand() -> None:
    found = reorder.pair_poisson(reorder.Prices(20, 150, 100), 1.5, 2)
    assert tuple(found) == (3, 5, near(107.9235806331))
    assert reorder.service_poisson(3, 5, 3.0) == (
        near(0.8666328304),
        near(0.1054328273),
        near(3.1054328273),
    )
    assert reorder.pair_poisson(reorder.Prices(4, 28, 4), 12, 0.5) == (6, 7, near(28.2413128422))


def test_losses() -> None:
    assert losses.normal_loss([0.3, 1.0]).tolist() == [near(0.2667612421), near(0.0833154706)]
    assert losses.poisson_loss(18, 15) == near(0.5176095283)
    assert 3 * float(losses.normal_loss(1.0)) == near(0.2499464118)


def test_safety_stock_of_the_textbook() -> None:
    spread = float(safety.exposed_sd(100, 30, 9, 2))
    assert spread == near(219.3171220, 7)
    assert float(losses.normal_quantile(0.95)) == near(1.6448536, 7)
    stock = float(safety.safety_for_cycle(spread, 0.95))
    assert (stock, 900 + stock) == (near(360.7446, 4), near(1260.7446, 4))
    assert safety.fill_rate(stock, spread, 500) == pytest.approx(0.99083999, abs=1e-8)
    one_end = 1 - spread * float(losses.normal_loss(stock / spread)) / 500
    assert one_end == pytest.approx(0.99083563, abs=1e-8)
    wanted = safety.safety_for_fill(0.98, spread, 500)
    assert (wanted, wanted / spread) == (near(284.8616, 4), near(1.298857, 6))


def test_lead_time_demand_is_negative_binomial_where_lead_times_are_gamma() -> None:
    found = lead_time_demand.gamma_lead_time(2, 5, 2)
    assert (found.mean, found.variance) == (near(10), near(26))
    cdf = np.cumsum(lead_time_demand.negative_binomial_pmf(*found, 60))
    assert float(cdf[15]) == near(0.8608763, 7)
    poisson = np.cumsum(losses.poisson_pmf(10, 60))
    assert float(poisson[15]) == near(0.9512596, 7)
    assert [int(np.searchsorted(one, 0.95)) for one in (cdf, poisson)] == [19, 15]


@pytest.mark.parametrize(
    ("mean", "level", "fill", "cycle", "waiting", "on_hand", "wait"),
    [
        (4.0, 4, 0.433470, 0.628837, 0.781467, 0.781467, 0.195367),
        (4.0, 6, 0.785130, 0.889326, 0.195435, 2.195435, 0.048859),
        (4.0, 8, 0.948866, 0.978637, 0.033627, 4.033627, 0.008407),
        (10.0, 14, 0.864464, 0.916542, 0.186937, 4.186937, 0.018694),
        (0.5, 1, 0.606531, 0.909796, 0.106531, 0.606531, 0.213061),
        (0.5, 2, 0.909796, 0.985612, 0.016327, 1.516327, 0.032653),
    ],
)
def test_base_stock_service(  # noqa: PLR0913, PLR0917 (a row of the table)
    mean: float, level: int, fill: float, cycle: float, waiting: float, on_hand: float, wait: float
) -> None:
    found = newsvendor.base_stock_service(level, mean, 1.0)
    expected = (fill, cycle, waiting, on_hand, wait)
    assert found == tuple(near(value, 6) for value in expected)
    assert math.isclose(found.waiting / mean, found.wait)
