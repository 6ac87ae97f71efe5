"""Compare stock policies in one world: each at several settings, and at equal stock value.

Every rule lives through the same orders, returns, slips and short deliveries, and knows only what
was over when it decided. A setting moves a rule along its frontier, from little stock to much.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .judging import Judgement, Tariff, judge
from .living import live
from .ours import Ours
from .rules import Naive, Textbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .knowing import Rule, Trade
    from .sales import World

LEARN_DAYS = 56
SERVICE = 0.95  # of the textbook's rule, whose stock value the others are to have too
_SHARES = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995)
_FACTORS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
_PRESSURES = (0.05, 0.15, 0.3, 0.6, 1.0, 2.0)
ROUNDS = 2  # looks for the setting with the wanted stock value, after the frontier is known


class Point(NamedTuple):
    """A rule at a setting, and how it fared."""

    setting: float
    found: Judgement


@dataclass(frozen=True, slots=True)
class Way:
    """A rule: how it is called, what its setting means, and the settings of its frontier."""

    name: str
    setting: str
    settings: Sequence[float]
    rule: Callable[[Trade, float, Tariff], Rule]


WAYS = (
    Way("naive", "standard deviations", _FACTORS, lambda trade, at, _: Naive(trade, at)),
    Way("textbook", "cycle service level", _SHARES, Textbook),
    Way("ours", "weight of missing and waiting", _PRESSURES, Ours),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The frontier of each rule by name, and each rule where its stock is worth the same."""

    since: int
    days: int
    products: int
    lines: int
    tariff: Tariff
    frontiers: Mapping[str, list[Point]]
    equal: Mapping[str, Point]


def compare(
    world: World,
    tariff: Tariff | None = None,
    since: int = LEARN_DAYS,
    ways: Sequence[Way] = WAYS,
    told: Callable[[str, int, int], None] = lambda *_: None,
) -> Comparison:
    """Live through the world by every rule at every setting; judged are the days from ``since`` on.

    The stock value that all are brought to is the textbook rule's at 95 %; a rule's setting for it
    is looked for along its frontier, and lived.
    """
    money = tariff or Tariff()
    total = sum(len(way.settings) + ROUNDS for way in ways)
    done = 0

    def fare(way: Way, setting: float) -> Point:
        nonlocal done
        done += 1
        told(way.name, done, total)
        return Point(
            setting, judge(world, live(world, way.rule(world, setting, money)), money, since)
        )

    frontiers = {way.name: [fare(way, setting) for setting in way.settings] for way in ways}
    wanted = _at(frontiers["textbook"], SERVICE).found.stock
    equal = {}
    for way in ways:
        known = list(frontiers[way.name])
        if way.name == "textbook":
            equal[way.name] = _at(known, SERVICE)
            continue
        for _ in range(ROUNDS):
            known.append(fare(way, setting_for(known, wanted)))
        equal[way.name] = min(known, key=lambda point: abs(point.found.stock - wanted))
        frontiers[way.name] = sorted(known, key=lambda point: point.setting)
    return Comparison(
        since=since,
        days=len(world.asked),
        products=world.known.size,
        lines=int((world.lines.day >= since).sum()),
        tariff=money,
        frontiers=frontiers,
        equal=equal,
    )


def _at(points: Sequence[Point], setting: float) -> Point:
    return next(point for point in points if point.setting == setting)


def setting_for(known: Sequence[Point], stock: float) -> float:
    """Return the setting at which a rule holds so much stock, by a line between two that are known.

    Stock grows with the setting; beyond both ends the nearest setting is taken.
    """
    points = sorted(known, key=lambda point: point.found.stock)
    below = [point for point in points if point.found.stock <= stock]
    above = [point for point in points if point.found.stock > stock]
    if not below or not above:
        return (above or below)[0 if above else -1].setting
    low, high = below[-1], above[0]
    share = (stock - low.found.stock) / (high.found.stock - low.found.stock)
    if low.setting > 0.0 and high.setting > 0.0:
        return math.exp((1.0 - share) * math.log(low.setting) + share * math.log(high.setting))
    return (1.0 - share) * low.setting + share * high.setting
