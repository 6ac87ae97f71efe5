"""The URL patterns of the API, one for each list, object, verb and report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import path, re_path

from . import pages, reports, views, webhooks
from .listings import LISTINGS
from .posting import POSTS

if TYPE_CHECKING:
    from django.urls import URLPattern

BASE = "api/v1/"


def patterns() -> list[URLPattern]:
    """Return every address under ``/api/v1/``."""
    found = [
        path(f"{BASE}openapi.json", pages.openapi),
        path(f"{BASE}docs", pages.docs),
    ]
    found += [
        path(f"{BASE}{name}", partial(views.resource, name=name))
        for name in sorted({*LISTINGS, *POSTS, *webhooks.ACTIONS})
    ]
    found += [
        path(f"{BASE}{name}/<path:key>", partial(views.item, name=name))
        for name, listing in LISTINGS.items()
        if listing.named_by
    ]
    found += [
        path(f"{BASE}reports/{name}", partial(views.report, name=name)) for name in reports.ABOUT
    ]
    return [*found, re_path(r"^api/", views.nothing)]
