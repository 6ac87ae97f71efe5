"""One line that waits: what covers it, why this day, who is before it, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import ledger
from backorder.app.accounts import roles
from backorder.app.statements import statement
from backorder.domain.errors import NotFoundError
from backorder.domain.names import number

from . import frame, order_facts, remedies, report_counted
from .page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

NEAREST = 10  # lines before this one that are listed, a supply
MOST_CASES = 50


class Before(NamedTuple):
    """Units of somebody who stands before this line; a line number is missing for a quote."""

    order: str
    line_no: int | None
    customer: str | None
    name: str | None
    quantity: int
    on: date | None


class Queue(NamedTuple):
    """The queue of one supply up to this line: the nearest before it, and how many there are."""

    supply: str | None
    lines: int
    units: int
    nearest: list[Before]

    @property
    def place(self) -> int:
        """Return the place of this line in the queue."""
        return self.lines + 1

    @property
    def hidden(self) -> int:
        """Return how many are before those that are listed."""
        return max(0, self.lines - len(self.nearest))


class Cause(NamedTuple):
    """Why units were backordered when that opened, or over the whole wait."""

    event: str
    at: datetime
    units: int
    shares: list[dict[str, Any]]
    evidence: dict[str, Any]


class Node(NamedTuple):
    """A reason with the reasons behind it."""

    code: str
    text: str
    because: list[Node]


def backorder(request: HttpRequest, order: str, line_no: int) -> HttpResponse:
    """Show a line of an order: all about the units that wait, and those that do not."""
    now, actor = frame.now(), request.user.email  # type: ignore[union-attr]
    with frame.books() as conn:
        head = order_facts.head(conn, order)
        lines = order_facts.lines_of(conn, head.id)
        line = next((one for one in lines if one.line_no == line_no), None)
        if line is None:
            raise NotFoundError(
                "unknown_line", f"{head.number} has no line {line_no}.", line=line_no
            )
        told = [one for one in order_facts.told_of(conn, head.id) if one.line_no == line_no]
        queues = _queues(conn, line.id)
        why = ledger.explain(conn, {"order": head.number, "sku": line.sku}, now=now, actor=actor)
        asked = {"sku": line.sku, "limit": MOST_CASES}
        labels = conn.execute(statement("page_line_causes"), {"line": line.id}).fetchall()
        cases = (
            ledger.exceptions(conn, asked, now=now, actor=actor)["exceptions"] if line.open else []
        )
    return frame.render(
        request,
        "backorder/pages/backorder.html",
        {
            "head": head,
            "line": line,
            "told": told,
            "queues": queues,
            "sentence": why["sentence"],
            "causes": [
                Cause(event, at, units, report_counted.shares(permille, parts), evidence)
                for event, at, units, permille, parts, evidence in labels
            ],
            "reasons": _nodes(why["reason"], lines, line),
            "cases": remedies.shown([one for one in cases if one["order"] in {None, head.number}]),
            "may_cancel": roles.may(request.user, "cancel"),
            "may_assign": roles.may(request.user, "assign"),
        },
    )


def _queues(conn: Connection[Any], line: int) -> list[Queue]:
    found: dict[str | None, Queue] = {}
    rows = conn.execute(statement("page_line_queue"), {"line": line, "limit": NEAREST})
    for supply, lines, units, order, *rest in rows:
        queue = found.setdefault(supply, Queue(supply, lines, units, []))
        if order is not None:
            queue.nearest.append(Before(number("order", order), *rest))
    return list(found.values())


def _nodes(
    reason: Mapping[str, Any], lines: list[order_facts.Line], line: order_facts.Line
) -> list[Node]:
    """Return the reasons of this very line: an order may have several lines of a product."""
    same = [one.line_no for one in lines if one.sku == line.sku]
    trees = reason["because"]
    tree = trees[same.index(line.line_no)] if len(trees) == len(same) else reason
    return [_node(one) for one in tree["because"]]


def _node(reason: Mapping[str, Any]) -> Node:
    return Node(reason["code"], reason["text"], [_node(one) for one in reason["because"]])


PAGES = (Page("backorders/<str:order>/<int:line_no>", "backorder", backorder),)
