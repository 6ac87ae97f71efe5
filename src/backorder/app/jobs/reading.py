"""What pages and the command line show of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.domain.errors import NotFoundError

from . import alarms
from .rhythm import Rhythm
from .tasks import TASKS

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

USUAL_LIMIT = 50


class Schedule(NamedTuple):
    """A schedule, how its last run ended, and whether a job of it waits (todo) or runs (doing)."""

    name: str
    task: str
    every_seconds: int | None
    cron: str
    enabled: bool
    next_run_at: datetime
    last_run_at: datetime | None
    last_ended_at: datetime | None
    last_outcome: str
    last_facts: dict[str, Any]
    last_error: str
    failures: int
    changed_by: str
    changed_at: datetime | None
    live: str | None

    @property
    def about(self) -> str:
        """Return what its task does."""
        return TASKS[self.task].about if self.task in TASKS else ""

    @property
    def rhythm(self) -> str:
        """Return when it runs, as people read it."""
        return Rhythm(self.every_seconds, self.cron).text()


class Job(NamedTuple):
    """A job: status todo, doing, succeeded, failed, cancelled or aborted."""

    id: int
    task: str
    schedule: str | None
    status: str
    attempts: int
    scheduled_at: datetime | None
    deferred_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


def schedules(conn: Connection[Any]) -> list[Schedule]:
    """Return all schedules by name."""
    return [Schedule(*row) for row in conn.execute(statement("job_schedule_list")).fetchall()]


def schedule(conn: Connection[Any], name: str) -> Schedule:
    """Return one schedule, or raise ``NotFoundError``."""
    for one in schedules(conn):
        if one.name == name:
            return one
    raise unknown(name)


def unknown(name: str) -> NotFoundError:
    """Return the error of a schedule that there is not."""
    return NotFoundError("unknown_schedule", f"There is no schedule {name!r}.", schedule=name)


def recent(
    conn: Connection[Any], limit: int = USUAL_LIMIT, *, status: str | None = None
) -> list[Job]:
    """Return the jobs of late, the newest first."""
    values = {"status": status, "limit": limit}
    return [Job(*row) for row in conn.execute(statement("job_recent"), values).fetchall()]


def failing(conn: Connection[Any]) -> list[alarms.Alarm]:
    """Return what is wrong with the system and must be seen: the open alarms, newest first."""
    return alarms.sounding(conn)
