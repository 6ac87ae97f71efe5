"""What could bring units sooner that customers wait for, priced and weighed against their wait.

Pure. A remedy pays where the days it gains, each at what a day of waiting costs, are worth more
than its price.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple


class Way(NamedTuple):
    """A way to bring units sooner.

    ``way``: *hurry* (the supplier's own emergency delivery), *supplier* (another one), *transfer*,
    *substitute*. ``units`` are those it could bring, None for as many as are wanted; ``cost`` is
    what a unit costs, ``fixed`` what comes on top, None where nobody knows.
    """

    way: str
    name: str
    days: int | None
    cost: int | None
    fixed: int | None
    units: int | None


TEXTS = {
    "hurry": "Ask {name} to deliver {units} by {on}, at their price for emergencies.",
    "supplier": "Buy {units} from {name}; they would come on {on}.",
    "transfer": "Send {units} that are free at {name}.",
    "substitute": "Offer {units} of {name} instead; they are on the shelf.",
}


def remedies(
    ways: list[Way], wanted: int, expected_on: date, today: date, cost_per_day: int
) -> list[dict[str, Any]]:
    """Return the ways that come sooner than what is expected, those that gain most first.

    ``cost_per_day`` is what a day of delay of all ``wanted`` units costs. ``gain`` is the cost of
    the wait that is saved less the price; None where either is unknown.

    >>> hurry = Way("hurry", "S1", 2, 150, 900, None)
    >>> one, = remedies([hurry], 10, date(2026, 12, 10), date(2026, 12, 1), 400)
    >>> one["on"], one["cost"], one["days_saved"], one["gain"]
    ('2026-12-03', 2400, 7, 400)
    >>> remedies([hurry], 10, date(2026, 12, 2), date(2026, 12, 1), 400)
    []
    """
    found = []
    late_until = max(expected_on, today)
    for way in ways:
        units = wanted if way.units is None else min(way.units, wanted)
        on = None if way.days is None else today + timedelta(days=way.days)
        saved = None if on is None else (late_until - on).days
        if not units or (saved is not None and saved <= 0):
            continue
        cost = None if way.cost is None else way.cost * units + (way.fixed or 0)
        gain = None
        if saved is not None and cost is not None:
            gain = saved * cost_per_day * units // wanted - cost
        text = TEXTS[way.way].format(name=way.name, units=units, on=on)
        found.append({
            "code": way.way,
            "name": way.name,
            "units": units,
            "on": on and on.isoformat(),
            "cost": cost,
            "days_saved": saved,
            "gain": gain,
            "text": text,
        })  # fmt: skip
    return sorted(found, key=lambda one: (one["gain"] is None, -(one["gain"] or 0), one["text"]))
