"""``simulate``: what would have been, under other rules."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import _output

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import psycopg
    from rich.progress import Progress

    from backorder.demo.replay.comparing import Comparison
    from backorder.demo.replay.history import History
    from backorder.demo.replay.in_books import InBooks, Lived
    from backorder.demo.replay.judging import Judgement
    from backorder.demo.replay.options import Options
    from backorder.demo.replay.sales import World

SIMULATE = typer.Typer(
    name="simulate", help="Say what would have been, under other rules.", no_args_is_help=True
)

File = Annotated[Path, typer.Argument(help="The history: Parquet, CSV, XLSX or JSON lines.")]
LeadTimes = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Deliveries, by vendor, to draw lead times from."),
]
LeadDays = Annotated[float, typer.Option(min=1.0, max=365.0, help="Median lead time in days.")]
Suppliers = Annotated[int, typer.Option(min=1, max=999, help="How many suppliers there are.")]
Learn = Annotated[
    int, typer.Option(min=0, max=3650, help="Days in the beginning that are not judged.")
]
Rows = Annotated[int | None, typer.Option(min=1, help="Only the file's first rows.")]
Seed = Annotated[int, typer.Option(min=0, help="Another seed, other suppliers and slips.")]
Html = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the frontiers as a page with plots.")
]
Books = Annotated[
    bool,
    typer.Option(
        "--books",
        help="Live the three through the ledger too, at equal stock value, one after another.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(SIMULATE)


@SIMULATE.callback()
def _group() -> None:
    """Say what would have been, under other rules."""


@SIMULATE.command("policies")
def policies(  # noqa: PLR0913 (one per option)
    file: File,
    *,
    lead_times: LeadTimes = None,
    lead_days: LeadDays = 14.0,
    suppliers: Suppliers = 40,
    learn_days: Learn = 56,
    rows: Rows = None,
    seed: Seed = 7,
    html: Html = None,
    books: Books = False,
    as_json: _output.Json = False,
) -> None:
    """Compare stock policies on an order history: a naive rule, the textbook's, and ours.

    Each is lived through at several settings, day by day, with the same orders, returns, late and
    short deliveries; it knows only what was over when it decided. Fill rate, backorder rate,
    promises kept, stock value and cost come from these lives, and the policies are held against
    each other where their stock is worth the same. No books are kept, unless `--books` asks for it:
    then each rule is lived once more by the verbs that run in production, in a database of its own
    beside the real one, and judged by what its books say. That takes minutes where the rest takes
    seconds.
    """
    from backorder.demo.replay.comparing import compare  # noqa: PLC0415 (slow; not for --help)
    from backorder.demo.replay.history import read_history  # noqa: PLC0415 (as above)
    from backorder.demo.replay.options import Options  # noqa: PLC0415 (as above)
    from backorder.demo.replay.sales import world_of  # noqa: PLC0415 (as above)

    options = Options(lead_times=lead_times, lead_days=lead_days, suppliers=suppliers, seed=seed)
    history = read_history(file, None, rows)
    world = world_of(history, options)
    with _output.progress() as bar:
        task = bar.add_task("Living through the history", total=None)

        def tell(name: str, done: int, total: int) -> None:
            bar.update(task, description=f"Living by the rule {name}", completed=done, total=total)

        found = compare(world, since=min(learn_days, len(world.asked) - 1), told=tell)
        facts = _facts(world, found)
        if books:
            facts["books"] = _book_facts(_in_books(history, options, found, bar))
    if html is not None:
        _write(html, facts)
    if as_json:
        _output.line(_output.dump(facts))
    else:
        _output.console().print(_tables(facts))
    sick = [one for one in facts["books"]["lives"] if one["doctor"]["broken"]] if books else []
    for one in sick:
        names = ", ".join(one["doctor"]["broken"])
        _output.reason(f"invariant(s) that do not hold in the books of {one['policy']}: {names}")
    if sick:
        raise typer.Exit(1)


def _in_books(history: History, options: Options, compared: Comparison, bar: Progress) -> InBooks:
    """Live the compared rules through the ledger, each in the replay's database made anew."""
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.demo import place  # noqa: PLC0415 (as above)
    from backorder.demo.replay.in_books import Bookkeeper, live_in_books  # noqa: PLC0415 (as above)

    @contextlib.contextmanager
    def books() -> Iterator[psycopg.Connection[Any]]:
        with database.connect(place.make_new(place.REPLAY)) as conn:
            yield conn

    task = bar.add_task("Keeping books", total=None)

    def tell(name: str, day: date, lines: int) -> None:
        bar.update(task, description=f"Books of {name}: {day:%d %B %Y}, {lines:,} order lines")

    keeper = Bookkeeper(history, options, compared.tariff, compared.since, books, tell)
    try:
        return live_in_books(keeper, compared)
    finally:
        place.drop(place.REPLAY)


