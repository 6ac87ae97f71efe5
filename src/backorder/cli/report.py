"""``report``: what the books say about how well customers were served."""

from __future__ import annotations

from datetime import UTC, datetime, time
from enum import StrEnum
from pathlib import Path  # noqa: TC003 (as above)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import _figures, _output

if TYPE_CHECKING:
    from datetime import date

    import psycopg

_DAY = ["%Y-%m-%d"]


class Name(StrEnum):
    """The reports there are."""

    METRICS = "metrics"
    BACKLOG = "backlog"
    SUPPLIERS = "suppliers"
    VARIANTS = "variants"
    EXPEDITE = "expedite"
    FORECAST = "forecast"
    RISK = "risk"
    ADVICE = "advice"
    CAUSES = "causes"
    ACCURACY = "accuracy"
    DEFERRED = "deferred"
    CASH = "cash"
    REFUNDS = "refunds"


class By(StrEnum):
    """What a report is broken down by; causes and accuracy know more than periods."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    PRODUCT = "product"
    SUPPLIER = "supplier"
    CLASS = "class"
    LOCATION = "location"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)


def report(  # noqa: PLR0913 (one per option)
    name: Annotated[Name, typer.Argument(help="Which report.")],
    *,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, help="First day (a year back).")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=_DAY, help="Last day (the last entry's).")
    ] = None,
    by: Annotated[By, typer.Option(help="Break the report down by this.")] = By.MONTH,
    classes: Annotated[
        str,
        typer.Option(metavar="A,B,C", help="Variants rank customer classes so, the best first."),
    ] = "",
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the whole report as a page too.")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Read the books of the last demo.")] = False,
    replay: Annotated[
        bool, typer.Option("--replay", help="Read the books of the last replay.")
    ] = False,
    as_json: _output.Json = False,
) -> None:
    """Report metrics (rates, waits, promises kept), the backlog, suppliers, variants and more.

    Causes: why units were backordered, by product, supplier or month. Accuracy: how right the books
    were where stock was counted, by class, location or month.

    Variants: what other rankings of the orders would have done to the same days, by default those
    of the month in which most units had to wait. Expedite: open purchases that customers wait for,
    by what a day of their delay costs, with what could help.
    Forecast: bias, RMSSE, pinball loss and coverage of forecasts, by kind of demand. Risk: products
    that may run short before more comes, by the sales at stake.

    Deferred: what was paid for open units, by the week they ship. Cash: what is to come in, by that
    week. Refunds: what has to go back, by its latest day.
    """
    days = (first and first.date(), last and last.date())
    with _connect(demo=demo, replay=replay) as conn:
        if html is not None:
            write_page(conn, html, "Backorder report", *days)
        if name is Name.FORECAST:
            _print_forecast(conn)
        elif name is Name.VARIANTS:
            _print_variants(conn, days, [one for one in classes.split(",") if one])
        else:
            now = _now(conn, still=demo or replay)
            _print(conn, name, days, by, now, as_json=as_json)


def _now(conn: psycopg.Connection[tuple[Any, ...]], *, still: bool) -> datetime:
    """Return the instant to reckon from; where time stands ``still``, noon of the last day."""
    if not still:
        return datetime.now(UTC)
    from backorder.ledger.figures import measuring as metrics  # noqa: PLC0415 (slow, and --help does not need it)

    return datetime.combine(metrics.span(conn).today, time(12), UTC)


def _print(  # noqa: PLR0913 (which report, of what, and as of when)
    conn: psycopg.Connection[tuple[Any, ...]],
    name: Name,
    days: tuple[date | None, date | None],
    by: By,
    now: datetime,
    *,
    as_json: bool,
) -> None:
    from backorder.ledger.figures import measuring as metrics  # noqa: PLC0415 (slow, and --help does not need it)

    if name is Name.BACKLOG:
        found = metrics.backlog(conn)
        _output.show(found, lambda: _figures.backlog(found))
    elif name in {Name.DEFERRED, Name.CASH, Name.REFUNDS}:
        from . import _money  # noqa: PLC0415 (slow, and not always wanted)

        _money.show(conn, name.value)
    elif name is Name.EXPEDITE:
        _print_expedite(conn, now)
    elif name is Name.RISK:
        from backorder.app.plans.risks import ranked  # noqa: PLC0415 (as above)

        risks = ranked(conn, now)
        _output.show(risks, lambda: _figures.risk(risks))
    elif name is Name.ADVICE:
        from backorder.app.plans.advising import listed  # noqa: PLC0415 (as above)

        advice = listed(conn)
        _output.show(advice, lambda: _figures.advice(advice))
    elif name is Name.SUPPLIERS:
        found = metrics.suppliers(conn, *days, trend=True)
        _output.show(found, lambda: _figures.suppliers(found))
    elif name in {Name.CAUSES, Name.ACCURACY}:
        _print_counted(conn, name, days, by)
    else:
        found = metrics.metrics(conn, *days, by.value)
        # People are told of suppliers too; programs ask for them.
        suppliers = {} if as_json else metrics.suppliers(conn, *days)
        _output.show(found, lambda: _figures.metrics(found, suppliers))


def _print_expedite(conn: psycopg.Connection[tuple[Any, ...]], now: datetime) -> None:
    from backorder import settings  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.ledger.purchasing.expediting import expedite  # noqa: PLC0415 (as above)

    found = expedite(conn, now.date(), settings.get("BACKORDER_WAIT_PERCENT"))
    _output.show({"purchases": found}, lambda: _figures.expedite(found))


def _print_forecast(conn: psycopg.Connection[tuple[Any, ...]]) -> None:
    from backorder.app.plans.accuracy import accuracy  # noqa: PLC0415 (slow, not always wanted)

    found = accuracy(conn)
    names = ("kind", "series", "bias", "rmsse", "pinball", "within_50", "within_80", "within_95")
    rows = [tuple(one[name] for name in names) for one in found["kinds"]]
    title = f"Forecasts, measured on {found['measured_on'] or 'nothing yet'}"
    _output.show(found, lambda: _output.table(title, names, rows))


def _print_counted(
    conn: psycopg.Connection[tuple[Any, ...]],
    name: Name,
    days: tuple[date | None, date | None],
    by: By,
) -> None:
    from backorder.app.api import counted, reports  # noqa: PLC0415 (slow, and not always wanted)
    from backorder.domain.errors import InvalidError  # noqa: PLC0415 (as above)

    if by.value not in reports.GROUPS[name.value]:
        known = ", ".join(reports.GROUPS[name.value])
        raise InvalidError("unknown_group", f"This report is by {known}.", by=by.value)
    if name is Name.CAUSES:
        causes = counted.causes(conn, *days, by.value)
        _output.show(causes, lambda: _figures.causes(causes))
    else:
        right = counted.accuracy(conn, *days, by.value)
        _output.show(right, lambda: _figures.accuracy(right))


def _print_variants(
    conn: psycopg.Connection[tuple[Any, ...]],
    days: tuple[date | None, date | None],
    classes: list[str],
) -> None:
    from backorder.app.report.variants import (  # noqa: PLC0415 (slow, and not always wanted)
        hardest_month,
        variants,
    )
    from backorder.ledger.figures import measuring as metrics  # noqa: PLC0415 (as above)

    if days == (None, None):
        days = hardest_month(metrics.metrics(conn)["periods"])
    found = variants(conn, *days, classes)
    _output.show(found, lambda: _figures.variants(found))


def write_page(
    conn: psycopg.Connection[tuple[Any, ...]],
    target: Path,
    title: str,
    first: date | None = None,
    last: date | None = None,
) -> dict[str, Any]:
    """Write the report as an HTML page and return the facts in it."""
    from backorder.app import report as pages  # noqa: PLC0415 (slow, and not always wanted)
    from backorder.domain.errors import NotFoundError  # noqa: PLC0415 (as above)

    found = pages.facts(conn, first, last)
    try:
        target.write_text(pages.page(found, title), encoding="utf-8")
    except OSError as error:
        raise NotFoundError(
            "file_unwritable", f"{target} cannot be written: {error.strerror}.", file=str(target)
        ) from error
    return found


def _connect(*, demo: bool, replay: bool) -> psycopg.Connection[tuple[Any, ...]]:
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)

    if not demo and not replay:
        return database.connect()
    from backorder.demo import place  # noqa: PLC0415 (as above)

    return database.connect(place.address(place.REPLAY if replay else place.DEMO))
