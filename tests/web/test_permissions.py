"""Every address and every verb as every role and as nobody: what is not granted is refused.

The table is ``permission_table.py``; ``tests/tidy/test_permission_table.py`` demands that every
address and verb stands in it. Addresses of programs have a table of their own, in ``tests/api``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from backorder.app.accounts import roles
from backorder.app.pages import acting
from backorder.app.pages.addresses import PAGES
from backorder.domain.errors import BackorderError, ForbiddenError
from tests.web import permission_table as table
from tests.web.conftest import person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

LOGIN = "/accounts/login/"
every_role = pytest.mark.parametrize("role", roles.ROLES)


def path_of(route: str) -> str:
    """Return an address that fits a route and names nothing that exists."""
    route = re.sub(r"<int:\w+>", "999999999", route.strip("^$"))
    route = route.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "a-b")
    return "/" + re.sub(r"<[\w:]+>|\(\?P<\w+>\[\^/\]\+\)", "x", route)


def leads_to_log_in(answer: Any) -> bool:
    return bool(answer.status_code == 302 and answer["Location"].startswith(LOGIN))


# Pages.


@every_role
def test_a_role_gets_to_its_pages_and_to_no_other(
    web: Callable[..., Client], conn: psycopg.Connection[Any], role: str
) -> None:
    client = web(role)
    wrong = []
    for page in PAGES:
        for method in page.methods:
            answer = client.generic(method, path_of(page.path))
            allowed = role in table.PAGES[page.path].split()
            refused = answer.status_code == 403
            if allowed == refused or leads_to_log_in(answer) or answer.status_code >= 500:
                wrong.append((page.path, method, answer.status_code))
    assert wrong == []
    assert conn.execute("SELECT count(*) FROM journal").fetchone() == (0,)


def test_nobody_is_sent_to_the_log_in_page(web: Callable[..., Client]) -> None:
    person_of("owner")
    client = web("")
    for page in PAGES:
        for method in page.methods:
            answer = client.generic(method, path_of(page.path))
            if "nobody" in table.PAGES[page.path].split():
                # Strangers who ask too often are told to wait.
                assert answer.status_code in {200, 404, 429}, (page.path, method)
                continue
            assert leads_to_log_in(answer), (page.path, method, answer.status_code)
            part = client.generic(method, path_of(page.path), headers={"HX-Request": "true"})
            assert part["HX-Redirect"].startswith(LOGIN), (page.path, method)
            assert part.content == b""


def test_a_disabled_person_is_nobody(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client = web("owner")
    assert client.get("/settings/people").status_code == 200
    conn.execute("UPDATE person SET is_active = false")
    person_of("operations")
    assert leads_to_log_in(client.get("/settings/people"))


def test_other_methods_are_refused(web: Callable[..., Client]) -> None:
    client = web("owner")
    for page in PAGES:
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(page.methods):
            answer = client.generic(method, path_of(page.path))
            assert answer.status_code == 405, (page.path, method)


# Pages on which no cookie speaks for anybody: whoever knows the address may do what they offer.
BY_ADDRESS = {
    *("o/<str:text>", "w/<str:text>", "waitlist/<path:sku>", "payments/messages"),
    *("notices/stop/<str:text>", "sms/in/<str:secret>", "mail/bounced/<str:secret>"),
}


def test_a_form_from_elsewhere_changes_nothing(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    person_of("owner")
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    client.force_login(person_of("owner"))
    for page in PAGES:
        if "POST" in page.methods and page.path not in BY_ADDRESS:
            assert client.post(path_of(page.path)).status_code == 403, page.path
    for path in BY_ADDRESS:
        assert client.post(path_of(path)).status_code == 404, path


# Accounts.


def test_nobody_gets_to_what_is_open_and_no_further(web: Callable[..., Client]) -> None:
    person_of("owner")
    for route, who in table.ACCOUNTS.items():
        for method in ("GET", "POST"):
            answer = web("").generic(method, path_of(route))
            assert answer.status_code < 500, (route, method)
            if "nobody" not in who.split():
                assert leads_to_log_in(answer) or answer.status_code == 405, (route, method)


@every_role
def test_everybody_gets_to_his_own_account(web: Callable[..., Client], role: str) -> None:
    for route in table.ACCOUNTS:
        answer = web(role).get(path_of(route))
        assert answer.status_code < 500, route
        assert answer.status_code != 403, route
        assert not leads_to_log_in(answer) or "nobody" in table.ACCOUNTS[route].split(), route


# Verbs.


@every_role
def test_a_role_may_call_its_verbs_and_no_other(
    app: None, conn: psycopg.Connection[Any], role: str
) -> None:
    request = RequestFactory().post("/")
    request.user = person_of(role)
    for verb, who in table.VERBS.items():
        for call in (acting.carry_out, acting.preview):
            assert forbidden(call, request, verb) == (role not in who.split()), verb
    assert conn.execute("SELECT count(*) FROM journal").fetchone() == (0,)


def test_nobody_may_call_a_verb(app: None) -> None:
    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    for verb in table.VERBS:
        assert forbidden(acting.carry_out, request, verb), verb


@every_role
def test_a_role_has_its_part_of_the_app(role: str) -> None:
    for permission, who in table.OF_THE_APP.items():
        assert (permission in roles.permissions(role)) == (role in who.split()), permission


def test_what_is_no_role_may_do_nothing() -> None:
    assert roles.permissions("king") == roles.permissions("") == frozenset()


def forbidden(call: Callable[..., Any], request: Any, verb: str) -> bool:
    """Tell whether a call is refused for want of a permission; what it asks is nonsense."""
    try:
        call(request, verb, {"nonsense": True})
    except ForbiddenError:
        return True
    except BackorderError:
        return False
    return False
