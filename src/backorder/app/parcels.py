"""Where a parcel can be followed, as its label or the shop's table of carriers says."""

from __future__ import annotations

from backorder import settings
from backorder.domain.parcels import Label, address


def link(carrier: str, tracking: str, tracking_url: str = "") -> str:
    """Return the address at which a parcel can be followed; empty where none is known."""
    return address(Label(carrier, tracking, tracking_url), settings.get("BACKORDER_CARRIERS"))
