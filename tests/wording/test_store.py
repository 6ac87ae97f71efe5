"""Versions of templates: they are added, never changed, and the newest holds if it is enabled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from backorder.app.wording import builtin, demo, rendering, store
from backorder.domain.errors import InvalidError, NotFoundError

if TYPE_CHECKING:
    Conn = psycopg.Connection[Any]

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OWN = builtin.template("shipped", "en")._replace(subject="Off it goes: {{order}}")


def added(conn: Conn, *, enabled: bool = True, subject: str = OWN.subject) -> int:
    template = OWN._replace(subject=subject)
    return store.add(conn, "shipped", "en", template, enabled=enabled, now=NOW, by="a@example.com")


def subject(conn: Conn, language: str = "en") -> tuple[str, int]:
    found = rendering.render(conn, "shipped", language, demo.facts_of("shipped", "en"))
    return found.subject, found.version


def test_the_newest_version_holds_where_it_is_enabled(conn: Conn) -> None:
    assert subject(conn) == ("Order SO-000184 is on its way", 0)
    assert added(conn) == 1
    assert subject(conn) == ("Off it goes: SO-000184", 1)
    assert subject(conn, "de") == ("Bestellung SO-000184 ist unterwegs", 0)
    assert added(conn, enabled=False) == 2
    assert subject(conn) == ("Order SO-000184 is on its way", 0)
    assert added(conn, subject="Again: {{order}}") == 3
    assert subject(conn, "en-GB") == ("Again: SO-000184", 3)
    assert [one.version for one in store.versions(conn, "shipped", "en")] == [3, 2, 1]
    assert store.newest(conn)["shipped", "en"].version == 3
    assert store.version(conn, "shipped", "en", 1).template._replace(id=0, version=0) == OWN
    with pytest.raises(NotFoundError, match="no version 4"):
        store.version(conn, "shipped", "en", 4)


def test_a_saved_version_never_changes(conn: Conn) -> None:
    added(conn)
    for statement in (
        "UPDATE message_template SET subject = 'x'",
        "DELETE FROM message_template",
        "TRUNCATE message_template",
    ):
        with pytest.raises(psycopg.Error, match="only ever added"), conn.transaction():
            conn.execute(statement.encode())
    assert subject(conn) == ("Off it goes: SO-000184", 1)


def test_a_message_lacking_a_fact_names_it(conn: Conn) -> None:
    facts = demo.facts_of("shipped", "en")
    del facts["order"], facts["lines"]
    with pytest.raises(InvalidError, match="lacks lines, order") as caught:
        rendering.render(conn, "shipped", "en", facts)
    assert caught.value.facts == {"event": "shipped", "missing": ["lines", "order"]}
