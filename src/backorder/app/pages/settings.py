"""Settings: where everything is set up, and how the company shows itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app import branding
from backorder.app.accounts import roles
from backorder.domain.errors import BackorderError, NotFoundError

from . import frame
from .page import NOBODY, POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

SETTINGS = "settings"
_A_YEAR = "public, max-age=31536000, immutable"


class Room(NamedTuple):
    """A page of settings: its name, what it is about, what it needs."""

    page: str
    icon: str
    label: _StrPromise
    about: _StrPromise
    needs: str = SETTINGS


ROOMS = (
    Room(
        "branding", "gear", gettext_lazy("Company"), gettext_lazy("Name, colour and logo."), "see"
    ),
    Room(
        "locations",
        "layers",
        gettext_lazy("Locations"),
        gettext_lazy("Places that hold and send units: cut-off, handling days, capacity."),
        "see",
    ),
    Room(
        "calendars",
        "clock",
        gettext_lazy("Calendars"),
        gettext_lazy("Working days, holidays, days closed."),
        "see",
    ),
    Room(
        "policies",
        "check",
        gettext_lazy("Policies"),
        gettext_lazy("What may be sold ahead of stock, how much, and how long it may take."),
        "see",
    ),
    Room(
        "purchase_limits",
        "cart",
        gettext_lazy("Purchasing"),
        gettext_lazy("How much each role may order before somebody approves it."),
        "see",
    ),
    Room(
        "messages",
        "bulb",
        gettext_lazy("Messages"),
        gettext_lazy("What customers, suppliers and staff are told, in which words."),
    ),
    Room(
        "people",
        "user",
        gettext_lazy("People"),
        gettext_lazy("Who may sign in, and what their role allows."),
        "people",
    ),
    Room(
        "account",
        "user",
        gettext_lazy("Your account"),
        gettext_lazy("Password, second factor, passkeys, sessions, language."),
        "see",
    ),
    Room(
        "tokens",
        "scan",
        gettext_lazy("API tokens"),
        gettext_lazy("With which programs call the API."),
        "tokens",
    ),
    Room(
        "webhooks",
        "swap",
        gettext_lazy("Webhooks"),
        gettext_lazy("Whom we tell what happens: endpoints and their deliveries."),
        "webhooks",
    ),
    Room(
        "notice_rules",
        "print",
        gettext_lazy("Notices"),
        gettext_lazy("Which events customers, suppliers and people hear of, when, and how."),
    ),
    Room(
        "jobs",
        "pulse",
        gettext_lazy("Jobs"),
        gettext_lazy("What runs by itself, when, and what failed."),
        "jobs",
    ),
)


def index(request: HttpRequest) -> HttpResponse:
    """Show the rooms that the person may enter."""
    rooms = [
        (room, address)
        for room in ROOMS
        if roles.may(request.user, room.needs) and (address := _address(room.page))
    ]
    return frame.render(request, "backorder/pages/settings.html", {"rooms": rooms})


def company(request: HttpRequest) -> HttpResponse:
    """Show the company's name, contact, colour and logo."""
    with frame.books() as conn:
        found = branding.read(conn)
    context = {"shown": found, "limit": branding.LARGEST_LOGO // 1024}
    return frame.render(request, "backorder/pages/branding.html", context)


def save_company(request: HttpRequest) -> HttpResponse:
    """Keep the company's name, contact, colour and logo."""
    form, file = request.POST, request.FILES.get("logo")
    by, now = request.user.email, frame.now()  # type: ignore[union-attr]
    colour = form.get("accent", "") if form.get("own_colour") == "yes" else ""
    try:
        with frame.books() as conn, conn.transaction():
            name, contact = form.get("name", ""), form.get("contact", "")
            branding.save(conn, name, colour, contact, now=now, by=by)
            if file is not None:
                content = file.read(branding.LARGEST_LOGO + 1)
                branding.save_logo(conn, content or b"-", now=now, by=by)
            elif form.get("no_logo") == "yes":
                branding.save_logo(conn, b"", now=now, by=by)
    except BackorderError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("pages:branding"))


def logo(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
    """Answer with the logo; its address changes with it."""
    with frame.books() as conn:
        found = branding.logo(conn)
    if found is None:
        raise NotFoundError("no_such_page", "There is nothing here.")
    return HttpResponse(found[1], content_type=found[0], headers={"Cache-Control": _A_YEAR})


def look(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
    """Answer with the company's colour as a stylesheet; its address changes with it."""
    css = branding.stylesheet(branding.current().accent)
    return HttpResponse(css, content_type="text/css", headers={"Cache-Control": _A_YEAR})


def _address(page: str, **named: Any) -> str:  # noqa: ANN401 (parts of an address)
    try:
        return reverse(f"pages:{page}", kwargs=named)
    except NoReverseMatch:
        return ""


PAGES = (
    Page("settings", "settings", index),
    Page("settings/company", "branding", company),
    Page("settings/company/save", "branding_save", save_company, SETTINGS, POST),
    Page("brand/logo", "brand_logo", logo, NOBODY),
    Page("brand/look.css", "brand_look", look, NOBODY),
)
