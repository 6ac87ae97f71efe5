"""``jobs``: the schedules of what runs by itself: look at them, run one now, change one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from . import _output
from ._user import user

if TYPE_CHECKING:
    from backorder.app.jobs.reading import Schedule

_Name = Annotated[str, typer.Argument(metavar="NAME", help="The schedule.")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(help="Jobs that run by themselves.", no_args_is_help=True)
    group.command("list")(list_)
    for command in (run, enable, disable):
        group.command()(command)
    group.command("set")(set_)
    app.add_typer(group, name="jobs")


def list_(*, as_json: _output.Json = False) -> None:  # noqa: ARG001 (read by _output.show)
    """List the schedules, how their last runs ended, and what is wrong with the system."""
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.app.jobs import reading  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        schedules, alarms = reading.schedules(conn), reading.failing(conn)
    names = ("name", "runs", "on", "next", "last", "outcome", "about")
    rows = [
        (
            *(one.name, one.rhythm, "yes" if one.enabled else "no"),
            *(_minute(one.next_run_at), _minute(one.last_run_at)),
            *(one.live or one.last_error or one.last_outcome, one.about),
        )
        for one in schedules
    ]
    _output.show(
        {
            "schedules": [one._asdict() for one in schedules],
            "alarms": [one._asdict() for one in alarms],
        },
        lambda: _output.table("Jobs", names, rows),
    )
    for alarm in alarms:
        _output.warn(alarm.text)


def run(name: _Name, *, as_json: _output.Json = False) -> None:
    """Let a schedule's job run as soon as a worker is free."""
    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.app.jobs import changing  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        job = changing.run_now(conn, name)
    if as_json:
        _output.line(_output.dump({"job": job, "schedule": name}))
    else:
        _output.line(f"Job {job} of {name} waits for a worker.")


def enable(name: _Name, *, as_json: _output.Json = False) -> None:
    """Switch a schedule on."""
    _change(name, enabled=True, as_json=as_json)


def disable(name: _Name, *, as_json: _output.Json = False) -> None:
    """Switch a schedule off: its job runs only when you say so."""
    _change(name, enabled=False, as_json=as_json)


def set_(
    name: _Name,
    *,
    every: Annotated[
        int | None, typer.Option(metavar="SECONDS", help="Run every so many seconds.")
    ] = None,
    cron: Annotated[
        str, typer.Option(metavar="LINE", help="Run at the times of a cron line, in UTC.")
    ] = "",
    as_json: _output.Json = False,
) -> None:
    """Change when a schedule runs: every so many seconds, or by a cron line."""
    _change(name, every_seconds=every, cron=cron, as_json=as_json)


def _change(name: str, *, as_json: bool, **changes: object) -> None:
    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.app.jobs import changing  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        found = changing.set_schedule(
            conn,
            name,
            now=datetime.now(UTC),
            actor=f"cli:{user()}",
            **changes,  # type: ignore[arg-type]
        )
    _say(found, as_json=as_json)


def _say(found: Schedule, *, as_json: bool) -> None:
    if as_json:
        _output.line(_output.dump(found._asdict()))
    elif found.enabled:
        _output.line(f"{found.name}: {found.rhythm}, next at {_minute(found.next_run_at)}.")
    else:
        _output.line(f"{found.name} is switched off.")


def _minute(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
