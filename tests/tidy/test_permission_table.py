"""Every address that Django knows and every verb stands in the table of permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from backorder import ledger
from backorder.app.accounts import roles
from backorder.app.pages.addresses import PAGES
from backorder.app.web.people_only import PROGRAMS
from tests.web import permission_table as table

if TYPE_CHECKING:
    from collections.abc import Iterator


def routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    """Yield the route of every address, those of included tables too."""
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^" if before else "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def known() -> set[str]:
    """Return every route that is for people."""
    found = set(routes(list(get_resolver().url_patterns)))
    return {route for route in found if not f"/{route.removeprefix('^')}".startswith(PROGRAMS)}


def test_every_address_stands_in_the_table() -> None:
    rows = {*table.PAGES, *table.ACCOUNTS}
    assert sorted(known() - rows) == [], "write a row for these in tests/web/permission_table.py"
    assert sorted({page.path for page in PAGES} - set(table.PAGES)) == []


def test_every_verb_stands_in_the_table() -> None:
    assert sorted(set(table.VERBS) ^ set(ledger.VERBS)) == []
    assert sorted({*roles.VERBS, *roles.ANSWERS} ^ set(ledger.VERBS)) == []
    assert sorted(set(table.OF_THE_APP) ^ set(roles.MEANINGS)) == []


# The walk itself.


def test_an_address_in_an_included_table_is_found() -> None:
    inner = [path("b/", lambda _request: HttpResponse())]
    assert list(routes([path("a/", (inner, None, None)), *inner])) == ["a/b/", "b/"]
