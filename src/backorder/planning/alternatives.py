"""Find products that are like others: by words, attributes, category and price.

Words and attributes are weighed by how rare they are, as in information retrieval (inverse document
frequency, ln(1 + N/n)); likeness is the weighed share that two products have in common (weighted
Jaccard). Baskets raise what is alike; alone they make no alternative, because what is bought with a
product is rarely bought instead of it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 5  # alternatives kept of a product
LEAST = 0.35  # likeness below which two products have little to do with each other
COMMON = 400  # products that share a feature beyond which it says nothing
WORDS, CATEGORY, PRICE = 0.6, 0.2, 0.2  # shares of likeness
BASKETS, HALFWAY = 0.2, 10  # the most that baskets add, and the orders that add half of it
_WORD = re.compile(r"[^\W_]{2,}")


class Thing(NamedTuple):
    """A product as it is compared; ``offered``: it may be an alternative to others."""

    id: int
    name: str
    category: str
    attributes: Mapping[str, Any]
    unit_price: int
    currency: str
    offered: bool


class Found(NamedTuple):
    """An alternative to a product: likeness and score from 0 to 1, and orders that have both."""

    product: int
    substitute: int
    similarity: float
    together: int
    score: float


class Why(NamedTuple):
    """What two products have in common: words of the name, attributes as *name: value*."""

    words: list[str]
    attributes: list[str]
    category: bool


def why(thing: Thing, other: Thing) -> Why:
    """Return why a product was found to be like another.

    >>> mug = Thing(1, "Blue Mug", "cups", {"size": "L"}, 100, "EUR", True)
    >>> why(mug, Thing(2, "Red mug", "cups", {"size": "l", "art": 3}, 120, "EUR", True))
    Why(words=['mug'], attributes=['size: l'], category=True)
    """
    common = sorted(features(thing) & features(other))
    return Why(
        [each for each in common if not each.startswith("=")],
        [each[1:].replace(":", ": ", 1) for each in common if each.startswith("=")],
        thing.category != "" and thing.category == other.category,
    )


def features(thing: Thing) -> frozenset[str]:
    """Return the words of a product's name, and its attributes with their values.

    >>> sorted(features(Thing(1, "Blue Mug", "", {"size": "L"}, 0, "EUR", True)))
    ['=size:l', 'blue', 'mug']
    """
    words = {word.lower() for word in _WORD.findall(thing.name)}
    return frozenset(
        words | {f"={name}:{value}".lower() for name, value in thing.attributes.items()}
    )


def closeness(price: int, other: int) -> float:
    """Return how near two prices are: 1 where they are the same, 0 at the double and beyond.

    >>> closeness(100, 100), closeness(100, 200), round(closeness(100, 141), 2)
    (1.0, 0.0, 0.5)
    """
    if price <= 0 or other <= 0:
        return 1.0 if price == other else 0.0
    return max(0.0, 1.0 - abs(math.log(price / other)) / math.log(2))


def score(similarity: float, together: int) -> float:
    """Return by what alternatives are ranked: likeness, and a little of what baskets say."""
    return (1 - BASKETS) * similarity + BASKETS * together / (together + HALFWAY)


def find(
    things: Sequence[Thing], together: Mapping[tuple[int, int], int] | None = None
) -> list[Found]:
    """Return the best alternatives of each product, by product, the best first.

    ``together``: in how many orders two products stand, the smaller id first. Only what shares a
    feature that is not common to all is compared, so the work grows with what is alike.
    """
    baskets = together or {}
    own = [features(thing) for thing in things]
    count = Counter(feature for mine in own for feature in mine)
    weight = {each: math.log(1 + len(things) / n) for each, n in count.items()}
    whole = np.array([sum(weight[each] for each in mine) for mine in own])
    having: dict[str, list[int]] = defaultdict(list)
    for at, mine in enumerate(own):
        for each in mine:
            if things[at].offered and count[each] <= COMMON:
                having[each].append(at)
    arrays = {each: np.array(rows, dtype=np.int64) for each, rows in having.items()}
    found: list[Found] = []
    for at, thing in enumerate(things):
        shared = [each for each in own[at] if each in arrays]
        if shared:
            candidates = np.unique(np.concatenate([arrays[each] for each in shared]))
            found += _best(things, own, weight, whole, at, thing, candidates.tolist(), baskets)
    return found


def _best(  # noqa: PLR0913, PLR0917 (a product, and all it is compared with)
    things: Sequence[Thing],
    own: Sequence[frozenset[str]],
    weight: Mapping[str, float],
    whole: np.ndarray[Any, np.dtype[np.float64]],
    at: int,
    thing: Thing,
    candidates: Sequence[int],
    baskets: Mapping[tuple[int, int], int],
) -> list[Found]:
    """Return the best of some candidates."""
    best: list[Found] = []
    for other in candidates:
        that = things[other]
        if other == at or that.currency != thing.currency:
            continue
        # Sorted, so that the sum does not depend on the order in which a set is walked.
        common = sum(sorted(weight[each] for each in own[at] & own[other]))
        union = whole[at] + whole[other] - common
        alike = (
            WORDS * float(common / union)
            + CATEGORY * (thing.category != "" and thing.category == that.category)
            + PRICE * closeness(thing.unit_price, that.unit_price)
        )
        if alike < LEAST:
            continue
        times = baskets.get((min(thing.id, that.id), max(thing.id, that.id)), 0)
        best.append(Found(thing.id, that.id, round(alike, 6), times, round(score(alike, times), 6)))
    return sorted(best, key=lambda one: (-one.score, one.substitute))[:MOST]
