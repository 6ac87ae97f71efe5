"""Shelves to promise from, and an oracle that hands out single units."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from backorder.domain.promising import decide
from backorder.domain.types import Demand, LeadTime, Policy, Position, Refusal, Supply, Take

TODAY = date(2026, 11, 22)
ONE = timedelta(days=1)
ALLOW = Policy("default", "", "allow")
LEAD_DAYS = 9


class Line(NamedTuple):
    product: int
    quantity: int
    requested_on: date | None = None
    latest_on: date | None = None


class Order(NamedTuple):
    lines: list[Line]
    complete: bool


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def position(  # noqa: PLR0913 (what varies between products)
    number: int,
    supplies: list[tuple[str, int, int]],
    *,
    lead_days: int | None = None,
    policy: Policy | None = None,
    backordered: int = 0,
    discontinued: bool = False,
    spread: int = 0,
    capacity: int | None = None,
    multiple: int = 1,
    overdue: bool = False,
) -> Position:
    """Return a position with supplies of (kind, day ready, free units), in the order of days.

    With a ``spread`` of so many days, what comes is a spread later at 80 percent, two at 95.
    """
    lead = None
    if lead_days is not None:
        lead = LeadTime(
            1, 1, lead_days - 1, day(lead_days - 1), day(lead_days), spread,
            later(day(lead_days), spread), capacity, multiple,
            ready=lambda on: (on + ONE, later(on + ONE, spread)),
        )  # fmt: skip
    rows = sorted(supplies, key=lambda row: (row[1], row[0] != "stock"))
    return Position(
        product=number,
        sku=f"P{number}",
        unit_price=100,
        currency="EUR",
        discontinued=discontinued,
        policy=policy,
        supplies=[
            Supply(
                id=number * 100 + place + 1,  # 0 is for a plan made just now
                kind=kind,
                name=f"{kind}-{place}",
                location=1,
                available_on=None if kind == "stock" else day(ready - 1),
                ready_on=day(ready),
                free=free,
                supplier=1 if kind == "planned" else 0,
                pegged=1 if kind == "planned" else 0,
                ready_at=None if kind == "stock" else later(day(ready), spread),
                overdue=overdue and kind == "purchase",
            )
            for place, (kind, ready, free) in enumerate(rows)
        ],
        backordered=backordered,
        lead_time=lead,
        incoming=sum(free for kind, _, free in rows if kind in {"purchase", "transfer"}),
    )


def later(on: date, spread: int) -> dict[int, date] | None:
    return {50: on, 80: on + spread * ONE, 95: on + 2 * spread * ONE} if spread else None


small = st.integers(0, 4)
dated = st.tuples(st.sampled_from(["purchase", "transfer"]), st.integers(1, 15), small)
stock = st.tuples(st.just("stock"), st.just(1), small)
plan = st.tuples(st.just("planned"), st.sampled_from([LEAD_DAYS, LEAD_DAYS + 2]), small)
policies = st.none() | st.builds(
    Policy,
    st.just("product"),
    st.just("P"),
    st.sampled_from(["allow", "allow", "allow", "deny", "preorder", "made_to_order"]),
    st.none() | st.integers(0, 8),
    st.none() | st.integers(0, 15),
    st.sampled_from([50, 80, 95]),
    st.sampled_from(["fixed", "fixed", "incoming"]),
    st.integers(0, 2),
    st.sampled_from([0, 0, 50]),
)


@st.composite
def shelves(draw: st.DrawFn) -> list[Position]:
    """Draw up to three products with stock, dated supplies, a plan, a rule and a lead time."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        supplies = draw(st.lists(dated, max_size=3))
        supplies += draw(st.lists(stock, max_size=1)) + draw(st.lists(plan, max_size=1))
        found.append(
            position(
                number,
                supplies,
                lead_days=draw(st.sampled_from([None, LEAD_DAYS])),
                policy=draw(policies),
                backordered=draw(st.integers(0, 5)),
                discontinued=draw(st.integers(0, 9)) == 0,
                spread=draw(st.sampled_from([0, 0, 3])),
                capacity=draw(st.sampled_from([None, None, 2, 4])),
                multiple=draw(st.sampled_from([1, 3])),
                overdue=draw(st.integers(0, 4)) == 0,
            )
        )
    return found


lines = st.builds(
    Line,
    st.integers(0, 2),
    st.integers(1, 6),
    st.none() | st.integers(0, 20).map(day),
    st.none() | st.none() | st.integers(0, 30).map(day),
)
orders = st.lists(
    st.builds(Order, st.lists(lines, min_size=1, max_size=3), st.booleans()), max_size=6
)


def decided(
    shelf: list[Position], order: Order, *, keep: bool = True
) -> tuple[list[list[Take]], list[Refusal | None]]:
    demands = [
        Demand(
            shelf[line.product] if line.product < len(shelf) else None,
            f"P{line.product}",
            line.quantity,
            line.requested_on,
            line.latest_on,
        )
        for line in order.lines
    ]
    return decide(demands, TODAY, ALLOW, complete=order.complete, keep=keep)


