"""Delay cases of the United States written once more, as one would tell them: to judge the books.

Only 16 CFR 435.2 and what was told and answered; nothing of the product's own rules is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

MONTH = timedelta(days=30)


@dataclass
class Late:
    """One case: what was told, what was agreed, and by when silence cancels (None: it does not)."""

    due: date
    to: date | None = None
    notice: int = 0
    heard: int = 0
    by: date | None = None
    agreed: date | None = None
    answered: bool = False
    seen: tuple[int, date | None] = (0, None)  # notices and day to answer by, last time

    def told(self, notice: int, to: date | None, today: date) -> None:
        """Make a notice; it counts once it is heard."""
        short = to is not None and to <= self.due + MONTH and not self.heard
        self.notice, self.to, self.answered = notice, to, False
        last = self.agreed if self.heard and self.agreed else self.due + MONTH
        self.by = None if short else max(last, today + timedelta(days=1))

    def hear(self, today: date) -> None:
        """Let the customer read the last notice."""
        if self.heard == self.notice:
            return
        self.heard = self.notice
        if self.answered:
            return
        if self.by is not None:
            self.by = max(self.by, today + timedelta(days=1))
        else:
            self.agreed = self.to  # silence, unless they say otherwise

    def is_over(self, now: datetime) -> bool:
        """Return whether the day to answer by is over for everybody, wherever they live."""
        if self.by is None or self.answered:
            return False
        return now >= datetime.combine(self.by + timedelta(days=1), time(12), UTC)

    def lapses(self, now: datetime) -> bool:
        """Return whether silence has cancelled by now."""
        return self.is_over(now) and self.heard == self.notice

    def wait(self, now: datetime) -> bool:
        """Agree in words; return whether that came in time."""
        if self.is_over(now):
            return False
        self.agreed, self.answered = self.to, True
        return True
