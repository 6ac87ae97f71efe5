"""The schema. Django keeps it and its migrations; the ledger alone writes these tables."""

from .books import OrderLine, Peg, Promise, SalesOrder, Supply
from .catalog import Customer, Location, Policy, Product, Substitute, Supplier, SupplierItem
from .documents import (
    Adjustment,
    CountLine,
    PurchaseLine,
    PurchaseOrder,
    Receipt,
    ReceiptLine,
    ReturnLine,
    SalesReturn,
    Shipment,
    ShipmentLine,
    StockCount,
    Transfer,
    TransferLine,
)
from .records import ExceptionCase, Journal, StockMovement

__all__ = [
    "Adjustment",
    "CountLine",
    "Customer",
    "ExceptionCase",
    "Journal",
    "Location",
    "OrderLine",
    "Peg",
    "Policy",
    "Product",
    "Promise",
    "PurchaseLine",
    "PurchaseOrder",
    "Receipt",
    "ReceiptLine",
    "ReturnLine",
    "SalesOrder",
    "SalesReturn",
    "Shipment",
    "ShipmentLine",
    "StockCount",
    "StockMovement",
    "Substitute",
    "Supplier",
    "SupplierItem",
    "Supply",
    "Transfer",
    "TransferLine",
]
