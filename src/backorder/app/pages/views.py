"""Saved views: a person's own name for a list with its filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from backorder.app.statements import statement

from . import frame
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

MOST = 30  # views of one list that a person keeps
LONGEST_NAME, LONGEST_PAGE, LONGEST_QUERY = 60, 80, 1000
LONGEST_ID = 18  # digits


class View(NamedTuple):
    """A saved view as it is drawn; ``here`` where the list shows just that."""

    id: int
    name: str
    query: str
    here: bool


def of(conn: Connection[Any], person: int, page: str, query: str) -> list[View]:
    """Return a person's views of a list, by name."""
    found = conn.execute(statement("saved_view_list"), {"person": person, "page": page}).fetchall()
    return [View(row, name, kept, kept == query) for row, name, kept in found]


def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of a list under a name; the same name again replaces them."""
    name = request.POST.get("name", "").strip()[:LONGEST_NAME]
    page = request.POST.get("page", "")[:LONGEST_PAGE]
    query = urlencode(parse_qsl(request.POST.get("query", "")[:LONGEST_QUERY]))
    if not name or "\x00" in f"{name}{page}{query}":
        messages.error(request, _("A view needs a name."))
        return _back(request, query)
    view = {"person": request.user.pk, "page": page, "name": name, "query": query, "most": MOST}
    with frame.books() as conn:
        if conn.execute(statement("saved_view_save"), view).fetchone() is None:
            messages.error(request, _("You have as many views of this list as can be kept."))
    return _back(request, query)


def forget(request: HttpRequest) -> HttpResponse:
    """Drop one of the person's own views."""
    wanted = request.POST.get("view", "")
    if wanted.isascii() and wanted.isdecimal() and len(wanted) <= LONGEST_ID:
        with frame.books() as conn:
            conn.execute(
                statement("saved_view_forget"), {"person": request.user.pk, "view": int(wanted)}
            )
    return _back(request, "")


def _back(request: HttpRequest, query: str) -> HttpResponse:
    """Return to the list, which must be a page of ours."""
    address = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None) or "?" in address:
        address = "/"
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


PAGES = (
    Page("views/save", "view_save", save, "views", POST),
    Page("views/forget", "view_forget", forget, "views", POST),
)
