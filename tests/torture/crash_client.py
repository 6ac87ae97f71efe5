"""A client that orders and receives until it is killed, and keeps a log of what it was told.

It runs as a process of its own: ``python -m tests.torture.crash_client LOG SEED STOP [careless]``.
Every request stands in the log before it is sent, and its answer once it came, safe on disk. When
the server goes away the client joins the next one and sends the same request again. What such logs
say are the claims that the books are held against.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from backorder import database
from backorder.domain.errors import DatabaseError
from backorder.domain.names import number
from tests.support import PATIENCE

from .company import do

if TYPE_CHECKING:
    from psycopg import Connection

SKUS = tuple(f"SKU-{n}" for n in range(12))
UNKNOWN_SKU = "NIX"
PURCHASE = "PO-000001"
NUMBERED = {"place_orders": ("orders", "order"), "receive": ("receipts", "receipt")}
CARELESS = "SET synchronous_commit = off"

_PAPERS = """
WITH line AS (
    SELECT 'order' AS kind, order_id AS id, line_no, product_id, ordered AS units FROM order_line
    UNION ALL
    SELECT 'receipt', receipt_id, line_no, product_id, good FROM receipt_line
),
paper AS (
    SELECT 'order' AS kind, id, key, journal_id FROM sales_order
    UNION ALL
    SELECT 'receipt', id, key, journal_id FROM receipt
)
SELECT paper.kind, paper.id, paper.key, paper.journal_id, (
    SELECT coalesce(jsonb_agg(jsonb_build_array(sku, units) ORDER BY line_no), '[]')
    FROM line JOIN product ON product.id = line.product_id
    WHERE line.kind = paper.kind AND line.id = paper.id
)
FROM paper
WHERE %(keys)s::text[] IS NULL OR key = ANY(%(keys)s::text[])
ORDER BY paper.kind, paper.id
"""


class Paper(NamedTuple):
    """An order or a receipt as the books have it."""

    number: str
    journal: int
    lines: list[list[Any]]


class Repeat(NamedTuple):
    """A request sent again: the keys found beforehand, those it wrote, and what is there now."""

    answer: dict[str, dict[str, Any]]
    before: dict[str, str]
    fresh: list[str]
    after: dict[str, str]


def papers(conn: Connection[Any], keys: list[str] | None = None) -> dict[str, Paper]:
    """Return what the books have, or the part of it with the given keys, by key."""
    rows = conn.execute(_PAPERS, {"keys": keys})
    return {
        key: Paper(number(kind, row_id), journal, lines)
        for kind, row_id, key, journal, lines in rows
    }


def draw(rng: Random, name: str) -> tuple[str, dict[str, Any]]:
    """Draw a request: one order, a batch of them, or a receipt."""
    chosen = rng.random()
    if chosen < 0.2:
        skus = rng.sample(SKUS, rng.randint(1, 3))
        lines = [{"sku": sku, "quantity": rng.randint(1, 15)} for sku in skus]
        return "receive", {"receipts": [{"key": name, "purchase_order": PURCHASE, "lines": lines}]}
    size = rng.randint(2, 8) if chosen < 0.5 else 1
    return "place_orders", {"orders": [_draw_order(rng, f"{name}.{n}") for n in range(size)]}


def _draw_order(rng: Random, key: str) -> dict[str, Any]:
    skus = [rng.choice(SKUS) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.05:
        skus.append(UNKNOWN_SKU)  # refused: nothing of it may be found
    lines = [{"sku": sku, "quantity": rng.randint(1, 4)} for sku in skus]
    return {"key": key, "ship": rng.choice(("as_available", "complete")), "lines": lines}


def items(verb: str, request_or_answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the orders or receipts of a request or an answer, by key."""
    return {item["key"]: item for item in request_or_answer[NUMBERED[verb][0]]}


def number_in(item: dict[str, Any]) -> str | None:
    """Return the number that an answer gives an order or a receipt; a refused one has none."""
    return item.get("order") or item.get("receipt")


