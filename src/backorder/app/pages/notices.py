"""The log of notices: who was told what, when, on which channel, and what came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.care.news import Teller
from backorder.app.notices import beforehand, choices, fallback, reading, unsubscribing
from backorder.app.notices.choosing import OUTWARD, WEB
from backorder.app.wording.events import AUDIENCES, EVENTS
from backorder.domain.errors import BackorderError
from backorder.domain.names import row_id

from . import frame
from .customer_order import OVER, for_strangers
from .jobs import attempted
from .messages import CHANNELS
from .page import BOTH, NOBODY, POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from psycopg import Connection

CARE = "set_customers"
STATES = {
    "waiting": ("info", gettext_lazy("waits")),
    "held": ("warn", gettext_lazy("held")),
    "merged": ("", gettext_lazy("within another")),
    "suppressed": ("", gettext_lazy("not sent")),
    "sent": ("good", gettext_lazy("sent")),
    "failed": ("bad", gettext_lazy("failed")),
    "bounced": ("bad", gettext_lazy("came back")),
}
_SENT_BY = (*OUTWARD, WEB)
REASONS = {
    "together": gettext_lazy("It went together with another one."),
    "told_before": gettext_lazy("The same was told before."),
    "nothing_new": gettext_lazy("Its news was over before it went."),
    "superseded": gettext_lazy("A later notice of the same delay stands in its place."),
    "recovered": gettext_lazy("The dates came back before it went."),
    "case_ended": gettext_lazy("The delay had ended before it went."),
    "preference": gettext_lazy("The recipient wants no messages."),
    "no_address": gettext_lazy("There is no address."),
    "blocked": gettext_lazy("The address bounced, or its owner said stop."),
    "no_gateway": gettext_lazy("This channel has no server."),
    "switched_off": gettext_lazy("Notices were switched off."),
    "quiet_hours": gettext_lazy("It waits for the end of the quiet hours."),
    "cap": gettext_lazy("The recipient got as many today as one gets."),
    "channel_away": gettext_lazy("The server takes no messages."),
    "refused": gettext_lazy("The server refused it."),
    "hard_bounce": gettext_lazy("The server does not know the address."),
    "bounced": gettext_lazy("It came back."),
    "template": gettext_lazy("Its template could not be filled in."),
    "stopped": gettext_lazy("Somebody kept it from going."),
    "asked_again": gettext_lazy("Somebody asked for it again."),
}


def log(request: HttpRequest) -> HttpResponse:
    """List notices, the newest first."""
    asked = request.GET
    state = asked.get("state", "") if asked.get("state") in STATES else ""
    audience = asked.get("audience", "") if asked.get("audience") in AUDIENCES else ""
    event = asked.get("event", "") if asked.get("event") in EVENTS else ""
    channel = asked.get("channel", "") if asked.get("channel") in _SENT_BY else ""
    order = asked.get("order", "").strip()[:40]
    with frame.books() as conn:
        rehearsal = choices.read(conn).rehearsal
        found = reading.notices(
            conn,
            channels=(channel,) if channel else OUTWARD,
            state=state or None,
            audience=audience or None,
            event=event or None,
            order=(row_id("order", order.upper()) or 0) if order else None,
            before=_place(asked.get("before", "")),
        )
    context = {
        "notices": [
            (one, _about(one.event), CHANNELS[one.channel], *STATES[one.state]) for one in found
        ],
        "channels": [(code, CHANNELS[code], code == channel) for code in _SENT_BY],
        "states": [(code, label, code == state) for code, (_tone, label) in STATES.items()],
        "events": [(name, one.about, name == event) for name, one in EVENTS.items()],
        "order": order,
        "rehearsal": rehearsal,
        "filtered": bool(channel or state or audience or event or order),
        "older": found[-1].id if len(found) == reading.USUAL_LIMIT else "",
        "query": f"channel={channel}&state={state}&audience={audience}&event={event}&order={order}",
    }
    return frame.render(request, "backorder/pages/notices.html", context)


def one(request: HttpRequest, notice: int) -> HttpResponse:
    """Show one notice: what it said, and each try."""
    with frame.books() as conn:
        found = reading.notice(conn, notice)
        tries = reading.attempts(conn, notice)
        said = _said(conn, found)
    context = said | {
        "whole": found,
        "notice": found.notice,
        "state": STATES[found.notice.state],
        "reason": REASONS.get(found.notice.reason, found.notice.reason),
        "about": _about(found.notice.event),
        "channel": CHANNELS[found.notice.channel],
        "attempts": tries,
        "facts": json.dumps(found.facts, indent=2, ensure_ascii=False),
        "ahead": found.notice.state in {"waiting", "held"},
        "open": found.notice.state in {"waiting", "held", "failed", "suppressed"},
    }
    return frame.render(request, "backorder/pages/notice.html", context)


def _said(conn: Connection[Any], found: reading.Whole) -> dict[str, Any]:
    """Return what a notice said; of one that has not gone, what it would say now, or why not."""
    one = found.notice
    if one.channel == WEB:
        return {"subject": Teller(conn, found.language).line(one.event, found.facts)}
    if found.body:
        return {"subject": one.subject, "body": found.body}
    try:
        made = beforehand.composed(conn, found, now=frame.now())
    except BackorderError as refusal:
        return {"refusal": refusal.text}
    if made is None:
        return {}
    if one.channel == "sms":
        return {"body": made.sms}
    return {"subject": made.subject, "body": made.text}


def again(request: HttpRequest, notice: int) -> HttpResponse:
    """Let a notice that did not go be tried anew."""

    def change(conn: Connection[Any]) -> None:
        reading.again(conn, notice, now=frame.now())

    attempted(request, change, _("It is tried again, as soon as the worker comes to it."))
    return _to(notice)


def stop(request: HttpRequest, notice: int) -> HttpResponse:
    """Keep a notice from going; or leave its address alone altogether, or no longer."""
    whole, by = request.POST.get("address", ""), request.user.email  # type: ignore[union-attr]

    def change(conn: Connection[Any]) -> None:
        found = reading.notice(conn, notice).notice
        if whole == "block":
            fallback.suppress(conn, found.channel, found.address, "manual", now=frame.now(), by=by)
        elif whole == "free":
            fallback.release(conn, found.channel, found.address)
        else:
            reading.stop(conn, notice)

    attempted(request, change, _("Saved."))
    return _to(notice)


@for_strangers
def unsubscribe(request: HttpRequest, text: str) -> HttpResponse:
    """Let whoever got a notice want no more of them: a mail program's one click, or a form's."""
    with frame.books() as conn:
        found = unsubscribing.find(conn, text, now=frame.now())
        if found is None:
            return HttpResponse(render_to_string(OVER, {"why": ""}, request), status=404)
        done = ""
        if request.method == "POST":
            done = "resumed" if request.POST.get("again") == "yes" else "stopped"
            change = unsubscribing.resume if done == "resumed" else unsubscribing.stop
            change(conn, found, now=frame.now())
    with translation.override(found.language[:2] or translation.get_language()):
        context = {"done": done}
        page = render_to_string("backorder/care/unsubscribe.html", context, request)
    return HttpResponse(page)


def _about(event: str) -> str:
    """Return an event's sentence; one of an older release has its name alone."""
    return EVENTS[event].about if event in EVENTS else event


def _place(text: str) -> int | None:
    """Return the number of a notice; None for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004 (a bigint)


def _to(notice: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("pages:notice", args=[notice]))


PAGES = (
    Page("notices", "notices", log),
    Page("notices/<int:notice>", "notice", one),
    Page("notices/<int:notice>/again", "notice_again", again, CARE, POST),
    Page("notices/<int:notice>/stop", "notice_stop", stop, CARE, POST),
    Page("notices/stop/<str:text>", "notice_unsubscribe", unsubscribe, NOBODY, BOTH),
)
