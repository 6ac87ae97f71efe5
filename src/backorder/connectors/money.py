"""Money in files for people: decimals, exactly as many as the currency has, never rounded."""

from __future__ import annotations

import re
from typing import NamedTuple

DEFAULT_CURRENCY = "EUR"

# ISO 4217: how many decimals a currency has where it is not two.
_WITHOUT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"
_WITH_FOUR = "CLF UYW"
_DECIMALS = {
    currency: places
    for places, currencies in ((0, _WITHOUT), (3, _WITH_THREE), (4, _WITH_FOUR))
    for currency in currencies.split()
}
_DECIMAL = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,15}))?")


class Amount(NamedTuple):
    """A decimal as written: all its digits as one number, and how many stand after the point."""

    digits: int
    places: int


def decimals(currency: str) -> int:
    """Return how many decimals a currency has.

    >>> decimals("EUR"), decimals("JPY"), decimals("KWD")
    (2, 0, 3)
    """
    return _DECIMALS.get(currency, 2)


def read_amount(text: str) -> Amount | None:
    """Return a decimal number as written, or None where the text is not one.

    >>> read_amount("19.99"), read_amount("20"), read_amount("19,99")
    (Amount(digits=1999, places=2), Amount(digits=20, places=0), None)
    """
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return None
    fraction = match[2] or ""
    return Amount(int(match[1] + fraction), len(fraction))


def minor_units(amount: Amount, currency: str) -> int | None:
    """Return an amount in minor units, or None where it has more decimals than the currency.

    >>> minor_units(Amount(199, 1), "EUR"), minor_units(Amount(19999, 3), "EUR")
    (1990, None)
    """
    missing = decimals(currency) - amount.places
    return None if missing < 0 else amount.digits * 10**missing


def decimal_text(minor: int, currency: str) -> str:
    """Return minor units as people write them.

    >>> decimal_text(1999, "EUR"), decimal_text(5, "KWD"), decimal_text(1999, "JPY")
    ('19.99', '0.005', '1999')
    """
    places = decimals(currency)
    if places == 0:
        return str(minor)
    whole, fraction = divmod(minor, 10**places)
    return f"{whole}.{fraction:0{places}d}"
