"""Schedules changed by people, and jobs run by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement
from backorder.domain.errors import ConflictError, NotFoundError

from . import reading, rhythm, ticking

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection


def set_schedule(  # noqa: PLR0913 (what may be changed)
    conn: Connection[Any],
    name: str,
    *,
    now: datetime,
    actor: str,
    every_seconds: int | None = None,
    cron: str = "",
    enabled: bool | None = None,
) -> reading.Schedule:
    """Change when a schedule runs (every so many seconds, or a cron line), and whether it does.

    What is not given stays. Raises ``InvalidError`` for a rhythm that cannot be.
    """
    with conn.transaction():
        _, every, line, was_enabled, due = _lock(conn, name)
        changed = every_seconds is not None or bool(cron)
        new = rhythm.checked(every_seconds, cron) if changed else rhythm.Rhythm(every, line)
        wanted = was_enabled if enabled is None else enabled
        # A new rhythm counts from now, and what was switched off does not catch up.
        fresh = changed or (wanted and not was_enabled)
        values = {
            "name": name,
            "every": new.every,
            "cron": new.cron,
            "enabled": wanted,
            "at": new.after(now, now) if fresh else due,
            "now": now,
            "actor": actor,
        }
        conn.execute(statement("job_schedule_change"), values)
    return reading.schedule(conn, name)


def run_now(conn: Connection[Any], name: str) -> int:
    """Let a schedule's job run as soon as a worker is free, whatever its rhythm; return the job.

    Raises ``ConflictError`` where one waits or runs already.
    """
    with conn.transaction():
        task, *_ = _lock(conn, name)
        job = ticking.defer(conn, name, task)
    if job is None:
        raise ConflictError("job_is_live", f"A job of {name} waits or runs already.", schedule=name)
    return job


def retry(conn: Connection[Any], job_id: int, *, now: datetime) -> None:
    """Let a job that failed run again; raise where it did not fail or another took its place."""
    with conn.transaction():
        row = conn.execute(statement("job_status"), {"job": job_id}).fetchone()
        if row is None:
            raise NotFoundError("unknown_job", f"There is no job {job_id}.", job=job_id)
        status, schedule = row
        if status != "failed":
            raise ConflictError(
                "job_not_failed", f"Job {job_id} has not failed: it is {status}.", status=status
            )
        if schedule is not None:
            _lock(conn, schedule)
            live = conn.execute(statement("job_is_live"), {"name": schedule}).fetchone()
            if live and live[0]:
                raise ConflictError(
                    "job_is_live",
                    f"A job of {schedule} waits or runs already.",
                    schedule=schedule,
                )
        conn.execute(statement("job_again"), {"job": job_id, "now": now})


def _lock(conn: Connection[Any], name: str) -> tuple[Any, ...]:
    row = conn.execute(statement("job_schedule_lock"), {"name": name}).fetchone()
    if row is None:
        raise reading.unknown(name)
    return tuple(row)
