"""What a stock policy knows and what it answers, in a shop without books or with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Trade(Protocol):
    """What is known before the first day; by product, if nothing else is said.

    ``known``: the units a day that the opening stock was sized by; ``supplier``: its number;
    ``quoted``: days, by supplier; ``price`` and ``cost``: money per unit.
    """

    @property
    def known(self) -> Floats: ...  # noqa: D102 (told above, as the next ones)
    @property
    def supplier(self) -> Ints: ...  # noqa: D102
    @property
    def quoted(self) -> Ints: ...  # noqa: D102
    @property
    def price(self) -> Floats: ...  # noqa: D102
    @property
    def cost(self) -> Floats: ...  # noqa: D102


class Sold(NamedTuple):
    """What was asked for on one day: units by product; and product and units of each line."""

    asked: Ints
    product: Ints
    units: Ints


class Wanted(NamedTuple):
    """What a rule wants of each product: buy up to ``high`` once at most at ``low``."""

    low: Ints
    high: Ints


class Rule(Protocol):
    """A stock policy. It hears of each day when it is over, and of each delivery that came."""

    def came(self, supplier: Ints, quoted: Ints, took: Ints) -> None:
        """Hear of deliveries that came today: by whom, the days quoted and the days taken."""

    def wanted(self, day: int, sold: Sold) -> Wanted:
        """Return what to hold, with today's demand heard last; ``day`` counts from the first."""
