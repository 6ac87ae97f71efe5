"""Causes: what made each backorder, found by replaying its product's history without one cause."""

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
    in_spans,
)
from .labelling import Labels, label, label_lasting
from .relief import CAUSES
from .shares import WHOLE

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
    "in_spans",
    "label",
    "label_lasting",
]