def _facts(world: World, found: Comparison) -> dict[str, Any]:
    from datetime import timedelta  # noqa: PLC0415 (with the rest)

    facts = {
        "from": (world.first + timedelta(days=found.since)).isoformat(),
        "to": (world.first + timedelta(days=found.days - 1)).isoformat(),
        "products": found.products,
        "lines": found.lines,
        "tariff": found.tariff._asdict(),
        "frontiers": {
            name: [_fared(*point) for point in points] for name, points in found.frontiers.items()
        },
        "equal_stock": {name: _fared(*point) for name, point in found.equal.items()},
    }
    return facts | {"verdict": list(verdict(facts))}


def _book_facts(found: InBooks) -> dict[str, Any]:
    facts = {
        "equal_stock": {name: _lived(one) for name, one in found.equal.items()},
        "lives": [{"policy": one.name, **_lived(one)} for one in found.lives],
    }
    return facts | {"verdict": list(verdict(facts))}


def _lived(one: Lived) -> dict[str, Any]:
    doctor = {"healthy": not one.broken, "invariants": one.invariants, "broken": one.broken}
    seconds = round(one.seconds, 1)
    return {**_fared(one.setting, one.found), "doctor": doctor, "seconds": seconds}


def _fared(setting: float, found: Judgement) -> dict[str, Any]:
    return {
        "setting": setting,
        "fill_rate": found.fill,
        "line_fill_rate": found.line_fill,
        "backorder_rate": found.backorder_rate,
        "promise_kept": found.kept,
        "promise_kept_of_waiting": found.kept_waiting,
        "stock_value": found.stock,
        "cost": found.cost,
        "cost_of": {
            "holding": found.holding,
            "purchasing": found.purchasing,
            "backorders": found.backorders,
            "waiting": found.waiting,
        },
        "purchase_lines": found.purchase_lines,
    }


def verdict(facts: dict[str, Any]) -> Sequence[str]:
    """Return how ours fares against each of the others, where the stock is worth the same."""
    equal = facts["equal_stock"]
    ours = equal["ours"]
    texts = []
    for name, other in equal.items():
        if name == "ours":
            continue
        points = [
            100 * (ours[measure] - other[measure])
            for measure in ("fill_rate", "backorder_rate", "promise_kept")
        ]
        texts.append(
            f"Against {name}, with stock worth {ours['stock_value'] / other['stock_value']:.1%} of "
            f"its: units filled {points[0]:+.1f} points, orders with a backorder {points[1]:+.1f} "
            f"points, promises kept {points[2]:+.1f} points, "
            f"cost {100 * (ours['cost'] / other['cost'] - 1):+.1f} %."
        )
    return texts


def _tables(facts: dict[str, Any]) -> Any:  # noqa: ANN401 (something that rich prints)
    from rich.console import Group  # noqa: PLC0415 (only where a table is printed)

    from backorder.app.report import frontier  # noqa: PLC0415 (as above)

    every = [
        row
        for name, points in facts["frontiers"].items()
        for row in (frontier.row(name, point) for point in points)
    ]
    shown = [
        _output.table("Frontiers", frontier.HEAD, every),
        "",
        _output.table("At about equal stock value", frontier.HEAD, frontier.rows(facts)),
        "",
        *facts["verdict"],
    ]
    if books := facts.get("books"):
        rows = frontier.book_rows(books)
        shown += [
            "",
            _output.table("The same, lived through the ledger", frontier.BOOK_HEAD, rows),
            "",
            *books["verdict"],
        ]
    return Group(*shown)


def _write(target: Path, facts: dict[str, Any]) -> None:
    from backorder.app.report import frontier  # noqa: PLC0415 (only where a page is made)
    from backorder.domain.errors import NotFoundError  # noqa: PLC0415 (as above)

    try:
        target.write_text(frontier.page(facts), encoding="utf-8")
    except OSError as error:
        raise NotFoundError(
            "file_unwritable", f"{target} cannot be written: {error.strerror}.", file=str(target)
        ) from error
