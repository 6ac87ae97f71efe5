"""Webhooks: endpoints and their deliveries; secrets shown once, messages sent again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.hooks import changing, events, reading
from backorder.domain.errors import BackorderError, InvalidError

from . import acting, frame, given
from .jobs import attempted
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from psycopg import Connection

HOOKS = "webhooks"
STATES = {
    "pending": ("info", gettext_lazy("on its way")),
    "delivered": ("good", gettext_lazy("delivered")),
    "given_up": ("bad", gettext_lazy("given up")),
}
_MOST = 2**62


def webhooks(request: HttpRequest) -> HttpResponse:
    """List the endpoints, with a form for a new one."""
    with frame.books() as conn:
        found = reading.endpoints(conn)
    context = {"endpoints": found, "families": _families([events.ALL])}
    return frame.render(request, "backorder/pages/webhooks.html", context)


def create(request: HttpRequest) -> HttpResponse:
    """Make an endpoint, and show its secret this once."""
    form, by = request.POST, request.user.email  # type: ignore[union-attr]
    name, url = given.text(form, "name", 80), given.text(form, "url")
    try:
        with frame.books() as conn:
            made = changing.create(
                conn,
                name,
                url,
                _wanted(request),
                now=frame.now(),
                actor=by,
                key=acting.key_of(request),
            )
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return HttpResponseRedirect(reverse("pages:webhooks"))
    return _shown(request, made.id, secret=made.secret)


def webhook(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Show one endpoint: how it does, what it is told, its deliveries."""
    return _shown(request, endpoint)


def save(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Change an endpoint's name, address and events."""
    form = request.POST

    def change(conn: Connection[Any]) -> None:
        changing.change(
            conn,
            endpoint,
            now=frame.now(),
            name=given.text(form, "name", 80),
            url=given.text(form, "url"),
            wanted=_wanted(request),
        )

    attempted(request, change, _("Saved."))
    return _to(endpoint)


def switch(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Switch an endpoint on or off; what waits for it is kept."""
    on = request.POST.get("on") == "yes"

    def change(conn: Connection[Any]) -> None:
        changing.change(conn, endpoint, now=frame.now(), enabled=on)

    attempted(request, change, _("Switched on.") if on else _("Switched off."))
    return _to(endpoint)


def rotate(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Give an endpoint a new secret and show it this once; the old one signs too for a day."""
    try:
        with frame.books() as conn:
            secret = changing.rotate(conn, endpoint, now=frame.now())
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return HttpResponseRedirect(reverse("pages:webhooks"))
    return _shown(request, endpoint, secret=secret)


def test(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Send a message that only tells whether the endpoint answers."""
    by = request.user.email  # type: ignore[union-attr]

    def change(conn: Connection[Any]) -> None:
        changing.test(conn, endpoint, now=frame.now(), actor=by)

    attempted(request, change, _("A test message is on its way; it stands below."))
    return _to(endpoint)


def delete(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Delete an endpoint with its deliveries."""

    def change(conn: Connection[Any]) -> None:
        changing.delete(conn, endpoint, now=frame.now())

    attempted(request, change, _("The endpoint is gone."))
    return HttpResponseRedirect(reverse("pages:webhooks"))


def replay_since(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Tell an endpoint again of all that happened since a day."""

    def change(conn: Connection[Any]) -> None:
        try:
            since = datetime.fromisoformat(request.POST.get("since", ""))
        except ValueError:
            text = _("A day is written as 2026-12-01.")
            raise InvalidError("not_a_day", text) from None
        since = since if since.tzinfo else since.replace(tzinfo=UTC)
        changing.replay_since(conn, endpoint, since)

    attempted(request, change, _("It is told again, as soon as the worker comes to it."))
    return _to(endpoint)


def delivery(request: HttpRequest, delivery: int) -> HttpResponse:
    """Show one message: each attempt, and what is in it."""
    with frame.books() as conn:
        found = reading.delivery(conn, delivery)
        tries = reading.attempts(conn, delivery)
        payload = reading.payload(conn, delivery)
    context = {
        "delivery": found,
        "state": STATES.get(found.state, ("", found.state)),
        "attempts": tries,
        "payload": json.dumps(payload, indent=2, ensure_ascii=False),
    }
    return frame.render(request, "backorder/pages/webhook_delivery.html", context)


def replay(request: HttpRequest, delivery: int) -> HttpResponse:
    """Let a message go once more."""

    def change(conn: Connection[Any]) -> None:
        changing.replay(conn, delivery, now=frame.now())

    attempted(request, change, _("It goes once more, with the same id."))
    return HttpResponseRedirect(reverse("pages:webhook_delivery", args=[delivery]))


def _shown(request: HttpRequest, endpoint: int, secret: str = "") -> HttpResponse:
    state = request.GET.get("state", "")
    before = request.GET.get("before", "")
    place = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None  # noqa: PLR2004 (a bigint)
    with frame.books() as conn:
        found = reading.endpoint(conn, min(endpoint, _MOST))
        sent = reading.deliveries(
            conn, found.id, state=state if state in STATES else None, before=place
        )
    context = {
        "endpoint": found,
        "secret": secret,
        "families": _families(found.events),
        "deliveries": [(one, *STATES.get(one.state, ("", one.state))) for one in sent],
        "states": [(code, label, code == state) for code, (_tone, label) in STATES.items()],
        "older": sent[-1].id if len(sent) == reading.USUAL_LIMIT else "",
        "state": state,
    }
    return frame.render(request, "backorder/pages/webhook.html", context)


def _families(chosen: list[str]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return the events by family, with whether each is chosen."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for name, about in events.EVENTS.items():
        if name != events.TEST:
            family = name.partition(".")[0]
            found.setdefault(family, []).append((name, about, events.wants(chosen, name)))
    return list(found.items())


def _wanted(request: HttpRequest) -> list[str]:
    """Return the filters of the events that are ticked: all of them is a star."""
    ticked = set(request.POST.getlist("events"))
    every = set(events.EVENTS) - {events.TEST}
    return [events.ALL] if every <= ticked else sorted(ticked)


def _to(endpoint: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("pages:webhook", args=[endpoint]))


PAGES = (
    Page("settings/webhooks", "webhooks", webhooks, HOOKS),
    Page("settings/webhooks/create", "webhook_create", create, HOOKS, POST),
    Page("settings/webhooks/<int:endpoint>", "webhook", webhook, HOOKS),
    Page("settings/webhooks/<int:endpoint>/save", "webhook_save", save, HOOKS, POST),
    Page("settings/webhooks/<int:endpoint>/switch", "webhook_switch", switch, HOOKS, POST),
    Page("settings/webhooks/<int:endpoint>/rotate", "webhook_rotate", rotate, HOOKS, POST),
    Page("settings/webhooks/<int:endpoint>/test", "webhook_test", test, HOOKS, POST),
    Page("settings/webhooks/<int:endpoint>/delete", "webhook_delete", delete, HOOKS, POST),
    Page("settings/webhooks/<int:endpoint>/again", "webhook_again", replay_since, HOOKS, POST),
    Page("settings/deliveries/<int:delivery>", "webhook_delivery", delivery, HOOKS),
    Page("settings/deliveries/<int:delivery>/replay", "webhook_replay", replay, HOOKS, POST),
)
