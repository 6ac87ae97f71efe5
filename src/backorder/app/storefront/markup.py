"""Availability for search engines: schema.org's Product with its Offer, as JSON-LD."""

from __future__ import annotations

from typing import Any

from backorder.connectors.money import decimal_text

Json = dict[str, Any]


def product(answer: Json) -> Json:
    """Return the markup of a product that was answered for."""
    offer: Json = {
        "@type": "Offer",
        "availability": answer["schema"],
        "itemCondition": "https://schema.org/NewCondition",
        "price": decimal_text(answer["unit_price"], answer["currency"]),
        "priceCurrency": answer["currency"],
    }
    if answer["lead_days"] is not None:
        first, last = answer["lead_days"]
        offer["deliveryLeadTime"] = {
            "@type": "QuantitativeValue", "minValue": first, "maxValue": last, "unitCode": "DAY",
        }  # fmt: skip
        if answer["state"] != "in_stock":
            offer["availabilityStarts"] = answer["available_on"]
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "sku": answer["sku"],
        "name": answer["name"] or answer["sku"],
        "offers": offer,
    }
