"""Locations: places that hold and send units, on which days, how late, how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.api import reading
from backorder.app.api.listings import LISTINGS
from backorder.app.statements import statement

from . import acting, frame, given, lists
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

VERB = "set_locations"
KINDS = (
    ("warehouse", gettext_lazy("warehouse")),
    ("store", gettext_lazy("store")),
    ("partner", gettext_lazy("partner")),
)
# Kinds that nobody chooses: where goods are that are not on a shelf to sell from.
OTHER_KINDS = (
    *(gettext_lazy("supplier"), gettext_lazy("customer"), gettext_lazy("transit")),
    *(gettext_lazy("adjustment"), gettext_lazy("scrap"), gettext_lazy("damaged")),
)


def locations(request: HttpRequest) -> HttpResponse:
    """List the places."""
    filters = (lists.Filter("kind", gettext_lazy("Kind"), KINDS),)
    with frame.books() as conn:
        if (file := lists.export(conn, request, LISTINGS["locations"])) is not None:
            return file
        found = lists.listed(conn, request, LISTINGS["locations"], filters)
    return frame.render(request, "backorder/pages/locations.html", {"list": found})


def location(request: HttpRequest, code: str) -> HttpResponse:
    """Show one place as a form; ``+`` is a new one."""
    with frame.books() as conn:
        found: dict[str, Any] = {}
        if code != "+":
            found = reading.one(conn, LISTINGS["locations"], code)
        calendars = [row[0] for row in conn.execute(statement("page_calendars"), {"code": ""})]
    chosen = found.get("calendar", "daily")
    options = list(dict.fromkeys(("daily", "mon-fri", "mon-sat", *calendars, chosen)))
    context = {
        "place": found,
        "kinds": [(name, label, name == found.get("kind")) for name, label in KINDS],
        "calendars": [(name, name == chosen) for name in options],
    }
    return frame.render(request, "backorder/pages/location.html", context)


def save(request: HttpRequest) -> HttpResponse:
    """Set one place."""
    form = request.POST
    code = given.text(form, "code", 80)

    def body() -> dict[str, Any]:
        place = given.filled(
            code=code,
            name=given.text(form, "name"),
            kind=given.text(form, "kind") or None,
            calendar=given.text(form, "calendar") or None,
            timezone=given.text(form, "timezone") or None,
            handling_days=given.whole(form, "handling_days"),
            priority=given.whole(form, "priority"),
        )
        place["cutoff"] = given.text(form, "cutoff") or None
        place["daily_capacity"] = given.whole(form, "daily_capacity")
        return {"locations": [place], "key": acting.key_of(request)}

    if given.attempted(request, VERB, body, _("Saved.")):
        return HttpResponseRedirect(reverse("pages:locations"))
    return HttpResponseRedirect(reverse("pages:location", args=[form.get("was") or "+"]))


PAGES = (
    Page("settings/locations", "locations", locations),
    Page("settings/location/save", "location_save", save, VERB, POST),
    Page("settings/locations/<path:code>", "location", location),
)
