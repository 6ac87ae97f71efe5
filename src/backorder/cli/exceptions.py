"""``exceptions``: what needs a person today, the worst first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backorder import settings

from . import _output
from ._user import user

if TYPE_CHECKING:
    import psycopg
    from rich.console import RenderableType


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(exceptions)


def exceptions(  # noqa: PLR0913 (one per option)
    *,
    code: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only of this kind: date_unknown, …")
    ] = None,
    owner: Annotated[
        str | None, typer.Option(metavar="NAME", help='Only of this owner; "" for nobody\'s.')
    ] = None,
    sku: Annotated[str | None, typer.Option(metavar="SKU", help="Only of this product.")] = None,
    closed: Annotated[bool, typer.Option("--closed", help="Those that were cured.")] = False,
    limit: Annotated[int, typer.Option(help="So many at most.")] = 20,
    sweep: Annotated[bool, typer.Option("--sweep", help="Bring all up to date first.")] = False,
    as_json: _output.Json = False,  # noqa: ARG001 (read where the result is shown)
) -> None:
    """List what needs a person, the worst first: value times days; with the first remedy."""
    from backorder import database, ledger  # noqa: PLC0415 (slow, and --help does not need them)
    from backorder.app.jobs import reading as jobs  # noqa: PLC0415 (as above)

    filters = {"code": code, "owner": owner, "sku": sku, "closed": closed, "limit": limit}
    request = {name: value for name, value in filters.items() if value is not None}
    with database.connect() as conn:
        if sweep:
            _sweep(conn)
        found = ledger.exceptions(conn, request, now=datetime.now(UTC), actor=f"cli:{user()}")
        alarms = jobs.failing(conn)
    _output.show(found, lambda: _table(found))
    for alarm in alarms:  # nothing of the books, but it needs a person too
        _output.warn(alarm.text)


def _sweep(conn: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Bring the exceptions of all products up to date, a slice at a time."""
    from backorder import ledger  # noqa: PLC0415 (as above)

    patience = settings.get("BACKORDER_ACKNOWLEDGE_DAYS")
    after: str | None = None
    with _output.progress() as progress:
        task = progress.add_task("sweeping", total=None)
        while True:
            request: dict[str, Any] = {"acknowledge_days": patience}
            request |= {} if after is None else {"after": after}
            done = ledger.sweep(conn, request, now=datetime.now(UTC), actor=f"cli:{user()}")
            progress.advance(task, done["swept"])
            after = done["next"]
            if after is None:
                return


def _table(found: dict[str, Any]) -> RenderableType:
    listed = found["exceptions"]
    if not listed:
        return "Nothing needs a person."
    rows = [
        [one["exception"], one["text"], one["owner"], one["days"], _worth(one), _first(one)]
        for one in listed
    ]
    title = "What needs a person, the worst first"
    columns = ["exception", "what", "owner", "days", "value", "first remedy"]
    return _output.table(f"{title}, and more" if found["next"] else title, columns, rows)


def _worth(one: dict[str, Any]) -> str:
    """Return an exception's value as people write it.

    >>> _worth({"value": 7500, "currency": "EUR"})
    '75.00 EUR'
    """
    from backorder.connectors.money import decimals  # noqa: PLC0415 (as above)

    if one["value"] is None:
        return ""
    places = decimals(one["currency"])
    return f"{one['value'] / 10**places:,.{places}f} {one['currency']}"


def _first(one: dict[str, Any]) -> str:
    return one["remedies"][0]["text"] if one["remedies"] else ""
