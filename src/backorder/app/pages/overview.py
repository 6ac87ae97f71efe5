"""The overview: what the day brings, and what needs a person now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from backorder import ledger
from backorder.app.accounts import checklist, roles
from backorder.app.exception_words import KINDS
from backorder.app.jobs.reading import failing

from . import acting, frame, overview_figures, remedies
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WORST = 6  # exceptions on the overview


def overview(request: HttpRequest) -> HttpResponse:
    """Show the overview."""
    now = frame.now()
    with frame.books() as conn:
        figures = overview_figures.read(conn, now)
        steps = checklist.of(conn, request.user)
        alarms = failing(conn)
        needs = ledger.exceptions(conn, {"limit": WORST}, now=now, actor=_actor(request))
    return frame.render(
        request,
        "backorder/pages/overview.html",
        {
            "figures": figures,
            "cases": remedies.shown(needs["exceptions"]),
            "more_cases": needs["next"] is not None,
            "may_assign": roles.may(request.user, "assign"),
            "checklist": steps,
            "failing": alarms,
        },
    )


def needs_you(request: HttpRequest) -> HttpResponse:
    """Show all that needs a person, the worst first."""
    asked: dict[str, Any] = {"limit": 50}
    chosen = {name: request.GET.get(name, "") for name in ("code", "sku", "cursor")}
    mine = request.GET.get("mine", "")
    asked |= {name: value for name, value in chosen.items() if value}
    if mine:
        asked["owner"] = _actor(request) if mine == "me" else ""
    with frame.books() as conn:
        found = ledger.exceptions(conn, asked, now=frame.now(), actor=_actor(request))
    return frame.render(
        request,
        "backorder/pages/needs_you.html",
        {
            "cases": remedies.shown(found["exceptions"]),
            "next": found["next"],
            "kinds": [(code, title, code == chosen["code"]) for code, title in KINDS.items()],
            "asked": {**chosen, "mine": mine},
            "may_assign": roles.may(request.user, "assign"),
        },
    )


def assign(request: HttpRequest) -> HttpResponse:
    """Let the signed-in person look after an exception, or not any more."""
    case = request.POST.get("exception", "")[:80] or "?"
    mine = request.POST.get("owner", "me") == "me"
    acting.attempt(
        request,
        "assign",
        {
            "assignments": [{"exception": case, "owner": _actor(request) if mine else ""}],
            "key": acting.key_of(request),
        },
        _("%(case)s is yours now.") % {"case": case}
        if mine
        else _("Nobody looks after %(case)s now.") % {"case": case},
    )
    return remedies.back(request)


def _actor(request: HttpRequest) -> str:
    return str(request.user.email)  # type: ignore[union-attr]


PAGES = (
    Page("", "overview", overview),
    Page("needs-you", "needs_you", needs_you),
    Page("needs-you/assign", "assign", assign, "assign", POST),
)
