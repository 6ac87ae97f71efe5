"""What a form gave: numbers, days and texts for a verb, or why one of them is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages

from backorder.domain.errors import BackorderError, InvalidError

from . import acting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

_MOST_DIGITS = 12


def text(form: Mapping[str, Any], name: str, longest: int = 2000) -> str:
    """Return a text without blanks around it; the verb says whether it can be kept."""
    return str(form.get(name, "")).strip()[: longest + 1]


def whole(form: Mapping[str, Any], name: str) -> int | None:
    """Return a whole number, None where the field was left empty; raises ``InvalidError``."""
    said = text(form, name)
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) <= _MOST_DIGITS):
        raise InvalidError("not_a_number", f"{said[:40]!r} is not a whole number.", field=name)
    return int(said)


def filled(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """Return the fields that say something.

    >>> filled(cap=None, buffer=0, match="")
    {'buffer': 0, 'match': ''}
    """
    return {name: value for name, value in fields.items() if value is not None}


def attempted(
    request: HttpRequest, verb: str, body: Callable[[], dict[str, Any]], said: str
) -> dict[str, Any] | None:
    """Call a verb with what a form gave; say on the next page what was wrong with either."""
    try:
        wanted = body()
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return None
    return acting.attempt(request, verb, wanted, said)
