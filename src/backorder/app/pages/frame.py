"""What surrounds every page: the menu, who is signed in, the connection to the books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from backorder.app.accounts import roles
from backorder.app.web import clock, connections

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise
    from psycopg import Connection


class Entry(NamedTuple):
    """A line of the menu; ``under`` are the first parts of the addresses that belong to it."""

    label: _StrPromise
    page: str
    icon: str
    needs: str = "see"


class Shown(NamedTuple):
    """A line of the menu as it is drawn."""

    label: _StrPromise
    address: str
    icon: str
    here: bool


MENU: tuple[tuple[_StrPromise, tuple[Entry, ...]], ...] = (
    (_("Today"), (Entry(_("Overview"), "overview", "home"),)),
    (
        _("Sell"),
        (
            Entry(_("Backorders"), "backorders", "clock"),
            Entry(_("Orders"), "orders", "bag"),
            Entry(_("Delay cases"), "delays", "alert"),
            Entry(_("Products"), "products", "box"),
            Entry(_("Customers"), "customers", "user"),
            Entry(_("Incentives"), "incentives", "gift"),
        ),
    ),
    (
        _("Buy"),
        (
            Entry(_("Buying"), "buying", "bulb"),
            Entry(_("Purchase orders"), "purchase_orders", "cart"),
            Entry(_("Risk"), "risk", "pulse"),
            Entry(_("Stock policies"), "stock_policies", "layers"),
            Entry(_("Receiving"), "receiving", "scan"),
            Entry(_("Promotions"), "promotions", "chart"),
        ),
    ),
    (
        _("Ship"),
        (
            Entry(_("Fulfilment"), "fulfilment", "truck"),
            Entry(_("Stock"), "stock", "layers"),
            Entry(_("Reallocation"), "reallocation", "swap"),
        ),
    ),
    (
        _("Manage"),
        (
            Entry(_("Reports"), "reports", "chart"),
            Entry(_("Import and export"), "imports", "sheet"),
            Entry(_("Settings"), "settings", "gear"),
            Entry(_("Health"), "health", "pulse"),
        ),
    ),
)


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Return a page; ``template`` extends ``backorder/base.html``."""
    given = {"menu": menu(request), "here": request.path_info, **(context or {})}
    return HttpResponse(render_to_string(template, given, request), status=status)


def books() -> AbstractContextManager[Connection[Any]]:
    """Lend a connection to the books for one request, in autocommit mode."""
    return connections.shared().lend()


def now() -> datetime:
    """Return the instant: the one place where the pages look at the clock."""
    return clock.now()


def menu(request: HttpRequest) -> list[tuple[_StrPromise, list[Shown]]]:
    """Return the menu's groups with what the signed-in person may open."""
    found = []
    for label, entries in MENU:
        shown = [
            Shown(entry.label, address, entry.icon, _is_here(request.path_info, address))
            for entry in entries
            if roles.may(request.user, entry.needs) and (address := _address(entry.page))
        ]
        if shown:
            found.append((label, shown))
    return found


def _is_here(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(f"{address}/"))


def _address(page: str) -> str:
    try:
        return reverse(f"pages:{page}")
    except NoReverseMatch:
        return ""
