"""Count sheets: blind, filled in on a telephone or on paper; first what they would move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from psycopg.rows import dict_row

from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, InvalidError

from . import acting, choices, frame, impact, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

MOST = 100  # products of one sheet
TEMPLATE = "backorder/pages/count_sheet.html"


def count(request: HttpRequest) -> HttpResponse:
    """Make a sheet for a place, take what was found, show what differs, and post it.

    The sheet shows no quantities of the books: who counts must not know what is expected.
    """
    fields = request.POST or request.GET
    location, part = typed.text(fields, "location"), typed.text(fields, "part")
    with frame.books() as conn:
        known = choices.known(conn)
        lines = _posted(conn, request, location) if request.POST else []
        if location and not request.POST:
            lines = _sheet(conn, location, part, typed.text(request.GET, "after"))
    context: dict[str, Any] = {
        "places": known.places,
        "location": location,
        "part": part,
        "lines": lines[:MOST],
        "next": lines[MOST - 1]["sku"] if len(lines) > MOST else "",
    }
    if request.method != "POST":
        return frame.render(request, TEMPLATE, context)
    try:
        body = _body(request, location)
        if typed.doing(request):
            answer = acting.carry_out(request, "count", body)["counts"][0]
            off = sum(1 for line in answer["lines"] if line["variance"])
            said = _("Counted at %(location)s: %(lines)s products, %(off)s of them differed.")
            facts = {"location": location, "lines": len(answer["lines"]), "off": off}
            messages.success(request, said % facts)
            return HttpResponseRedirect(reverse("pages:counts"))
        answer = acting.preview(request, "count", body)
    except BackorderError as refusal:
        return frame.render(request, TEMPLATE, {**context, "refusal": refusal}, refusal.status)
    with frame.books() as conn:
        context["filled"] = impact.of(conn, answer["filled"])
        context["told"] = impact.of(conn, answer["repromised"])
    found = answer["counts"][0]["lines"]
    context["seen"] = [
        {**line, "counted": line["expected"] + line["variance"]}
        for line in found
        if line["variance"]
    ]
    context["right"] = len(found) - len(context["seen"])
    return frame.render(request, TEMPLATE, context | {"again": typed.again(request)})


def _sheet(conn: Connection[Any], location: str, part: str, after: str) -> list[dict[str, Any]]:
    """Return the products of a sheet, and one more where there are more."""
    asked = {"location": location, "part": part, "after": after, "limit": MOST + 1}
    return conn.cursor(row_factory=dict_row).execute(statement("page_sheet"), asked).fetchall()


def _posted(conn: Connection[Any], request: HttpRequest, location: str) -> list[dict[str, Any]]:
    """Return the lines of the sheet that was filled in, with the products' names."""
    skus = [typed.text(request.POST, f"sku-{n}") for n in typed.rows(request.POST, MOST + 1)]
    rows = conn.execute(statement("page_on_hand"), {"location": location, "skus": skus}).fetchall()
    names = {sku: name for sku, name, _on_hand, _allocated in rows}
    return [
        {"sku": sku, "name": names.get(sku, ""), "typed": typed.text(request.POST, f"found-{n}")}
        for n, sku in zip(typed.rows(request.POST, MOST + 1), skus, strict=True)
    ]


def _body(request: HttpRequest, location: str) -> dict[str, Any]:
    """Return what the verb is asked for; an empty field is a product that nobody counted."""
    lines = []
    for n in typed.rows(request.POST, MOST + 1):
        sku, found = typed.text(request.POST, f"sku-{n}"), typed.whole(request.POST, f"found-{n}")
        if sku and found is not None:
            lines.append({"sku": sku, "quantity": found})
    if not lines:
        raise InvalidError("nothing_counted", _("Say what was found, nought included."))
    key = acting.key_of(request)
    return {"key": key, "counts": [{"key": key, "location": location, "lines": lines}]}


PAGES = (Page("stock/count", "count", count, "count", BOTH),)
