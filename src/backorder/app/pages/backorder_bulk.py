"""Many backorders at once: cancel what waits, look again, release; previewed like a single one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backorder.app.statements import statement
from backorder.domain.names import number, row_id

from . import frame, previewing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

Json = dict[str, Any]
MOST = 500  # ticked lines in one request
MOST_DIGITS = 9  # of a line's place


def change(request: HttpRequest) -> HttpResponse:
    """Do with the ticked lines what the form asks, after showing what comes of it."""
    address = previewing.back_address(request, reverse("pages:backorders"))
    lines = _chosen(request.POST.getlist("line")[:MOST])
    if not lines:
        messages.error(request, _("Tick the lines that it is about."))
        return HttpResponseRedirect(address)
    deed = {"cancel": _cancel, "review": _review, "release": _release}.get(
        request.POST.get("do", "")
    )
    if deed is None:
        messages.error(request, _("The form does not say what to do."))
        return HttpResponseRedirect(address)
    verb, body, asked = deed(lines, address)
    return previewing.step(request, verb, lambda key: body | {"key": key}, asked)


def _chosen(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return order and product of lines named ``SO-000001/2``; unknown ones are left out."""
    wanted = []
    for name in names:
        order, _slash, line = name.rpartition("/")
        found = row_id("order", order)
        digits = line.isascii() and line.isdecimal() and len(line) <= MOST_DIGITS
        if found is not None and digits:
            wanted.append((found, int(line)))
    if not wanted:
        return []
    columns = {"orders": [one[0] for one in wanted], "lines": [one[1] for one in wanted]}
    with frame.books() as conn:
        rows = conn.execute(statement("page_lines_named"), columns).fetchall()
    return [(number("order", order), sku) for order, sku in rows]


_Made = tuple[str, Json, previewing.Step]


def _orders(lines: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for order, sku in lines:
        found.setdefault(order, []).append(sku)
    return found


def _cancel(lines: Sequence[tuple[str, str]], address: str) -> _Made:
    body = {
        "cancellations": [
            {
                "order": order,
                "only": "backordered",
                "lines": [{"sku": sku} for sku in dict.fromkeys(skus)],
            }
            for order, skus in _orders(lines).items()
        ]
    }
    title = ngettext(
        "Cancel what waits of %(n)s line", "Cancel what waits of %(n)s lines", len(lines)
    )
    asked = previewing.Step(
        title % {"n": len(lines)},
        _(
            "The units that are not on the shelf are cancelled; what is there stays. "
            "Freed units go to whoever waits."
        ),
        _("Cancel these units"),
        _("The waiting units are cancelled."),
        address,
        danger=True,
    )
    return "cancel", body, asked


def _review(lines: Sequence[tuple[str, str]], address: str) -> _Made:
    skus = sorted({sku for _order, sku in lines})
    title = ngettext("Look again at %(n)s product", "Look again at %(n)s products", len(skus))
    asked = previewing.Step(
        title % {"n": len(skus)},
        _(
            "What should have come and did not is expected from day to day; plans that nobody "
            "ordered roll on. Who must hear of a new day is told."
        ),
        _("Look again"),
        _("The products are looked at again."),
        address,
    )
    return "review", {"skus": skus}, asked


def _release(lines: Sequence[tuple[str, str]], address: str) -> _Made:
    orders = list(_orders(lines))
    title = ngettext("Release %(n)s order to pick", "Release %(n)s orders to pick", len(orders))
    asked = previewing.Step(
        title % {"n": len(orders)},
        _(
            "Their units on the shelf go to the warehouse, and stay theirs until they ship. "
            "What waits goes on waiting."
        ),
        _("Release to pick"),
        _("The orders are released to pick."),
        address,
    )
    return "release", {"releases": [{"order": order} for order in orders]}, asked
