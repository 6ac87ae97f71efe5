"""Count sheets: what is due, counting blind on a telephone or paper, and approving what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backorder import settings
from backorder.app.accounts import roles
from backorder.app.api.listings import LISTINGS
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, InvalidError, NotFoundError
from backorder.domain.names import row_id

from . import acting, frame, impact, lists, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

MOST = 500
STATES = {
    "open": gettext_lazy("to count"),
    "to_recount": gettext_lazy("to count again"),
    "counted": gettext_lazy("counted"),
    "to_approve": gettext_lazy("to approve"),
    "posted": gettext_lazy("posted"),
    "dropped": gettext_lazy("dropped"),
}
TONES = {"to_recount": "warn", "to_approve": "warn", "posted": "good", "counted": "info"}
FILTERS = (
    lists.Filter("location", gettext_lazy("Place")),
    lists.Filter("state", gettext_lazy("State"), tuple(STATES.items())),
    lists.Filter(
        "live", gettext_lazy("Done"), (("true", gettext_lazy("no")), ("false", gettext_lazy("yes")))
    ),
)
DUE_SHOWN = 10  # products of a place that are named on the plan


class Head(NamedTuple):
    """A sheet."""

    number: str
    location: str
    state: str
    note: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str

    @property
    def label(self) -> str:
        """Return the state in words."""
        return str(STATES[self.state])

    @property
    def tone(self) -> str:
        """Return the colour of the state."""
        return TONES.get(self.state, "")

    @property
    def live(self) -> bool:
        """Tell whether the sheet is neither posted nor dropped."""
        return self.closed_at is None


def sheets(request: HttpRequest) -> HttpResponse:
    """List the sheets, the last first."""
    listing = LISTINGS["count-sheets"]
    with frame.books() as conn:
        if (file := lists.export(conn, request, listing)) is not None:
            return file
        shown = lists.listed(conn, request, listing, FILTERS)
    for row in shown.rows:
        row["label"], row["tone"] = STATES[row["state"]], TONES.get(row["state"], "")
    context = {"list": shown, "tab": "sheets", "may_open": roles.may(request.user, "open_counts")}
    return frame.render(request, "backorder/pages/count_sheets.html", context)


def plan(request: HttpRequest) -> HttpResponse:
    """Show what is due at each place, and open a sheet for one."""
    from backorder.app.plans import counts  # noqa: PLC0415 (numbers: only who plans)

    with frame.books() as conn:
        every = counts.due(conn, frame.now())
    places: dict[str, list[counts.Due]] = {}
    for one in every:
        places.setdefault(one.location, []).append(one)
    most: int = settings.get("BACKORDER_COUNT_LINES")
    if request.method == "POST":
        location = typed.text(request.POST, "location")
        lines = places.get(location, [])[:most]
        if lines:
            body = {"key": acting.key_of(request), "sheets": [counts.sheet(location, lines)]}
            done = acting.attempt(request, "open_counts", body)
            if done is not None:
                return HttpResponseRedirect(
                    reverse("pages:count_sheet", args=[done["sheets"][0]["sheet"]])
                )
        else:
            messages.info(request, _("Nothing is due at that place."))
        return HttpResponseRedirect(reverse("pages:count_plan"))
    context = {
        "tab": "sheets",
        "places": [
            (place, of[:DUE_SHOWN], len(of), min(most, len(of)))
            for place, of in sorted(places.items())
        ],
        "days": settings.get("BACKORDER_COUNT_DAYS"),
    }
    return frame.render(request, "backorder/pages/count_plan.html", context)


def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """Show the products of a sheet without what the books say, and take what was found."""
    refusal = None
    if request.method == "POST":
        try:
            return _entered(request, name)
        except BackorderError as reason:
            refusal = reason
    with frame.books() as conn:
        head = _head(conn, name)
        found = conn.execute(statement("page_count_sheet"), {"sheet": row_id("count_sheet", name)})
        lines = [
            {
                "sku": sku,
                "name": product,
                "unit": unit,
                "state": state,
                "round": round_no,
                "by": by,
                "mine": by == request.user.email,  # type: ignore[union-attr]
                "asked": state in {"open", "recount"},
                "typed": counted if by == request.user.email and state != "recount" else None,  # type: ignore[union-attr]
            }
            for sku, product, unit, state, round_no, by, counted in found.fetchall()
        ]
    if request.method == "POST":
        for n, line in enumerate(lines):
            line["typed"] = typed.text(request.POST, f"found-{n}") or line["typed"]
    context = {
        "head": head,
        "lines": lines,
        "left": sum(1 for line in lines if line["asked"]),
        "refusal": refusal,
        "may_approve": roles.may(request.user, "approve_counts"),
    }
    status = refusal.status if refusal else 200
    return frame.render(request, "backorder/pages/count_entry.html", context, status)


def _entered(request: HttpRequest, name: str) -> HttpResponse:
    """Take what was typed: an empty field is a product that nobody counted."""
    lines = []
    for n in typed.rows(request.POST, MOST):
        found = typed.whole(request.POST, f"found-{n}")
        if found is not None and typed.text(request.POST, f"was-{n}") != str(found):
            line = {"sku": typed.text(request.POST, f"sku-{n}"), "quantity": found}
            lines.append({**line, "round": typed.whole(request.POST, f"round-{n}") or 1})
    if not lines:
        raise InvalidError("nothing_counted", _("Say what was found, nought included."))
    body = {"key": acting.key_of(request), "entries": [{"sheet": name, "lines": lines}]}
    answer = acting.carry_out(request, "enter_counts", body)["entries"][0]
    again = [line["sku"] for line in answer["lines"] if line["state"] == "recount"]
    done = len(answer["lines"])
    said = ngettext("%(n)s count is noted.", "%(n)s counts are noted.", done) % {"n": done}
    if done:
        messages.success(request, said)
    if again:
        said = _("Please count once more: %(skus)s.") % {"skus": ", ".join(again[:10])}
        messages.warning(request, said)
    for line in answer["kept"]:
        said = _("%(sku)s was counted by %(by)s meanwhile; that count stays.") % line
        messages.warning(request, said)
    return HttpResponseRedirect(reverse("pages:count_sheet", args=[name]))


def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Show what differs and whom that costs units; post it, ask for a recount, or drop it."""
    number = row_id("count_sheet", name)
    if request.method == "POST":
        done = _decided(request, name)
        if done is not None:
            return done
    with frame.books() as conn:
        head = _head(conn, name)
        rows = conn.execute(statement("page_count_decision"), {"sheet": number}).fetchall()
    names = (
        "sku", "name", "abc", "state", "round", "counted", "expected", "at", "by", "earlier",
        "worth", "currency",
    )  # fmt: skip
    lines: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in rows]
    for line in lines:
        if line["counted"] is not None:
            line["off"] = line["counted"] - line["expected"]
            line["value"] = line["off"] * line["worth"]
    context: dict[str, Any] = {
        "head": head,
        "lines": lines,
        "ready": head.state in {"counted", "to_approve"},
        "differs": sum(1 for line in lines if line.get("off")),
    }
    if context["ready"]:
        try:
            asked = {"sheets": [{"sheet": name}]}
            answer = acting.preview(request, "approve_counts", asked)
            with frame.books() as conn:
                context["filled"] = impact.of(conn, answer["filled"])
                context["told"] = impact.of(conn, answer["repromised"])
        except BackorderError as refusal:
            context["refusal"] = refusal
    return frame.render(request, "backorder/pages/count_decision.html", context)


