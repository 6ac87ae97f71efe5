"""Figures with their sign: by how much something changes."""

from __future__ import annotations

from typing import Any

from django import template

from .ui import money, whole

register = template.Library()


@register.filter
def signed(value: Any) -> str:  # noqa: ANN401 (what a template has)
    r"""Return a whole number with its sign.

    >>> signed(None) == "\N{EN DASH}"
    True
    """
    return _with_sign(value, whole(abs(value)) if isinstance(value, int) else whole(None))


@register.filter
def signed_money(minor: Any, currency: str = "") -> str:  # noqa: ANN401 (what a template has)
    """Return an amount in minor units with its sign."""
    return _with_sign(minor, money(abs(minor) if isinstance(minor, int) else None, currency))


def _with_sign(value: Any, text: str) -> str:  # noqa: ANN401 (as above)
    if not isinstance(value, int):
        return text
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else "±"
    return f"{sign}{text}"
