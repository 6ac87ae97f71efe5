"""Lead times: how long purchases take, learned from those that came and those still open."""

from __future__ import annotations

from .backtest import Backtest, backtest
from .checking import ALL, Check, checks
from .deliveries import Share, shares
from .history import NOT_YET, Groups, History, Seen, seen
from .learning import Estimates, Learned, learn
from .measures import AGES, CHANCES, Bucket, age_bucket, coverage, pinball, reliability
from .model import Fitted, fit
from .receipts import Due, ready, ready_quantile

__all__ = [
    "AGES",
    "ALL",
    "CHANCES",
    "NOT_YET",
    "Backtest",
    "Bucket",
    "Check",
    "Due",
    "Estimates",
    "Fitted",
    "Groups",
    "History",
    "Learned",
    "Seen",
    "Share",
    "age_bucket",
    "backtest",
    "checks",
    "coverage",
    "fit",
    "learn",
    "pinball",
    "ready",
    "ready_quantile",
    "reliability",
    "seen",
    "shares",
]
