"""The pages for those who buy, receive, pick, pack and count."""

from __future__ import annotations

from . import (
    buying,
    count_sheets,
    counting,
    fulfilment,
    packing,
    purchase_answer,
    purchase_change,
    purchase_hurry,
    purchase_new,
    purchase_sending,
    purchases,
    receiving,
    risk,
    stock,
    stock_change,
    stock_policies,
    suggestions,
    supplier_answer,
    suppliers,
)

PAGES = (
    *suggestions.PAGES,
    *buying.PAGES,
    *purchase_new.PAGES,
    *purchase_change.PAGES,
    *purchase_sending.PAGES,
    *purchase_hurry.PAGES,
    *purchase_answer.PAGES,
    *supplier_answer.PAGES,
    *purchases.PAGES,
    *suppliers.PAGES,
    *stock_policies.PAGES,
    *risk.PAGES,
    *receiving.PAGES,
    *fulfilment.PAGES,
    *packing.PAGES,
    *stock.PAGES,
    *stock_change.PAGES,
    *counting.PAGES,
    *count_sheets.PAGES,
)
