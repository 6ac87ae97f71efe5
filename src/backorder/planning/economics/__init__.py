"""Economics: what offering a backorder is worth, until which wait, and what to give for waiting."""

from __future__ import annotations

from .advising import Advised, Products, advise, worth_of_waits
from .break_even import LONGEST, break_even_wait
from .effect import Effect, difference
from .incentive import (
    acceptance,
    best_incentive,
    best_unclipped,
    lambert_of_exp,
    value_of_giving,
)
from .learning import (
    Acceptance,
    learn_acceptance,
    learn_hazard,
    learn_slips,
    short_share,
    survival,
)
from .market import Compared, Market, compare, draw, mean_and_margin
from .offering import Terms, goodwill_of, value_of_offering, value_of_refusing
from .response import Response, learn_response
from .waiting import survival_constant, survival_gamma, survival_strata

__all__ = [
    "LONGEST",
    "Acceptance",
    "Advised",
    "Compared",
    "Effect",
    "Market",
    "Products",
    "Response",
    "Terms",
    "acceptance",
    "advise",
    "best_incentive",
    "best_unclipped",
    "break_even_wait",
    "compare",
    "difference",
    "draw",
    "goodwill_of",
    "lambert_of_exp",
    "learn_acceptance",
    "learn_hazard",
    "learn_response",
    "learn_slips",
    "mean_and_margin",
    "short_share",
    "survival",
    "survival_constant",
    "survival_gamma",
    "survival_strata",
    "value_of_giving",
    "value_of_offering",
    "value_of_refusing",
    "worth_of_waits",
]
