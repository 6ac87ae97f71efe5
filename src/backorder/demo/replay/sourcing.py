"""The suppliers of a replay: who brings a product, how long it takes, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.connectors.reading import read
from backorder.connectors.table import refuse
from backorder.demo.suppliers import Delivery, News, Part, PartLine, working_day

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FEWEST_ROWS = 5  # of a vendor, to say anything about it
SPREAD_OF_LEADS = 0.5  # sigma of the logarithm, where no file tells
SPREAD_OF_SLIPS = 0.2


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier: the days it quotes, and the days by which its deliveries slip."""

    code: str
    name: str
    lead_days: int
    slips: NDArray[np.int64]


class Chances(NamedTuple):
    """Shares of 1: lines that come short, units that come damaged, slips told in advance."""

    short: float = 0.03
    damaged: float = 0.005
    told: float = 0.7


class LeadTimes(NamedTuple):
    """What a file of deliveries says, vendor by vendor: days from order to delivery, and slips."""

    rows: int
    used: int
    not_positive: int
    median_days: float
    vendors: dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]


def read_lead_times(path: Path) -> LeadTimes:
    """Read deliveries with the columns vendor, po_sent, scheduled_delivery and delivered.

    Rows without the day of ordering say nothing about lead times and are left out. Delivered on the
    day of ordering or before it: such rows are kept, and a lead time is at least a day anyway.
    """
    columns = read(path).columns
    names = ("vendor", "po_sent", "scheduled_delivery", "delivered")
    missing = [name for name in names if name not in columns]
    if missing:
        refuse(
            "missing_column",
            f"{path.name} lacks the column {', '.join(missing)} of lead times.",
            missing=missing,
            found=list(columns),
        )
    found: dict[str, list[tuple[int, int]]] = {}
    rows = list(zip(*(columns[name] for name in names), strict=True))
    for at, (vendor, sent, scheduled, delivered) in enumerate(rows, start=1):
        if vendor and sent and scheduled and delivered:
            days = [_day(text, path, at) for text in (sent, scheduled, delivered)]
            found.setdefault(str(vendor), []).append((days[2] - days[0], days[2] - days[1]))
    pairs = [pair for several in found.values() for pair in several]
    vendors = {
        vendor: (np.array([p[0] for p in several]), np.array([p[1] for p in several]))
        for vendor, several in sorted(found.items())
        if len(several) >= FEWEST_ROWS
    }
    if not vendors:
        refuse("no_lead_times", f"{path.name} holds no vendor with {FEWEST_ROWS} deliveries.")
    median = float(np.median([lead for lead, _ in pairs]))
    not_positive = sum(lead <= 0 for lead, _ in pairs)
    return LeadTimes(len(rows), len(pairs), not_positive, median, vendors)


def _day(text: object, path: Path, row: int) -> int:
    try:
        return date.fromisoformat(str(text)[:10]).toordinal()
    except ValueError:
        refuse("bad_date", f"{path.name}, row {row}: {text!r} is not a date.", row=row)


def suppliers_of(
    times: LeadTimes, lead_days: float, count: int, rng: np.random.Generator
) -> list[Supplier]:
    """Return suppliers that behave like vendors of a file, drawn by their number of deliveries.

    All days are scaled so that the file's median lead time becomes ``lead_days``. A supplier quotes
    its vendor's median; each purchase slips as one of the vendor's deliveries did.
    """
    scale = lead_days / max(1.0, times.median_days)
    names = list(times.vendors)
    weights = np.array([times.vendors[name][0].size for name in names], dtype=np.float64)
    drawn = rng.choice(len(names), size=count, p=weights / weights.sum())
    return [
        Supplier(
            code=f"S{n:03d}",
            name=f"Supplier {n}, as {names[at]}"[:200],
            lead_days=max(1, round(float(np.median(times.vendors[names[at]][0])) * scale)),
            slips=np.rint(times.vendors[names[at]][1] * scale).astype(np.int64),
        )
        for n, at in enumerate(drawn.tolist(), start=1)
    ]


def made_up_suppliers(lead_days: float, count: int, rng: np.random.Generator) -> list[Supplier]:
    """Return suppliers whose lead times are log-normal around ``lead_days``, and so their slips."""
    quoted = np.maximum(1, np.rint(lead_days * rng.lognormal(0.0, SPREAD_OF_LEADS, count)))
    return [
        Supplier(
            code=f"S{n:03d}",
            name=f"Supplier {n}",
            lead_days=int(days),
            slips=np.rint(days * (rng.lognormal(0.0, SPREAD_OF_SLIPS, 200) - 1)).astype(np.int64),
        )
        for n, days in enumerate(quoted.tolist(), start=1)
    ]


def supplier_of(sku: str, seed: int, count: int) -> int:
    """Return which of so many suppliers brings a product: the same one for the same seed.

    >>> supplier_of("MUG", 7, 40) == supplier_of("MUG", 7, 40), supplier_of("MUG", 8, 1)
    (True, 0)
    """
    digest = blake2b(f"{seed}:{sku}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % count


def plan_delivery(  # noqa: PLR0913, PLR0917 (one delivery, all of it needed)
    rng: np.random.Generator,
    supplier: Supplier,
    chances: Chances,
    ordered_on: date,
    expected_on: date,
    lines: list[tuple[str, int]],
) -> Delivery:
    """Return what becomes of a purchase of ``(sku, units)`` lines: the news, and what arrives.

    It comes in one part on a working day, at the earliest the day after it was ordered. What is
    missing of a line will not come any more.
    """
    slip = int(supplier.slips[rng.integers(supplier.slips.size)])
    earliest = ordered_on + timedelta(days=1)
    comes_on = working_day(max(earliest, expected_on + timedelta(days=slip)))
    news = _news(rng, chances, earliest, expected_on, comes_on)
    ordered = np.array([units for _, units in lines], dtype=np.int64)
    short = rng.random(ordered.size) < chances.short
    share = rng.uniform(0.3, 0.9, ordered.size)
    comes = np.where(short, np.floor(ordered * share).astype(np.int64), ordered)
    damaged = rng.binomial(comes, chances.damaged)
    part = Part(
        comes_on,
        tuple(
            PartLine(sku, good, broken, close=closed)
            for (sku, _), good, broken, closed in zip(
                lines, (comes - damaged).tolist(), damaged.tolist(), short.tolist(), strict=True
            )
        ),
    )
    return Delivery(news, (part,))


def _news(
    rng: np.random.Generator, chances: Chances, earliest: date, expected_on: date, comes_on: date
) -> tuple[News, ...]:
    """Return when the supplier names the true day: in advance, or once the old one has passed."""
    in_advance = rng.random() < chances.told
    before = timedelta(days=int(rng.integers(1, 8)))
    if comes_on == expected_on:
        return ()
    if in_advance:
        told_on = max(earliest, min(expected_on, comes_on) - before)
    elif comes_on > expected_on:
        told_on = expected_on + timedelta(days=1)
    else:
        return ()  # it is simply there before its day
    return (News(told_on, comes_on),) if told_on < comes_on else ()
