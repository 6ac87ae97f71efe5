"""The adviser: what it says of products whose case is clear, and that following it pays."""

from __future__ import annotations

import numpy as np
import pytest

from backorder.planning.economics import (
    Products,
    advise,
    compare,
    draw,
    learn_acceptance,
    learn_hazard,
    mean_and_margin,
    survival,
    worth_of_waits,
)


def product(n: int = 1, **columns: float | list[float]) -> Products:
    """Return products with a good margin that come in ten days, but for some columns."""
    usual: dict[str, float | list[float]] = {
        "margin": 20, "start": 0.9, "slope": 0.03, "ship": 1.5, "cancel": 2, "handling": 1,
        "future": 60, "goodwill": 1, "substituted": 0.3, "margin_substitute": 10, "kept": 0,
        "checked": 0, "weekly": np.inf,
    }  # fmt: skip
    found = {name: np.full(n, value, float) for name, value in (usual | columns).items()
             if name not in {"wait", "soon"}}  # fmt: skip
    days = np.array([0.6, 0.8, 1.0, 1.2, 1.4])
    for name, column in (("wait", "waits"), ("soon", "soon")):
        asked = columns.get(name, 10.0 if name == "wait" else np.nan)
        found[column] = np.full((n, 1), asked, float) * days
    return Products(hazard=np.full((n, 5), 0.02), **found)


def said(**columns: float) -> tuple[str, str]:
    found = advise(product(1, **columns))
    return str(found.verdict[0]), str(found.reason[0])


def test_clear_cases() -> None:
    assert said() == ("allow", "pays")
    assert said(wait=200) == ("deny", "wait_too_long")
    assert said(margin=1) == ("deny", "never_pays")
    assert said(wait=np.nan) == ("deny", "no_date")
    assert said(wait=200, soon=3) == ("cap", "only_incoming")
    assert said(wait=np.nan, soon=3) == ("cap", "only_incoming")
    assert said(weekly=14) == ("cap", "supplier_limit")
    assert said(kept=3, checked=20) == ("deny", "dates_not_kept")
    assert said(kept=0, checked=9) == ("allow", "pays")  # too few to say anything
    assert said(kept=11, checked=20) == ("allow", "pays")


def test_the_verdict_turns_at_the_break_even_wait() -> None:
    even = float(advise(product()).break_even[0])
    assert 10 < even < 100
    longer, shorter = advise(product(wait=even)), None
    p80 = float(longer.p80[0])
    shorter = said(wait=even * even / p80 * 0.999)
    assert shorter == ("allow", "pays")
    assert said(wait=even * even / p80 * 1.001) == ("deny", "wait_too_long")


def test_the_cap_is_what_the_supplier_brings_before_the_break_even_wait() -> None:
    found = advise(product(weekly=14))
    room = (found.break_even[0] - found.p80[0]) / 7 * 14
    assert found.cap[0] == int(room)


def test_one_product_is_advised_alike_alone_and_among_many() -> None:
    among = advise(product(9000, margin=list(np.linspace(1, 40, 9000))))
    alone = advise(product(margin=float(np.linspace(1, 40, 9000)[7000])))
    assert among.break_even[7000] == pytest.approx(alone.break_even[0])
    assert (among.verdict == "deny").any()
    assert (among.verdict == "allow").any()


def test_acceptance_is_learned_and_few_answers_move_it_little() -> None:
    rng = np.random.default_rng(5)
    wait = rng.uniform(0, 60, 6000)
    group = np.repeat([0, 1], 3000)
    slope = np.where(group == 0, 0.01, 0.08)
    taken = rng.random(6000) < 0.8 * np.exp(-slope * wait)
    found = learn_acceptance(wait, taken, group, 3)
    assert found.slope[:2] == pytest.approx([0.01, 0.08], rel=0.15)
    assert found.start[:2] == pytest.approx([0.8, 0.8], abs=0.05)
    assert 0.01 < found.slope[2] < 0.08  # nobody was asked there: between what others say


def test_a_hazard_counts_who_still_waits() -> None:
    found = learn_hazard([[1000.0, 1000.0], [0.0, 0.0]], [[60.0, 10.0], [0.0, 0.0]])
    assert found[0] == pytest.approx([0.06, 0.01], rel=0.2)
    assert found[1, 0] > found[1, 1]  # the bands of all
    late = np.full((1, 5), 0.0)
    late[0, 2] = 0.1  # only between 14 and 30 days
    assert survival(late, np.array([[10.0, 20.0, 90.0]]))[0] == pytest.approx(
        [1.0, np.exp(-0.6), np.exp(-1.6)]
    )


def test_following_the_advice_makes_more_than_always_and_than_never_offering() -> None:
    """Learned from 40 customers of each product; measured on 80 others, the same for all three."""
    found = compare(draw(300, 120, seed=7), 40)
    assert 0.1 < found.allowed < 0.9
    for other in (found.allow, found.deny):
        mean, half = mean_and_margin(found.advised - other)
        assert mean - half > 0


def test_at_the_break_even_wait_both_are_worth_the_same() -> None:
    products = product(2, goodwill=[1.0, 2.0])
    found = advise(products)
    worth = worth_of_waits(products, np.stack([found.break_even, 2 * found.break_even], axis=1))
    assert worth[:, 0] == pytest.approx(found.refusing, abs=1e-6)
    assert (worth[:, 1] < found.refusing).all()
