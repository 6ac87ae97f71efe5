"""The first steps of a new company, for whoever sets it up; gone once they are all done.

The overview shows them: ``checklist.of(conn, request.user)`` gives the steps, or none, and the part
``backorder/parts/checklist.html`` draws them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from backorder.app.statements import statement

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from psycopg import Connection

FOR = ("owner", "operations")


class Step(NamedTuple):
    """One step: what to do, why, where, and whether it is done."""

    code: str
    label: _StrPromise
    hint: _StrPromise
    address: str
    done: bool


# Its column in the statement, what to do, why, and the page where.
STEPS: tuple[tuple[str, _StrPromise, _StrPromise, str], ...] = (
    (
        "products",
        _("Import your products"),
        _("A CSV or XLSX file with a SKU and a name is enough."),
        "imports",
    ),
    (
        "suppliers",
        _("Say who supplies them"),
        _("Suppliers with their lead times make dates of backorders."),
        "imports",
    ),
    ("stock", _("Count what is on the shelf"), _("Promises begin with what is there."), "stock"),
    (
        "policies",
        _("Decide what may be backordered"),
        _("Without a policy everything may; with one you set limits and say so."),
        "settings",
    ),
    (
        "orders",
        _("Take the first order"),
        _("By hand, from a file, or from your shop over the API."),
        "orders",
    ),
    (
        "people",
        _("Let a second person in"),
        _("Each with a role of his own, so that the journal names who did what."),
        "people",
    ),
    (
        "two_factor",
        _("Protect your account with a second factor"),
        _("An authenticator app or a passkey."),
        "account",
    ),
)


def of(conn: Connection[Any], person: Any) -> list[Step]:  # noqa: ANN401 (whoever is signed in)
    """Return the steps for a person, or none for who does not set up, or once all are done."""
    if getattr(person, "role", "") not in FOR:
        return []
    found = conn.execute(statement("checklist"), {"person": person.pk}).fetchone()
    assert found is not None
    return steps(found)


def steps(done: tuple[bool, ...]) -> list[Step]:
    """Return the steps, or none once all are done.

    >>> steps((True,) * 7)
    []
    """
    if all(done):
        return []
    return [
        Step(code, label, hint, _address(page), is_done)
        for (code, label, hint, page), is_done in zip(STEPS, done, strict=True)
    ]


def _address(page: str) -> str:
    try:
        return reverse(f"pages:{page}")
    except NoReverseMatch:
        return ""
