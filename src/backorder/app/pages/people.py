"""Settings, people: who may sign in, and as what; invitations by link. For owners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder import settings
from backorder.app.accounts import links, people, roles
from backorder.app.web.logs import log
from backorder.domain.errors import BackorderError, ConflictError

from . import frame
from .page import POST, Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise
    from psycopg import Connection

LABELS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "owner": (gettext_lazy("Owner"), gettext_lazy("everything, people and tokens too")),
    "operations": (
        gettext_lazy("Operations"),
        gettext_lazy("every change of the books, settings, webhooks and jobs"),
    ),
    "buyer": (
        gettext_lazy("Buyer"),
        gettext_lazy("purchases, receipts, suppliers and products"),
    ),
    "warehouse": (
        gettext_lazy("Warehouse"),
        gettext_lazy("receiving, counting, picking, shipping, returns"),
    ),
    "service": (
        gettext_lazy("Service"),
        gettext_lazy("orders, quotes, customers, cancellations, returns"),
    ),
    "reader": (gettext_lazy("Reader"), gettext_lazy("reads everything, changes nothing")),
}


def shown(request: HttpRequest, **more: Any) -> HttpResponse:  # noqa: ANN401 (a page's context)
    """Return the page with everybody; ``more`` may hold a new link, to be shown once."""
    with frame.books() as conn:
        found = people.every(conn)
    page = {
        "people": [(person, LABELS[person.role][0]) for person in found],
        "roles": [(role, *LABELS[role]) for role in roles.ROLES],
        **more,
    }
    return frame.render(request, "backorder/pages/people.html", page)


def index(request: HttpRequest) -> HttpResponse:
    """Show everybody."""
    return shown(request)


def invite(request: HttpRequest) -> HttpResponse:
    """Make a person, and a link that lets him in once, which is shown once."""
    given = {name: request.POST.get(name, "") for name in ("email", "name", "role")}
    with frame.books() as conn:
        try:
            made = people.add(
                conn,
                given["email"],
                given["role"],
                name=given["name"],
                now=frame.now(),
                actor=_actor(request),
            )
        except BackorderError as refusal:
            messages.error(request, refusal.text)
            return shown(request, given=given)
        _log(request, "person_added", made.email, role=made.role)
        address = _link(request, conn, made, links.INVITATION_LASTS)
    return shown(request, link=address, linked=made, lasts=_("three days"))


def link(request: HttpRequest, person: int) -> HttpResponse:
    """Make a link for somebody who cannot sign in."""
    with frame.books() as conn:
        found = people.numbered(conn, person)
        address = _link(request, conn, found, links.LASTS)
    return shown(request, link=address, linked=found, lasts=_("15 minutes"))


def role(request: HttpRequest, person: int) -> HttpResponse:
    """Give a person another role."""
    wanted = request.POST.get("role", "")

    def act(conn: Connection[Any], found: people.Known) -> str:
        people.change(conn, found, role=wanted)
        return _("%(email)s is %(role)s now.") % {
            "email": found.email,
            "role": LABELS[wanted][0],
        }

    return _changed(request, person, act, "person_role", role=wanted)


def disable(request: HttpRequest, person: int) -> HttpResponse:
    """Let a person in no more."""

    def act(conn: Connection[Any], found: people.Known) -> str:
        if found.id == request.user.pk:
            raise ConflictError("own_account", _("You cannot disable yourself."))
        people.change(conn, found, is_active=False)
        return _("%(email)s is signed out and may not sign in.") % {"email": found.email}

    return _changed(request, person, act, "person_disabled")


def enable(request: HttpRequest, person: int) -> HttpResponse:
    """Let a person in again."""

    def act(conn: Connection[Any], found: people.Known) -> str:
        people.change(conn, found, is_active=True)
        return _("%(email)s may sign in again.") % {"email": found.email}

    return _changed(request, person, act, "person_enabled")


def reset(request: HttpRequest, person: int) -> HttpResponse:
    """Forget second factors that a person has lost."""

    def act(conn: Connection[Any], found: people.Known) -> str:
        people.forget_factors(conn, found)
        return _("%(email)s has no second factor any more.") % {"email": found.email}

    return _changed(request, person, act, "person_factors_reset")


def _changed(
    request: HttpRequest,
    person: int,
    act: Callable[[Connection[Any], people.Known], str],
    event: str,
    **facts: str,
) -> HttpResponse:
    """Change one person, say so, and go back to the list."""
    with frame.books() as conn:
        found = people.numbered(conn, person)
        try:
            messages.success(request, act(conn, found))
        except BackorderError as refusal:
            messages.error(request, refusal.text)
        else:
            _log(request, event, found.email, **facts)
    return HttpResponseRedirect(reverse("pages:people"))


def _link(
    request: HttpRequest, conn: Connection[Any], person: people.Known, lasts: timedelta
) -> str:
    text = links.make(conn, person.id, now=frame.now(), actor=_actor(request), lasts=lasts)
    _log(request, "link_made", person.email)
    base = settings.get("BACKORDER_URL") or request.build_absolute_uri("/")
    return f"{base.rstrip('/')}{links.path(text)}"


def _actor(request: HttpRequest) -> str:
    return str(request.user.get_username())


def _log(request: HttpRequest, event: str, person: str, **facts: str) -> None:
    """Write who changed whose account into the log: accounts are no part of the books."""
    log.info(event, actor=_actor(request), person=person, **facts)


PAGES = (
    Page("settings/people", "people", index, roles.PEOPLE),
    Page("settings/people/invite", "person_invite", invite, roles.PEOPLE, POST),
    Page("settings/people/<int:person>/link", "person_link", link, roles.PEOPLE, POST),
    Page("settings/people/<int:person>/role", "person_role", role, roles.PEOPLE, POST),
    Page("settings/people/<int:person>/disable", "person_disable", disable, roles.PEOPLE, POST),
    Page("settings/people/<int:person>/enable", "person_enable", enable, roles.PEOPLE, POST),
    Page("settings/people/<int:person>/reset", "person_reset", reset, roles.PEOPLE, POST),
)
