"""Which rule pack holds for a line: by where it goes, and whether a business buys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .packs import COMMERCIAL, PACKS, Pack

if TYPE_CHECKING:
    from collections.abc import Collection

_COUNTRY = re.compile(r"([A-Za-z]{2})(?![A-Za-z])")
_OF_COUNTRY = {country: pack for pack in PACKS.values() for country in pack.countries}


def country_of(destination: str) -> str:
    """Return the country code that a destination begins with, or "".

    >>> country_of("DE-10115"), country_of("us"), country_of("Berlin")
    ('DE', 'US', '')
    """
    match = _COUNTRY.match(destination)
    return match[1].upper() if match else ""


def choose(
    destination: str,
    customer_class: str = "",
    *,
    business: Collection[str] = (),
    override: str | None = None,
) -> Pack:
    """Return the pack of a line: what the shop set, else by class of customer and destination.

    ``business``: the classes, in small letters, that buy for a business. Where the destination
    names no country that a pack knows, the commercial default holds.

    >>> choose("DE-10115").id, choose("US", "Trade", business=["trade"]).id, choose("").id
    ('eu_2011_83', 'commercial', 'commercial')
    """
    if override is not None:
        return PACKS[override]
    if customer_class.lower() in business:
        return COMMERCIAL
    return _OF_COUNTRY.get(country_of(destination), COMMERCIAL)
