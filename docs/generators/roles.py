"""The page of roles: what each may do, verbs and parts of the app."""

from __future__ import annotations

from backorder import ledger
from backorder.app.accounts import roles

from .markdown import table


def write(_about: str = "") -> str:
    """Return a table with a column for each role."""
    rows = [(f"[`{verb}`](verbs.md#{verb})", *_marks(verb)) for verb in ledger.VERBS]
    parts = [(meaning, *_marks(name)) for name, meaning in roles.MEANINGS.items()]
    return "\n\n".join(
        (
            "## Verbs",
            table(["verb", *roles.ROLES], rows),
            "## The app itself",
            table(["to", *roles.ROLES], parts),
        )
    )


def _marks(permission: str) -> list[str]:
    return ["yes" if permission in roles.permissions(role) else "" for role in roles.ROLES]