def _decided(request: HttpRequest, name: str) -> HttpResponse | None:
    """Carry out what was decided; None where it was refused."""
    what = typed.text(request.POST, "what")
    decision: dict[str, Any] = {"sheet": name}
    if what == "recount":
        decision["recount"] = request.POST.getlist("again")[:MOST]
        if not decision["recount"]:
            messages.error(request, _("Tick what is to be counted again."))
            return None
    elif what == "drop":
        decision["drop"] = True
    said = {
        "recount": _("%(sheet)s goes back to be counted again."),
        "drop": _("%(sheet)s is dropped; nothing moved."),
    }.get(what, _("%(sheet)s is posted."))
    body = {"key": acting.key_of(request), "sheets": [decision]}
    if acting.attempt(request, "approve_counts", body, said % {"sheet": name}) is None:
        return None
    return HttpResponseRedirect(reverse("pages:count_sheets"))


def _head(conn: Connection[Any], name: str) -> Head:
    number = row_id("count_sheet", name)
    row = (
        None
        if number is None
        else conn.execute(statement("page_count_head"), {"sheet": number}).fetchone()
    )
    if row is None:
        raise NotFoundError(
            "unknown_count_sheet", f"There is no count sheet {name}.", count_sheet=name
        )
    return Head(name, *row)


PAGES = (
    Page("stock/sheets", "count_sheets", sheets),
    Page("stock/sheets/plan", "count_plan", plan, "open_counts", BOTH),
    Page("stock/sheets/<str:name>", "count_sheet", sheet, "enter_counts", BOTH),
    Page("stock/sheets/<str:name>/approve", "count_decision", decide, "approve_counts", BOTH),
)
