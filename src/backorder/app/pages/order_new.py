"""A new order by form: what could be promised is shown before anything is placed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder import ledger
from backorder.app.accounts import roles
from backorder.app.statements import statement
from backorder.connectors.money import DEFAULT_CURRENCY, decimals
from backorder.domain.errors import BackorderError, MalformedError

from . import acting, frame, order_changes
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

Json = dict[str, Any]
ROWS, MORE, MOST = 3, 5, 100  # rows of the form at first, more of them each time, at most
LINE = ("sku", "quantity", "unit_price", "requested_on")
HEAD = (
    "order_key", "customer", "customer_name", "email", "channel", "destination", "ship",
    "wait_until", "currency",
)  # fmt: skip


def order_new(request: HttpRequest) -> HttpResponse:
    """Show the form; what was filled in is promised on trial, and placed once that was seen."""
    form = _Form(request.POST if request.method == "POST" else request.GET)
    context: Json = {"form": form, "may_quote": roles.may(request.user, "quote")}
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in {"check", "place", "quote"}:
        try:
            with frame.books() as conn:
                body = form.order(conn, acting.key_of(request))
            if do == "check":
                context |= _tried(request, body)
            else:
                return _done(request, do, body, context)
        except BackorderError as refusal:
            messages.error(request, refusal.text)
    return frame.render(request, "backorder/pages/order_new.html", context)


def _tried(request: HttpRequest, body: Json) -> Json:
    """Return what would be promised, and the ways in which the cart could leave."""
    tried = acting.preview(request, "place_orders", {"orders": [body]})["orders"][0]
    cart = {
        name: body[name]
        for name in ("channel", "destination", "ship", "wait_until")
        if body.get(name)
    }
    lines = [
        {name: value for name, value in line.items() if name != "unit_price"}
        for line in body["lines"]
    ]
    with frame.books() as conn:
        answer = ledger.availability(
            conn,
            {"lines": lines, **cart},
            now=frame.now(),
            actor=request.user.email,  # type: ignore[union-attr]
        )
    return {
        "tried": tried,
        "options": answer["options"],
        "substitutes": [
            (line["sku"], line["substitutes"]) for line in answer["lines"] if line["substitutes"]
        ],
    }


def _done(request: HttpRequest, do: str, body: Json, context: Json) -> HttpResponse:
    """Place the order or quote it, and go to its page; a refusal stays on the form."""
    verb, word = ("place_orders", "orders") if do == "place" else ("quote", "quotes")
    answer = acting.carry_out(request, verb, {word: [body]})[word][0]
    if answer["status"] == "refused":
        again = context | {"tried": answer, "options": [], "substitutes": []}
        return frame.render(request, "backorder/pages/order_new.html", again)
    if do == "quote":
        said = {"quote": answer["quote"]}
        messages.success(request, _("%(quote)s holds these units until it expires.") % said)
        return HttpResponseRedirect(reverse("pages:quotes"))
    messages.success(request, _("%(order)s is placed.") % {"order": answer["order"]})
    return HttpResponseRedirect(reverse("pages:order", kwargs={"name": answer["order"]}))


class _Form:
    """The form as it was sent: its fields for the template, its order for the verb."""

    def __init__(self, sent: QueryDict) -> None:
        self.head = {name: sent.get(name, "").strip() for name in HEAD}
        columns = [sent.getlist(name)[:MOST] for name in LINE]
        count = max(map(len, columns))
        self.lines = [
            {
                name: column[n].strip() if n < len(column) else ""
                for name, column in zip(LINE, columns, strict=True)
            }
            for n in range(count)
        ]
        more = MORE if sent.get("do") == "more" else 0
        wanted = min(MOST, max(ROWS, count + more))
        self.lines += [dict.fromkeys(LINE, "") for _n in range(wanted - count)]

    def order(self, conn: Any, key: str) -> Json:  # noqa: ANN401 (a psycopg connection)
        """Return the order as the verbs take it; raises ``MalformedError``."""
        filled = [line for line in self.lines if line["sku"]]
        if not filled:
            raise MalformedError(
                "field_invalid", _("An order needs at least one line."), field="sku"
            )
        currency = self.head["currency"] or _currency(conn, filled[0]["sku"])
        body: Json = {
            "key": self.head["order_key"] or key,
            "lines": [_line(line, currency) for line in filled],
            "ship": self.head["ship"] if self.head["ship"] == "complete" else "as_available",
        }
        for name in ("channel", "destination", "currency"):
            if self.head[name]:
                body[name] = self.head[name]
        wait = order_changes.day(self.head["wait_until"], _("Nothing leaves before"))
        if wait:
            body["wait_until"] = wait.isoformat()
        if self.head["customer"]:
            fields = {"ref": "customer", "name": "customer_name", "email": "email"}
            body["customer"] = {
                name: self.head[field] for name, field in fields.items() if self.head[field]
            }
        return body


def _line(line: dict[str, str], currency: str) -> Json:
    found: Json = {
        "sku": line["sku"],
        "quantity": order_changes.whole(line["quantity"], _("Quantity")),
    }
    if found["quantity"] is None:
        raise MalformedError(
            "field_invalid", _("How many of %(sku)s?") % {"sku": line["sku"][:80]}, field="quantity"
        )
    if line["unit_price"]:
        found["unit_price"] = minor(line["unit_price"], currency)
    requested = order_changes.day(line["requested_on"], _("Wanted on"))
    if requested:
        found["requested_on"] = requested.isoformat()
    return found


def minor(text: str, currency: str) -> int:
    """Return an amount as people write it in minor units; raises ``MalformedError``.

    >>> minor("12,50", "EUR"), minor("7", "JPY")
    (1250, 7)
    """
    try:
        amount = Decimal(text.strip().replace(",", ".")).scaleb(decimals(currency))
        if amount.is_finite() and amount >= 0 and amount == int(amount):
            return int(amount)
    except (InvalidOperation, ValueError, OverflowError):
        pass
    raise MalformedError(
        "field_invalid",
        _("%(text)s is not an amount such as 12.50.") % {"text": text[:40]},
        field="price",
    )


def _currency(conn: Any, sku: str) -> str:  # noqa: ANN401 (a psycopg connection)
    if "\x00" in sku:
        return DEFAULT_CURRENCY
    row = conn.execute(statement("page_currency"), {"sku": sku}).fetchone()
    return str(row[0]) if row else DEFAULT_CURRENCY


PAGES = (Page("orders/new", "order_new", order_new, "place_orders", BOTH),)
