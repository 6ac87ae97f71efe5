"""A history of demand from a file: one column a period, or one row for each product and period."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.planning.forecast import Demand

from .reading import read
from .table import refuse

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from .table import Table

    Floats = npt.NDArray[np.float64]

DAY = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
WHEN = ("date", "day", "week", "month", "period")
HOW_MANY = ("quantity", "units", "value", "demand")
PROMOTED = ("promotion", "promoted")
GROUPS = ("category", "group", "brand")
MOST_PERIODS = 5000
WEEK_DAYS, MONTH_DAYS = 7, 28


def read_demand(path: Path, *, gaps: bool = False) -> Demand:
    """Return the demand in a CSV, XLSX, JSON lines or Parquet file.

    Wide: columns named by days or months (``2026-01-05``, ``2026-01``), any others name the
    product. Long: a column ``date`` (or day, week, month, period), one of ``quantity`` (units,
    value, demand), perhaps ``promotion`` (0 to 1) and ``category`` (group, brand); all others name
    the product. Step and first day are taken from the days. A period a product has no row or cell
    for is a period without demand; with ``gaps`` it is one nobody knows of. Raises
    ``MalformedError``.
    """
    table = read(path)
    wide = [name for name in table.columns if DAY.fullmatch(name)]
    units, days, promoted, groups = _wide(table, wide) if wide else _long(table)
    step = step_of(days)
    places = places_of(days, step)
    whole = np.full((len(units), int(places[-1]) + 1), np.nan)
    whole[:, places] = units
    if not gaps:
        whole = np.nan_to_num(whole)
    plans = None
    if promoted is not None:
        plans = np.zeros(whole.shape)
        plans[:, places] = promoted
    _, group = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    return Demand.of(whole, step=step, first=days[0].isoformat(), group=group, promoted=plans)


def step_of(days: list[date]) -> str:
    """Return the step between sorted days: the smallest distance there is.

    >>> step_of([date(2026, 1, 1), date(2026, 2, 1)])
    'month'
    """
    distances = np.diff([day.toordinal() for day in days])
    if not distances.size:
        refuse("too_few_periods", "The file holds a single period; a history has more.")
    least = int(distances.min())
    return "month" if least >= MONTH_DAYS else "week" if least >= WEEK_DAYS else "day"


def places_of(days: list[date], step: str) -> npt.NDArray[np.int64]:
    """Return the number of each day's period, from the first; the file may leave some out."""
    if step == "month":
        months = np.array([day.year * 12 + day.month for day in days])
        places = months - months[0]
    else:
        ordinals = np.array([day.toordinal() for day in days])
        places = (ordinals - ordinals[0]) // (WEEK_DAYS if step == "week" else 1)
    if int(places[-1]) >= MOST_PERIODS:
        refuse("too_many_periods", f"The file spans more than {MOST_PERIODS} periods of a {step}.")
    if np.unique(places).size != places.size:
        refuse("uneven_periods", f"Two of the file's days lie in one {step}.", step=step)
    return np.asarray(places, np.int64)


def day_of(text: Any) -> date:  # noqa: ANN401 (a cell)
    """Return the day that a cell names; a month is its first day."""
    found = DAY.match(str(text))
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        pass
    return refuse("bad_date", f"{str(text)[:40]!r} is no day such as 2026-01-05, nor a month.")


def _numbers(cells: list[Any], column: str) -> Floats:
    try:
        found = np.array([np.nan if cell in ("", None) else float(cell) for cell in cells])
    except (TypeError, ValueError):
        refuse("bad_number", f"Column {column!r} holds something that is no number.", column=column)
    if bool((found < 0).any()):
        refuse("bad_number", f"Column {column!r} holds a number below nought.", column=column)
    return found


def _wide(table: Table, names: list[str]) -> tuple[Floats, list[date], None, list[str]]:
    pairs = sorted((day_of(name), name) for name in names)
    units = np.stack([_numbers(table.columns[name], name) for _, name in pairs], axis=1)
    return units, [day for day, _ in pairs], None, _groups(table, len(units))


def _long(table: Table) -> tuple[Floats, list[date], Floats | None, list[str]]:
    when, many = _column(table, WHEN), _column(table, HOW_MANY)
    if when is None or many is None:
        refuse(
            "not_demand",
            "A history of demand has columns named by days, or the columns date and quantity.",
            columns=list(table.columns),
        )
    flag = _column(table, PROMOTED)
    names = [name for name in table.columns if name not in {when, many, flag}]
    keys = list(zip(*(map(str, table.columns[name]) for name in names), strict=True))
    products = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    cells = [day_of(cell) for cell in table.columns[when]]
    days = sorted(set(cells))
    columns = {day: place for place, day in enumerate(days)}
    at = np.array([products[key] for key in keys]), np.array([columns[day] for day in cells])
    shape = (len(products), len(days))
    if np.unique(at[0] * shape[1] + at[1]).size != len(keys):
        refuse("duplicate_period", "A product has two rows for one period.")
    units = np.full(shape, np.nan)
    units[at] = _numbers(table.columns[many], many)
    promoted = None
    if flag is not None:
        promoted = np.zeros(shape)
        promoted[at] = np.clip(np.nan_to_num(_numbers(table.columns[flag], flag)), 0, 1)
    kin = dict(zip(keys, _groups(table, len(keys)), strict=True))
    return units, days, promoted, [kin[key] for key in products]


def _column(table: Table, names: tuple[str, ...]) -> str | None:
    return next((name for name in table.columns if name.lower() in names), None)


def _groups(table: Table, count: int) -> list[str]:
    name = _column(table, GROUPS)
    return [""] * count if name is None else [str(cell) for cell in table.columns[name]]
