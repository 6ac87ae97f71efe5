"""Health: can it work, what does it run on, do the books hold, does what runs by itself run."""

from __future__ import annotations

from importlib.metadata import version
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from backorder import database
from backorder.app.accounts import roles
from backorder.app.hooks import reading as hooks
from backorder.app.jobs import reading as jobs
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError
from backorder.ledger.proofs import invariants

from . import frame
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

NIGHTLY = "checks"
_ROWS = 20


class Light(NamedTuple):
    """One thing that is well or not: ``tone`` is good, warn or bad; ``page`` says more."""

    label: Any
    tone: str
    said: Any
    page: str = ""


def health(request: HttpRequest) -> HttpResponse:
    """Show how the system does; the books themselves are checked when one asks for it."""
    with frame.books() as conn:
        context = _context(conn, request)
    return frame.render(request, "backorder/pages/health.html", context)


def check(request: HttpRequest) -> HttpResponse:
    """Check every invariant of the books now, and show the breaches."""
    with frame.books() as conn:
        begun = perf_counter()
        breaches = invariants.check(conn, limit=_ROWS)
        seconds = perf_counter() - begun
        context = _context(conn, request)
    found = [
        {
            "name": one.name,
            "text": one.text,
            "count": one.count,
            "head": list(one.rows[0]) if one.rows else [],
            "rows": [list(row.values()) for row in one.rows],
        }
        for one in breaches
    ]
    checked = {"breaches": found, "seconds": seconds, "at": frame.now()}
    return frame.render(request, "backorder/pages/health.html", context | {"checked": checked})


def _address(light: Light, request: HttpRequest) -> str:
    """Return where one reads more about it, if the person may go there."""
    may = light.page and roles.may(request.user, light.page)
    return reverse(f"pages:{light.page}") if may else ""


def _context(conn: Connection[Any], request: HttpRequest) -> dict[str, Any]:
    cursor = conn.execute(statement("page_database"))
    names = [column.name for column in cursor.description or ()]
    facts = dict(zip(names, cursor.fetchone() or (), strict=True))
    schedules = jobs.schedules(conn)
    alarms = jobs.failing(conn)
    endpoints = hooks.endpoints(conn)
    nightly = next((one for one in schedules if one.name == NIGHTLY), None)
    pending = sum(one.pending for one in endpoints)
    lights = (
        _ready(conn),
        _nightly(nightly),
        Light(
            _("Jobs"),
            "bad" if alarms else "good",
            _("something keeps failing") if alarms else _("nothing keeps failing"),
            "jobs",
        ),
        _hooks(endpoints),
    )
    return {
        "lights": [(light, _address(light, request)) for light in lights],
        "facts": facts,
        "program": version("backorder"),
        "migrations": sorted(database.applied_migrations(conn)),
        "alarms": alarms,
        "nightly": nightly,
        "pending": pending,
        "invariants": len(invariants.invariants()),
    }


def _ready(conn: Connection[Any]) -> Light:
    try:
        database.check_schema(conn)
    except BackorderError as refusal:
        return Light(_("Readiness"), "bad", refusal.text)
    return Light(_("Readiness"), "good", _("ready: the database answers and has our schema"))


def _nightly(nightly: jobs.Schedule | None) -> Light:
    if nightly is None or nightly.last_ended_at is None:
        return Light(_("Nightly check"), "warn", _("has not run yet"), "jobs")
    if nightly.last_facts.get("breached"):
        return Light(_("Nightly check"), "bad", _("found breaches of the books"), "jobs")
    if nightly.failures:
        return Light(_("Nightly check"), "bad", _("did not come to its end"), "jobs")
    return Light(_("Nightly check"), "good", _("every invariant held"), "jobs")


def _hooks(endpoints: list[hooks.Endpoint]) -> Light:
    label = _("Webhooks")
    if any(one.disabled_at is not None or one.given_up for one in endpoints):
        return Light(label, "bad", _("an endpoint is off, or messages were given up"), "webhooks")
    if any(one.failing_since for one in endpoints):
        return Light(label, "warn", _("an endpoint does not answer; it is tried again"), "webhooks")
    return Light(label, "good", _("messages go out"), "webhooks")


PAGES = (
    Page("health", "health", health),
    Page("health/check", "health_check", check, "jobs", POST),
)
