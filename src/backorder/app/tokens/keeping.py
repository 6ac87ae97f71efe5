"""Tokens in the database: create, list, revoke, find, note the use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from backorder.app.statements import statement
from backorder.domain.errors import ConflictError, InvalidError, NotFoundError

from . import making, scopes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from psycopg import Connection

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,39}")


class Token(NamedTuple):
    """What is kept of a token."""

    id: int
    name: str
    prefix: str
    hash: str
    scopes: list[str]
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


def create(  # noqa: PLR0913 (what a token is)
    conn: Connection[Any],
    name: str,
    wanted: Iterable[str],
    *,
    now: datetime,
    actor: str,
    expires_at: datetime | None = None,
) -> str:
    """Make a token and return its text, which is kept nowhere."""
    if not _NAME.fullmatch(name):
        raise InvalidError(
            "token_name_invalid",
            "A token's name has up to 40 letters, digits, spaces and . _ @ -, "
            "and begins with a letter or digit.",
            name=name,
        )
    made = making.make()
    values = {
        "name": name,
        "prefix": made.prefix,
        "hash": made.hash,
        "scopes": scopes.checked(wanted),
        "now": now,
        "actor": actor,
        "expires_at": expires_at,
    }
    try:
        conn.execute(statement("token_create"), values)
    except psycopg.errors.UniqueViolation:
        raise ConflictError(
            "token_name_taken", f"There is a token {name!r} already; revoke it first.", name=name
        ) from None
    return made.text


def every(conn: Connection[Any]) -> list[Token]:
    """Return all tokens, revoked ones too."""
    return [Token(*row) for row in conn.execute(statement("token_list")).fetchall()]


def revoke(conn: Connection[Any], name: str, *, now: datetime) -> Token:
    """End a token, named by its name or prefix; others of this name were ended before."""
    row = conn.execute(statement("token_revoke"), {"name": name, "now": now}).fetchone()
    if row is None:
        raise NotFoundError("unknown_token", f"There is no living token {name!r}.", token=name)
    return Token(*row)


def find(conn: Connection[Any], prefix: str) -> Token | None:
    """Return the token of a prefix."""
    row = conn.execute(statement("token_find"), {"prefix": prefix}).fetchone()
    return None if row is None else Token(*row)


def used(conn: Connection[Any], token: Token, now: datetime) -> None:
    """Note that a token was used, unless that was noted within the last minute."""
    conn.execute(statement("token_used"), {"id": token.id, "now": now})
