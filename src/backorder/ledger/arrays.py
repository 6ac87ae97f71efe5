"""Arrays on the wire: numpy integers and days go to PostgreSQL in its binary array format.

psycopg looks at a Python list element by element; these columns are written in one piece. A
statement takes them with ``unnest``. The wire has no cheap null, so a missing id is 0 and a missing
day is ``-infinity``; the statement turns them back with NULLIF.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from psycopg.adapt import Dumper
from psycopg.pq import Format

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection

_EPOCH = date(2000, 1, 1).toordinal()
_NO_DAY = -(2**31)
_INT8 = np.dtype([("length", ">i4"), ("value", ">i8")])
_DAY = np.dtype([("length", ">i4"), ("value", ">i4")])
_HEADER = np.dtype(">i4")


class Ints:
    """A column of int8 values; build it from any iterable of integers."""

    __slots__ = ("values",)

    def __init__(self, values: Iterable[int] | np.ndarray[Any, Any]) -> None:
        """Keep the values as they are; they are converted when they are sent."""
        self.values = values if isinstance(values, np.ndarray) else list(values)


class Days:
    """A column of dates, None for a missing one."""

    __slots__ = ("values",)

    def __init__(self, values: Iterable[date | None]) -> None:
        """Turn dates into days since 2000, as PostgreSQL counts them."""
        self.values = [
            _NO_DAY if value is None else value.toordinal() - _EPOCH for value in values
        ]


def _array(dtype: np.dtype[Any], oid: int, values: list[int] | np.ndarray[Any, Any]) -> bytes:
    count = len(values)
    if count == 0:
        return np.array([0, 0, oid], dtype=_HEADER).tobytes()
    body = np.empty(count, dtype=dtype)
    body["length"] = dtype["value"].itemsize
    body["value"] = values
    return np.array([1, 0, oid, count, 1], dtype=_HEADER).tobytes() + body.tobytes()


class _IntsDumper(Dumper):
    format = Format.BINARY
    oid = 1016

    def dump(self, obj: Ints) -> bytes:
        return _array(_INT8, 20, obj.values)


class _DaysDumper(Dumper):
    format = Format.BINARY
    oid = 1182

    def dump(self, obj: Days) -> bytes:
        return _array(_DAY, 1082, obj.values)


def register(conn: Connection[Any]) -> None:
    """Teach one connection to send these columns (once is enough, twice does no harm)."""
    conn.adapters.register_dumper(Ints, _IntsDumper)
    conn.adapters.register_dumper(Days, _DaysDumper)
