"""``forecast``: what a forecast of demand would have been worth, from a file of any history."""

from __future__ import annotations

import time
from pathlib import Path  # noqa: TC003 (typer reads the annotation when it runs)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import _output

if TYPE_CHECKING:
    from rich.console import RenderableType

    from backorder.planning.forecast import Demand


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(help="Forecasts of demand.", no_args_is_help=True)
    group.command()(backtest)
    app.add_typer(group, name="forecast")


def backtest(  # noqa: PLR0913 (the options of a command)
    file: Annotated[
        Path, typer.Argument(help="A history of demand: CSV, XLSX, JSON lines, Parquet.")
    ],
    *,
    horizon: Annotated[
        int, typer.Option(min=1, help="Periods that each forecast looks ahead.")
    ] = 12,
    origins: Annotated[
        int, typer.Option(min=1, help="Moments of the past that forecasts are made at.")
    ] = 1,
    method: Annotated[
        str, typer.Option(help="local, or blend (with the model shared by all series), or auto.")
    ] = "auto",
    promotions: Annotated[bool, typer.Option(help="Use the promotions in the file.")] = True,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="A period without a cell is unknown, not nought.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Where chance starts.")] = 0,
    _as_json: _output.Json = False,
) -> None:
    """Say what forecasts made at moments of the past would have been worth.

    The file has a column for each period, or columns date and quantity (and promotion, category);
    what else there is names the product. Measures: bias, RMSSE, pinball loss scaled by each
    series' mean change, coverage of each quantile; in all, and by kind of demand.
    """
    from backorder.connectors.demand_files import (  # noqa: PLC0415 (slow; --help needs it not)
        read_demand,
    )

    ways = {"auto": None, "local": False, "blend": True}
    if method not in ways:
        raise typer.BadParameter("method must be local, blend or auto")
    demand = read_demand(file, gaps=gaps)
    options = {"origins": origins, "use_shared": ways[method], "use_promotions": promotions}
    data = {"file": file.name, **_measured(demand, horizon, seed=seed, **options)}
    _output.show(data, lambda: _shown(data))


def _measured(demand: Demand, horizon: int, **options: Any) -> dict[str, Any]:  # noqa: ANN401
    from backorder.planning.forecast import backtest, by_class, score  # noqa: PLC0415 (as above)

    started = time.perf_counter()
    with _output.progress() as progress:
        task = progress.add_task("forecasting", total=options["origins"])
        outcomes = backtest(demand, horizon, told=lambda _: progress.advance(task), **options)
    return {
        "series": demand.products,
        "periods": demand.periods,
        "step": demand.step,
        "horizon": horizon,
        "origins": [outcome.origin for outcome in outcomes],
        "promotions": options["use_promotions"] and demand.promoted is not None,
        "seconds": round(time.perf_counter() - started, 1),
        "all": score(outcomes).as_dict(),
        "classes": {name: found.as_dict() for name, found in by_class(outcomes).items()},
    }


def _shown(data: dict[str, Any]) -> RenderableType:
    levels = list(data["all"]["coverage_by_level"])
    columns = ("demand", "series", "bias", "RMSSE", "scaled pinball", *(f"<= q{q}" for q in levels))
    rows = [
        (
            name,
            found["series"],
            f"{found['bias']:+.3f}",
            f"{found['rmsse']:.4f}",
            f"{found['pinball']:.4f}",
            *(f"{found['coverage_by_level'][level]:.3f}" for level in levels),
        )
        for name, found in (("all", data["all"]), *data["classes"].items())
    ]
    title = (
        f"{data['file']}: {data['series']:,} series, {data['periods']} periods of a "
        f"{data['step']}, {data['horizon']} ahead from {len(data['origins'])} origins, "
        f"{data['seconds']} s"
    )
    return _output.table(title, columns, rows)
