"""``review``: what time has overtaken is looked at again, a slice of the products at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from . import _output

if TYPE_CHECKING:
    import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(review)


def review(*, as_json: _output.Json = False) -> None:
    """Look again at what time has overtaken: purchases that did not come, plans nobody ordered.

    To be run every night. Each slice of a thousand products is a transaction of its own, so nobody
    waits for long. Where nothing is due nothing changes; running it twice is harmless.
    """
    from backorder import database, ledger  # noqa: PLC0415 (slow, and --help does not need them)
    from backorder.ledger.purchasing import overdue  # noqa: PLC0415 (as above)

    now = datetime.now(UTC)
    total: dict[str, Any] = {"reviewed": 0, "rolled": [], "repromised": [], "filled": []}
    with _output.progress() as progress, database.connect() as conn:
        skus = overdue.due(conn, now)
        task = progress.add_task("reviewing", total=len(skus))
        for start in range(0, len(skus), overdue.SLICE):
            mine = skus[start : start + overdue.SLICE]
            answer = ledger.VERBS["review"](conn, {"skus": mine}, now=now, actor="cli:review")
            for name in total:
                total[name] += answer[name]
            progress.advance(task, len(mine))
    if as_json:
        _output.line(_output.dump(total))
        return
    told = len({one["order"] for one in total["repromised"]})
    _output.line(
        f"{total['reviewed']} products were due: {len(total['rolled'])} suggestions rolled on, "
        f"{told} orders have to be told."
    )
