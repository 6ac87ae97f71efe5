"""The pages for those who buy, receive, pick, pack and count."""

from __future__ import annotations

from . import (
    counting,
    fulfilment,
    packing,
    purchase_change,
    purchase_new,
    purchases,
    receiving,
    stock,
    stock_change,
    suggestions,
    suppliers,
)

PAGES = (
    *suggestions.PAGES,
    *purchase_new.PAGES,
    *purchase_change.PAGES,
    *purchases.PAGES,
    *suppliers.PAGES,
    *receiving.PAGES,
    *fulfilment.PAGES,
    *packing.PAGES,
    *stock.PAGES,
    *stock_change.PAGES,
    *counting.PAGES,
)
