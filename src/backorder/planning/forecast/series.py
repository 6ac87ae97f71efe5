"""Demand as the forecast takes it: products by periods, and what is known of each period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Singles = npt.NDArray[np.float32]
    Integers = npt.NDArray[np.int64]
    Marks = npt.NDArray[np.int8]
    Flags = npt.NDArray[np.bool_]
    Days = npt.NDArray[np.datetime64]

OBSERVED, SOLD_OUT, UNKNOWN = 0, 1, 2
SEASONS = {"day": 7, "week": 52, "month": 12}  # periods after which the calendar repeats


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand of n products in T periods; make one with `Demand.of`.

    ``units``: shape (n, T), units asked for and accepted, backorders among them. ``marks``: shape
    (n, T); `OBSERVED` where ``units`` is the demand, `SOLD_OUT` where it is the least that the
    demand was (the product sold out on the way), `UNKNOWN` where nothing is known of it (it was
    not sold yet, or there was none and nobody could order it). ``step``: "day", "week" or "month";
    ``first``: the first day of the first period.

    Optional, for what is known of the future as well: ``promoted``, shape (n, T + H), the share of
    each period under a promotion, 0 to 1; ``announced``, of the same shape, the factor by which
    those who plan the promotions expect the demand of each period to rise (1 where nobody said);
    ``unsaid``, of the same shape, the share under promotions for which nobody said it (where it is
    left out: ``promoted`` where ``announced`` is 1); ``holidays``, shape (T + H,), how many days of
    each period are holidays. ``group``: shape (n,), the category by number; products of a group are
    siblings. ``ended``: shape (n,), true for what is discontinued.
    """

    units: Floats
    marks: Marks
    step: str
    first: np.datetime64
    group: Integers
    ended: Flags
    promoted: Floats | None = None
    announced: Floats | None = None
    unsaid: Floats | None = None
    holidays: Floats | None = None

    @classmethod
    def of(  # noqa: PLR0913 (the columns of a table)
        cls,
        units: npt.ArrayLike,
        *,
        marks: npt.ArrayLike | None = None,
        step: str = "week",
        first: str | np.datetime64 = "2024-01-01",
        group: npt.ArrayLike | None = None,
        ended: npt.ArrayLike | None = None,
        promoted: npt.ArrayLike | None = None,
        announced: npt.ArrayLike | None = None,
        unsaid: npt.ArrayLike | None = None,
        holidays: npt.ArrayLike | None = None,
    ) -> Self:
        """Return demand with its arrays checked; a missing number (nan) is a period not known.

        Raises ``InvalidError``: ``bad_demand`` where shapes do not fit, units are below nought or
        endless, or a step or mark is none of those above.

        >>> Demand.of([[0, 5, float("nan")]]).marks.tolist()
        [[0, 0, 2]]
        """
        amounts = np.array(units, dtype=np.float64, ndmin=2)
        n, periods = _shape(amounts)
        known = np.isfinite(amounts)
        found = np.zeros(amounts.shape, np.int8) if marks is None else np.array(marks, np.int8)
        _demand(found.shape == amounts.shape, "marks have the shape of units")
        _demand(bool(np.isin(found, (OBSERVED, SOLD_OUT, UNKNOWN)).all()), "a mark is 0, 1 or 2")
        _demand(step in SEASONS, "a step is day, week or month")
        found[~known] = UNKNOWN
        amounts[~known] = 0.0
        _demand(bool((amounts >= 0).all()), "units are not below nought")
        made = cls(
            units=amounts,
            marks=found,
            step=step,
            first=np.datetime64(str(first)[:10], "D"),
            group=np.zeros(n, np.int64) if group is None else np.asarray(group, np.int64),
            ended=np.zeros(n, bool) if ended is None else np.asarray(ended, bool),
            promoted=None if promoted is None else np.array(promoted, np.float64, ndmin=2),
            announced=None if announced is None else np.array(announced, np.float64, ndmin=2),
            unsaid=None if unsaid is None else np.array(unsaid, np.float64, ndmin=2),
            holidays=None if holidays is None else np.asarray(holidays, np.float64),
        )
        _demand(made.group.shape == made.ended.shape == (n,), "one group and one end a product")
        if made.promoted is not None:
            fits = made.promoted.shape[0] == n and made.promoted.shape[1] >= periods
            _demand(fits, "promoted covers every period")
        for said in (made.announced, made.unsaid):
            fits = said is None or (made.promoted is not None and said.shape == made.promoted.shape)
            _demand(fits, "what is announced has the shape of promoted")
        if made.holidays is not None:
            _demand(made.holidays.size >= periods, "holidays cover every period")
        return made

    @property
    def products(self) -> int:
        """How many products there are."""
        return int(self.units.shape[0])

    @property
    def periods(self) -> int:
        """How many periods have passed."""
        return int(self.units.shape[1])

    @property
    def season(self) -> int:
        """After how many periods the calendar repeats: 7 days, 52 weeks, 12 months."""
        return SEASONS[self.step]

    def starts(self, horizon: int = 0) -> Days:
        """Return the first day of each period, and of ``horizon`` more: shape (T + horizon,).

        >>> Demand.of([[1, 2]], step="month", first="2024-01-01").starts(1)[-1]
        np.datetime64('2024-03-01')
        """
        return step_starts(self.first, self.step, self.periods + horizon)

    def until(self, period: int) -> Demand:
        """Return what was known at the start of a period; plans for later periods stay."""
        return replace(self, units=self.units[:, :period], marks=self.marks[:, :period])

    def rows(self, chosen: slice | Integers | Flags) -> Demand:
        """Return some of the products."""
        return replace(
            self,
            units=self.units[chosen],
            marks=self.marks[chosen],
            group=self.group[chosen],
            ended=self.ended[chosen],
            promoted=None if self.promoted is None else self.promoted[chosen],
            announced=None if self.announced is None else self.announced[chosen],
            unsaid=None if self.unsaid is None else self.unsaid[chosen],
        )

    def plans(self, horizon: int) -> Floats | None:
        """Return the promotions of every period and ``horizon`` more; later than planned: none."""
        if self.promoted is None:
            return None
        return _wide(self.promoted, self.periods + horizon, 0.0)

    def said(self, horizon: int) -> tuple[Floats, Floats] | None:
        """Return what is announced of the ``horizon`` periods to come: shape (n, horizon) each.

        The factors of promotions for which somebody said one, and the share of each period under
        those for which nobody did. None where nothing is announced.
        """
        if self.promoted is None or self.announced is None:
            return None
        unsaid = self.unsaid
        if unsaid is None:
            unsaid = np.where(self.announced == 1, self.promoted, 0.0)
        wanted = self.periods + horizon
        ahead = slice(self.periods, wanted)
        return _wide(self.announced, wanted, 1.0)[:, ahead], _wide(unsaid, wanted, 0.0)[:, ahead]


def step_starts(first: np.datetime64, step: str, length: int) -> Days:
    """Return the first days of ``length`` periods on end."""
    if step == "month":
        months = first.astype("datetime64[M]") + np.arange(length)
        return np.asarray(months.astype("datetime64[D]"))
    return np.asarray(first + np.arange(length) * np.timedelta64(7 if step == "week" else 1, "D"))


def _wide(values: Floats, wanted: int, rest: float) -> Floats:
    """Return the first ``wanted`` periods; ``rest`` stands for those that nothing is known of."""
    short = max(0, wanted - values.shape[1])
    return np.pad(values[:, :wanted], ((0, 0), (0, short)), constant_values=rest)


def _shape(units: Floats) -> tuple[int, int]:
    _demand(units.ndim == 2, "units are products by periods")  # noqa: PLR2004 (a matrix)
    return units.shape[0], units.shape[1]


def _demand(holds: bool, rule: str) -> None:  # noqa: FBT001 (a condition)
    if not holds:
        raise InvalidError("bad_demand", f"This demand cannot be forecast: {rule}.", rule=rule)