def told(takes: list[Take]) -> Counter[tuple[int, date]]:
    """Return units per supply and day; a plan made just now has number 0."""
    units: Counter[tuple[int, date]] = Counter()
    for take in takes:
        assert take.quantity > 0
        units[take.supply.id, take.promised_on] += take.quantity
    return units


class Unit(NamedTuple):
    """One unit: of which supply, arriving when, ready when at each quantile, and how sure."""

    supply: int
    arrives: date | None
    ready: dict[int, date]
    stock: bool
    sure: bool = True


class Oracle:
    """Knows every free unit by itself, and nothing of quantities."""

    def __init__(self, shelf: list[Position]) -> None:
        self.shelf = deepcopy(shelf)
        self.units = [
            [
                Unit(
                    supply.id,
                    supply.available_on,
                    {q: supply.leaves_on(q) for q in (50, 80, 95)},
                    supply.kind == "stock",
                    not supply.overdue,
                )
                for supply in one.supplies
                for _ in range(supply.free)
            ]
            for one in self.shelf
        ]
        self.waiting = [one.backordered for one in self.shelf]
        # Units by day that the supplier is to deliver already: each plan, pegged or free.
        self.planned = [
            Counter(
                {
                    supply.available_on: supply.free + supply.pegged
                    for supply in one.supplies
                    if supply.kind == "planned"
                }
            )
            for one in self.shelf
        ]

    def bought(self, product: int, wanted: int) -> list[Unit]:
        """Return units that purchases could bring, each in the first week with room for it."""
        lead = self.shelf[product].lead_time
        if lead is None or self.shelf[product].discontinued:
            return []
        ids = {
            supply.available_on: supply.id
            for supply in self.shelf[product].supplies
            if supply.kind == "planned"
        }
        planned = Counter(self.planned[product])
        found = []
        on = lead.available_on
        for _ in range(wanted):
            while lead.capacity is not None and not self.fits(planned, on, lead):
                on += 7 * ONE
            planned[on] += 1
            ready = on + ONE
            days = later(ready, lead.spread) or dict.fromkeys((50, 80, 95), ready)
            found.append(Unit(ids.get(on, 0), on, days, stock=False))
        return found

    def fits(self, planned: Counter[date | None], on: date, lead: LeadTime) -> bool:
        """Return whether one more unit that week could still be ordered in whole multiples."""
        assert lead.capacity is not None
        week = on.isocalendar()[:2]
        units = 1 + sum(
            units for day, units in planned.items() if day and day.isocalendar()[:2] == week
        )
        if lead.multiple <= lead.capacity:
            units = -(-units // lead.multiple) * lead.multiple
        return units <= lead.capacity

    def refusal(self, product: int, quantity: int, units: list[Unit]) -> str | None:
        there = sum(unit.stock for unit in units)
        one = self.shelf[product]
        rule = one.policy or ALLOW
        cap = rule.cap
        if rule.cap_from == "incoming":
            cap = min(max(one.incoming - rule.buffer, 0), 10**9 if cap is None else cap)
        checks = {
            "discontinued": one.discontinued,
            "denied": rule.mode == "deny",
            "out_of_stock": len(units) < quantity,
            "cap_reached": cap is not None and self.waiting[product] + quantity - there > cap,
            "confidence_too_low": rule.min_confidence and not all(unit.sure for unit in units),
            "wait_too_long": rule.max_wait_days is not None
            and any(unit.ready[rule.quantile] > day(rule.max_wait_days) for unit in units),
        }
        broken = [code for code, breach in checks.items() if breach]
        return broken[0] if broken and there < quantity else None

    def decide(self, order: Order) -> tuple[list[Counter[tuple[int, date]]], list[str | None]]:
        before = deepcopy((self.units, self.waiting, self.planned))
        given_out: list[list[tuple[int, date]]] = []
        codes: list[str | None] = []
        for product, quantity, requested_on, _ in order.lines:
            if product >= len(self.shelf):
                codes.append("unknown_sku")
                given_out.append([])
                continue
            free = self.units[product]
            new = self.bought(product, max(quantity - len(free), 0))
            units = (free + new)[:quantity]
            codes.append(self.refusal(product, quantity, units))
            del free[:quantity]
            self.planned[product].update(unit.arrives for unit in new)
            self.waiting[product] += sum(not unit.stock for unit in units)
            rule = self.shelf[product].policy or ALLOW
            given_out.append(
                [
                    (unit.supply, max(unit.ready[rule.quantile], requested_on or TODAY))
                    for unit in units
                ]
            )
        if order.complete:
            last = max((on for units in given_out for _, on in units), default=TODAY)
            given_out = [[(supply, last) for supply, _ in units] for units in given_out]
        for at, (line, given) in enumerate(zip(order.lines, given_out, strict=True)):
            if line.latest_on and any(on > line.latest_on for _, on in given):
                codes[at] = codes[at] or "too_late"
        if any(codes):
            self.units, self.waiting, self.planned = before
        return [Counter(given) for given in given_out], codes
