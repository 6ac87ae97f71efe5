"""From news of orders to messages for people: who placed them, what their products are called.

A fixed number of statements, however many orders the news is of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.domain.names import number, row_id

from . import contacts, events, standing
from .drafting import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psycopg import Connection

    from .choosing import Contact
    from .standing import Source
    from .telling import Telling

    Json = dict[str, Any]


class _Known(NamedTuple):
    """What was looked up."""

    customer_of: dict[int, tuple[int | None, str, str]]  # order: customer, its key, destination
    customers: dict[int, Contact]
    supplier_of: dict[int, int]  # purchase: supplier
    suppliers: dict[int, Contact]
    product: dict[str, tuple[str, str]]  # sku: name, category


def messages(conn: Connection[Any], sources: Iterable[Source]) -> list[Message]:
    """Return what each person concerned is to hear; orders of nobody in particular tell nobody."""
    told = standing.changed(conn, _waiting(conn, _confirmed(conn, list(sources))))
    named = _resting(conn, told)
    known = _look(conn, named)
    found = []
    for one in named:
        supplier = events.audience(one.telling.event) == "supplier"
        message = _for_supplier(one, known) if supplier else _for_customer(one, known)
        if message is not None:
            found.append(message)
    return found


def _confirmed(conn: Connection[Any], sources: list[Source]) -> list[Source]:
    """Return news with each confirmed purchase replaced by the orders that wait for it."""
    papers = {
        paper
        for _, one in sources
        if one.confirmed and (paper := row_id("purchase_order", one.purchase)) is not None
    }
    if not papers:
        return [one for one in sources if not one.telling.confirmed]
    waiting: dict[int, list[tuple[int, str, int, str]]] = {}
    for paper, *row in conn.execute(statement("notice_waiting_for"), {"purchases": sorted(papers)}):
        waiting.setdefault(paper, []).append((row[0], row[1], row[2], row[3]))
    found = [one for one in sources if not one.telling.confirmed]
    for source in sources:
        if source.telling.confirmed:
            rows = waiting.get(row_id("purchase_order", source.telling.purchase) or 0, [])
            found += _of_orders(source, rows)
    return found


def _of_orders(source: Source, rows: Sequence[tuple[int, str, int, str]]) -> list[Source]:
    """Return the news of a confirmed purchase for each order that waits and whose day stands."""
    facts = source.telling.facts
    moved = {tuple(one) for one in facts["moved"]}
    lines: dict[str, list[Json]] = {}
    for order, sku, quantity, on in rows:
        name = number("order", order)
        if sku in facts["skus"] and (name, sku) not in moved and on:
            lines.setdefault(name, []).append({"sku": sku, "quantity": quantity, "on": on})
    return [
        source._replace(
            telling=source.telling._replace(
                order=order,
                lines=tuple(of),
                facts={"date_to": max(one["on"] for one in of)},
                confirmed=False,
            )
        )
        for order, of in lines.items()
    ]


def _waiting(conn: Connection[Any], sources: list[Source]) -> list[Source]:
    """Return news with the lines that wait, where that is what it is about."""
    about = [one for one in sources if one.telling.waiting]
    orders = {row_id("order", one.telling.order) for one in about} - {None}
    if not orders:
        return sources
    lines: dict[str, list[Json]] = {}
    asked = {"orders": sorted(order for order in orders if order)}
    for order, sku, quantity, on in conn.execute(statement("notice_waiting_lines"), asked):
        line = {"sku": sku, "quantity": quantity, "on": on}
        lines.setdefault(number("order", order), []).append(line)
    return [
        one._replace(telling=_waits(one.telling, lines)) if one.telling.waiting else one
        for one in sources
    ]


def _waits(telling: Telling, lines: dict[str, list[Json]]) -> Telling:
    of = tuple(lines.get(telling.order, ()))
    days = [one["on"] for one in of]
    known = {"date_to": max(days)} if days and all(days) else {}
    return telling._replace(lines=of, facts={**telling.facts, **known})


def _resting(conn: Connection[Any], sources: list[Source]) -> list[Source]:
    """Return news with what is still to come of the order; where nothing is, all of it has left."""
    about = {row_id("order", one.telling.order) for one in sources if one.telling.rest} - {None}
    if not about:
        return sources
    rest: dict[str, list[Json]] = {}
    asked = {"orders": sorted(order for order in about if order)}
    for order, sku, name, quantity, on in conn.execute(statement("notice_rest"), asked):
        line = {"sku": sku, "name": name or sku, "quantity": quantity, "on": on}
        rest.setdefault(number("order", order), []).append(line)
    return [
        one._replace(telling=_rests(one.telling, rest)) if one.telling.rest else one
        for one in sources
    ]


def _rests(telling: Telling, rest: dict[str, list[Json]]) -> Telling:
    of = rest.get(telling.order, [])
    if not of:  # it left, or was cancelled, before anybody was told
        return telling._replace(event="shipped")
    days = [one["on"] for one in of]
    known = {"date_to": max(days)} if all(days) else {}
    return telling._replace(facts={**telling.facts, **known, "rest": of})


def _look(conn: Connection[Any], sources: Sequence[Source]) -> _Known:
    orders = {row_id("order", one.order) for _, one in sources if one.order} - {None}
    papers = {row_id("purchase_order", one.purchase) for _, one in sources if one.purchase} - {None}
    skus = {line["sku"] for _, one in sources for line in one.lines}
    customer_of = {
        order: (customer, key, destination)
        for order, customer, key, destination in conn.execute(
            statement("notice_orders"), {"orders": list(orders)}
        )
    }
    supplier_of = dict(
        conn.execute(statement("notice_purchases"), {"purchases": list(papers)}).fetchall()
    )
    return _Known(
        customer_of,
        contacts.customers(conn, {one[0] for one in customer_of.values() if one[0]}),
        supplier_of,
        contacts.suppliers(conn, set(supplier_of.values())),
        {
            sku: (name, category)
            for sku, name, category in conn.execute(
                statement("notice_products"), {"skus": sorted(skus)}
            )
        },
    )


def _for_customer(source: Source, known: _Known) -> Message | None:
    telling = source.telling
    order = row_id("order", telling.order)
    customer, _, destination = known.customer_of.get(order or 0, (None, "", ""))
    contact = known.customers.get(customer or 0)
    if order is None or contact is None:
        return None
    skus = tuple(dict.fromkeys(line["sku"] for line in telling.lines))
    categories = tuple({known.product.get(sku, ("", ""))[1] for sku in skus} - {""})
    contact = contact._replace(about=contact.about._replace(products=skus, categories=categories))
    facts = {**telling.facts, "order": telling.order, "lines": _lines(telling, known)}
    if telling.legal:
        facts["destination"] = destination
    return Message(
        telling.event,
        f"j{source.journal}:{telling.event}:{telling.order}:{telling.about}",
        contact,
        contacts.addressed(facts, contact),
        order=order,
        journal=source.journal,
        legal=telling.legal,
    )


def _for_supplier(source: Source, known: _Known) -> Message | None:
    telling = source.telling
    paper = row_id("purchase_order", telling.purchase)
    contact = known.suppliers.get(known.supplier_of.get(paper or 0, 0))
    if paper is None or contact is None:
        return None
    facts = {**telling.facts, "purchase": telling.purchase, "lines": _lines(telling, known)}
    return Message(
        telling.event,
        f"j{source.journal}:{telling.event}:{telling.purchase}:{telling.about}",
        contact,
        contacts.addressed(facts, contact),
        purchase_order=paper,
        journal=source.journal,
    )


def _lines(telling: Telling, known: _Known) -> list[Json]:
    return [
        {**line, "name": known.product.get(line["sku"], ("", ""))[0] or line["sku"]}
        for line in telling.lines
    ]
