"""`python -m bench`: measure, print, and let the doctor look at what the measurements left."""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from backorder.ledger.proofs import invariants

from . import (
    availability,
    carts,
    machine,
    matching,
    orders,
    plans,
    quotes,
    reallocation,
    receiving,
    repromise,
    resupply,
)
from .report import Section, as_json, note, show, tables, write_page
from .sizes import SIZES
from .stage import Stage, open_company, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .sizes import Size

# In this order: what fills the tables most comes last.
ON_STAGE: dict[str, Callable[[Stage], Section]] = {
    "orders": orders.measure,
    "carts": carts.measure,
    "availability": availability.measure,
    "quotes": quotes.measure,
    "change_supply": resupply.measure,
    "reallocation": reallocation.measure,
    "repromise": repromise.measure,
    "receive": receiving.measure,
}
NAMES = ("matching", *plans.PLANS, *ON_STAGE)
MILLION = 1_000_000
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurements that are named, or all; return 1 where the doctor finds a breach."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.names) - set(NAMES)):
        parser.error(f"there is no measurement {unknown[0]}; there are {', '.join(NAMES)}")
    names = [name for name in NAMES if not asked.names or name in asked.names]
    size = SIZES[asked.size]
    if asked.no_million:
        size = without_million(size)
    facts = machine.facts(asked.seed, size.name)
    sections = []
    clean = True
    if "matching" in names:
        sections.append(_timed("matching", partial(matching.measure, size, asked.seed)))
    sections += [
        _timed(name, partial(measure, size, asked.seed))
        for name, measure in plans.PLANS.items()
        if name in names
    ]
    if goals := plans.shared_goals(sections):
        sections.append(Section("forecast and policy", [], goals))
    if staged := [name for name in names if name in ON_STAGE]:
        with stage(size, asked.seed, asked.folder) as on:
            facts |= machine.server_facts(on)
            open_company(on)
            sections += [_timed(name, partial(ON_STAGE[name], on)) for name in staged]
            clean, facts["doctor"] = _doctor(on)
    if size.name == "smoke":
        facts["meaning"] = "none: at this size it is only seen that all of it works"
    facts["load average after"] = machine.load()
    facts["seconds"] = ", ".join(
        f"{each.name} {each.seconds:.0f}" for each in sections if each.seconds
    )
    if asked.json:
        print(as_json(facts, sections))
    else:
        show(tables(facts, sections))
    if asked.page:
        write_page(PAGE, tables(facts, sections))
    return 0 if clean else 1


def without_million(size: Size) -> Size:
    """Return a size whose queues stay below a million lines: it takes minutes to place them."""
    return replace(size, waiting=tuple(lines for lines in size.waiting if lines < MILLION))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"what to measure: {', '.join(NAMES)}; or all")
    parser.add_argument("--size", choices=SIZES, default="full", help="how much (default: full)")
    parser.add_argument("--seed", type=int, default=7, help="where chance starts (default: 7)")
    parser.add_argument("--no-million", action="store_true", help="leave out a million waiting")
    parser.add_argument("--folder", help="where the server's files go for the time of the run")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--page", action="store_true", help=f"write the figures into {PAGE.name}")
    return parser


def _timed(name: str, measure: Callable[[], Section]) -> Section:
    note(name)
    started = time.perf_counter()
    section = measure()
    section.seconds = time.perf_counter() - started
    return section


def _doctor(on: Stage) -> tuple[bool, str]:
    """Check every invariant on the books that the measurements left."""
    note("the doctor looks")
    started = time.perf_counter()
    breaches = invariants.check(on.conn, limit=3)
    seconds = time.perf_counter() - started
    if breaches:
        return False, "; ".join(f"{b.name}: {b.count} breaches" for b in breaches)
    return True, f"{len(invariants.invariants())} invariants hold, in {seconds:.1f} s"


if __name__ == "__main__":
    sys.exit(main())
