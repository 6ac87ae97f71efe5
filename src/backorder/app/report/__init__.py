"""The report as a page: figures from the ledger's metrics, a story, plots and tables."""

from .page import facts, page

__all__ = ["facts", "page"]
