"""Single orders that come at the same time are placed in one transaction, each with its own answer.

Whoever comes while nobody places leads: places what waits, hands out the answers, and lets the
first of those who came meanwhile lead next. Nobody waits on purpose: a caller who is alone is
served at once, and the busier it is, the more orders share a transaction.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Any

from backorder.domain.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backorder.ledger.orders.inputs import NewOrder

    Place = Callable[[Sequence[NewOrder], str], dict[str, Any]]

MOST = 64  # orders of one transaction
PATIENCE_SECONDS = 0.1  # who waited so long for a batch that is stuck begins one of his own


class _Caller:
    """One who waits with an order: until he is answered, sent away to place it alone, or leads."""

    __slots__ = ("answer", "batch", "fault", "order", "turn")

    def __init__(self, order: NewOrder) -> None:
        self.order = order
        self.turn = threading.Event()
        self.batch: list[_Caller] = []  # what he leads
        self.answer: dict[str, Any] | None = None
        self.fault: BusyError | None = None


class _Queue:
    """Those who wait behind one leader."""

    __slots__ = ("leader", "waiting")

    def __init__(self) -> None:
        self.waiting: deque[_Caller] = deque()
        self.leader: _Caller | None = None


class Together:
    """Places orders with ``place(orders, actor)``; those of one actor that wait go together."""

    def __init__(
        self, place: Place, most: int = MOST, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Let nobody wait yet."""
        self._place = place
        self._most = most
        self._patience_seconds = patience_seconds
        self._lock = threading.Lock()
        self._queues: dict[str, _Queue] = {}  # by actor

    def waiting(self, actor: str) -> int:
        """Return how many of an actor's orders wait for a batch to end."""
        queue = self._queues.get(actor)
        return 0 if queue is None else len(queue.waiting)

    def place(self, order: NewOrder, actor: str) -> dict[str, Any]:
        """Place an order and return its answer, as if it had come alone.

        Where a batch fails each of its orders is placed alone: a fault of one is that one's.
        """
        mine = _Caller(order)
        self._join(mine, actor)
        if mine.batch:
            self._lead(mine, actor)
        if mine.fault is not None:
            raise mine.fault
        return self._place([order], actor) if mine.answer is None else mine.answer

    def _join(self, mine: _Caller, actor: str) -> None:
        """Wait until there is an answer, or until this caller is to lead."""
        with self._lock:
            queue = self._queues.setdefault(actor, _Queue())
            queue.waiting.append(mine)
            if queue.leader is None:
                self._appoint(queue, mine)
                return
        if not mine.turn.wait(self._patience_seconds):
            with self._lock:
                if mine in queue.waiting:
                    # What is in work is stuck, behind a lock say: those who wait need not be.
                    queue.waiting.remove(mine)
                    queue.waiting.appendleft(mine)
                    self._appoint(queue, mine)
                    return
            mine.turn.wait()

    def _appoint(self, queue: _Queue, leader: _Caller) -> None:
        """Let a caller lead the first of those who wait, of each key one."""
        queue.leader = leader
        keys: set[str] = set()
        later: list[_Caller] = []
        while queue.waiting and len(leader.batch) < self._most:
            caller = queue.waiting.popleft()
            if caller.order.key in keys:
                later.append(caller)
            else:
                keys.add(caller.order.key)
                leader.batch.append(caller)
        queue.waiting.extendleft(reversed(later))

    def _lead(self, mine: _Caller, actor: str) -> None:
        """Place a batch, hand on the lead, and answer those who are in it."""
        try:
            self._answer(mine, actor)
        finally:
            self._hand_on(mine, actor)
            for caller in mine.batch:
                if caller is not mine:
                    caller.turn.set()

    def _answer(self, mine: _Caller, actor: str) -> None:
        try:
            answer = self._place([caller.order for caller in mine.batch], actor)
        except Exception as fault:
            if len(mine.batch) == 1:
                raise
            if isinstance(fault, BusyError):  # none of them would fare better alone
                for caller in mine.batch:
                    caller.fault = fault
        else:
            for caller, one in zip(mine.batch, answer["orders"], strict=True):
                caller.answer = {"orders": [one]}

    def _hand_on(self, mine: _Caller, actor: str) -> None:
        """Let the first of those who wait lead, unless somebody took the lead already."""
        with self._lock:
            queue = self._queues.get(actor)
            if queue is None or queue.leader is not mine:
                return
            if queue.waiting:
                heir = queue.waiting[0]
                self._appoint(queue, heir)
                heir.turn.set()
            else:
                del self._queues[actor]
