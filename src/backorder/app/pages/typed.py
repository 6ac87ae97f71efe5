"""What a form brings: words, whole numbers and days, or a sentence about the field at fault."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from backorder.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, QueryDict

LONGEST = 200
MOST = 10**9  # units, as the verbs take them
_OWN = frozenset({"csrfmiddlewaretoken", "step"})


def text(given: Mapping[str, str], name: str) -> str:
    """Return a field's words without what surrounds them.

    >>> text({"sku": " MUG "}, "sku"), text({}, "sku")
    ('MUG', '')
    """
    return given.get(name, "").strip().replace("\x00", "")[:LONGEST]


def whole(given: Mapping[str, str], name: str) -> int | None:
    """Return a field's whole number, None where it is empty; raise where it is none.

    >>> whole({"units": " 12"}, "units"), whole({"units": ""}, "units")
    (12, None)
    """
    found = text(given, name)
    if not found:
        return None
    digits = found.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(MOST))):
        raise InvalidError(
            "not_a_number",
            _("“%(text)s” is not a whole number.") % {"text": found[:40]},
            field=name,
        )
    return int(found)


def day(given: Mapping[str, str], name: str) -> date | None:
    """Return a field's day, None where it is empty; raise where it is none.

    >>> day({"on": "2026-12-01"}, "on")
    datetime.date(2026, 12, 1)
    """
    found = text(given, name)
    if not found:
        return None
    try:
        return date.fromisoformat(found)
    except ValueError:
        raise InvalidError(
            "not_a_day", _("“%(text)s” is not a day.") % {"text": found[:40]}, field=name
        ) from None


def rows(given: QueryDict, most: int) -> list[int]:
    """Return the numbers of a form's rows: those of which it brings a ``sku-N``, up to ``most``."""
    return [n for n in range(most) if f"sku-{n}" in given]


def again(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form brought as pairs: hidden fields of the form that carries it out."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _OWN
        for value in values
    ]


def doing(request: HttpRequest) -> bool:
    """Tell whether the form is to be carried out, not only to be looked at."""
    return request.method == "POST" and request.POST.get("step") == "do"
