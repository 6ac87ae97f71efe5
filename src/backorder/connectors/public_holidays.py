"""Public holidays of a country, from a package that knows them; days that are written down."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from datetime import date


def public_holidays(country: str, subdivision: str | None, years: range) -> dict[date, str]:
    """Return the days on which a country, or a part of it, rests, with their names.

    Raises ``InvalidError``: ``unknown_country``, ``needs_extra``.

    >>> from datetime import date
    >>> public_holidays("DE", "SN", range(2026, 2027))[date(2026, 11, 18)]
    'Repentance and Prayer Day'
    """
    if find_spec("holidays") is None:
        raise InvalidError(
            "needs_extra",
            "Public holidays need an extra: pip install 'backorder[calendars]'",
            extra="calendars",
        )
    from holidays import country_holidays  # noqa: PLC0415 (slow, and seldom needed)

    try:
        found = country_holidays(country, subdiv=subdivision, years=years, language="en_US")
    except NotImplementedError as error:
        raise InvalidError(
            "unknown_country",
            f"No public holidays are known for {country}"
            f"{'' if subdivision is None else '/' + subdivision}: {error}",
            country=country,
            subdivision=subdivision,
        ) from None
    return dict(found.items())
