"""Figures for Prometheus: requests by route and status, their duration, and what verbs came to.

Routes are patterns, never paths, so that no caller can make a new series.
"""

from __future__ import annotations

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)

CONTENT_TYPE = CONTENT_TYPE_LATEST
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus-client's own name
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

requests = Counter("backorder_http_requests", "Requests answered.", ["method", "route", "status"])
request_seconds = Histogram(
    "backorder_http_request_seconds",
    "From the first byte read to the answer made.",
    ["method", "route"],
    buckets=_SECONDS,
)
verbs = Counter("backorder_verbs", "Verbs called, and how they ended.", ["verb", "outcome"])
orders_together = Histogram(
    "backorder_orders_together",
    "Single orders that were placed in one transaction.",
    buckets=(1, 2, 4, 8, 16, 32, 64),
)
verb_seconds = Histogram("backorder_verb_seconds", "Duration of verbs.", ["verb"], buckets=_SECONDS)


def exposition() -> bytes:
    """Return all figures in Prometheus' text format."""
    if SHARED_FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def forget(pid: int) -> None:
    """Drop what only made sense while a process lived."""
    multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
