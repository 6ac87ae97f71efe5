"""``holidays``: write a country's public holidays into a calendar, as days that stand there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from backorder.connectors.public_holidays import public_holidays

from . import _output
from ._user import user

if TYPE_CHECKING:
    from rich.console import RenderableType

MOST_YEARS = 30


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(holidays)


def holidays(  # noqa: PLR0913 (a command's parameters are its options)
    country: Annotated[str, typer.Argument(help="Two letters, as in ISO 3166: DE, US, FR.")],
    *,
    years: Annotated[str, typer.Option(help="A year or a range of years, such as 2026-2028.")],
    calendar: Annotated[str, typer.Option(help="The code of the calendar to write.")],
    subdivision: Annotated[
        str | None, typer.Option(help="A part of the country with days of its own: BY, SN, CA.")
    ] = None,
    days: Annotated[str, typer.Option(help="The weekdays that are worked.")] = "mon-fri",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the days.")] = False,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Who is answerable.")] = None,
    as_json: _output.Json = False,  # noqa: ARG001 (read where the result is shown)
) -> None:
    """Close a calendar on the public holidays of a country.

    The days are written one by one, so that a calendar means the same tomorrow and in a replay,
    whatever a later release of the holiday package says. The calendar's closed days of other years
    are replaced too: name all the years you plan for.
    """
    found = public_holidays(country, subdivision, _years(years))
    data = {"code": calendar, "days": days, "closed": [str(day) for day in sorted(found)]}
    done = None
    if not dry_run:
        from backorder import database, ledger  # noqa: PLC0415 (slow; --help needs neither)

        with database.connect() as conn:
            done = ledger.VERBS["set_calendars"](
                conn,
                {"calendars": [data]},
                now=datetime.now(UTC),
                actor=actor or f"cli:{user()}",
            )
    named = {str(day): found[day] for day in sorted(found)}
    result = {"calendar": calendar, "days": days, "holidays": named, "done": done}
    _output.show(result, lambda: _table(calendar, days, found))


def _years(text: str) -> range:
    """Return the years of an option.

    >>> list(_years("2026-2028")), list(_years("2027"))
    ([2026, 2027, 2028], [2027])
    """
    first, _, last = text.partition("-")
    try:
        years = range(int(first), int(last or first) + 1)
    except ValueError:
        years = range(0)
    if not 0 < len(years) <= MOST_YEARS:
        raise typer.BadParameter(
            f"{text!r} is not a year or a range of at most {MOST_YEARS}, such as 2026-2028",
            param_hint="--years",
        )
    return years


def _table(calendar: str, days: str, found: dict[date, str]) -> RenderableType:
    """Return the days for people."""
    rows = [[str(day), f"{day:%a}", found[day]] for day in sorted(found)]
    title = f"{calendar}: worked {days}, closed on {len(found)} days"
    return _output.table(title, ["day", "", "holiday"], rows)
