"""The overview: what the day brings, and what needs a person now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import frame
from .page import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def overview(request: HttpRequest) -> HttpResponse:
    """Show the overview."""
    return frame.render(request, "backorder/pages/overview.html")


PAGES = (Page("", "overview", overview),)
