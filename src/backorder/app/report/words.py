"""Numbers, money and dates as people read them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NONE = "\N{EN DASH}"  # stands where there is nothing to say
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
_SHORT = ((1_000_000_000, "bn"), (1_000_000, "m"), (10_000, "k"))


def whole(value: int | None) -> str:
    """Return a count with thousands separated.

    >>> whole(1234567), whole(None) == NONE
    ('1,234,567', True)
    """
    return NONE if value is None else f"{value:,}"


def mean(value: float | None) -> str:
    """Return a mean of small counts to two places.

    >>> mean(1.0), mean(None) == NONE
    ('1.00', True)
    """
    return NONE if value is None else f"{value:.2f}"


def rate(value: float | None) -> str:
    """Return a percentage to one place.

    >>> rate(7.0), rate(None) == NONE
    ('7.0 %', True)
    """
    return NONE if value is None else f"{value:.1f} %"


def days(value: float | None) -> str:
    """Return a number of days.

    >>> days(1), days(12.5), days(None) == NONE
    ('1 day', '12.5 days', True)
    """
    if value is None:
        return NONE
    return f"{value:g} day" if value == 1 else f"{value:g} days"


def amount(minor: int, currency: str) -> str:
    """Return an amount of money, short where it is large.

    >>> amount(349642208, "EUR"), amount(98765, "CHF"), amount(1264500, "EUR")
    ('€3.50m', 'CHF 988', '€12.6k')
    """
    sign = SYMBOLS.get(currency, f"{currency} ")
    major = minor / 100
    for size, letter in _SHORT:
        if abs(major) >= size:
            scale = 1000 if letter == "k" else size
            return f"{sign}{major / scale:.{2 if letter != 'k' else 1}f}{letter}"
    return f"{sign}{major:,.0f}"


def signed(minor: int, currency: str) -> str:
    """Return a difference of money with its sign; nought has none.

    >>> signed(1264500, "EUR"), signed(-98765, "CHF")[1:], signed(0, "EUR")
    ('+€12.6k', 'CHF 988', '€0')
    """
    sign = "+" if minor > 0 else "\N{MINUS SIGN}" if minor < 0 else ""
    return f"{sign}{amount(abs(minor), currency)}"


def money(sums: Mapping[str, int]) -> str:
    """Return sums of several currencies, the largest first.

    >>> money({"USD": 100, "EUR": 5000})
    '€50 + $1'
    """
    parts = sorted(sums.items(), key=lambda one: (-one[1], one[0]))
    return " + ".join(amount(value, code) for code, value in parts) or NONE


def day(iso: str | None) -> str:
    """Return a date in short.

    >>> day("2025-03-07"), day(None) == NONE
    ('7 Mar 2025', True)
    """
    if iso is None:
        return NONE
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%b %Y}"


def long_day(iso: str) -> str:
    """Return a date in full.

    >>> long_day("2025-03-07")
    '7 March 2025'
    """
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"


def span(first: str, last: str) -> str:
    """Return the days from one to another, a whole month by its name.

    >>> span("2025-11-01", "2025-11-30"), span("2025-11-01", "2025-11-12")
    ('November 2025', '1 Nov 2025 to 12 Nov 2025')
    """
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin.day == 1 and (end + timedelta(days=1)).day == 1 and end - begin < timedelta(days=31):
        return f"{begin:%B %Y}"
    return f"{day(first)} to {day(last)}"


def period(name: str) -> str:
    """Return a period's name as people say it.

    >>> period("2025-W48"), period("2025-03"), period("2025-03-07")
    ('week 48', 'March', '7 Mar 2025')
    """
    if "W" in name:
        return f"week {int(name.split('W')[1])}"
    if name.count("-") == 1:
        return f"{date.fromisoformat(name + '-01'):%B}"
    return day(name)


def join(names: list[str]) -> str:
    """Return names as a list in a sentence.

    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
