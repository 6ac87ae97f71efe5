"""Calendars: the week, days closed and days worked all the same; public holidays filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.statements import statement
from backorder.connectors.public_holidays import public_holidays
from backorder.domain.errors import BackorderError, InvalidError, NotFoundError
from backorder.domain.workdays import WEEKDAYS, parse_calendar

from . import acting, frame, given, variants
from .page import POST, Page

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

VERB = "set_calendars"
_MOST_YEARS = 10
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
DAYS = (
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
)


def calendars(request: HttpRequest) -> HttpResponse:
    """List the calendars that were set."""
    with frame.books() as conn:
        found = _read(conn, "")
    return frame.render(request, "backorder/pages/calendars.html", {"calendars": found})


def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Show one calendar as a form, ``+`` a new one; holidays asked for are filled in, unsaved."""
    found: dict[str, Any] = {"code": "", "days": "mon-fri", "closed": [], "opened": []}
    if code != "+":
        with frame.books() as conn:
            rows = _read(conn, code)
        if not rows or "\x00" in code:
            raise NotFoundError("not_found", f"There is no calendar {code[:40]!r}.")
        found = rows[0]
    holidays: dict[date, str] = {}
    try:
        holidays = _holidays(request)
    except BackorderError as refusal:
        messages.error(request, refusal.text)
    closed = sorted({*found["closed"], *holidays})
    worked = parse_calendar(found["days"])
    context = {
        "calendar": found,
        "week": [(name, DAYS[n], worked[n]) for n, name in enumerate(WEEKDAYS)],
        "closed": "\n".join(map(str, closed)),
        "opened": "\n".join(map(str, found["opened"])),
        "holidays": sorted(holidays.items()),
        "year": frame.now().year,
        "asked": request.GET,
    }
    return frame.render(request, "backorder/pages/calendar.html", context)


def save(request: HttpRequest) -> HttpResponse:
    """Set one calendar: its week, and its days as a whole."""
    form = request.POST
    code = given.text(form, "code", 80)

    def body() -> dict[str, Any]:
        week = [day for day in form.getlist("days") if day in WEEKDAYS]
        if not week:
            raise InvalidError("no_weekday", _("A calendar needs a weekday that is worked."))
        days = {
            "code": code,
            "days": "daily" if len(week) == len(WEEKDAYS) else ",".join(week),
            "closed": variants.split(form.get("closed", "")),
            "opened": variants.split(form.get("opened", "")),
        }
        return {"calendars": [days], "key": acting.key_of(request)}

    if given.attempted(request, VERB, body, _("Saved; new promises go by it from now on.")):
        return HttpResponseRedirect(reverse("pages:calendar", args=[code]))
    return HttpResponseRedirect(reverse("pages:calendar", args=[form.get("was") or "+"]))


def _read(conn: Connection[Any], code: str) -> list[dict[str, Any]]:
    cursor = conn.execute(statement("page_calendars"), {"code": code.replace("\x00", "")})
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _holidays(request: HttpRequest) -> dict[date, str]:
    """Return the public holidays that the address asks for."""
    country = given.text(request.GET, "country", 2).upper()
    if not country:
        return {}
    first = given.whole(request.GET, "from") or frame.now().year
    last = given.whole(request.GET, "to") or first
    if not (_FIRST_YEAR <= first <= last <= _LAST_YEAR and last - first < _MOST_YEARS):
        raise InvalidError("bad_years", _("Give at most ten years, the first before the last."))
    part = given.text(request.GET, "subdivision", 10).upper() or None
    return public_holidays(country, part, range(first, last + 1))


PAGES = (
    Page("settings/calendars", "calendars", calendars),
    Page("settings/calendar/save", "calendar_save", save, VERB, POST),
    Page("settings/calendars/<path:code>", "calendar", calendar),
)
