"""What offering is worth, until which wait it pays, and what to give: against brute force."""

from __future__ import annotations

import numpy as np
import pytest

from backorder.planning.economics import (
    Terms,
    best_incentive,
    break_even_wait,
    goodwill_of,
    lambert_of_exp,
    survival_constant,
    survival_gamma,
    survival_strata,
    value_of_giving,
    value_of_offering,
    value_of_refusing,
)

TERMS = Terms(margin=20, ship=1.5, cancel=2, future=60, admin=0.5)


def test_the_reference_cases_to_the_digit() -> None:
    assert round(float(survival_gamma(0.02, 10, 5)), 10) == 0.8227024748
    assert round(float(survival_constant(0.02, 10)), 10) == 0.8187307531
    assert round(float(value_of_offering(0.7, 0.8227, 0.021, TERMS)), 6) == 9.023745
    assert round(float(value_of_refusing(0.3, 16, 1)), 10) == 4.1
    given = best_incentive([20, 20, 8, 20], [-1, 0.5, -1, -1], [0.15, 0.15, 0.15, 0.05])
    assert given.round(4).tolist() == [6.6667, 0.849, 0.0, 0.0]
    value = value_of_giving(given[:2], 20, [-1, 0.5], 0.15)
    assert value.round(4).tolist() == [6.6667, 12.4843]


def test_survival_agrees_with_waits_drawn_at_random() -> None:
    draws = np.random.default_rng(1).gamma(4.0, 2.5, 200_000)
    assert survival_strata(0.02, draws) == pytest.approx(
        float(survival_gamma(0.02, 10, 5)), abs=1e-3
    )


def test_the_break_even_of_many_products_is_where_brute_force_finds_it() -> None:
    rng = np.random.default_rng(2)
    n = 200
    slope, hazard = rng.uniform(0.005, 0.2, n), rng.uniform(0.0, 0.1, n)
    margin, refusing = rng.uniform(1, 60, n), rng.uniform(-2, 12, n)

    def gain(wait: np.ndarray) -> np.ndarray:
        accepted = 0.9 * np.exp(-slope[:, None] * wait)
        terms = TERMS._replace(margin=margin[:, None])
        kept = survival_constant(hazard[:, None], wait)
        return value_of_offering(accepted, kept, goodwill_of(wait), terms) - refusing[:, None]

    found = break_even_wait(gain, n)
    days = np.linspace(0, 3650, 365_001)
    for k in range(0, n, 7):
        row = np.broadcast_to(days[None], (1, days.size))
        kept = survival_constant(hazard[k], row)
        terms = TERMS._replace(margin=margin[k])
        pays = value_of_offering(0.9 * np.exp(-slope[k] * row), kept, goodwill_of(row), terms)
        above = (pays[0] - refusing[k]) > 0
        if not above[0]:
            assert np.isnan(found[k])
        elif above.all():
            assert np.isinf(found[k])
        else:
            assert found[k] == pytest.approx(days[np.argmin(above)], abs=0.011)
    assert np.isnan(found).any()
    assert np.isinf(found).any()
    assert np.isfinite(found).any()


def test_no_other_amount_is_worth_more_than_the_best() -> None:
    rng = np.random.default_rng(3)
    worth, utility = rng.uniform(0, 80, 300), rng.uniform(-4, 3, 300)
    response = rng.uniform(0.02, 0.5, 300)
    best = value_of_giving(best_incentive(worth, utility, response), worth, utility, response)
    for given in np.linspace(0, 80, 801):
        assert (value_of_giving(given, worth, utility, response) <= best + 1e-9).all()


def test_the_lambert_function_holds_where_its_exponential_would_overflow() -> None:
    x = np.concatenate([np.linspace(-60, 60, 4001), 10.0 ** np.arange(2, 9), [-1e8, -745.0]])
    with np.errstate(all="raise", under="ignore"):
        w = lambert_of_exp(x)
    mild = x > -30
    assert (
        np.abs(w + np.log(np.maximum(w, 1e-300)) - x)[mild] <= 1e-12 * np.abs(x[mild]) + 1e-12
    ).all()
    assert (np.diff(lambert_of_exp(np.linspace(-40, 40, 2001))) > 0).all()
    assert best_incentive(1e6, 5.0, 2.0) == pytest.approx(
        1e6 - (2e6 + 4 - np.log(2e6 + 4) + 1) / 2, abs=1
    )


def test_money_without_response_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        best_incentive(20.0, -1.0, 0.0)
