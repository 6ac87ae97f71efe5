"""The ways in: the log-in page, a link that lets in once, and the first owner's welcome."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from allauth.account import views
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backorder import settings
from backorder.app.models import Person
from backorder.app.web import connections
from backorder.domain.errors import BackorderError, ConflictError, InvalidError

from . import links, passwords, people

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest
    from psycopg import Connection

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def login(request: HttpRequest) -> HttpResponse:
    """Show allauth's log-in page; while there is nobody, the page that says how to begin."""
    with connections.shared().lend() as conn:
        if not people.anybody(conn):
            return HttpResponseRedirect(reverse("welcome"))
    return views.login(request)  # type: ignore[no-any-return] # allauth has no types


@both
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link to a new password where there is a mail server; else say whom to ask."""
    if not settings.get("BACKORDER_SMTP"):
        return render(request, "account/ask_an_owner.html")
    return views.password_reset(request)  # type: ignore[no-any-return] # allauth has no types


@require_http_methods(["GET", "HEAD"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Say how the first owner gets in; once there is one, this page leads to the log-in."""
    with connections.shared().lend() as conn:
        if people.anybody(conn):
            return HttpResponseRedirect(reverse("account_login"))
    return render(request, "account/welcome.html")


@never_cache
@both
def link(request: HttpRequest, text: str) -> HttpResponse:
    """Show whom a link lets in; a press of the button uses it up."""
    now = datetime.now(UTC)
    with connections.shared().lend() as conn:
        found = links.find(conn, text, now=now)
        if found is None or (found.person_id is None and people.anybody(conn)):
            return _spent(request)
        if found.person_id is None:
            return _first_owner(request, conn, text, now)
        if request.method != "POST":
            return render(request, "account/link.html", {"found": found})
        if not links.take(conn, text, now=now):
            return _spent(request)
    return _let_in(request, found.person_id)


def _first_owner(
    request: HttpRequest, conn: Connection[Any], text: str, now: datetime
) -> HttpResponse:
    """Ask the first owner who he is, and let him in."""
    given = {name: request.POST.get(name, "") for name in ("email", "name")}
    if request.method != "POST":
        return render(request, "account/first_owner.html", {"given": given})
    try:
        email = people.checked_email(given["email"])
        if request.POST.get("password1") != request.POST.get("password2"):
            raise InvalidError("passwords_differ", "The two passwords are not the same.")
        password = passwords.hashed(
            request.POST.get("password1", ""), email=email, name=given["name"]
        )
        with conn.transaction():
            if not links.take(conn, text, now=now):
                raise ConflictError("link_spent", "This link has been used.")
            made = people.add(
                conn, email, "owner", now=now, actor=email, name=given["name"], password=password
            )
    except BackorderError as refusal:
        page = {"given": given, "refusal": refusal.text}
        return render(request, "account/first_owner.html", page, status=refusal.status)
    return _let_in(request, made.id)


def _let_in(request: HttpRequest, person_id: int) -> HttpResponse:
    """Sign a person in by allauth's stages: whoever has a second factor is asked for it."""
    person = Person.objects.get(pk=person_id)
    if request.user.is_authenticated and request.user.pk != person.pk:
        request.session.flush()
    record_authentication(request, person, method="link")
    after = "/" if person.has_usable_password() else reverse("account_set_password")
    answer: HttpResponse = perform_login(request, person, redirect_url=after)
    return answer


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "account/link_spent.html", status=HTTPStatus.GONE)
