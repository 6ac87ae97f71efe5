"""Allow, cap or deny backorders: from how long waits are, and what customers do about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .break_even import LONGEST, break_even_wait
from .learning import survival
from .offering import Terms, goodwill_of, value_of_offering, value_of_refusing

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]
    Words = npt.NDArray[np.str_]

KEPT_LEAST = 0.6  # of dates that should be kept in eight of ten cases
CHECKED_LEAST = 10  # dates that are looked back on, before they say anything
_Z = 1.644854
AT_ONCE = 4000  # products: bounds the memory of the search


class Products(NamedTuple):
    """Products as columns; money per unit, days, shares of 1.

    ``waits``: equally likely waits for a unit that is bought now, (n, k), NaN where nobody knows;
    ``soon``: those for a free unit that is on its way, NaN where there is none. ``hazard``: per day
    by band of age, (n, bands). ``kept`` of ``checked`` dates at P80 were kept. ``weekly``: units
    the supplier can bring in a week, infinity for no limit.
    """

    margin: Floats
    waits: Floats
    soon: Floats
    start: Floats
    slope: Floats
    hazard: Floats
    ship: Floats
    cancel: Floats
    handling: Floats
    future: Floats
    goodwill: Floats
    substituted: Floats
    margin_substitute: Floats
    kept: Floats
    checked: Floats
    weekly: Floats

    def some(self, rows: slice) -> Products:
        """Return some of them."""
        return Products(*(column[rows] for column in self))


class Advised(NamedTuple):
    """The advice; ``cap`` is -1 for none, ``break_even`` NaN for never and infinity for always.

    ``offering`` and ``refusing``: expected value of a customer who asks for a unit, at the wait
    that the verdict is about.
    """

    verdict: Words
    reason: Words
    cap: npt.NDArray[np.int64]
    break_even: Floats
    p50: Floats
    p80: Floats
    offering: Floats
    refusing: Floats


def value_at(products: Products, waits: Floats) -> Floats:
    """Return the value of offering with equally likely ``waits`` (n, k).

    The customer is told the wait at 80 %, accepts by that, and waits as long as it takes. Who does
    not accept is worth what a refused customer is.
    """
    told = np.quantile(waits, 0.8, axis=1)
    accepted = products.start * np.exp(-products.slope * told)
    still = survival(products.hazard, waits).mean(axis=1)
    terms = Terms(
        margin=products.margin,
        ship=products.ship,
        cancel=products.cancel,
        future=products.future,
        handling=products.handling,
        declined=refused_at(products),
    )
    return value_of_offering(accepted, still, goodwill_of(waits).mean(axis=1), terms)


def worth_of_waits(products: Products, days: Floats) -> Floats:
    """Return what offering is worth were the wait at 80 % so many ``days``, (n, k).

    Waits keep their shape and are stretched, as the search for the break-even wait does it; where
    nobody knows any, the wait is the same for all.
    """
    known: Flags = np.asarray(np.isfinite(products.waits).all(axis=1))
    waits = np.where(known[:, None], products.waits, 1.0)
    shape = waits / np.maximum(np.quantile(waits, 0.8, axis=1), 1e-9)[:, None]
    columns = [value_at(products, shape * days[:, k : k + 1]) for k in range(days.shape[1])]
    return np.stack(columns, axis=1)


def refused_at(products: Products) -> Floats:
    """Return the value of not offering."""
    return value_of_refusing(products.substituted, products.margin_substitute, products.goodwill)


def advise(products: Products) -> Advised:
    """Return the advice on each product.

    In this order: *deny* where nobody knows a date, or dates were kept too seldom to be told, or
    even no wait pays; *allow* where a purchase made now comes before the break-even wait,
    *cap* at the units the supplier can bring by then, where that is limited; *cap* at what is on
    its way, where only that comes soon enough; *deny* the rest.
    """
    n = products.margin.size
    parts = [_advise(products.some(slice(at, at + AT_ONCE))) for at in range(0, n, AT_ONCE)]
    columns = zip(*parts, strict=True)
    return Advised(*(np.concatenate(column) for column in columns))


def _advise(products: Products) -> Advised:
    known: Flags = np.asarray(np.isfinite(products.waits).all(axis=1))
    waits = np.where(known[:, None], products.waits, LONGEST)
    coming: Flags = np.asarray(np.isfinite(products.soon).all(axis=1))
    soon = np.where(coming[:, None], products.soon, waits)
    p50, p80 = np.quantile(waits, 0.5, axis=1), np.quantile(waits, 0.8, axis=1)
    refusing = refused_at(products)
    shape = np.where(p80[:, None] > 0, waits / np.maximum(p80, 1e-9)[:, None], 1.0)

    def gain(days: Floats) -> Floats:
        found = np.empty(days.shape)
        for k in range(days.shape[1]):
            found[:, k] = value_at(products, shape * days[:, k : k + 1]) - refusing
        return found

    even = break_even_wait(gain, products.margin.size)
    later, sooner = value_at(products, waits), value_at(products, soon)
    unkept = _too_seldom(products.kept, products.checked)
    cases = {
        "no_date": ~(known | coming),
        "dates_not_kept": unkept,
        "never_pays": np.isnan(even),
        "supplier_limit": known & (later > refusing) & np.isfinite(products.weekly),
        "pays": known & (later > refusing),
        "only_incoming": coming & (sooner > refusing),
    }
    reason = np.select(list(cases.values()), list(cases), "wait_too_long")
    verdict = np.select(
        [reason == "pays", np.isin(reason, ["supplier_limit", "only_incoming"])],
        ["allow", "cap"],
        "deny",
    )
    within = np.maximum(np.where(np.isfinite(even), even, LONGEST) - p80, 0.0)
    limit = np.where(np.isfinite(products.weekly), products.weekly, 0.0)
    room = np.where(reason == "supplier_limit", limit * within / 7.0, -1.0)
    return Advised(
        verdict,
        reason,
        np.floor(room).astype(np.int64),
        even,
        np.where(known, p50, np.nan),
        np.where(known, p80, np.nan),
        np.where(reason == "only_incoming", sooner, later),
        refusing,
    )


def _too_seldom(kept: Floats, checked: Floats) -> Flags:
    """Tell where dates at P80 were surely kept less often than may be told to a customer.

    Even the upper end of Wilson's interval (JASA 22, 1927) of the share lies below.
    """
    n = np.maximum(checked, 1.0)
    share, square = kept / n, _Z**2 / n
    spread = np.sqrt(share * (1 - share) * square + square**2 / 4)
    return np.asarray(
        (checked >= CHECKED_LEAST) & ((share + square / 2 + spread) / (1 + square) < KEPT_LEAST)
    )
