"""Availability in a shopper's words: one sentence for each product, with its days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from backorder.app.marking import gettext_noop

if TYPE_CHECKING:
    from datetime import date

# A state with its days: what ships when, what is there now, and what is still to come.
_DATED = {
    "backorder": gettext_noop("Ships %(when)s"),
    "preorder": gettext_noop("Pre-order, ships %(when)s"),
    "made_to_order": gettext_noop("Made to order, ships %(when)s"),
}
_DATED_ONE_DAY = {
    "backorder": gettext_noop("Ships on %(when)s"),
    "preorder": gettext_noop("Pre-order, ships on %(when)s"),
    "made_to_order": gettext_noop("Made to order, ships on %(when)s"),
}


def day(on: date, today: date) -> str:
    """Return a day in words, with its year where that is another one.

    >>> from datetime import date
    >>> day(date(2026, 12, 4), date(2026, 11, 22)), day(date(2027, 1, 4), date(2026, 11, 22))
    ('4 December', '4 January 2027')
    """
    facts = {"day": on.day, "month": MONTHS[on.month], "year": on.year}
    if on.year == today.year:
        return pgettext("a day", "%(day)s %(month)s") % facts
    return pgettext("a day", "%(day)s %(month)s %(year)s") % facts


def days(first: date, last: date, today: date) -> str:
    """Return a range of days in words; one day where they are the same.

    >>> from datetime import date
    >>> days(date(2026, 12, 4), date(2026, 12, 6), date(2026, 11, 22)).isascii()
    False
    """
    if first == last:
        return day(first, today)
    if (first.year, first.month) == (last.year, last.month):
        return pgettext("days of a month", "%(first)s–%(last)s") % {  # noqa: RUF001 (a range)
            "first": pgettext("first day", "%(day)s") % {"day": first.day},
            "last": day(last, today),
        }
    return pgettext("days of two months", "%(first)s – %(last)s") % {  # noqa: RUF001 (a range)
        "first": day(first, today),
        "last": day(last, today),
    }


def sentence(  # noqa: PLR0913, PLR0917 (what is told)
    state: str,
    now: int,
    later: int,
    span: tuple[date, date] | None,
    today: date,
    next_on: date | None = None,
) -> str:
    """Return what a shopper is told: so many now, so many more when, or why not.

    ``later``: units still to come; ``span``: the days between which they leave, or for what is all
    there the day it leaves; ``next_on``: the next day that is known of what is refused.
    """
    if state == "unknown":
        return _("This product is not known.")
    if state == "discontinued":
        return _("No longer sold")
    if state == "out_of_stock":
        return _refused(now, next_on, today)
    if span is None:
        return _("In stock")
    when = days(*span, today)
    one_day = span[0] == span[1]
    if state == "in_stock":
        return _("In stock, ships on %(when)s") % {"when": when}
    if now:
        facts = {"now": now, "later": later, "when": when}
        if one_day:
            return ngettext(
                "%(now)s now, %(later)s more ships on %(when)s",
                "%(now)s now, %(later)s more ship on %(when)s",
                later,
            ) % facts  # fmt: skip
        return ngettext(
            "%(now)s now, %(later)s more ships %(when)s",
            "%(now)s now, %(later)s more ship %(when)s",
            later,
        ) % facts  # fmt: skip
    texts = _DATED_ONE_DAY if one_day else _DATED
    return _(texts[state]) % {"when": when}


def _refused(now: int, next_on: date | None, today: date) -> str:
    if now:
        return _("%(now)s now, no more can be ordered") % {"now": now}
    if next_on is not None:
        return _("Out of stock, expected on %(when)s") % {"when": day(next_on, today)}
    return _("Out of stock")


def splitting(extra: int | None, amount: str, parcels: int, together_on: str) -> str:
    """Return what it means to have a cart in several parcels: what it costs, and what not to."""
    if parcels < 2:  # noqa: PLR2004 (one parcel is no split)
        return ""
    facts: dict[str, Any] = {"parcels": parcels, "amount": amount, "when": together_on}
    if extra:
        return _("In %(parcels)s parcels for %(amount)s more, or all together on %(when)s") % facts
    return _("In %(parcels)s parcels, or all together on %(when)s") % facts
