"""Reallocations that run by themselves: made from a variant, listed, removed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app import standing
from backorder.domain.errors import BackorderError, InvalidError

from . import frame, given, variants
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from psycopg import Connection

VERB = "reallocate"
WHENS = (
    ("clock", gettext_lazy("on its schedule")),
    ("supply", gettext_lazy("when supply has changed")),
)
_LONGEST_QUERY = 8000


def rows(conn: Connection[Any]) -> list[dict[str, Any]]:
    """Return those there are, with how each ended last."""
    found = []
    for one in standing.every(conn):
        outcome = one.outcome or {}
        found.append(
            {
                "code": one.code,
                "name": one.name,
                "when": dict(WHENS).get(one.when, one.when),
                "releases": one.releases,
                "query": one.query,
                "at": datetime.fromisoformat(outcome["at"]) if outcome else None,
                "lines": outcome.get("lines"),
                "refused": outcome.get("refused"),
            }
        )
    return found


def save(request: HttpRequest) -> HttpResponse:
    """Let the variant of a form run by itself."""
    form = request.POST
    try:
        query = given.text(form, "query", _LONGEST_QUERY)
        when = given.text(form, "when")
        if len(query) > _LONGEST_QUERY or when not in dict(WHENS):
            raise InvalidError("standing_unknown", "Say when it runs, and which variant it is.")
        chosen = variants.one(QueryDict(query).dict())
        one = standing.Standing(
            name=given.text(form, "name", standing.LONGEST_NAME),
            when=when,
            releases=form.get("then") == "release",
            query=query,
            request=chosen.request,
            optimal=chosen.optimal,
            by=request.user.email,  # type: ignore[union-attr]
        )
        with frame.books() as conn:
            standing.save(conn, one, now=frame.now())
    except BackorderError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("It runs by itself from now on."))
    return HttpResponseRedirect(reverse("pages:reallocation"))


def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Let it run no more."""
    with frame.books() as conn:
        standing.remove(conn, code, now=frame.now())
    messages.success(request, _("It runs no more."))
    return HttpResponseRedirect(reverse("pages:reallocation"))


PAGES = (
    Page("reallocation/standing", "reallocation_standing", save, VERB, POST),
    Page(
        "reallocation/standing/<str:code>/remove",
        "reallocation_standing_remove",
        remove,
        VERB,
        POST,
    ),
)
