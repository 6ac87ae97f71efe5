"""What `reallocate` takes: a variant of segments, its release, or the number of one to undo."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from backorder.domain.reallocating import NO_FALL_BACK, STRATEGIES, WIN, Share
from backorder.domain.reallocation_difference import Limits
from backorder.domain.segments import Rule
from backorder.ledger.journal.fields import Input, Key, MaybeUnits, Name, Units, Wait, Word

Strategy = Literal["win", "gain", "improve", "redistribute", "fill", "lose", "skip"]
FallBack = Literal["gain", "improve", "redistribute", "fill", "lose", "skip"]
Hex = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Mark = Annotated[str, Meta(pattern="^[0-9a-f]{12}$")]


class RankBy(Input):
    """A ranking rule: a field, ascending or ``descending``, or its ``values`` in their order."""

    by: Name
    descending: bool = False
    values: Annotated[list[Any], Meta(max_length=1000)] = []

    def rule(self) -> Rule:
        """Return it as the domain has it."""
        return Rule(self.by, self.descending, tuple(self.values))


class Quota(Input):
    """What is kept for a segment: units of each product, or a share of each day's, in percent."""

    units: MaybeUnits | None = None
    percent: Annotated[int, Meta(ge=0, le=100)] | None = None

    def __post_init__(self) -> None:
        """Refuse both and neither."""
        if (self.units is None) == (self.percent is None):
            message = "a quota is either units or percent"
            raise ValueError(message)


class Segment(Input):
    """Lines that meet ``where``, and no segment before it, and how they are served.

    ``share`` and ``quota`` are for redistribute alone; a ``fall_back`` for win and gain.
    """

    strategy: Strategy
    name: Word = ""
    where: Annotated[dict[str, Any], Meta(max_length=50)] = {}
    ranking: Annotated[list[RankBy], Meta(max_length=20)] = []
    fall_back: FallBack | None = None
    share: Literal["rank", "proportional", "max_min"] = "rank"
    quota: Quota | None = None

    def __post_init__(self) -> None:
        """Refuse what the strategy has no use for."""
        if self.strategy != "redistribute" and (self.share != "rank" or self.quota is not None):
            message = "share and quota are for redistribute alone"
            raise ValueError(message)
        if self.strategy not in {"win", "gain"} and self.fall_back is not None:
            message = "a fall_back is for win and gain alone"
            raise ValueError(message)

    @property
    def place(self) -> int:
        """Return the place of its strategy in `STRATEGIES`."""
        return STRATEGIES.index(self.strategy)

    @property
    def fall_back_place(self) -> int:
        """Return the place of its fall-back; a win line that says nothing falls back to gain."""
        if self.fall_back is None:
            return STRATEGIES.index("gain") if self.place == WIN else NO_FALL_BACK
        return STRATEGIES.index(self.fall_back)

    def shared(self) -> Share:
        """Return how it divides what it gets."""
        quota = self.quota or Quota(units=0)
        kept = None if self.quota is None else quota.units
        return Share(self.share, kept, quota.percent)


class LimitsOfChange(Input):
    """How much may change: lines in all, days a line may slip, least days worth a change."""

    lines: MaybeUnits | None = None
    slip_days: Wait | None = None
    gain_days: Wait | None = None

    def limits(self) -> Limits:
        """Return them as the domain has them."""
        return Limits(self.lines, self.slip_days, self.gain_days)


class Allocated(Input):
    """Units that a line of an order is to get before all others; ``line`` is its number there."""

    order: Name
    line: Annotated[int, Meta(ge=1, le=10**6)]
    units: Units


class Variant(Input):
    """Segments with strategies, for some products or for all that anybody waits for."""

    segments: Annotated[list[Segment], Meta(min_length=1, max_length=50)]
    name: Word = ""
    skus: Annotated[list[Name], Meta(max_length=100_000)] = []
    categories: Annotated[list[Name], Meta(max_length=1000)] = []
    limits: LimitsOfChange | None = None
    allocation: Annotated[list[Allocated], Meta(max_length=1_000_000)] = []


class Release(Variant):
    """A simulated variant with the ``fingerprint`` of what it saw; ``marks`` name what changed."""

    fingerprint: Hex = ""
    marks: dict[Name, Mark] = {}

    def __post_init__(self) -> None:
        """Refuse a release of what nobody has seen."""
        if not self.fingerprint:
            message = "a release needs the fingerprint of its simulation"
            raise ValueError(message)


class Reallocate(Input):
    """One of the three: simulate, release or undo."""

    simulate: Variant | None = None
    release: Release | None = None
    undo: Name | None = None
    key: Key | None = None

    def __post_init__(self) -> None:
        """Refuse none and several."""
        if sum(part is not None for part in (self.simulate, self.release, self.undo)) != 1:
            message = "give one of simulate, release and undo"
            raise ValueError(message)
