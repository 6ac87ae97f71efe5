"""Trees of reasons: for the parts of a promise, a line, its versions, a supply and its queue.

Pure: what is loaded goes in, a `Reason` comes out. Days come from `explaining.way`, sentences from
`saying`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from . import saying
from .explaining import Ground, Reason, Wishes, ends_on, told, way
from .reasons import CAUSE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from .explaining import Step


@dataclass(slots=True, frozen=True)
class Part:
    """Open units of a line on one supply: what stands behind them now, and when they were told.

    ``of`` is the line's quantity. ``told_ground`` is what stood behind them when ``told_on`` was
    told, ``told_at``. ``ahead_units`` and ``ahead_lines`` stand before them in the queue of their
    supply.
    """

    quantity: int
    of: int
    ground: Ground
    told_on: date | None
    told_ground: Ground
    told_at: datetime
    wishes: Wishes = Wishes()  # noqa: RUF009 (immutable)
    confidence: int = 100
    ahead_units: int = 0
    ahead_lines: int = 0


class Version(NamedTuple):
    """One part of one version of a promise, as it was written."""

    version: int
    quantity: int
    promised_on: date | None
    basis: str
    supply: str
    available_on: date | None
    confidence: int
    cause: str
    made_at: datetime
    verb: str
    actor: str
    supply_id: int = 0


def expected(parts: Sequence[Part], now: datetime, *, complete: bool) -> list[date | None]:
    """Return for each part the day it can leave as things stand.

    What is on the shelf leaves on the day it was told, or today where that has passed. The parts
    of a ``complete`` order, which must all be given, leave with the last of them.
    """
    days: list[date | None] = []
    for part in parts:
        on = ends_on(way(part.ground, now, part.wishes._replace(parcel_on=None)))
        calendar = part.ground.calendar
        if part.ground.kind == "stock" and part.told_on is not None and calendar is not None:
            on = max(part.told_on, calendar.local_date(now))
        days.append(on)
    if complete and days:
        known = [on for on in days if on is not None]
        last = max(known) if len(known) == len(days) else None
        days = [last] * len(days)
    return days


def steps_told(part: Part) -> list[Step]:
    """Return the steps to the day that was told, as it was reckoned then."""
    return told(
        way(part.told_ground, part.told_at, part.wishes), part.told_on, part.told_ground.capacity
    )


def clause(part: Part, expected_on: date | None, now: datetime) -> str:
    """Return what is said of a part."""
    today = now.date()
    same = (part.ground.name, part.ground.stated_on) == (
        part.told_ground.name, part.told_ground.stated_on,
    )  # fmt: skip
    steps = steps_told(part) if same else way(part.ground, now, part.wishes)
    return (
        saying.standing(part.quantity, part.of, part.ground, today)
        + saying.on_the_way(steps, today)
        + saying.ending(part.quantity, part.told_on, expected_on, today)
    )


def part_reason(part: Part, expected_on: date | None, now: datetime) -> Reason:
    """Return the tree of a part: its supply, the steps to the day told, and what is expected."""
    today = now.date()
    steps = steps_told(part)
    because = [_step(step, today) for step in steps]
    if expected_on is not None and expected_on != part.told_on:
        then = told(way(part.ground, now, part.wishes), expected_on, part.ground.capacity)
        text = f"As things stand it can leave on {saying.day(expected_on, today)}."
        facts = {"on": expected_on, "told_on": part.told_on}
        because.append(Reason("expected", text, facts, tuple(_step(step, today) for step in then)))
    if part.ahead_lines:
        because.append(_queue(part))
    text = saying.sentence([clause(part, expected_on, now)])
    return Reason(part.ground.kind, text, _part_facts(part, expected_on), tuple(because))


def _part_facts(part: Part, expected_on: date | None) -> dict[str, Any]:
    ground = part.ground
    return {
        "quantity": part.quantity,
        "supply": ground.name or None,
        "location": ground.place or None,
        "supplier": ground.supplier or None,
        "stated_on": ground.stated_on,
        "stated_by": ground.stated_by or None,
        "spread_days": ground.spread_days,
        "quantile": ground.quantile,
        "confidence": part.confidence / 100,
        "told_on": part.told_on,
        "expected_on": expected_on,
        "requested_on": part.wishes.requested_on,
        "ahead": {"units": part.ahead_units, "lines": part.ahead_lines},
    }


def _step(step: Step, today: date) -> Reason:
    return Reason(step.code, saying.step_text(step, today), {"on": step.on, **step.facts})


def _queue(part: Part) -> Reason:
    lines = saying.counted(part.ahead_lines, "order line")
    units = saying.counted(part.ahead_units, "unit")
    stand = saying.verb(part.ahead_lines, "stands", "stand")
    of = saying.short(part.ground.name)
    text = f"{lines} with {units} {stand} before it in the queue of {of}."
    return Reason("queue", text, {"units": part.ahead_units, "lines": part.ahead_lines})


def version_reasons(versions: Sequence[Version], now: datetime) -> list[Reason]:
    """Return one reason per version of a promise, the first one first."""
    found: list[Reason] = []
    for number in sorted({one.version for one in versions}):
        parts = [one for one in versions if one.version == number]
        first, on = parts[0], last_day(parts)
        day = "no day" if on is None else saying.day(on, now.date())
        at = saying.day(first.made_at.date(), now.date())
        text = f"{at}: {day}. {CAUSE_TEXTS.get(first.cause, first.cause)}"
        facts: dict[str, Any] = {
            "version": number,
            "on": on,
            "cause": first.cause,
            "made_at": first.made_at,
            "verb": first.verb,
            "actor": first.actor,
            "parts": [version_part(one) for one in parts],
        }
        found.append(Reason("version", text, facts))
    return found


def version_part(one: Version) -> dict[str, Any]:
    """Return one part of a version as data."""
    return {
        "quantity": one.quantity,
        "on": one.promised_on and one.promised_on.isoformat(),
        "basis": one.basis,
        "supply": one.supply or None,
        "available_on": one.available_on and one.available_on.isoformat(),
        "confidence": one.confidence / 100,
    }


def last_day(parts: Sequence[Version]) -> date | None:
    """Return the day by which all parts of a version were promised; None if one has no day."""
    days = [one.promised_on for one in parts]
    return None if None in days else max(on for on in days if on is not None)


def told_in(versions: Sequence[Version], supply: str, on: date | None) -> Version | None:
    """Return where the day of a peg was first told: the oldest version that says so to this day.

    Of the last version's run of versions that all have a part of this day, the first; of its parts
    the one of this ``supply`` where there is one.
    """
    origin: Version | None = None
    for number in sorted({one.version for one in versions}, reverse=True):
        parts = [one for one in versions if one.version == number and one.promised_on == on]
        if not parts:
            break
        same = [one for one in parts if one.supply == supply]
        if origin is not None and origin.supply == supply and not same:
            break  # before this, another supply stood behind the day
        origin = (same or parts)[0]
    return origin


class Line(NamedTuple):
    """A line of an order with its open parts, and the rule under which it was accepted."""

    sku: str
    name: str
    ordered: int
    shipped: int
    cancelled: int
    parts: Sequence[Part]
    versions: Sequence[Version]
    rule: dict[str, Any]


def line_reason(line: Line, days: Sequence[date | None], now: datetime) -> Reason:
    """Return the tree of a line: its parts, its rule, and what was told before.

    ``days``: the day each part is expected to leave, see `expected`.
    """
    said = [clause(part, on, now) for part, on in zip(line.parts, days, strict=True)]
    for units, what in ((line.shipped, "sent"), (line.cancelled, "cancelled")):
        if units:
            have = saying.verb(units, "was", "were")
            said.append(f"{saying.who(units, line.ordered)} {have} {what}")
    history = version_reasons(line.versions, now)
    known = [on for on in days if on is not None]
    facts = {
        "sku": line.sku,
        "ordered": line.ordered,
        "shipped": line.shipped,
        "cancelled": line.cancelled,
        "original_on": history[0].facts["on"] if history else None,
        "current_on": history[-1].facts["on"] if history else None,
        "expected_on": max(known) if known and len(known) == len(days) else None,
        "versions": len(history),
    }
    because = [part_reason(part, on, now) for part, on in zip(line.parts, days, strict=True)]
    because.append(rule_reason(line.rule))
    if history:
        texts = saying.counted(len(history), "time")
        because.append(Reason("history", f"A day was told {texts}.", {}, tuple(history)))
    return Reason("line", saying.sentence(said), facts, tuple(because))


def rule_reason(rule: dict[str, Any]) -> Reason:
    """Return which rule decides whether a product may be sold before it is there.

    ``rule``: name, mode, cap, max_wait_days and what else it says.
    """
    modes = {
        "deny": "is sold from the shelf only",
        "preorder": "may be ordered before it has ever been there",
        "made_to_order": "is made to order",
    }
    said = modes.get(rule["mode"], "may be ordered while it is not there")
    if rule["mode"] != "deny" and rule.get("cap") is not None:
        said += f", up to {rule['cap']} at a time ({rule.get('backordered', 0)} wait now)"
    return Reason("rule", f"It {said} (rule: {rule['name']}).", rule)
