"""The steps of the plan, in their order. Each reads the books, works something out, and keeps it.

A step is safe to run again: where nothing changed it changes nothing. With ``dry_run`` it says what
it would do and keeps nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from backorder.app.marking import gettext_noop as _

from . import (
    advising,
    alternatives,
    causes,
    forecasting,
    lead_times,
    ordering,
    policies,
    proposing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from psycopg import Connection

ACTOR = "job:plan"


class Run(Protocol):
    """The work of a step: figures that people may read."""

    def __call__(self, conn: Connection[Any], now: datetime, *, dry_run: bool) -> dict[str, Any]:
        """Do it, or with ``dry_run`` say what it would come to; ``conn`` is in autocommit mode."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, its work, and a sentence for people."""

    name: str
    run: Run
    about: str = ""


# Each uses what those before it have kept: policies the lead times and the forecast, and so on.
STEPS: tuple[Step, ...] = (
    Step("lead_times", lead_times.run, _("How long purchases take, learned from those that came.")),
    Step("forecast", forecasting.run, _("What will be asked for, and how sure that is.")),
    Step("policies", policies.run, _("How much to hold of each product, and when to buy more.")),
    Step("causes", causes.run, _("Why units had to wait since the last time.")),
    Step("advice", advising.run, _("Whether to offer backorders on each product.")),
    Step("proposals", proposing.run, _("What to buy, from whom, and why.")),
    Step("orders", ordering.run, _("Purchases that are placed without a person, within limits.")),
    Step("alternatives", alternatives.run, _("What is like what, found anew once a week.")),
)


def run(  # noqa: PLR0913 (what a plan is)
    conn: Connection[Any],
    now: datetime,
    *,
    dry_run: bool = False,
    only: Sequence[str] = (),
    stopping: Callable[[], bool] = lambda: False,
    steps: Sequence[Step] | None = None,
) -> Iterator[tuple[Step, dict[str, Any]]]:
    """Yield each step, once it is done, with its figures; ``seconds`` is how long it took.

    ``only`` names the steps to take; without it all are. ``stopping`` is asked between two steps.
    """
    for step in STEPS if steps is None else steps:
        if stopping():
            return
        if not only or step.name in only:
            began = monotonic()
            figures = step.run(conn, now, dry_run=dry_run)
            yield step, {**figures, "seconds": round(monotonic() - began, 2)}