def send(conn: Connection[Any], verb: str, request: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Send a request; return the answers by key."""
    return items(verb, do(conn, verb, request))


def repeat(conn: Connection[Any], verb: str, request: dict[str, Any]) -> Repeat:
    """Send a request again whose outcome is not known; tell what was there and what is new.

    The caller has made sure that nobody is still carrying out the first one.
    """
    keys = list(items(verb, request))
    before = papers(conn, keys)
    row = conn.execute("SELECT coalesce(max(id), 0) FROM journal").fetchone()
    assert row is not None
    answer = send(conn, verb, request)
    after = papers(conn, keys)
    return Repeat(
        answer,
        {key: paper.number for key, paper in before.items()},
        sorted(key for key, paper in after.items() if paper.journal > row[0]),
        {key: paper.number for key, paper in after.items()},
    )


@dataclass
class Claims:
    """What clients were told: what the books are held against."""

    asked: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    repeats: Counter[str] = field(default_factory=Counter)

    def told(self, answer: dict[str, dict[str, Any]]) -> None:
        """Note an answer."""
        self.answered |= answer

    def told_again(
        self,
        answer: dict[str, dict[str, Any]],
        before: dict[str, str],
        fresh: list[str],
        after: dict[str, str],
    ) -> None:
        """Note the answer to a repeated request; it is a replay if and only if it was there."""
        self.told(answer)
        self.repeats["there" if before else "not there"] += 1
        accepted = {key: name for key, item in answer.items() if (name := number_in(item))}
        if accepted != after:
            self.wrong.append(f"answered {accepted}, the books have {after}")
        if before and before != after:
            self.wrong.append(f"there were {before} of one request, and then {after}")
        if set(fresh) != set(after) - set(before):
            self.wrong.append(f"there were {before}, and {fresh} were written")

    def accepted(self) -> dict[str, str]:
        """Return the numbers that clients were told, by key."""
        return {key: name for key, item in self.answered.items() if (name := number_in(item))}


def missing(conn: Connection[Any], claims: Claims) -> list[str]:
    """Return acknowledged papers that are not there, have another number, or are half-written."""
    told, there, bad = claims.accepted(), papers(conn), []
    for key, item in claims.answered.items():
        paper, name = there.get(key), told.get(key)
        lines = [[line["sku"], line["quantity"]] for line in claims.asked[key][1]["lines"]]
        if name is None:
            bad += [f"refused, but there: {key} {item}"] if paper else []
        elif paper is None:
            bad.append(f"lost: {key} {name}")
        elif paper.number != name:
            bad.append(f"renumbered: {key} {name} is {paper.number}")
        elif paper.lines != lines:
            bad.append(f"half-written: {key} {name} {paper.lines}, not {lines}")
    return bad


def unasked(conn: Connection[Any], claims: Claims) -> list[str]:
    """Return papers that nobody was told of, once every client knows all its answers."""
    return sorted(set(papers(conn)) - set(claims.accepted()))


class Log:
    """A file of JSON lines: what the client is about to ask, and what it was answered."""

    def __init__(self, path: Path) -> None:
        """Begin the log."""
        self.file = path.open("ab", buffering=0)

    def write(self, kind: str, *said: Any) -> None:
        """Add a line; answers are brought to disk, as they are what is held against the books."""
        self.file.write(json.dumps([kind, *said]).encode() + b"\n")
        if kind in {"answered", "repeated"}:
            os.fsync(self.file.fileno())


def join(log: Log, *, careless: bool) -> Connection[Any]:
    """Connect, however often the server dies meanwhile; say which backend serves us."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            conn = database.connect()
            if careless:
                conn.execute(CARELESS)
        except (DatabaseError, psycopg.OperationalError) as error:
            away = getattr(error, "code", "database_unreachable") == "database_unreachable"
            if not away or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            log.write("connected", conn.info.backend_pid)
            return conn


def main(path: str, seed: str, stop: str, *flags: str) -> None:
    """Order and receive until told to stop, or until whoever started us is gone."""
    rng = Random(seed)
    log = Log(Path(path))
    careless = "careless" in flags
    parent = os.getppid()
    conn = join(log, careless=careless)
    count = 0
    while not Path(stop).exists() and os.getppid() == parent:
        count += 1
        verb, request = draw(rng, f"{seed}-{count}")
        log.write("asked", count, verb, request)
        try:
            log.write("answered", count, send(conn, verb, request))
            continue
        except psycopg.OperationalError:
            conn.close()
        while True:
            conn = join(log, careless=careless)
            try:
                log.write("repeated", count, *repeat(conn, verb, request))
                break
            except psycopg.OperationalError:
                conn.close()
    conn.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
