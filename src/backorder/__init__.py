"""Backorder management: every sale of what is not on the shelf is a dated promise.

The three nouns are order lines (demand), supplies, and the pegs between them. The verbs that
change them are listed in :mod:`backorder.ledger`.
"""

__version__ = "0.1.0"
