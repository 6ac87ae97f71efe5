"""``plan``: lead times, forecast, policies, causes, proposals and orders, one after the other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from . import _output

# Commands beside the plan itself are added to it by modules of their own.
GROUP = typer.Typer(
    help="Plan what to buy: lead times, forecast, stock policies, causes, proposals, orders.",
    invoke_without_command=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(GROUP, name="plan")


@GROUP.callback()
def plan(
    context: typer.Context,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would come to and keep nothing.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(metavar="STEP", help="Take this step only; may be repeated.")
    ] = None,
    as_json: _output.Json = False,  # noqa: ARG001 (read by _output.show)
) -> None:
    """Run all steps of the plan in their order.

    Running it again is harmless: what did not change is not written again.
    """
    if context.invoked_subcommand is not None:
        return
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.app.plans import steps  # noqa: PLC0415 (as above)

    wanted = [step for step in steps.STEPS if not only or step.name in only]
    unknown = sorted(set(only or ()) - {step.name for step in steps.STEPS})
    if unknown:
        known = ", ".join(step.name for step in steps.STEPS)
        raise typer.BadParameter(f"there is no step {', '.join(unknown)}; there are {known}")
    done: dict[str, dict[str, Any]] = {}
    now = datetime.now(UTC)
    with _output.progress() as progress, database.connect() as conn:
        task = progress.add_task("planning", total=len(wanted))
        for step in wanted:
            progress.update(task, description=step.name)
            for _, figures in steps.run(conn, now, dry_run=dry_run, steps=[step]):
                done[step.name] = figures
            progress.advance(task)
    _output.show(
        done,
        lambda: _output.table(
            "What would be planned" if dry_run else "Planned",
            ("step", "figures"),
            [(name, _said(figures)) for name, figures in done.items()],
        ),
    )


def _said(figures: dict[str, Any]) -> str:
    """Return a step's figures as words."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in figures.items())
