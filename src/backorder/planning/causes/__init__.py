"""Causes: what made each backorder, found by replaying its product's history without one cause."""

from backorder.domain.causes import CAUSES, WHOLE

from .history import (
    DAY,
    NEVER,
    Backorders,
    Corrections,
    Demand,
    Flow,
    Grants,
    History,
    Lots,
    Plan,
    Running,
    in_spans,
)
from .labelling import Labels, label, label_lasting
from .promotions import Promotions, promoted
from .trailing import trailing_plan

__all__ = [
    "CAUSES",
    "DAY",
    "NEVER",
    "WHOLE",
    "Backorders",
    "Corrections",
    "Demand",
    "Flow",
    "Grants",
    "History",
    "Labels",
    "Lots",
    "Plan",
    "Promotions",
    "Running",
    "in_spans",
    "label",
    "label_lasting",
    "promoted",
    "trailing_plan",
]
