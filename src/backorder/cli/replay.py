"""``replay``: an order history goes through the ledger once more, in virtual time."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import _figures, _output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import psycopg
    from rich.progress import Progress

    from backorder.demo.replay.history import History
    from backorder.demo.replay.options import Options
    from backorder.demo.replay.shop import Outcome
    from backorder.ledger.proofs.state import StateHash

    Conn = psycopg.Connection[tuple[Any, ...]]


class Policy(StrEnum):
    """When the shop buys, beyond what customers wait for."""

    REORDER_POINT = "reorder-point"
    ORDER_UP_TO = "order-up-to"
    JUST_IN_TIME = "just-in-time"
    TEXTBOOK = "textbook"
    OURS = "ours"


class Ship(StrEnum):
    """Whether orders leave in parts."""

    AS_AVAILABLE = "as_available"
    COMPLETE = "complete"


def _days(text: str, least: float = 0.0) -> Any:  # noqa: ANN401 (typer's own type)
    return typer.Option(min=least, max=365.0, help=text)


def _share(text: str) -> Any:  # noqa: ANN401 (as above)
    return typer.Option(min=0.0, max=1.0, help=text)


File = Annotated[Path, typer.Argument(help="The history: Parquet, CSV, XLSX or JSON lines.")]
PolicyOption = Annotated[Policy, typer.Option(help="When to buy more than customers wait for.")]
CoverDays = Annotated[float, _days("Days of demand between minimum and maximum stock.")]
InitialDays = Annotated[float | None, _days("Demand on the shelf at first (28; just-in-time: 0).")]
Safety = Annotated[float, typer.Option(min=0.0, help="Safety stock, in standard deviations.")]
Setting = Annotated[
    float | None,
    typer.Option(
        min=0.0,
        help="Of textbook: the share of cycles not to run short (0.95); "
        "of ours: by how much more missing and waiting weigh than they cost (1).",
    ),
]
Suppliers = Annotated[int, typer.Option(min=1, max=999, help="How many suppliers there are.")]
LeadTimes = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Deliveries, by vendor, to draw lead times from."),
]
LeadDays = Annotated[float, _days("Median lead time; the days in --lead-times are scaled.", 1.0)]
Short = Annotated[float, _share("Share of purchase lines that come short.")]
Damaged = Annotated[float, _share("Share of bought units that come damaged.")]
Told = Annotated[float, _share("Share of slips that suppliers tell in advance.")]
ShipOption = Annotated[Ship, typer.Option(help="Whether orders may leave in parts.")]
Minutes = Annotated[
    int, typer.Option(min=1, max=1440, help="Orders of so many minutes are placed together.")
]
Currency = Annotated[
    str | None, typer.Option(help="Of the prices, three letters (invoices: GBP, else EUR).")
]
Rows = Annotated[int | None, typer.Option(min=1, help="Only the file's first rows.")]
Seed = Annotated[int, typer.Option(min=0, help="Another seed, other suppliers and slips.")]
Verify = Annotated[
    bool, typer.Option("--verify", help="Replay twice, and the journal too; compare the states.")
]
Keep = Annotated[
    bool, typer.Option("--keep/--drop", help="Keep the books, for `backorder report --replay`.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(replay)


def replay(  # noqa: PLR0913 (one per option)
    file: File,
    *,
    policy: PolicyOption = Policy.REORDER_POINT,
    cover_days: CoverDays = 21.0,
    initial_days: InitialDays = None,
    safety: Safety = 1.0,
    setting: Setting = None,
    suppliers: Suppliers = 40,
    lead_times: LeadTimes = None,
    lead_days: LeadDays = 14.0,
    short: Short = 0.03,
    damaged: Damaged = 0.005,
    told: Told = 0.7,
    ship: ShipOption = Ship.AS_AVAILABLE,
    batch_minutes: Minutes = 60,
    currency: Currency = None,
    rows: Rows = None,
    seed: Seed = 7,
    verify: Verify = False,
    keep: Keep = True,
    as_json: _output.Json = False,
) -> None:
    """Replay an order history through the ledger, and report what was promised and kept.

    Every order is placed at its own time, on a clock that runs as fast as the machine can. Stock
    and suppliers are made up as the options say: a history of orders holds neither. It happens in
    a database of its own, beside the real one and with `_replay` at the end of its name; that one
    is made anew for every run, and your own books are never touched. The same file, options and
    seed give the same state to the last row, and its hash is printed.
    """
    from backorder.demo.replay import sourcing, stock  # noqa: PLC0415 (slow; not for --help)
    from backorder.demo.replay.history import read_history  # noqa: PLC0415 (as above)
    from backorder.demo.replay.options import Options  # noqa: PLC0415 (as above)

    options = Options(
        policy=stock.Policy(policy.value),
        cover_days=cover_days,
        initial_days=initial_days,
        safety=safety,
        setting=_checked(policy, setting),
        suppliers=suppliers,
        lead_times=lead_times,
        lead_days=lead_days,
        chances=sourcing.Chances(short, damaged, told),
        ship=ship.value,
        batch_minutes=batch_minutes,
        seed=seed,
    )
    history = read_history(file, currency, rows)
    facts = {"file": str(file), **_carry_out(history, options, verify=verify, keep=keep)}
    if as_json:
        _output.line(_output.dump(facts))
    else:
        _print(facts, keep=keep)
    failures = list(_failures(facts))
    for failure in failures:
        _output.reason(failure)
    if failures:
        raise typer.Exit(1)


def _checked(policy: Policy, setting: float | None) -> float | None:
    """Return a setting that the policy has, or refuse the command line."""
    if setting is None:
        return None
    if policy not in {Policy.TEXTBOOK, Policy.OURS}:
        raise typer.BadParameter(
            f"{policy} has no --setting; --safety and --cover-days say how much it holds"
        )
    if setting <= 0.0 or (policy is Policy.TEXTBOOK and setting >= 1.0):
        least = "between 0 and 1" if policy is Policy.TEXTBOOK else "above 0"
        raise typer.BadParameter(f"--setting of {policy} lies {least}, it is not {setting:g}")
    return setting


def _carry_out(history: History, options: Options, *, verify: bool, keep: bool) -> dict[str, Any]:
    """Replay into the database beside the real one; return all that is to be said of it."""
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.demo import place  # noqa: PLC0415 (as above)
    from backorder.demo.replay.shop import Shop  # noqa: PLC0415 (as above)
    from backorder.ledger.figures import measuring as metrics  # noqa: PLC0415 (as above)
    from backorder.ledger.proofs import state  # noqa: PLC0415 (as above)

    try:
        with database.connect(place.make_new(place.REPLAY)) as conn, _output.progress() as bar:
            shop = Shop(conn, history, options)
            began = time.monotonic()
            outcome = shop.run(_telling(bar, "Replaying", shop.lines))
            seconds = time.monotonic() - began
            bar.add_task("Looking at the books", total=None)
            days = (outcome.first_day, outcome.last_day)
            state_hash = state.state_hash(conn)
            facts = {
                **_facts(history, outcome, seconds),
                "metrics": metrics.metrics(conn, *days),
                "suppliers": metrics.suppliers(conn, *days),
                "doctor": _doctor(conn),
                "state_hash": state_hash.total,
            }
            if verify:
                facts["proofs"] = _prove(bar, conn, history, options, state_hash, shop.lines)
    finally:
        if not keep:
            place.drop(place.REPLAY)
    return facts


def _doctor(conn: Conn) -> dict[str, Any]:
    from backorder.ledger.proofs import invariants  # noqa: PLC0415 (as above)

    breaches = [
        {"name": one.name, "text": one.text, "count": one.count, "rows": one.rows}
        for one in invariants.check(conn)
    ]
    checked = len(invariants.invariants())
    return {"healthy": not breaches, "invariants": checked, "breaches": breaches}


def _telling(bar: Progress, what: str, lines: int) -> Any:  # noqa: ANN401 (a function)
    """Return what moves the progress bar on: called with the day and the order lines so far."""
    task = bar.add_task(what, total=lines)

    def tell(day: date, done: int) -> None:
        text = f"{what}: {day:%d %B %Y}, {done:,} order lines"
        bar.update(task, completed=done, description=text)

    return tell


def _facts(history: History, outcome: Outcome, seconds: float) -> dict[str, Any]:
    tally = outcome.rows
    fates = [
        {
            "fate": fate.name.lower(),
            "text": fate.value,
            "rows": count,
            "units": tally.units[fate],
            "units_in_vain": tally.in_vain[fate],
        }
        for fate in type(next(iter(tally.rows)))
        if (count := tally.rows[fate])
    ]
    times = outcome.lead_times
    return {
        "from": outcome.first_day.isoformat(),
        "to": outcome.last_day.isoformat(),
        "rows": len(history),
        "rows_same_as_earlier": history.same_as_earlier,
        "notes": history.notes,
        "fates": fates,
        "orders": outcome.orders,
        "orders_refused": outcome.refused,
        "lines": outcome.lines,
        "products": outcome.products,
        "purchase_orders": outcome.purchase_orders,
        "receipts": outcome.receipts,
        "parcels": outcome.parcels,
        "calls": outcome.calls,
        "lead_times": times
        and {
            "rows": times.rows,
            "used": times.used,
            "not_positive": times.not_positive,
            "vendors": len(times.vendors),
            "median_days": times.median_days,
        },
        "median_lead_days": outcome.median_lead_days,
        "seconds": round(seconds, 2),
        "lines_per_second": round(outcome.lines / seconds, 1),
    }


def _prove(  # noqa: PLR0913, PLR0917 (what is compared with what)
    bar: Progress, conn: Conn, history: History, options: Options, expected: StateHash, lines: int
) -> dict[str, Any]:
    """Replay the history once more, and the journal into empty books; say what came of it."""
    from backorder.demo.replay import proof  # noqa: PLC0415 (as above)

    began = time.monotonic()
    again = proof.run_again(history, options, expected, _telling(bar, "Replaying again", lines))
    between = time.monotonic()
    task = bar.add_task("Carrying out the journal", total=None)
    journal = proof.carry_out_journal(
        conn, lambda done, total: bar.update(task, completed=done, total=total)
    )
    ways = (
        ("again", again, between - began),
        ("journal", journal, time.monotonic() - between),
    )
    return {
        way: {
            "same": found.same,
            "state_hash": found.found,
            "differing": found.differing,
            "seconds": round(seconds, 2),
        }
        for way, found, seconds in ways
    }


def _print(facts: dict[str, Any], *, keep: bool) -> None:
    screen = _output.console()
    counted = [(f["text"], f["rows"], f["units"], f["units_in_vain"]) for f in facts["fates"]]
    counted.append(("all rows of the file", facts["rows"], sum(row[2] for row in counted), 0))
    columns = ("what became of a row", "rows", "units", "of them in vain")
    screen.print(_output.table("Rows", columns, counted))
    if facts["rows_same_as_earlier"]:
        _output.line(
            f"{facts['rows_same_as_earlier']:,} rows are the same as an earlier one; they count."
        )
    for note in facts["notes"]:
        _output.line(note)
    screen.print()
    screen.print(_figures.metrics(facts["metrics"], facts["suppliers"]))
    _output.line(
        f"\n{facts['orders']:,} orders with {facts['lines']:,} lines, {facts['purchase_orders']:,} "
        f"purchases, {facts['receipts']:,} receipts and {facts['parcels']:,} parcels in "
        f"{sum(facts['calls'].values()):,} transactions: {facts['seconds']:.1f} s, "
        f"{facts['lines_per_second']:,.0f} order lines a second."
    )
    if times := facts["lead_times"]:
        _output.line(
            f"Lead times from {times['used']:,} of {times['rows']:,} deliveries by "
            f"{times['vendors']} vendors, {times['not_positive']} of them of no day or fewer; "
            f"their median of {times['median_days']:g} days is scaled, and the suppliers' is "
            f"{facts['median_lead_days']:g}."
        )
    _print_verdict(facts, keep=keep)


def _print_verdict(facts: dict[str, Any], *, keep: bool) -> None:
    if facts["doctor"]["healthy"]:
        _output.line(f"All {facts['doctor']['invariants']} invariants hold.")
    _output.line(f"State: {facts['state_hash']}")
    texts = {"again": "A second run", "journal": "The journal carried out in empty books"}
    for way, proof in facts.get("proofs", {}).items():
        ends = "in the same state" if proof["same"] else "otherwise"
        _output.line(f"{texts[way]} ended {ends} after {proof['seconds']:.1f} s.")
    if keep:
        _output.line("Look further into these books with: backorder report backlog --replay")


def _failures(facts: dict[str, Any]) -> Iterator[str]:
    """Yield why the replay did not go as it must."""
    if breaches := facts["doctor"]["breaches"]:
        names = ", ".join(one["name"] for one in breaches)
        yield f"{len(breaches)} invariant(s) do not hold: {names}"
    for way, proof in facts.get("proofs", {}).items():
        if not proof["same"]:
            tables = ", ".join(proof["differing"])
            yield f"the state of the {way} run differs in: {tables}"
