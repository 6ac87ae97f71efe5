"""Answers that this process remembers, by what they rest on: the last used of them stay."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

Value = TypeVar("Value")
MOST = 50_000  # answers of one process, of about a kilobyte each


class Remembered(Generic[Value]):
    """A mapping that forgets what was not used for longest.

    >>> few = Remembered(2)
    >>> few.put("a", 1), few.put("b", 2), few.get("a"), few.put("c", 3)
    (None, None, 1, None)
    >>> few.get("b"), few.get("a"), len(few)
    (None, 1, 2)
    """

    def __init__(self, most: int = MOST) -> None:
        """Start with nothing."""
        self._most = most
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many are remembered."""
        return len(self._found)

    def get(self, key: Hashable) -> Value | None:
        """Return what was remembered under a key, or nothing."""
        with self._lock:
            found: Value | None = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def put(self, key: Hashable, value: Value) -> None:
        """Remember something, and forget what was not used for longest."""
        with self._lock:
            self._found[key] = value
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._found.clear()
