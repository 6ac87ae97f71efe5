"""What is asked: the API's lists with each of their filters, and the pages that links lead to."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg
    from django.test import Client

    from backorder.app.api.listings import Listing

_LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*|\?[^"#]*)"')
_MOST = 400  # links that are looked at


class Asked(NamedTuple):
    """An address, and how the table shows it."""

    name: str
    path: str


def lists(conn: psycopg.Connection[Any], client: Client) -> Iterator[Asked]:
    """Return the addresses of the API's lists that have rows."""
    from backorder.app.api.listings import LISTINGS  # noqa: PLC0415 (Django)

    middles = {name: _middle(conn, listing) for name, listing in LISTINGS.items()}
    for name, listing in LISTINGS.items():
        base = f"/api/v1/{name}"
        yield Asked(base, base)
        cursor = middles[name]
        if cursor is None:
            continue
        yield Asked(f"{base}, from the middle", f"{base}?cursor={cursor}")
        row = client.get(f"{base}?cursor={cursor}&limit=1").json()["items"][0]
        for named in listing.named_by.split()[:1]:
            yield Asked(f"{base}/{{{named}}}", f"{base}/{row[named]}")
        for filtered in listing.filters.split():
            for kind, value in _values(listing, filtered, row).items():
                path = f"{base}?{urlencode({filtered: value})}"
                yield Asked(f"{base}?{filtered}= ({kind})", path)
        if listing.at:
            yield Asked(f"{base}?until=", f"{base}?{urlencode({'until': row[listing.at]})}")
            yield Asked(f"{base}?since= (none)", f"{base}?since=2099-01-01")


def _values(listing: Listing, name: str, row: dict[str, Any]) -> dict[str, str]:
    """Return what to filter by: each choice, else a value of some rows and one of none."""
    if name in listing.choices:
        return {choice: choice for choice in listing.choices[name]}
    found = {"some": row[name], "none": _absent(listing, name)}
    return {
        kind: str(value).lower() if isinstance(value, bool) else str(value)
        for kind, value in found.items()
        if value not in {None, ""}
    }


def _absent(listing: Listing, name: str) -> str | None:
    """Return a value that no row of a list has."""
    column = listing.column(name)
    if column.numbered:
        from backorder.domain.names import number  # noqa: PLC0415 (as above)

        return number(column.kind, 2**40)
    return {"text": "nothing", "integer": str(2**40), "date": "2099-01-01"}.get(column.kind)


def _middle(conn: psycopg.Connection[Any], listing: Listing) -> str | None:
    """Return the cursor of the row in the middle of a list, None where it is short."""
    from backorder.app.api import asking  # noqa: PLC0415 (as above)
    from backorder.app.statements import statement  # noqa: PLC0415 (as above)

    inner = f"({statement(listing.statement)}) AS r"
    row = conn.execute(f"SELECT count(*) FROM {inner}").fetchone()  # noqa: S608 (our own statements)
    if row is None or row[0] < 4:
        return None
    places = ", ".join(listing.place)
    order = ", ".join(f"{name}{' DESC' if listing.newest_first else ''}" for name in listing.place)
    query = f"SELECT {places} FROM {inner} ORDER BY {order} OFFSET {row[0] // 2} LIMIT 1"  # noqa: S608
    middle = conn.execute(query).fetchone()
    assert middle is not None
    return asking.cursor(listing, tuple(middle))


def pages(client: Client) -> Iterator[Asked]:
    """Return each web page at the first address that a link leads to, and lists' next pages."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415 (Django)

    waiting, seen, found = ["/"], {"/"}, set()
    while waiting and len(seen) < _MOST:
        path = waiting.pop(0)
        try:
            match = resolve(urlsplit(path).path)
        except Resolver404:
            continue
        name = f"/{match.route}{', next page' if 'cursor=' in path else ''}"
        if name in found or match.url_name is None:
            continue
        answer = client.get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        found.add(name)
        yield Asked(name, path)
        for link in _LINK.findall(answer.content.decode()):
            target = unescape(link if link.startswith("/") else urlsplit(path).path + link)
            if target not in seen:
                seen.add(target)
                waiting.append(target)
