"""The invariants page: one row for each statement that `backorder doctor` runs."""

from __future__ import annotations

from backorder.ledger.proofs.invariants import invariants

from .markdown import table


def write(_about: str = "") -> str:
    """Return the table of invariants, by law."""
    rows = [(one.law, f"`{one.name}`", one.text) for one in invariants()]
    return table(["law", "name", "what holds"], rows)
