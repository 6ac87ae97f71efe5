"""Words for what programs call by a code: kinds of file, strategies, what came of an import."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = {
    "products": _("Products"),
    "locations": _("Locations"),
    "suppliers": _("Suppliers"),
    "supplier-items": _("What suppliers offer"),
    "customers": _("Customers"),
    "policies": _("Policies"),
    "stock": _("Stock (a count)"),
    "orders": _("Orders"),
    "purchase-orders": _("Purchase orders"),
    "receipts": _("Receipts"),
    "substitutes": _("Substitutes"),
    "promotions": _("Promotions"),
}
# What a row of a file of that kind is.
KINDS_ABOUT = {
    "products": _("one row a product; a SKU that exists is changed"),
    "locations": _("one row a place"),
    "suppliers": _("one row a supplier"),
    "supplier-items": _("one row a product of a supplier, with cost and lead time"),
    "customers": _("one row a customer"),
    "policies": _("one row a rule of what may be sold ahead of stock"),
    "stock": _("one row a product and place: what was found there"),
    "orders": _("one row a line; rows of one order share its number"),
    "purchase-orders": _("one row a line; rows of one purchase share its number"),
    "receipts": _("one row a line of a delivery"),
    "substitutes": _("one row a product that may stand in for another"),
    "promotions": _("one row a product of a promotion, with its days and what it adds"),
}
DONE = {
    "created": _("created"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "accepted": _("orders accepted"),
    "refused": _("orders refused"),
    "allocated": _("units allocated"),
    "backordered": _("units backordered"),
    "counts": _("counts"),
    "purchase_orders": _("purchase orders"),
    "receipts": _("receipts"),
    "substitutes": _("substitutes"),
}
TYPES = {
    "code": _("code"),
    "text": _("text"),
    "currency": _("currency, such as EUR"),
    "integer": _("whole number"),
    "money": _("amount, such as 19.99"),
    "date": _("day, such as 2026-12-01"),
    "instant": _("day and time, such as 2026-12-01 09:30"),
    "time": _("time, such as 14:00"),
    "flag": _("yes or no"),
    "list": _("list, parted by |"),
}
