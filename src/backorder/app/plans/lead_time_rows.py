"""From rows of purchases to rows of lead times: pure arithmetic between the books and planning."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.planning import lead_times
from backorder.planning.lead_times import ALL, NOT_YET, Groups, History

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import numpy.typing as npt

    from backorder.planning.lead_times import Estimates, Learned

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

Pair = tuple[int, int]  # supplier and product; product 0 is the supplier as a whole
START = date(2000, 1, 1)
LEAST = 5  # deliveries of a supplier before anything is said of it
HARDLY = 0.01  # a relative change that is not worth telling the books
DIGITS = 4


class Row(NamedTuple):
    """What was learned of a pair, as `set_lead_times` takes it."""

    deliveries: int
    log_mean: float
    log_spread: float
    freedom: float
    stated_days: float
    p50_days: float
    p80_days: float
    p95_days: float
    short_rate: float
    reject_rate: float


class Checked(NamedTuple):
    """How often days were kept; ``supplier`` is 0 for all, ``days_from`` None for all."""

    supplier: int
    days_from: int | None
    lines: int
    within: tuple[int, int, int]
    loss: float

    def counts(self) -> dict[str, Any]:
        """Return all but the supplier, as `set_lead_times` takes it."""
        p50, p80, p95 = self.within
        return {
            "days_from": self.days_from,
            "lines": self.lines,
            "within_p50": p50,
            "within_p80": p80,
            "within_p95": p95,
            "loss": round(self.loss, DIGITS),
        }


class Refit(NamedTuple):
    """What one refit comes to; ``lines``: purchase lines that it looked at."""

    rows: dict[Pair, Row]
    checks: list[Checked]
    lines: int


class _Lines(NamedTuple):
    """Purchase lines as arrays, with their pair as a row of ``pairs``."""

    pair: Integers
    came: npt.NDArray[np.bool_]
    stated: Floats
    short: Floats
    rejected: Floats


def learned(
    purchases: Sequence[tuple[Any, ...]], items: Sequence[tuple[int, int]], now: datetime
) -> Refit:
    """Return what is learned from purchases, for all pairs of who sells what.

    ``purchases``: supplier, product, day ordered, day come or None, stated days, whether short and
    whether with rejects. ``items``: supplier and product.
    """
    named = sorted({(row[0], row[1]) for row in purchases} | set(items))
    if not named:
        return Refit({}, [], 0)
    pairs = np.array(named, dtype=np.int64)
    suppliers, of = np.unique(pairs[:, 0], return_inverse=True)
    groups = Groups(of.reshape(-1).astype(np.int64), suppliers.size)
    index = {pair: at for at, pair in enumerate(named)}
    item = np.array([index[row[0], row[1]] for row in purchases], dtype=np.int64)
    history = History.of(
        item,
        [row[2] for row in purchases],
        [NOT_YET if row[3] is None else row[3] for row in purchases],
    )
    today = (now.date() - START).days + 1  # what came today is known
    lines = _Lines(
        item,
        history.came < today,
        *(np.array([row[n] for row in purchases], dtype=np.float64) for n in (4, 5, 6)),
    )
    found = lead_times.learn(history, groups, today)
    checks = [
        Checked(
            0 if row.supplier == ALL else int(suppliers[row.supplier]),
            None if row.days_from == ALL else row.days_from,
            *row[2:],
        )
        for row in lead_times.checks(history, groups, found, today)
    ]
    return Refit(_rows(named, groups, lines, found, suppliers), checks, len(purchases))


def _rows(
    named: Sequence[Pair], groups: Groups, lines: _Lines, found: Learned, suppliers: Integers
) -> dict[Pair, Row]:
    """Return the rows of suppliers with enough deliveries, and of their items."""
    came = lines.pair[lines.came]
    count = np.bincount(came, minlength=groups.items).astype(np.float64)
    short, rejected = (
        lead_times.shares(np.bincount(came, bad[lines.came], groups.items), count, groups)
        for bad in (lines.short, lines.rejected)
    )
    stated = np.bincount(came, lines.stated[lines.came], groups.items)
    of_supplier = np.bincount(groups.supplier, count, groups.suppliers)
    usual = np.bincount(groups.supplier, stated, groups.suppliers) / np.maximum(of_supplier, 1)
    enough = of_supplier >= LEAST
    own = count > 0
    stated_of_items = np.where(own, stated / np.maximum(count, 1), usual[groups.supplier])
    learned_from = np.where(own, count, of_supplier[groups.supplier])
    rows = {
        (int(suppliers[at]), 0): _row(
            found.suppliers, at, of_supplier[at], usual[at], short.suppliers[at],
            rejected.suppliers[at],
        )
        for at in np.flatnonzero(enough).tolist()
    }  # fmt: skip
    for at in np.flatnonzero(enough[groups.supplier]).tolist():
        rows[named[at]] = _row(
            found.items, at, learned_from[at], stated_of_items[at], short.items[at],
            rejected.items[at],
        )  # fmt: skip
    return rows


def _row(  # noqa: PLR0913, PLR0917 (the columns of a row)
    of: Estimates, at: int, deliveries: float, stated: float, short: float, rejected: float
) -> Row:
    p50, p80, p95 = (round(float(days), DIGITS) for days in of.days[at])
    return Row(
        int(deliveries),
        round(float(of.log_mean[at]), DIGITS),
        max(round(float(of.log_spread[at]), DIGITS), 10.0**-DIGITS),
        round(float(of.freedom[at]), DIGITS),
        round(max(float(stated), 0.0), DIGITS),
        p50,
        max(p80, p50 * (1 + 10.0**-DIGITS)),
        max(p95, max(p80, p50 * (1 + 10.0**-DIGITS)) * (1 + 10.0**-DIGITS)),
        round(float(short), DIGITS),
        round(float(rejected), DIGITS),
    )


def differs(before: Sequence[Any] | None, now: Row) -> bool:
    """Tell whether a row is worth writing: other deliveries, or days that moved by over 1 %.

    >>> row = Row(34, 2.5, 0.2, 40, 9, 12, 15, 20, 0.1, 0)
    >>> differs(None, row), differs(row, row), differs(row._replace(p80_days=15.2), row)
    (True, False, True)
    """
    if before is None:
        return True
    was = Row(*before)
    if was.deliveries != now.deliveries:
        return True
    days = zip(was[4:8], now[4:8], strict=True)
    return any(abs(a - b) > HARDLY * max(abs(a), 1.0) for a, b in days)
