"""Real purchases to learn lead times from: USAID's deliveries of HIV drugs and tests, 2006 to 2012.

2,497 purchase lines with the day they were sent, from 51 vendors. The file ends with what was
scheduled before 2013, so of the purchases sent from 2012 on the slow ones are missing: those are
left out of what is measured. Lead times of nought and less (20 lines) are kept.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from backorder.planning.lead_times import Backtest, Groups, History, backtest

FILE = Path(__file__).parents[2] / "shared" / "data" / "scms_delivery" / "scms_2006_2012.parquet"
START = date(2000, 1, 1)
FIRST_ORIGIN, END = date(2008, 1, 1), date(2012, 1, 1)


class Deliveries(NamedTuple):
    """Purchase lines of vendors and their items; ``vendor``: their names by number."""

    history: History
    groups: Groups
    vendor: list[str]


def day(of: date) -> int:
    """Return a day as the data counts it.

    >>> day(date(2000, 1, 31))
    30
    """
    return (of - START).days


def load(file: Path = FILE) -> Deliveries:
    """Read the lines of which it is known when they were sent, up to the end of 2011."""
    import polars as pl  # noqa: PLC0415 (an extra)

    lines = pl.read_parquet(file).filter(
        pl.col("po_sent").is_not_null() & (pl.col("po_sent") < END)
    )
    sent, came = (
        (lines[name].cast(pl.Date) - START).dt.total_days().to_numpy()
        for name in ("po_sent", "delivered")
    )
    vendor, of = np.unique(lines["vendor"].to_numpy(), return_inverse=True)
    pairs, item = np.unique(
        np.stack((of, np.unique(lines["item_description"].to_numpy(), return_inverse=True)[1])),
        axis=1,
        return_inverse=True,
    )
    groups = Groups(pairs[0].astype(np.int64), vendor.size)
    return Deliveries(History.of(item.reshape(-1), sent, came), groups, vendor.tolist())


def months(first: date, until: date) -> list[int]:
    """Return the first days of months from ``first`` on, which is one, before ``until``.

    >>> months(date(2000, 1, 1), date(2000, 3, 1))
    [0, 31]
    """
    found = [
        date(first.year + n // 12, n % 12 + 1, 1)
        for n in range(first.month - 1, first.month - 1 + 12 * (until.year - first.year + 1))
    ]
    return [day(one) for one in found if one < until]


def predicted_from(lines: Deliveries, first: date) -> Backtest:
    """Predict month by month what was sent from ``first`` on."""
    return backtest(lines.history, lines.groups, months(FIRST_ORIGIN, END), day(first))
