"""Keep a file between its upload and its import: in the database, so that every server has it."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.types.json import Jsonb

from backorder.app.statements import statement
from backorder.connectors.kinds import KINDS
from backorder.connectors.reading import FORMATS
from backorder.domain.errors import InvalidError, MalformedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from psycopg import Connection

KEPT = timedelta(days=1)  # how long a file waits for its import
MOST_WAITING = 10  # files of one person
RECENT = 20
LONGEST_NAME = 200
_ID = re.compile(r"[0-9a-f]{32}")
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Upload(NamedTuple):
    """A file that a person brought; ``content`` is None once it was imported."""

    id: str
    kind: str
    name: str
    suffix: str
    digest: str
    size: int
    mapping: dict[str, str]
    at: datetime
    imported_at: datetime | None
    outcome: dict[str, Any] | None
    content: bytes | None


def keep(  # noqa: PLR0913 (what was brought, by whom and when)
    conn: Connection[Any],
    kind: str,
    name: str,
    content: bytes,
    *,
    by: str,
    now: datetime,
) -> str:
    """Keep a file and return its id; files that waited too long go.

    The name is only ever shown: of its end one of the known formats is taken, nothing else of it
    reaches a file system.
    """
    check_kind(kind)
    found = secrets.token_hex(16)
    values = {
        "id": found,
        "by": by,
        "kind": kind,
        "name": shown_name(name),
        "suffix": suffix_of(name),
        "digest": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "mapping": Jsonb({}),
        "content": content,
        "at": now,
    }
    expired = {"by": by, "before": now - KEPT, "most": MOST_WAITING}
    with conn.transaction():
        conn.execute(statement("upload_keep"), values)
        conn.execute(statement("upload_expire"), expired)
    return found


def find(conn: Connection[Any], name: str, by: str) -> Upload:
    """Return a file that a person brought, or raise ``NotFoundError``."""
    row = None
    if _ID.fullmatch(name):
        row = conn.execute(statement("upload_find"), {"id": name, "by": by}).fetchone()
    if row is None:
        raise NotFoundError("not_found", "There is no such file; it may have waited too long.")
    return Upload(*row)


def save_mapping(conn: Connection[Any], name: str, by: str, mapping: Mapping[str, str]) -> None:
    """Keep which of our columns is which of theirs."""
    values = {"id": name, "by": by, "mapping": Jsonb(dict(mapping))}
    conn.execute(statement("upload_map"), values)


def done(
    conn: Connection[Any], name: str, by: str, outcome: Mapping[str, Any], now: datetime
) -> None:
    """Keep what came of a file; its content goes."""
    values = {"id": name, "by": by, "at": now, "outcome": Jsonb(dict(outcome))}
    conn.execute(statement("upload_done"), values)


def drop(conn: Connection[Any], name: str, by: str) -> None:
    """Forget a file that was not imported."""
    conn.execute(statement("upload_drop"), {"id": name, "by": by})


def recent(conn: Connection[Any], by: str) -> list[dict[str, Any]]:
    """Return the last imports, and what the person brought and did not import yet."""
    cursor = conn.execute(statement("upload_list"), {"by": by, "limit": RECENT})
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def imported_before(conn: Connection[Any], upload: Upload) -> datetime | None:
    """Return when the same content was imported as the same kind before, if it was."""
    values = {"id": upload.id, "kind": upload.kind, "digest": upload.digest}
    row = conn.execute(statement("upload_before"), values).fetchone()
    return row[0] if row else None


def check_kind(kind: str) -> None:
    """Raise ``MalformedError`` for a kind that is none."""
    if kind not in KINDS:
        raise MalformedError("unknown_kind", f"A file is one of: {', '.join(KINDS)}.")


def suffix_of(name: str) -> str:
    """Return the end of a file's name that says its format, or raise ``InvalidError``.

    >>> suffix_of("Prices 2026.XLSX")
    '.xlsx'
    """
    found = next((one for one in FORMATS if name.lower().endswith(one)), None)
    if found is None:
        known = ", ".join(FORMATS)
        raise InvalidError("unknown_format", f"The file's name does not end in one of {known}.")
    return found


def shown_name(name: str) -> str:
    r"""Return a file's name as it may be shown: without folders and without what hides letters.

    >>> shown_name("..\\..\\etc/pass\u202ewd.csv")
    'pass?wd.csv'
    """
    last = re.split(r"[/\\]", name)[-1]
    return _UNSHOWN.sub("?", last)[-LONGEST_NAME:] or "file"
