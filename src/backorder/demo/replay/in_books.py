"""Live the compared policies through the ledger, where the simulation found their stock equal.

Each rule gets books of its own, made by the verbs that run in production. What holds the same stock
in arrays need not hold it there: orders, dates and parcels have their say. So a rule whose stock is
worth something else is lived again, at the setting that its frontier names for the difference.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.ledger.proofs import invariants

from .comparing import Point, setting_for
from .judging_books import judge_books
from .shop import Shop
from .stock import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from psycopg import Connection

    from .comparing import Comparison
    from .history import History
    from .judging import Judgement, Tariff
    from .options import Options

NEAR = 0.015  # of the stock value: what counts as equal
AGAIN = 2  # lives of a rule beyond its first, at the most
MEASURE = "textbook"  # the rule whose stock value the others are to have


class Lived(NamedTuple):
    """A rule at a setting, how it fared by its books, and which invariants they break."""

    name: str
    setting: float
    found: Judgement
    invariants: int
    broken: list[str]
    seconds: float


@dataclass(frozen=True, slots=True)
class InBooks:
    """All lives, and of each rule the one whose stock is worth most nearly the same."""

    lives: Sequence[Lived]
    equal: Mapping[str, Lived]


@dataclass(frozen=True, slots=True)
class Bookkeeper:
    """Lives rules through new books: ``books`` opens empty ones, and closes them afterwards.

    ``told`` hears of the rule, the day, and the order lines so far.
    """

    history: History
    options: Options
    tariff: Tariff
    since: int
    books: Callable[[], AbstractContextManager[Connection[Any]]]
    told: Callable[[str, date, int], None] = lambda *_: None

    def live(self, name: str, setting: float) -> Lived:
        """Live through the history by a rule at a setting, and judge it by the books."""
        began = time.monotonic()
        with self.books() as conn:
            shop = Shop(conn, self.history, options_of(self.options, name, setting))
            outcome = shop.run(lambda day, lines: self.told(name, day, lines))
            first = outcome.first_day + timedelta(days=self.since)
            span = first, outcome.last_day
            found = judge_books(conn, self.tariff, *span, self.history.currency)
            broken = [one.name for one in invariants.check(conn)]
        checked = len(invariants.invariants())
        return Lived(name, setting, found, checked, broken, time.monotonic() - began)


def options_of(options: Options, name: str, setting: float) -> Options:
    """Return the options of a replay that lives by a compared rule."""
    if name == "naive":
        return replace(options, policy=Policy.REORDER_POINT, safety=setting)
    return replace(options, policy=Policy(name), setting=setting)


def live_in_books(keeper: Bookkeeper, compared: Comparison) -> InBooks:
    """Live each rule where the simulation found stock of equal value, and nearer where it is not.

    The books of the textbook's rule say how much stock the others are to have.
    """
    lives = [keeper.live(MEASURE, compared.equal[MEASURE].setting)]
    wanted = lives[0].found.stock
    for name in compared.equal:
        if name != MEASURE:
            lives += _near(keeper, compared, name, wanted)
    return InBooks(lives, {name: _nearest(lives, name, wanted) for name in compared.equal})


def _near(keeper: Bookkeeper, compared: Comparison, name: str, wanted: float) -> list[Lived]:
    """Live a rule until its stock is near the wanted one, or no other setting is to be had."""
    frontier: Sequence[Point] = compared.frontiers[name]
    aim = compared.equal[name].found.stock
    lives = [keeper.live(name, compared.equal[name].setting)]
    while len(lives) <= AGAIN and abs(lives[-1].found.stock - wanted) > NEAR * wanted:
        # So much stock in arrays was so much in books: aim higher or lower by that.
        aim *= wanted / max(lives[-1].found.stock, 1e-9)
        setting = setting_for(frontier, aim)
        if any(one.setting == setting for one in lives):
            break
        lives.append(keeper.live(name, setting))
    return lives


def _nearest(lives: Sequence[Lived], name: str, wanted: float) -> Lived:
    mine = [one for one in lives if one.name == name]
    return min(mine, key=lambda one: abs(one.found.stock - wanted))
