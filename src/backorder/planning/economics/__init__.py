"""Economics: what offering a backorder is worth, until which wait, and what to give for waiting."""

from __future__ import annotations

from .break_even import LONGEST, break_even_wait
from .incentive import (
    acceptance,
    best_incentive,
    best_unclipped,
    lambert_of_exp,
    value_of_giving,
)
from .offering import Terms, goodwill_of, value_of_offering, value_of_refusing
from .waiting import survival_constant, survival_gamma, survival_strata

__all__ = [
    "LONGEST",
    "Terms",
    "acceptance",
    "best_incentive",
    "best_unclipped",
    "break_even_wait",
    "goodwill_of",
    "lambert_of_exp",
    "survival_constant",
    "survival_gamma",
    "survival_strata",
    "value_of_giving",
    "value_of_offering",
    "value_of_refusing",
]
