"""Outages: who cannot deliver for some days, and what saying so moves, shown before it is said."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from psycopg.rows import dict_row

from backorder.app.accounts import roles
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, InvalidError

from . import acting, choices, frame, impact, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

VERB = "set_outages"
TEMPLATE = "backorder/pages/outages.html"
MOST = 200  # outages on the page, and purchases that move
FIELDS = ("supplier", "sku", "location", "from", "until", "reason", "delay_days")

Row = dict[str, Any]


def outages(request: HttpRequest) -> HttpResponse:
    """List outages; set or end one, after showing what that moves."""
    with frame.books() as conn:
        context = _shown(conn, request.POST or request.GET)
    context["may_edit"] = roles.may(request.user, VERB)
    if request.method != "POST":
        return frame.render(request, TEMPLATE, context)
    ends = typed.text(request.POST, "deed") == "end"
    try:
        body = _body(request, ends=ends)
        if typed.doing(request):
            acting.carry_out(request, VERB, body)
            said = _("The outage is taken away.") if ends else _("The outage is set.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("pages:outages"))
        answer = acting.preview(request, VERB, body)
    except BackorderError as refusal:
        return frame.render(request, TEMPLATE, {**context, "refusal": refusal}, refusal.status)
    with frame.books() as conn:
        context["told"] = impact.of(conn, answer["repromised"])
    context |= {"seen": True, "ends": ends, "again": typed.again(request)}
    context["stays"] = not (answer["created"] or answer["changed"] or answer["ended"])
    context |= _moved(answer)
    return frame.render(request, TEMPLATE, context)


def _shown(conn: Connection[Any], given: Mapping[str, str]) -> Row:
    """Return what stands on the page: the outages, and the form as it was filled in."""
    today = frame.now().date()
    asked = {"today": today, "limit": MOST}
    rows = conn.cursor(row_factory=dict_row).execute(statement("page_outages"), asked).fetchall()
    form = {name: typed.text(given, name) for name in FIELDS}
    form["from"] = form["from"] or today.isoformat()
    return {"rows": rows, "more": len(rows) == MOST, "form": form, "known": choices.known(conn)}


def _body(request: HttpRequest, *, ends: bool) -> Row:
    """Return what the verb is asked for."""
    form = request.POST
    one: Row = {"supplier": typed.text(form, "supplier")}
    if not one["supplier"]:
        raise InvalidError("no_supplier", _("Choose the supplier that is out."))
    first = typed.day(form, "from")
    if first is None:
        raise InvalidError("no_day", _("Say from when on it is out."))
    one["from"] = first.isoformat()
    one |= {name: said for name in ("sku", "location") if (said := typed.text(form, name))}
    if ends:
        return {"key": acting.key_of(request), "outages": [one | {"over": True}]}
    until = typed.day(form, "until")
    one |= {"until": until and until.isoformat(), "reason": typed.text(form, "reason")}
    delay = typed.whole(form, "delay_days") or 0
    return {"key": acting.key_of(request), "outages": [one], "delay_days": delay}


def _moved(answer: Row) -> Row:
    """Return which purchases move, and which have to be decided about, with their sums."""
    return {"moved": _sums(answer["moved"]), "undated": _sums(answer["undated"])}


def _sums(rows: Sequence[Row]) -> Row:
    values: Counter[str] = Counter()
    for row in rows:
        values[row["currency"]] += row["value"]
    return {
        "rows": rows[:MOST],
        "more": max(0, len(rows) - MOST),
        "purchases": len({row["purchase_order"] for row in rows}),
        "units": sum(row["units"] for row in rows),
        "values": sorted(values.items()),
    }


PAGES = (Page("suppliers/outages", "outages", outages, methods=BOTH),)
