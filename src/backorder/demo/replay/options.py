"""What a person can choose about a replay."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .sourcing import Chances
from .stock import Policy

if TYPE_CHECKING:
    from pathlib import Path

REVIEW_DAYS = {Policy.ORDER_UP_TO: 7, Policy.JUST_IN_TIME: 0}  # others look every day
OPENING_DAYS = {Policy.JUST_IN_TIME: 0}
USUAL_OPENING_DAYS = 28


@dataclass(frozen=True, slots=True)
class Options:
    """The stock policy, the suppliers, and how the history is cut into batches.

    ``cover_days``: how much demand the maximum lies above the minimum. ``initial_days``: how much
    demand is on the shelf in the beginning (None: 28 days, none for just in time). ``safety``: how
    many standard deviations of demand are kept. ``setting``: of the policies that learn from
    deliveries, where they stand between little stock and much. ``lead_days``: the median lead time.
    """

    policy: Policy = Policy.REORDER_POINT
    cover_days: float = 21.0
    initial_days: float | None = None
    safety: float = 1.0
    setting: float | None = None
    suppliers: int = 40
    lead_times: Path | None = None
    lead_days: float = 14.0
    chances: Chances = field(default_factory=Chances)
    ship: str = "as_available"
    batch_minutes: int = 60
    seed: int = 7

    @property
    def review_days(self) -> int:
        """Return the days between two looks at a product's stock."""
        return REVIEW_DAYS.get(self.policy, 1)

    @property
    def opening_days(self) -> float:
        """Return the days of demand that are on the shelf in the beginning."""
        if self.initial_days is not None:
            return self.initial_days
        return OPENING_DAYS.get(self.policy, USUAL_OPENING_DAYS)
