"""Who is told a new day, against a plain loop over orders, lines and units."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.repromising import NO_DAY, Patience, review

if TYPE_CHECKING:
    from collections.abc import Sequence

thorough = settings(deadline=None, max_examples=400)
NEVER = 10**9


class Peg(NamedTuple):
    """Some units of a line, and all that decides what their customer is told."""

    line: int
    order: int
    ready: int
    requested: int
    told: int
    stock: bool
    arrived: bool
    complete: bool
    later: int = 1
    earlier: int = 1
    latest: int = NO_DAY
    legal: int = NO_DAY


def decided(pegs: Sequence[Peg], *, patient: bool = True) -> list[tuple[int, bool]]:
    """Return day and newness of each peg, as the domain says."""

    def column(name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([getattr(peg, name) for peg in pegs], dtype=np.int64)

    def flags(name: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.array([getattr(peg, name) for peg in pegs], dtype=bool)

    names = ("later", "earlier", "latest", "legal")
    told = review(
        column("line"),
        column("order"),
        column("ready"),
        column("requested"),
        column("told"),
        on_stock=flags("stock"),
        arrived=flags("arrived"),
        complete=flags("complete"),
        patience=Patience(*(column(name) for name in names)) if patient else None,
    )
    return list(zip(told.on.tolist(), told.new.tolist(), strict=True))


def due_alone(peg: Peg) -> int:
    if peg.stock and not peg.arrived:
        return peg.requested if peg.complete else peg.told
    return NEVER if peg.ready == NO_DAY else max(peg.ready, peg.requested)


def is_news(peg: Peg, due: int) -> bool:
    """Tell whether a customer with this patience must hear of a day."""
    if due == NEVER or peg.told == NO_DAY:
        return True
    if due > peg.told:
        limits = [limit for limit in (peg.latest, peg.legal) if limit != NO_DAY]
        return due - peg.told >= peg.later or any(peg.told <= limit < due for limit in limits)
    return peg.told - due >= peg.earlier


def by_hand(pegs: Sequence[Peg]) -> list[tuple[int, bool]]:
    """Return what each customer is told, one peg after the other."""
    days: dict[int, int] = {}
    moved: set[int] = set()
    for at, peg in enumerate(pegs):
        parcel = [p for p in pegs if p.order == peg.order] if peg.complete else [peg]
        due = max(due_alone(p) for p in parcel)
        waits = any(not p.stock for p in parcel)
        if due == NO_DAY:
            due = peg.told
        days[at] = due
        if due == NEVER:
            changed = peg.told != NO_DAY
        else:
            changed = due != peg.told and (due > peg.told or waits)
        if changed:
            moved.add(at)
    heard = {
        ("order", pegs[at].order) if pegs[at].complete else ("line", pegs[at].line)
        for at in moved
        if is_news(pegs[at], days[at])
    }
    slipped = {
        at
        for at in moved
        if (("order", pegs[at].order) if pegs[at].complete else ("line", pegs[at].line)) in heard
    }
    anew = {pegs[at].line for at in slipped}
    return [
        (
            (NO_DAY if days[at] == NEVER else days[at]) if at in slipped else peg.told,
            peg.line in anew,
        )
        for at, peg in enumerate(pegs)
    ]


days = st.integers(0, 8)
maybe = st.one_of(st.just(NO_DAY), days)


@st.composite
def books(draw: st.DrawFn) -> list[Peg]:
    """Draw a few orders with a few lines of a few pegs."""
    found: list[Peg] = []
    line = 0
    for order in range(1, draw(st.integers(1, 3)) + 1):
        complete = draw(st.booleans())
        for _ in range(draw(st.integers(1, 2))):
            line += 1
            of_line = Peg(
                line, order, NO_DAY, draw(maybe), NO_DAY,
                stock=False, arrived=False, complete=complete,
                later=draw(st.integers(0, 4)), earlier=draw(st.integers(0, 4)),
                latest=draw(maybe), legal=draw(maybe),
            )  # fmt: skip
            for _ in range(draw(st.integers(1, 3))):
                stock = draw(st.booleans())
                ready = draw(days) if stock else draw(maybe)
                arrived = stock and draw(st.booleans())
                peg = of_line._replace(ready=ready, told=draw(maybe), stock=stock, arrived=arrived)
                found.append(peg)
    return found


@thorough
@given(books())
def test_the_arrays_decide_as_the_loop_does(pegs: list[Peg]) -> None:
    patient = [peg._replace(later=max(peg.later, 1), earlier=max(peg.earlier, 1)) for peg in pegs]
    assert decided(pegs) == by_hand(patient)


@thorough
@given(books())
def test_a_patience_of_one_day_is_none(pegs: list[Peg]) -> None:
    plain = [peg._replace(later=1, earlier=1, latest=NO_DAY, legal=NO_DAY) for peg in pegs]
    assert decided(plain) == decided(plain, patient=False)


@thorough
@given(books())
def test_patience_never_tells_what_haste_would_not(pegs: list[Peg]) -> None:
    """Whoever is told with patience is told the same day without; the others keep their promise."""
    hasty = decided(pegs, patient=False)
    for peg, (day, _), (day_at_once, _) in zip(pegs, decided(pegs), hasty, strict=True):
        assert day in {peg.told, day_at_once}


WAITS = Peg(1, 1, 9, NO_DAY, 9, stock=False, arrived=False, complete=False)


@pytest.mark.parametrize(
    ("ready", "patience", "told"),
    [
        (11, {"later": 3}, 9),
        (12, {"later": 3}, 12),
        (10, {"later": 3, "latest": 9}, 10),
        (10, {"later": 3, "legal": 9}, 10),
        (11, {"later": 3, "latest": 11}, 9),
        (12, {"later": 9, "latest": 5}, 9),  # crossed long ago, and told then
        (7, {"earlier": 3}, 9),
        (6, {"earlier": 3}, 6),
        (NO_DAY, {"later": 99}, NO_DAY),
    ],
)
def test_what_is_told_of_a_drift(ready: int, patience: dict[str, int], told: int) -> None:
    ((day, new),) = decided([WAITS._replace(ready=ready)._replace(**patience)])  # type: ignore[arg-type]
    assert (day, new) == (told, told != 9)


def test_small_steps_add_up() -> None:
    peg, heard = WAITS._replace(later=3), []
    for ready in range(10, 17):
        ((day, new),) = decided([peg._replace(ready=ready)])
        peg = peg._replace(told=day)
        heard += [ready] if new else []
    assert heard == [12, 15]


def test_a_line_told_anew_is_told_every_day_as_it_is() -> None:
    pegs = [WAITS._replace(ready=15, later=3), WAITS._replace(ready=10, later=3)]
    assert decided(pegs) == [(15, True), (10, True)]
    assert decided(pegs[1:]) == [(9, False)]
