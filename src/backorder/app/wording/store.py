"""The versions of templates: rows that are only ever added; the newest of a message holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.domain.errors import NotFoundError

from . import builtin
from .builtin import Template

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection


class Version(NamedTuple):
    """A version of a template: what it says, who made it when, and whether it is to be used.

    Where the newest version is not ``enabled``, the template that comes with the product holds.
    """

    id: int
    event: str
    language: str
    version: int
    subject: str
    text: str
    mjml: str
    sms: str
    made_by: str
    made_at: datetime
    enabled: bool

    @property
    def template(self) -> Template:
        """Return what it says."""
        return Template(self.subject, self.text, self.mjml, self.sms, self.id, self.version)


def current(conn: Connection[Any], event: str, language: str) -> Template:
    """Return the template that holds now; event and language are known ones."""
    asked = {"event": event, "language": language}
    row = conn.execute(statement("template_current"), asked).fetchone()
    if row is None or not row[-1]:
        return builtin.template(event, language)
    return Version(*row).template


def newest(conn: Connection[Any]) -> dict[tuple[str, str], Version]:
    """Return the newest version of each message and language that has one."""
    rows = conn.execute(statement("template_newest")).fetchall()
    return {(row[1], row[2]): Version(*row) for row in rows}


def versions(conn: Connection[Any], event: str, language: str) -> list[Version]:
    """Return the versions of a message, the newest first, at most a hundred."""
    asked = {"event": event, "language": language}
    return [Version(*row) for row in conn.execute(statement("template_versions"), asked)]


def version(conn: Connection[Any], event: str, language: str, number: int) -> Version:
    """Return one version; raises ``NotFoundError``."""
    asked = {"event": event, "language": language, "version": number}
    row = conn.execute(statement("template_version"), asked).fetchone()
    if row is None:
        raise NotFoundError(
            "unknown_template", f"There is no version {number} of {event}.", event=event
        )
    return Version(*row)


def add(  # noqa: PLR0913 (a row)
    conn: Connection[Any],
    event: str,
    language: str,
    template: Template,
    *,
    enabled: bool,
    now: datetime,
    by: str,
) -> int:
    """Add a version that was checked; return its number, one more than the newest.

    Two who save at the same time get two numbers: the insert takes the message's lock first.
    """
    given = {
        "event": event,
        "language": language,
        "subject": template.subject,
        "text": template.text,
        "mjml": template.mjml,
        "sms": template.sms,
        "enabled": enabled,
        "now": now,
        "by": by,
    }
    with conn.transaction():
        conn.execute(statement("template_lock"), {"event": event, "language": language})
        row = conn.execute(statement("template_add"), given).fetchone()
    assert row is not None
    return int(row[0])
