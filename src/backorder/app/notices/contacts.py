"""Who is told, and where: customers, suppliers, people of the shop, and who left an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement

from .choosing import About, Contact, number
from .preferences import Preferences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psycopg import Connection

_NAMES = {"customer": "customer_name", "supplier": "supplier_name", "staff": "person_name"}


def customers(conn: Connection[Any], ids: Iterable[int]) -> dict[int, Contact]:
    """Return customers by id."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    found = {}
    rows = conn.execute(statement("notice_customers"), {"customers": wanted}).fetchall()
    for id_, ref, name, email, phone, locale, class_, *wish, blocked, unwanted in rows:
        found[id_] = Contact(
            "customer",
            f"customer:{id_}",
            id_,
            name,
            email,
            phone,
            locale,
            About(ref, class_),
            Preferences(*wish),
            frozenset(blocked),
            frozenset({"email"} if unwanted else ()),
        )
    return found


def suppliers(conn: Connection[Any], ids: Iterable[int]) -> dict[int, Contact]:
    """Return suppliers by id; they are told by e-mail alone."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = conn.execute(statement("notice_suppliers"), {"suppliers": wanted}).fetchall()
    return {
        id_: Contact(
            "supplier",
            f"supplier:{id_}",
            id_,
            name or code,
            email,
            language=language,
            blocked=frozenset({"email"} if blocked else ()),
        )
        for id_, code, name, email, language, blocked in rows
    }


def person(email: str, language: str = "") -> Contact:
    """Return somebody of the shop."""
    return Contact("staff", f"staff:{email.lower()}", None, "", email, language=language)


def stranger(address: str, language: str = "") -> Contact:
    """Return somebody of whom only an address is known: an e-mail address, or a phone number.

    >>> stranger("Ada@Example.com").recipient, stranger("0049 151 234567").phone
    ('address:ada@example.com', '+49151234567')
    """
    phone = number(address)
    kept = phone or address.strip()
    return Contact(
        "customer",
        f"address:{kept.lower()}"[:300],
        email="" if phone else kept,
        phone=phone,
        language=language,
        wish=Preferences("sms" if phone else "email"),
    )


def blocked_of(conn: Connection[Any], contact: Contact) -> frozenset[str]:
    """Return the channels on which nothing is sent to somebody's addresses."""
    asked = [contact.email.lower(), number(contact.phone)]
    rows = conn.execute(statement("notice_blocked"), {"addresses": [one for one in asked if one]})
    return frozenset(channel for channel, _ in rows.fetchall())


def addressed(facts: Mapping[str, Any], contact: Contact) -> dict[str, Any]:
    """Return facts with the name of who reads them."""
    return {_NAMES[contact.audience]: contact.name, **facts}
