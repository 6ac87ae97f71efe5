"""Every address as nobody and with every scope: what is not granted is refused.

The table is made from the address book of Django itself, so a new address that stands in no row
of it fails the test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import get_resolver

from backorder.app.api import reports
from backorder.app.api.listings import LISTINGS
from backorder.app.api.posting import POSTS
from backorder.app.api.webhooks import ACTIONS
from backorder.app.tokens.scopes import GROUPS, MEANINGS
from backorder.app.web.people_only import PROGRAMS
from tests.api.conftest import Api, new_token

if TYPE_CHECKING:
    import psycopg

OPEN = {"healthz", "readyz", "static/<str:name>", "api/v1/openapi.json", "api/v1/docs"}
OPEN |= {"storefront/badge.css"}
SHOPPERS = ("products", "cart", "badge", "cart-badge", "markup", "feed.xml", "feed.tsv")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FAR = {"X_Forwarded_For": "203.0.113.9"}  # so that /metrics does not know this machine
GRANTED = {200, 201, 304, 400, 404, 409, 422}  # it was let in; what it asked may be wrong


def needs() -> dict[tuple[str, str], set[str] | None]:
    """Return the scopes of which one is needed, by route and method; None for nobody's needs."""
    table: dict[tuple[str, str], set[str] | None] = {(route, "GET"): None for route in OPEN}
    table["metrics", "GET"] = {"metrics", "all"}
    for name in SHOPPERS:
        table[f"storefront/{name}", "GET"] = {"storefront", "all"}
    for name, listing in LISTINGS.items():
        table[f"api/v1/{name}", "GET"] = {listing.scope, "all"}
        if listing.named_by:
            table[f"api/v1/{name}/<path:key>", "GET"] = {listing.scope, "all"}
    for name in reports.ABOUT:
        table[f"api/v1/reports/{name}", "GET"] = {"read", "all"}
    for name in ACTIONS:
        table[f"api/v1/{name}", "POST"] = {"webhooks", "all"}
    for name, post in POSTS.items():
        groups = {scope for scope, verbs in GROUPS.items() if post.verb in verbs}
        table[f"api/v1/{name}", "POST"] = groups | {post.verb, "all"}
    return table


def routes() -> list[str]:
    """Return every pattern that is for programs; people's stand in ``tests/web``."""
    found = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    return [route for route in found if f"/{route.removeprefix('^')}".startswith(PROGRAMS)]


def path_of(route: str) -> str:
    """Return an address that fits a pattern."""
    return "/" + route.replace("<path:key>", "x").replace("<str:name>", "api.css")


def test_every_address_stands_in_the_table(app: None) -> None:
    assert {route for route, _ in needs()} == set(routes()) - {"^api/"}


def test_nobody_gets_in(nobody: Api) -> None:
    for (route, method), scopes in needs().items():
        status = nobody(method, path_of(route), **FAR).status
        assert (status == 401) == (scopes is not None), (method, route, status)
        assert status < 500, (method, route)


def test_a_wrong_token_is_nobody(app: None) -> None:
    wrong = Api("bko_00000000_" + "0" * 49)
    for (route, method), scopes in needs().items():
        if scopes is not None:
            assert wrong(method, path_of(route), **FAR).status == 401, (method, route)


@pytest.mark.parametrize("scope", [*MEANINGS, "ship"])
def test_a_scope_opens_its_own_and_nothing_else(
    app: None, conn: psycopg.Connection[Any], scope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_RATE_LIMIT", "0")
    api = Api(new_token(conn, scope))
    for (route, method), scopes in needs().items():
        if scopes is None:
            continue
        status = api(method, path_of(route), **FAR).status
        if scope in scopes:
            assert status in GRANTED, (method, route, status)
        else:
            assert status == 403, (method, route, status)
    assert conn.execute("SELECT count(*) FROM journal").fetchone() == (0,)


def test_other_methods_are_refused_and_change_nothing(api: Api) -> None:
    table = needs()
    for route in {route for route, _ in table if route.startswith("api/")}:
        for method in METHODS:
            if (route, method) not in table:
                answer = api(method, path_of(route))
                assert answer.status == 405, (method, route)
                allowed = answer.headers["allow"].split(", ")
                assert {m for r, m in table if r == route} == set(allowed) - {"HEAD"}


def test_an_unknown_address_is_unknown_to_those_who_may_know(api: Api, nobody: Api) -> None:
    for path in ("/api/v1/nothing", "/api/v2/orders", "/api/", "/api/v1/orders/a/%00"):
        assert nobody.get(path).status == 401
        assert api.get(path).status == 404
    assert nobody.get("/nothing").status == 404


def test_a_head_is_a_get_without_its_body(api: Api) -> None:
    got, head = api.get("/api/v1/products"), api("HEAD", "/api/v1/products")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(got.body))


def test_every_answer_has_the_safe_headers(api: Api, nobody: Api) -> None:
    for route, method in needs():
        for caller in (api, nobody):
            headers = caller(method, path_of(route)).headers
            assert headers["content-security-policy"].startswith("default-src 'none'")
            assert headers["x-content-type-options"] == "nosniff"
            assert "x-request-id" in headers
