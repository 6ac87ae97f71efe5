"""What staying is worth of an order that waits, how likely it is, and what to give: pure."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.connectors.money import decimals
from backorder.planning.economics import Response, acceptance, best_incentive, survival
from backorder.planning.economics.learning import AGES, HAZARD

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN_DAYS = 30.0  # what is left to wait where neither a day nor the advice on the product says
ASKED_TO_CANCEL = 0.15  # of those who ask to cancel stay without money, where nobody knows better
LEAST, MOST = 1e-4, 1 - 1e-4  # chances are kept off what no logit has
TEXTS = {
    "pays": "So much pays best: what it saves is worth more than what it costs.",
    "nothing_is_best": "Giving nothing pays best.",
    "worth_nothing": "Nothing is lost with what waits, so nothing is given for it.",
    "by_rule": "The rule says how much.",
}


class Meant(NamedTuple):
    """An order that a rule means; ``response`` and ``most`` as the rule has them."""

    rule_id: int
    rule: str
    event: str
    kind: str
    response: float
    most: int | None
    category: str
    order: int
    currency: str


class Stake(NamedTuple):
    """A line that waits: money in minor units, days; ``left`` None where nobody knows a day.

    ``hazard`` and ``slipped`` are what the advice on the product has learned: the hazard of
    cancelling per day by age, and by what none, one and more slips multiply it.
    """

    order: int
    units: int
    price: float
    cost: float
    age: float
    left: float | None
    slips: int
    hazard: Sequence[float] | None
    slipped: Sequence[float] | None
    advised: float | None
    own_terms: bool
    ship: float | None
    cancel: float | None
    cancelled: int


class Usual(NamedTuple):
    """What is reckoned with where a category has no terms: percent of the price, and money."""

    ship: float
    cancel: float


def worth(stake: Stake, usual: Usual, minor: float) -> float:
    """Return what is lost if the line is cancelled, in minor units: margin, and the work of it."""
    ship = stake.ship if stake.own_terms and stake.ship is not None else None
    cancel = stake.cancel if stake.own_terms and stake.cancel is not None else None
    ship = stake.price * usual.ship / 100.0 if ship is None else ship
    cancel = usual.cancel * minor if cancel is None else cancel
    return stake.units * (stake.price - stake.cost - ship) + cancel


def stays(stake: Stake) -> float:
    """Return the chance that the line is not cancelled before it comes.

    >>> usual = Stake(1, 1, 0, 0, 5, 10, 0, None, None, None, False, None, None, 0)
    >>> round(stays(usual), 4), round(stays(usual._replace(slips=7, slipped=[1, 1.2, 1.5])), 4)
    (0.8187, 0.7408)
    """
    left = stake.left if stake.left is not None else stake.advised or UNKNOWN_DAYS
    age = max(stake.age, 0.0)
    hazard = np.array([stake.hazard or [HAZARD] * AGES.size], np.float64)
    if stake.slipped:
        hazard *= stake.slipped[min(stake.slips, len(stake.slipped) - 1)]
    now, then = survival(hazard, np.array([[age, age + max(left, 0.0)]]))[0]
    return float(then / max(now, 1e-12))


def weigh(
    meant: Meant, stakes: Sequence[Stake], learned: Response, usual: Usual
) -> tuple[int, dict[str, Any]]:
    """Return what to give in minor units, and why: often 0.

    The order stays with the mean chance of its lines, by what they are worth; the whole of it is
    lost or kept. The effect of money is per unit of money, not minor.

    >>> meant = Meant(1, "Thanks", "slip", "optimal", 0.15, None, "", 1, "EUR")
    >>> line = Stake(1, 1, 2000, 0, 0, 50, 0, [0.026265234] * 5, None, None, True, 0, 0, 0)
    >>> weigh(meant, [line], Response(0.0, 0.15, 0), Usual(0, 0))[0]  # E4 of the reference cases
    666
    >>> weigh(meant, [line], Response(0.0, 0.05, 0), Usual(0, 0))[1]["code"]
    'nothing_is_best'
    """
    minor = 10.0 ** decimals(meant.currency)
    values = [worth(one, usual, minor) for one in stakes]
    weights = np.maximum(values, 0.0)
    chances = np.array([stays(one) for one in stakes])
    chance = float(chances @ weights / weights.sum()) if weights.sum() > 0 else float(chances.min())
    if meant.event == "cancel_intent":
        chance *= ASKED_TO_CANCEL
    chance = min(max(chance, LEAST), MOST)
    utility = float(np.log(chance / (1.0 - chance)))
    total = sum(values) / minor
    score = utility + learned.shift
    facts: dict[str, Any] = {
        "event": meant.event,
        "utility": round(utility, 4),
        "stays": round(float(acceptance(0.0, score, learned.per_unit)), 4),
        "worth": round(sum(values)),
        "response": round(learned.per_unit, 6),
        "seen": learned.seen,
        "cancelled": stakes[0].cancelled,
    }
    if meant.kind != "optimal":
        return 0, facts | _says("by_rule")
    best = float(best_incentive(total, score, learned.per_unit)) if total > 0 else 0.0
    amount = floor(best * minor)
    if meant.most is not None:
        amount = min(amount, meant.most)
    code = "pays" if amount > 0 else "nothing_is_best" if total > 0 else "worth_nothing"
    return amount, facts | {"amount": amount} | _says(code)


def _says(code: str) -> dict[str, str]:
    return {"code": code, "text": TEXTS[code]}
