"""How long a job that failed waits for its next try. Pure."""

from __future__ import annotations

TRIES = 5
FIRST_SECONDS = 10.0
FACTOR = 4.0
LONGEST_SECONDS = 3600.0
JITTER = 0.25  # a wait is up to a quarter longer, so that jobs do not come back all at once


def wait(attempts: int, chance: float) -> float | None:
    """Return the seconds until the next try after ``attempts`` of them; None where that was all.

    ``chance`` is from 0 up to 1.

    >>> [wait(n, 0.0) for n in (1, 2, 3, 4, 5)]
    [10.0, 40.0, 160.0, 640.0, None]
    >>> wait(1, 1.0)
    12.5
    """
    if attempts >= TRIES:
        return None
    seconds = min(FIRST_SECONDS * FACTOR ** (attempts - 1), LONGEST_SECONDS)
    return seconds * (1 + JITTER * chance)
