"""The addresses of the storefront, each with what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from . import views

if TYPE_CHECKING:
    from django.urls import URLPattern

BASE = "storefront/"


def patterns() -> list[URLPattern]:
    """Return every address under ``/storefront/``."""
    return [
        path(f"{BASE}products", views.products),
        path(f"{BASE}cart", views.cart),
        path(f"{BASE}badge", views.product_badge),
        path(f"{BASE}cart-badge", views.cart_badge),
        path(f"{BASE}markup", views.product_markup),
        path(f"{BASE}badge.css", views.style),
        path(f"{BASE}feed.xml", views.merchant_feed),
        path(f"{BASE}feed.tsv", views.merchant_feed),
    ]
