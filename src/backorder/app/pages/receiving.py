"""Receiving: scan what stands on the dock, say what came, see who gets it, and post."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from psycopg.rows import dict_row

from backorder.app.accounts import roles
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, InvalidError, NotFoundError
from backorder.domain.names import number, require_id, row_id

from . import acting, frame, impact, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

DAYS_AHEAD = 7  # what is expected within them is offered without a scan
MOST_DUE = 50
MOST_LINES = 200
KINDS = ("purchase_order", "transfer")
TEMPLATE = "backorder/pages/receiving_one.html"


class Line(NamedTuple):
    """A product of the delivery: what was typed, and what that makes of what is open."""

    n: int
    sku: str
    name: str
    unit: str
    open: int
    received: int
    waiting: int
    expected_on: Any
    on_the_way: int
    good: Any = ""
    damaged: Any = ""
    close: bool = False

    @property
    def came(self) -> int:
        """Return all units that came."""
        return int(self.good or 0) + int(self.damaged or 0)

    @property
    def over(self) -> int:
        """Return the units beyond what is open."""
        return max(0, self.came - self.open)

    @property
    def left(self) -> int:
        """Return the units of what is open that did not come."""
        return max(0, self.open - self.came)


def receiving(request: HttpRequest) -> HttpResponse:
    """Take a scan; without one show what is expected."""
    text = typed.text(request.GET, "scan")
    today = frame.now().date()
    with frame.books() as conn:
        kind, name = scanned(conn, text) if text else ("", "")
        if kind in KINDS:
            return HttpResponseRedirect(reverse("pages:receiving_one", args=[name]))
        sku = name if kind == "product" else None
        until = today + timedelta(days=DAYS_AHEAD) if not sku else None
        due = _arrivals(conn, sku=sku, until=until)
    if sku and len(due) == 1:
        address = reverse("pages:receiving_one", args=[due[0]["name"]])
        return HttpResponseRedirect(f"{address}?sku={sku}")
    return frame.render(
        request,
        "backorder/pages/receiving.html",
        {
            "text": text, "unknown": bool(text) and not sku, "sku": sku, "due": due,
            "today": today, "days": DAYS_AHEAD, "may_receive": roles.may(request.user, "receive"),
        },
    )  # fmt: skip


def receiving_one(request: HttpRequest, name: str) -> HttpResponse:
    """Say what came of one delivery, see who gets it, and post."""
    kind = "transfer" if row_id("transfer", name) is not None else "purchase_order"
    with frame.books() as conn:
        lines = _lines(conn, request, kind, name)
    context: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "lines": lines,
        "open": sum(line.open for line in lines),
        "announced": sum(line.on_the_way for line in lines),
        "focus": typed.text(request.GET, "sku"),
    }
    if request.method != "POST":
        return frame.render(request, TEMPLATE, context)
    try:
        lines = context["lines"] = [_typed(request, line) for line in lines]
        body = _body(request, kind, name, lines)
        if typed.doing(request):
            answer = acting.carry_out(request, "receive", body)
            receipt = answer["receipts"][0]["receipt"]
            messages.success(request, _("Posted."))
            return HttpResponseRedirect(reverse("pages:receipt", args=[receipt]))
        answer = acting.preview(request, "receive", body)
    except BackorderError as refusal:
        return frame.render(request, TEMPLATE, {**context, "refusal": refusal}, refusal.status)
    context |= _outcome(answer)
    context |= {"seen": True, "again": typed.again(request)}
    context["came"] = [line for line in lines if line.came or line.close]
    return frame.render(request, TEMPLATE, context)


def receipt(request: HttpRequest, name: str) -> HttpResponse:
    """Show a receipt, who got the goods, and the way to the next delivery."""
    with frame.books() as conn:
        asked = {"receipt": require_id("receipt", name)}
        found = conn.cursor(row_factory=dict_row).execute(statement("page_receipt"), asked)
        head = found.fetchone()
    if head is None:
        raise NotFoundError("not_found", _("There is no such receipt."), name=name)
    source = next(kind for kind in KINDS if head[f"{kind}_id"] is not None)
    answers = (head["answer"] or {}).get("receipts", [])
    mine = [one for one in answers if one.get("receipt") == name]
    context: dict[str, Any] = {
        "name": name,
        "head": head,
        "source": number(source, head[f"{source}_id"]),
    }
    context |= _outcome({**(head["answer"] or {}), "receipts": mine})
    context["may_receive"] = roles.may(request.user, "receive")
    context["from_purchase"] = source == "purchase_order"
    return frame.render(request, "backorder/pages/receipt.html", context)


def scanned(conn: Connection[Any], text: str) -> tuple[str, str]:
    """Return what a scanned text names: its kind and its number, or SKU; nothing if unknown."""
    ids = {
        f"{kind}_id": row_id(kind, text.upper()) for kind in ("purchase_order", "transfer", "order")
    }
    found = conn.execute(statement("page_scanned"), {"text": text, **ids}).fetchone()
    if found is None:
        return "", ""
    kind, one, name = found
    return kind, name if kind == "product" else number(kind, one)


def _arrivals(conn: Connection[Any], sku: str | None, until: date | None) -> list[dict[str, Any]]:
    cursor = conn.cursor(row_factory=dict_row)
    rows = cursor.execute(
        statement("page_deliveries"), {"limit": MOST_DUE, "sku": sku, "until": until}
    ).fetchall()
    for row in rows:
        kind = "purchase_order" if row["kind"] == "purchase" else "transfer"
        row["name"] = number(kind, row["id"])
    return rows


def _lines(conn: Connection[Any], request: HttpRequest, kind: str, name: str) -> list[Line]:
    asked = dict.fromkeys(KINDS) | {kind: require_id(kind, name)}
    rows = conn.execute(statement("page_receiving"), asked).fetchmany(MOST_LINES)
    if not rows:
        raise NotFoundError("not_found", _("There is nothing of that number."), name=name)
    everything, announced = "all" in request.GET, "announced" in request.GET
    return [
        Line(
            n, sku, called, unit, left, received, waiting, day, sent,
            left if everything else sent or "" if announced else "",
        )
        for n, (sku, called, unit, _ordered, received, left, waiting, day, sent) in enumerate(rows)
    ]  # fmt: skip


def _typed(request: HttpRequest, line: Line) -> Line:
    return line._replace(
        good=typed.whole(request.POST, f"good-{line.sku}") or "",
        damaged=typed.whole(request.POST, f"damaged-{line.sku}") or "",
        close=f"close-{line.sku}" in request.POST,
    )


def _body(request: HttpRequest, kind: str, name: str, lines: Sequence[Line]) -> dict[str, Any]:
    came = [
        {
            "sku": line.sku,
            "quantity": line.good or 0,
            "damaged": line.damaged or 0,
            "close": line.close,
        }
        for line in lines
        if line.came or (line.close and line.open)
    ]
    if not came:
        raise InvalidError("nothing_received", _("Say what came: good or damaged units."))
    key = acting.key_of(request)
    return {"key": key, "receipts": [{"key": key, kind: name, "lines": came}]}


def _outcome(answer: dict[str, Any]) -> dict[str, Any]:
    """Return who gets what, what is left over, and whose day moves."""
    receipts = answer.get("receipts", [])
    with frame.books() as conn:
        return {
            "filled": impact.of(conn, [fill for one in receipts for fill in one["filled"]]),
            "told": impact.of(conn, answer.get("repromised", [])),
            "surplus": [left for one in receipts for left in one["surplus"]],
        }


PAGES = (
    Page("receiving", "receiving", receiving),
    Page("receiving/<path:name>", "receiving_one", receiving_one, "receive", BOTH),
    Page("receipts/<str:name>", "receipt", receipt),
)
