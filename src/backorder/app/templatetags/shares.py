"""Rates of reports, which are in percent."""

from __future__ import annotations

from typing import Any

from django import template

from .ui import percent

register = template.Library()


@register.filter
def rate(value: Any) -> str:  # noqa: ANN401 (what a template has)
    """Return a rate from 0 to 100 as a percentage; a dash where there is none."""
    return percent(None if value is None else value / 100, 1)
