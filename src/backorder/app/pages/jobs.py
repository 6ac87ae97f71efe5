"""Jobs: what runs by itself, when, how it ended; run it now, try it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.jobs import changing, reading
from backorder.domain.errors import BackorderError

from . import frame, given
from .page import POST, Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from psycopg import Connection

JOBS = "jobs"
UNITS = (
    ("1", gettext_lazy("seconds")),
    ("60", gettext_lazy("minutes")),
    ("3600", gettext_lazy("hours")),
    ("86400", gettext_lazy("days")),
)
STATES = {
    "todo": ("info", gettext_lazy("waits")),
    "doing": ("info", gettext_lazy("runs")),
    "succeeded": ("good", gettext_lazy("done")),
    "failed": ("bad", gettext_lazy("failed")),
    "cancelled": ("", gettext_lazy("cancelled")),
    "aborted": ("warn", gettext_lazy("broken off")),
}


def jobs(request: HttpRequest) -> HttpResponse:
    """Show the schedules, what keeps failing, and the jobs of late."""
    status = request.GET.get("status", "")
    with frame.books() as conn:
        schedules = reading.schedules(conn)
        alarms = reading.failing(conn)
        recent = reading.recent(conn, status=status if status in STATES else None)
    context = {
        "schedules": schedules,
        "now": frame.now(),
        "alarms": alarms,
        "recent": [(one, *STATES.get(one.status, ("", one.status))) for one in recent],
        "states": [(code, label, code == status) for code, (_tone, label) in STATES.items()],
    }
    return frame.render(request, "backorder/pages/jobs.html", context)


def schedule(request: HttpRequest, name: str) -> HttpResponse:
    """Show one schedule as a form."""
    with frame.books() as conn:
        found = reading.schedule(conn, name)
    amount, unit = _amount(found.every_seconds)
    context = {
        "schedule": found,
        "amount": amount,
        "units": [(code, label, code == unit) for code, label in UNITS],
    }
    return frame.render(request, "backorder/pages/job.html", context)


def save(request: HttpRequest, name: str) -> HttpResponse:
    """Change when a schedule runs."""
    form, by = request.POST, request.user.email  # type: ignore[union-attr]

    def change(conn: Connection[Any]) -> None:
        cron = given.text(form, "cron", 80)
        every = given.whole(form, "every")
        unit = int(form["unit"]) if form.get("unit") in dict(UNITS) else 1
        seconds = None if cron or every is None else every * unit
        changing.set_schedule(
            conn, name, now=frame.now(), actor=by, every_seconds=seconds, cron=cron
        )

    if not attempted(request, change, _("Saved.")):
        return HttpResponseRedirect(reverse("pages:job", args=[name]))
    return _back()


def switch(request: HttpRequest, name: str) -> HttpResponse:
    """Switch a schedule on or off."""
    by, on = request.user.email, request.POST.get("on") == "yes"  # type: ignore[union-attr]

    def change(conn: Connection[Any]) -> None:
        changing.set_schedule(conn, name, now=frame.now(), actor=by, enabled=on)

    attempted(request, change, _("Switched on.") if on else _("Switched off."))
    return _back()


def run(request: HttpRequest, name: str) -> HttpResponse:
    """Let a schedule's job run as soon as a worker is free."""
    said = _("It runs as soon as a worker is free.")
    attempted(request, lambda conn: changing.run_now(conn, name), said)
    return _back()


def retry(request: HttpRequest, job: int) -> HttpResponse:
    """Let a job that failed run again."""
    attempted(request, lambda conn: changing.retry(conn, job, now=frame.now()), _("Tried again."))
    return _back()


def attempted(request: HttpRequest, change: Callable[[Connection[Any]], Any], said: str) -> bool:
    """Change something of the app's own; say ``said``, or why it was refused."""
    try:
        with frame.books() as conn:
            change(conn)
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return False
    messages.success(request, said)
    return True


def _amount(seconds: int | None) -> tuple[int | None, str]:
    """Return so many seconds in the largest unit that they fill.

    >>> _amount(7200), _amount(None)
    ((2, '3600'), (None, '60'))
    """
    if seconds is None:
        return None, "60"
    unit = next(code for code, _label in reversed(UNITS) if seconds % int(code) == 0)
    return seconds // int(unit), unit


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("pages:jobs"))


PAGES = (
    Page("settings/jobs", "jobs", jobs, JOBS),
    Page("settings/jobs/<int:job>/retry", "job_retry", retry, JOBS, POST),
    Page("settings/jobs/<str:name>", "job", schedule, JOBS),
    Page("settings/jobs/<str:name>/save", "job_save", save, JOBS, POST),
    Page("settings/jobs/<str:name>/switch", "job_switch", switch, JOBS, POST),
    Page("settings/jobs/<str:name>/run", "job_run", run, JOBS, POST),
)
