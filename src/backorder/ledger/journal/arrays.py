"""Arrays on the wire: numpy integers and days go to PostgreSQL in its binary array format.

psycopg looks at a Python list element by element; these columns are written in one piece. A
statement takes them with ``unnest``. The wire has no cheap null, so a missing id is 0 and a missing
day is ``-infinity``; the statement turns them back with NULLIF.
"""

from __future__ import annotations

import struct
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import numpy as np
from psycopg.adapt import Buffer, Dumper, Loader
from psycopg.pq import Format

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection, Cursor

_EPOCH = date(2000, 1, 1).toordinal()
NO_DAY = -(2**31)
_INT8 = np.dtype([("length", ">i4"), ("value", ">i8")])
_DAY = np.dtype([("length", ">i4"), ("value", ">i4")])
_HEADER = np.dtype(">i4")
_HEADER_OF_NOTHING = struct.Struct(">3i")
_SHORT = 40
_WIDE = 8
_INT8_ARRAY = 1016  # type oids never change
_PREFIX = 20  # bytes before the first element of a one-dimensional array


class Ints:
    """A column of int8 values; build it from any iterable of integers."""

    __slots__ = ("values",)

    def __init__(self, values: Iterable[int] | np.ndarray[Any, Any]) -> None:
        """Keep the values as they are; they are converted when they are sent."""
        self.values = values if isinstance(values, np.ndarray) else list(values)


class Days:
    """A column of dates, None for a missing one, or an array of days as `to_day` counts them."""

    __slots__ = ("values",)

    def __init__(self, values: Iterable[date | None] | np.ndarray[Any, Any]) -> None:
        """Turn dates into days since 2000, as PostgreSQL counts them."""
        self.values = (
            values
            if isinstance(values, np.ndarray)
            else [NO_DAY if value is None else value.toordinal() - _EPOCH for value in values]
        )


@cache
def _packer(code: str, count: int) -> struct.Struct:
    """Return the packing of a whole short array: header, then length and value of each element."""
    return struct.Struct(">5i" + f"i{code}" * count)


def _array(dtype: np.dtype[Any], oid: int, values: list[int] | np.ndarray[Any, Any]) -> bytes:
    count = len(values)
    if count == 0:
        return _HEADER_OF_NOTHING.pack(0, 0, oid)
    if count <= _SHORT:  # numpy's calls cost more than a few elements do
        size = dtype["value"].itemsize
        spread = [size] * (2 * count)
        spread[1::2] = values if isinstance(values, list) else values.tolist()
        return _packer("q" if size == _WIDE else "i", count).pack(1, 0, oid, count, 1, *spread)
    body = np.empty(count, dtype=dtype)
    body["length"] = dtype["value"].itemsize
    body["value"] = values
    return np.array([1, 0, oid, count, 1], dtype=_HEADER).tobytes() + body.tobytes()


class _IntsDumper(Dumper):
    format = Format.BINARY
    oid = _INT8_ARRAY

    def dump(self, obj: Ints) -> bytes:
        return _array(_INT8, 20, obj.values)


class _DaysDumper(Dumper):
    format = Format.BINARY
    oid = 1182

    def dump(self, obj: Days) -> bytes:
        return _array(_DAY, 1082, obj.values)


_taught: WeakSet[Connection[Any]] = WeakSet()


def teach(conn: Connection[Any]) -> None:
    """Teach a connection to send these columns, once, whenever it was opened."""
    if conn not in _taught:
        conn.adapters.register_dumper(Ints, _IntsDumper)
        conn.adapters.register_dumper(Days, _DaysDumper)
        _taught.add(conn)


class _IntsLoader(Loader):
    """Read int8[] without nulls into numpy in one piece."""

    format = Format.BINARY

    def load(self, data: Buffer) -> np.ndarray[Any, Any]:
        """Return the array; PostgreSQL sends a header of five words, then length and value."""
        if len(data) < _PREFIX:
            return np.empty(0, dtype=np.int64)
        return np.frombuffer(data, dtype=_INT8, offset=_PREFIX)["value"].astype(np.int64)


def columns_cursor(conn: Connection[Any]) -> Cursor[Any]:
    """Return a cursor whose int8[] columns are numpy arrays."""
    cursor = conn.cursor(binary=True)
    cursor.adapters.register_loader(_INT8_ARRAY, _IntsLoader)
    return cursor


def to_day(value: date | None) -> int:
    """Return a date as days since 2000, `NO_DAY` for none.

    >>> to_day(date(2000, 1, 2)), from_day(1)
    (1, datetime.date(2000, 1, 2))
    """
    return NO_DAY if value is None else value.toordinal() - _EPOCH


def from_day(value: int) -> date | None:
    """Return the date of `to_day`."""
    return None if value == NO_DAY else date.fromordinal(int(value) + _EPOCH)


def iso_days(days: np.ndarray[Any, Any]) -> list[str | None]:
    """Return days as `to_day` counts them as ISO dates; each is spelled out once.

    >>> iso_days(np.array([1, NO_DAY, 1]))
    ['2000-01-02', None, '2000-01-02']
    """
    values = days.tolist()
    words = {value: str(from_day(value)) for value in set(values)}
    return [None if value == NO_DAY else words[value] for value in values]
