"""Why a day is what it is: from the day of a supply, step by step, to the day a customer is told.

The same calendar that made the promise is walked again, so that the story cannot end on another day
than the promise; where a told day no longer follows from its supply, a step says that it stands.
A tree of reasons is data; its sentences are made in `saying`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from .estimates import estimate
from .learned import Learned  # noqa: TC001 (types of fields)
from .outages import Outage  # noqa: TC001 (types of fields)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from .calendars import Calendar

_DAY = timedelta(days=1)
MOST_DAYS = 31  # days not worked that a reason lists one by one


@dataclass(slots=True, frozen=True)
class Reason:
    """One node of the tree: a code, a sentence, the facts, and the reasons behind it."""

    code: str
    text: str
    facts: dict[str, Any] = field(default_factory=dict)
    because: tuple[Reason, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the tree as plain data; days as ISO text.

        >>> Reason("stock", "It is here.", {"quantity": 1}).as_dict()
        {'code': 'stock', 'text': 'It is here.', 'facts': {'quantity': 1}, 'because': []}
        """
        return {
            "code": self.code,
            "text": self.text,
            "facts": {name: plain(value) for name, value in self.facts.items()},
            "because": [reason.as_dict() for reason in self.because],
        }


def plain(value: Any) -> Any:  # noqa: ANN401 (any fact)
    """Return a fact as JSON has it."""
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


@dataclass(slots=True, frozen=True)
class Ground:
    """What stands behind some units: a supply, its day, who stated it, and the place it comes to.

    ``kind`` is a supply's kind, or ``unknown`` where there is none. ``stated_on`` is the day that
    was stated, None for what is there, and ``stated_by`` who did: the ``supplier`` (a day named for
    this purchase), the ``lead_time`` (counted from the supplier's usual days) or a ``transfer``.
    ``spread_days``, what was ``learned`` of lead times, and ``quantile`` say how sure it is and is
    to be; see `estimates`. ``capacity`` is the most units the place can send in a day, None without
    limit. ``out`` are outages of suppliers that made the day of what is not ordered yet.
    """

    kind: str
    name: str
    calendar: Calendar | None
    stated_on: date | None = None
    stated_by: str = ""
    supplier: str = ""
    place: str = ""
    spread_days: int = 0
    quantile: int = 80
    capacity: int | None = None
    learned: Learned | None = None
    out: tuple[Outage, ...] = ()


class Wishes(NamedTuple):
    """What the customer asked of the day; ``parcel_on`` is the last day of a one-parcel order."""

    requested_on: date | None = None
    wait_until: date | None = None
    parcel_on: date | None = None


class Step(NamedTuple):
    """One step on the way: what happens, the day reached with it, and the facts."""

    code: str
    on: date
    facts: dict[str, Any]


def way(ground: Ground, at: datetime, wishes: Wishes = Wishes()) -> list[Step]:  # noqa: B008 (immutable)
    """Return the steps from a supply's day to the day its units can leave, as decided ``at``.

    The last step's day is that day. Without a supply there is no way: the list is empty.

    >>> from datetime import UTC, date, datetime
    >>> from backorder.domain.calendars import Calendar
    >>> ground = Ground("purchase", "PO-000017/1", Calendar("mon-fri"), date(2026, 12, 4),
    ...     "supplier")
    >>> for step in way(ground, datetime(2026, 11, 22, 9, tzinfo=UTC)):
    ...     print(step.code, step.on)
    stated 2026-12-04
    handling 2026-12-07
    """
    if ground.calendar is None:
        return []
    steps = [*_there(ground, ground.calendar, at)]
    day, closed = _worked(ground.calendar, steps[-1].on)
    if closed:
        steps.append(Step("closed", day, {"place": ground.place, "days": closed[:MOST_DAYS]}))
    if ground.calendar.handling_days:
        between: list[date] = []
        for _ in range(ground.calendar.handling_days):
            day, closed = _worked(ground.calendar, day + _DAY)
            between += closed
        facts = {"days": ground.calendar.handling_days, "closed": between[:MOST_DAYS]}
        steps.append(Step("handling", day, facts))
    for code, wished in zip(("requested", "wait_until", "one_parcel"), wishes, strict=True):
        if wished is not None and wished > day:
            day = wished
            steps.append(Step(code, day, {}))
    return steps


def _there(ground: Ground, calendar: Calendar, at: datetime) -> Iterable[Step]:
    """Yield the steps until work can begin: what is stated, how sure it is, and when we start."""
    start = calendar.start_day(at)
    if ground.stated_on is None:
        yield Step("on_the_shelf", start, {"place": ground.place})
        return
    yield from (out_step(one, ground.stated_on) for one in ground.out)
    facts = {"by": ground.stated_by, "supply": ground.name, "supplier": ground.supplier}
    yield Step("stated", ground.stated_on, facts)
    on = ground.stated_on
    if ground.learned:
        on = estimate(on, ground.learned, calendar.local_date(at), ground.quantile).day
        known = {"quantile": ground.quantile, "deliveries": ground.learned.deliveries}
        yield Step("learned", on, known)
    elif ground.spread_days:
        on = estimate(on, ground.spread_days, calendar.local_date(at), ground.quantile).day
        if on != ground.stated_on:
            sure = {"quantile": ground.quantile, "spread_days": ground.spread_days}
            yield Step("estimated", on, sure)
    if on < start:
        yield Step("overdue", start, {"days": (start - ground.stated_on).days})


def out_step(outage: Outage, on: date) -> Step:
    """Return that somebody is out, as a step to the day that follows from it."""
    days = {"from": outage.from_on, "until": outage.until}
    return Step("supplier_out", on, {"supplier": outage.name, **days, "reason": outage.reason})


def _worked(calendar: Calendar, day: date) -> tuple[date, list[date]]:
    """Return the first day from ``day`` on that is worked, and those before it that are not."""
    closed = []
    while not calendar.days.is_working(day):
        closed.append(day)
        day += _DAY
    return day, closed


def ends_on(steps: Sequence[Step]) -> date | None:
    """Return the day a way leads to, None for no way.

    >>> ends_on([]) is None
    True
    """
    return steps[-1].on if steps else None


def told(steps: Sequence[Step], told_on: date | None, capacity: int | None = None) -> list[Step]:
    """Return the steps to the day that was told: where another day would follow, it stands.

    At a place with a daily ``capacity`` a later day is the first that had room.

    >>> from datetime import date
    >>> steps = [Step("stated", date(2026, 12, 4), {})]
    >>> [step.code for step in told(steps, date(2026, 12, 4))]
    ['stated']
    >>> [(step.code, str(step.on)) for step in told(steps, date(2026, 12, 9))][1:]
    [('stands', '2026-12-09')]
    """
    reached = ends_on(steps)
    if told_on is None or reached == told_on:
        return list(steps)
    if capacity is not None and reached is not None and told_on > reached:
        return [*steps, Step("full_days", told_on, {"capacity": capacity})]
    return [*steps, Step("stands", told_on, {"would_be": reached})]
