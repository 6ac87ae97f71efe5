"""A market to try policies in: customers choose by the wait they are told, cancel, or leave.

Every policy meets the same customers with the same moods (common random numbers), so that the
difference between two policies is that of the policies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .advising import Products, advise
from .learning import AGES, learn_acceptance, learn_hazard
from .offering import goodwill_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

CATEGORIES = 8
STRATA = 9


class Market(NamedTuple):
    """The truth, and customers: per product (n), and per product and customer (n, c).

    ``like`` and ``dislike``: who is told a wait of W days accepts with the logit of like - dislike
    W. ``patience``: days after which a customer would cancel.
    """

    products: Products
    category: npt.NDArray[np.int64]
    like: Floats
    dislike: Floats
    median: Floats
    wait: Floats
    mood: Floats
    patience: Floats
    settles: Flags


class Compared(NamedTuple):
    """Money per product of each policy, (n,) each; and the share of products the adviser allows."""

    allow: Floats
    deny: Floats
    advised: Floats
    allowed: float


def draw(products: int, customers: int, seed: int) -> Market:
    """Return a market of so many products with so many customers each."""
    rng = np.random.default_rng(seed)
    category = rng.integers(0, CATEGORIES, products)
    price = rng.lognormal(3.2, 0.7, products)
    margin = price * rng.uniform(0.08, 0.5, products)
    median = rng.lognormal(2.6, 0.9, products)  # days
    spread = rng.uniform(0.15, 0.6, products)
    level = rng.lognormal(-4.1, 0.5, CATEGORIES)[category]
    like = rng.normal(2.0, 0.5, CATEGORIES)[category]
    dislike = rng.lognormal(-2.6, 0.4, CATEGORIES)[category]
    chances = (np.arange(STRATA) + 0.5) / STRATA
    normal = np.sqrt(2) * _erfinv(2 * chances - 1)
    some = np.ones(products)
    substituted = rng.uniform(0.1, 0.6, products)
    known = Products(
        margin=margin,
        waits=median[:, None] * np.exp(spread[:, None] * normal),
        soon=np.full((products, STRATA), np.nan),
        start=some,
        slope=some,
        hazard=np.repeat(level[:, None], AGES.size, axis=1),
        ship=0.05 * price,
        cancel=2.0 * some,
        handling=some,
        future=2.0 * price,
        goodwill=0.03 * price,
        substituted=substituted,
        margin_substitute=margin * rng.uniform(0.4, 1.1, products),
        kept=some * 0,
        checked=some * 0,
        weekly=some * np.inf,
    )
    shape = (products, customers)
    return Market(
        known,
        category,
        like,
        dislike,
        median,
        median[:, None] * np.exp(spread[:, None] * rng.standard_normal(shape)),
        rng.random(shape),
        rng.exponential(1.0, shape) / level[:, None],
        rng.random(shape) < substituted[:, None],
    )


def _erfinv(x: Floats) -> Floats:
    """Return the inverse error function, from quantiles of the standard library."""
    from statistics import NormalDist  # noqa: PLC0415 (for a few numbers)

    points = [NormalDist().inv_cdf((value + 1) / 2) / np.sqrt(2) for value in x.tolist()]
    return np.array(points)


def served(market: Market, offered: Flags, first: int = 0) -> Floats:
    """Return the money that a policy makes per product, from customers ``first`` on.

    ``offered``: whether a product is offered as a backorder at all.
    """
    p, some = market.products, slice(first, None)
    refused = np.where(market.settles[:, some], p.margin_substitute[:, None], -p.goodwill[:, None])
    accepted, kept = _choices(market, some)
    wait = np.minimum(market.wait[:, some], market.patience[:, some])
    sold = np.where(kept, (p.margin - p.ship)[:, None], -p.cancel[:, None])
    taken = sold - p.handling[:, None] - goodwill_of(wait) * p.future[:, None]
    made = np.where(accepted, taken, refused)
    return np.asarray(np.where(offered[:, None], made, refused).sum(axis=1))


def _choices(market: Market, some: slice) -> tuple[Flags, Flags]:
    """Return who accepts the wait that is told, and who of them would still wait at its end."""
    told = np.quantile(market.products.waits, 0.8, axis=1)
    chance = 1.0 / (1.0 + np.exp(-(market.like - market.dislike * told)))
    accepted = market.mood[:, some] < chance[:, None]
    return accepted, market.wait[:, some] <= market.patience[:, some]


def learned(market: Market, first: int) -> Products:
    """Return the products as a shop knows them that allowed backorders to ``first`` customers."""
    some = slice(0, first)
    accepted, kept = _choices(market, some)
    told = np.quantile(market.products.waits, 0.8, axis=1)
    group = np.repeat(market.category, first)
    answers = learn_acceptance(np.repeat(told, first), accepted.ravel(), group, CATEGORIES)
    waited = np.minimum(market.wait[:, some], market.patience[:, some])[accepted]
    ended = ~kept[accepted]
    of = np.repeat(market.category[:, None], first, axis=1)[accepted]
    band = np.searchsorted(AGES, waited, side="right") - 1
    days, cancels = np.zeros((CATEGORIES, AGES.size)), np.zeros((CATEGORIES, AGES.size))
    upper = np.append(AGES[1:], np.inf)
    for k in range(AGES.size):
        days[:, k] = np.bincount(of, np.clip(waited, AGES[k], upper[k]) - AGES[k], CATEGORIES)
    np.add.at(cancels, (of, band), ended)
    hazard = learn_hazard(days, cancels)[market.category]
    return market.products._replace(
        start=answers.start[market.category],
        slope=answers.slope[market.category],
        hazard=hazard,
    )


def compare(market: Market, first: int) -> Compared:
    """Return what each policy makes of the customers after the ``first``, from whom it learns."""
    advice = advise(learned(market, first))
    offered = advice.verdict != "deny"
    every = np.ones(offered.size, np.bool_)
    return Compared(
        served(market, every, first),
        served(market, ~every, first),
        served(market, offered, first),
        float(offered.mean()),
    )


def mean_and_margin(values: Floats) -> tuple[float, float]:
    """Return the mean, and the half width of its 95 % interval, of one value a product.

    >>> mean, half = mean_and_margin(np.array([1.0, 2.0, 3.0]))
    >>> mean, round(half, 4)
    (2.0, 1.1316)
    """
    half = 1.959964 * float(values.std(ddof=1)) / np.sqrt(values.size)
    return float(values.mean()), float(half)
