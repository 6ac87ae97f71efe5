"""``demo``: a seeded company lives through a year, and its report is printed."""

from __future__ import annotations

import os
import socket
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import _figures, _output
from .report import write_page

if TYPE_CHECKING:
    from datetime import date

    import psycopg

    from backorder.demo.year import Outcome

COMPANY = "Larch & Loom, home goods"


class Size(StrEnum):
    """How big the company is."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(  # noqa: PLR0913 (a command's parameters are its options)
    *,
    size: Annotated[
        Size, typer.Option(help="2,500, 20,000 or 100,000 orders in the year.")
    ] = Size.MEDIUM,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another company.")] = 7,
    report: Annotated[
        Path, typer.Option(metavar="FILE", help="Where to write the report as a page.")
    ] = Path("backorder-report.html"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End after the report.")] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="Port to serve on; 0 takes a free one.")
    ] = 8080,
    as_json: _output.Json = False,
) -> None:
    """Let a made-up company live through a year, print its report, and serve it to look around.

    It happens in a database of its own, beside the real one on the same server and with the same
    name and `_demo` at its end. That one is made anew for every run and your own books are never
    touched, so running the demo again is harmless. Same size and seed, same report.
    """
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.demo import place  # noqa: PLC0415 (as above)
    from backorder.demo.demand import FIRST_DAY  # noqa: PLC0415 (as above)
    from backorder.ledger.proofs import invariants  # noqa: PLC0415 (as above)

    with database.connect(place.make_new()) as conn:
        began = time.monotonic()
        outcome = _live(conn, size, seed)
        seconds = time.monotonic() - began
        found = write_page(conn, report, COMPANY, FIRST_DAY)
        breaches = invariants.check(conn)
    healthy = not breaches
    if as_json:
        facts = {"size": size.value, "seed": seed, "healthy": healthy, "report": found}
        _output.line(_output.dump(facts))
    else:
        _print(found, outcome, seconds)
        _say_where(report, healthy=healthy, checked=len(invariants.invariants()))
    if breaches:
        names = ", ".join(breach.name for breach in breaches)
        _output.reason(f"{len(breaches)} invariant(s) do not hold: {names}")
        raise typer.Exit(1)
    if not no_serve and not as_json:
        _serve(port)


def _serve(port: int) -> None:
    """Serve the company, and print a link that lets its owner in once."""
    from backorder.app.web import clock, server  # noqa: PLC0415 (as above)
    from backorder.demo import guest, place  # noqa: PLC0415 (as above)

    address = place.address()
    path = guest.link(address)
    # The company lives on from the morning after its year, not from a day when all is overdue.
    os.environ["BACKORDER_SANDBOX"] = "1"
    os.environ["BACKORDER_CLOCK_AHEAD"] = clock.ahead_at(guest.next_morning(address))

    def say(where: str) -> None:
        os.environ.setdefault("BACKORDER_URL", where)  # messages have links, which some must have
        _output.line_now(f"Listening on {where}; Ctrl-C ends it.")
        _output.line_now(f"Look around, as the owner of {COMPANY}: {where}{path}")

    server.run("127.0.0.1", _free(port), say, address)


def _free(port: int) -> int:
    """Return the port, or 0 for any that is free where it is taken."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


def _live(conn: psycopg.Connection[tuple[Any, ...]], size: Size, seed: int) -> Outcome:
    """Run the year under a progress bar."""
    from backorder.demo.company import SIZES, make_company  # noqa: PLC0415 (as above)
    from backorder.demo.year import Year  # noqa: PLC0415 (as above)

    company = make_company(seed, SIZES[size.value])
    with _output.progress() as progress:
        task = progress.add_task("A year goes by", total=len(company.orders))

        def tell(day: date, orders: int) -> None:
            text = f"{day:%d %b}, {orders:>7,} orders"  # of one width, so that the bar stands still
            progress.update(task, completed=orders, description=text)

        return Year(conn, company, seed).run(tell)


def _print(found: dict[str, Any], outcome: Outcome, seconds: float) -> None:
    screen = _output.console()
    months = {**found["weeks"], "by": "month", "periods": found["months"]}
    screen.print(_figures.metrics(months, found["suppliers"]))
    screen.print()
    screen.print(_figures.suppliers(found["suppliers"], _figures.WORST))
    _output.line(
        f"\n{outcome.orders + outcome.refused:,} orders with {outcome.lines:,} lines, "
        f"{outcome.purchase_orders:,} purchases, {outcome.receipts:,} receipts and "
        f"{outcome.parcels:,} parcels in {sum(outcome.calls.values()):,} transactions: "
        f"{seconds:.1f} s, {outcome.lines / seconds:,.0f} order lines a second."
    )


def _say_where(report: Path, *, healthy: bool, checked: int) -> None:
    if healthy:
        _output.line(f"All {checked} invariants hold.")
    _output.line(f"The report with plots is in {report}.")
    _output.line("Look further into these books with: backorder report backlog --demo")
