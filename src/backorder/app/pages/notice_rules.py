"""Settings of notices: whether any leave, when, and which event goes by which channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.notices import choices, rules
from backorder.app.notices.choosing import Rule
from backorder.app.wording.events import EVENTS
from backorder.domain.errors import InvalidError

from . import frame, given
from .jobs import attempted
from .messages import CHANNELS
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from psycopg import Connection

SETTINGS = "settings"
SCOPE_WORDS = {
    "customer": gettext_lazy("customer"),
    "product": gettext_lazy("product"),
    "category": gettext_lazy("category"),
    "class": gettext_lazy("class"),
}
AUDIENCE_WORDS = {
    "customer": gettext_lazy("customer"),
    "supplier": gettext_lazy("supplier"),
    "staff": gettext_lazy("staff"),
}


def matrix(request: HttpRequest) -> HttpResponse:
    """Show the choices, and which event goes by which channel."""
    with frame.books() as conn:
        chosen, found = choices.read(conn), rules.read(conn)
    shop = {(one.event, one.channel): one.on for one in found if one.scope == "shop"}
    rows = [
        (
            event,
            AUDIENCE_WORDS[event.audience],
            [
                (channel, CHANNELS[channel], shop.get((name, channel), channel in event.channels))
                for channel in rules.CHANNELS
            ],
        )
        for name, event in EVENTS.items()
    ]
    context = {
        "chosen": chosen,
        "quiet_from": _hour(chosen.quiet_from),
        "quiet_to": _hour(chosen.quiet_to),
        "staff": "\n".join(chosen.staff),
        "risk_staff": "\n".join(chosen.risk_staff),
        "rows": rows,
        "words": {channel: CHANNELS[channel] for channel in rules.CHANNELS},
        "ready": [str(CHANNELS[one]) for one in choices.channels(chosen)],
        "exceptions": [
            (one, SCOPE_WORDS[one.scope], EVENTS[one.event].about, CHANNELS[one.channel])
            for one in found
            if one.scope != "shop" and one.event in EVENTS
        ],
        "events": [(name, one.about) for name, one in EVENTS.items()],
        "scopes": SCOPE_WORDS.items(),
    }
    return frame.render(request, "backorder/pages/notice_rules.html", context)


def save(request: HttpRequest) -> HttpResponse:
    """Keep the choices."""
    form, by = request.POST, request.user.email  # type: ignore[union-attr]

    def change(conn: Connection[Any]) -> None:
        chosen = choices.Choices(
            rehearsal=choices.read(conn).rehearsal,
            on=form.get("on") == "yes",
            quiet_from=choices.minutes(given.text(form, "quiet_from", 5)),
            quiet_to=choices.minutes(given.text(form, "quiet_to", 5)),
            timezone=given.text(form, "timezone", 60),
            staff=tuple(given.text(form, "staff").split()),
            risk_staff=tuple(given.text(form, "risk_staff").split()),
            **{name: _number(form.get(name, ""), name) for name in _NUMBERS},
        )
        choices.save(conn, chosen, now=frame.now(), by=by)

    attempted(request, change, _("Saved."))
    return _back()


def save_matrix(request: HttpRequest) -> HttpResponse:
    """Keep which event goes by which channel; what is as it comes needs no rule."""
    ticked, by = set(request.POST.getlist("on")), request.user.email  # type: ignore[union-attr]

    def change(conn: Connection[Any]) -> None:
        with conn.transaction():
            for name, event in EVENTS.items():
                for channel in rules.CHANNELS:
                    on = f"{name}:{channel}" in ticked
                    rule = Rule(name, channel, "shop", "", on)
                    if on == (channel in event.channels):
                        rules.drop(conn, rule)
                    else:
                        rules.save(conn, rule, now=frame.now(), by=by)

    attempted(request, change, _("Saved."))
    return _back()


def save_rule(request: HttpRequest) -> HttpResponse:
    """Keep a rule for a customer, class, product or category, or take it away."""
    form, by = request.POST, request.user.email  # type: ignore[union-attr]
    rule = Rule(
        given.text(form, "event", 40),
        given.text(form, "channel", 10),
        given.text(form, "scope", 10),
        given.text(form, "match", 200),
        form.get("on") == "yes",
    )

    def change(conn: Connection[Any]) -> None:
        if form.get("drop") == "yes":
            rules.drop(conn, rule)
        else:
            rules.save(conn, rule, now=frame.now(), by=by)

    attempted(request, change, _("Saved."))
    return _back()


def _number(text: str, name: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 7):  # noqa: PLR2004 (digits)
        raise InvalidError("bad_number", _("That is no whole number."), name=name)
    return int(text)


def _hour(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("pages:notice_rules"))


_NUMBERS = ("window_minutes", "most_a_day", "silent_days", "remind_days")
PAGES = (
    Page("settings/notices", "notice_rules", matrix, SETTINGS),
    Page("settings/notices/save", "notice_rules_save", save, SETTINGS, POST),
    Page("settings/notices/matrix", "notice_matrix_save", save_matrix, SETTINGS, POST),
    Page("settings/notices/rule", "notice_rule_save", save_rule, SETTINGS, POST),
)
