"""Set rows of master data: load what is there, plan what differs, save that.

A field that is left out keeps its value; a new row gets the default. Attributes are set one by one:
those that are not named stay, and null takes one away.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from backorder.domain.errors import InvalidError, NotFoundError
from backorder.ledger.journal.transaction import encode
from backorder.ledger.journal.verb import KeyTakenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backorder.ledger.journal.fields import Input
    from backorder.ledger.journal.transaction import Transaction

_PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MOST_NAMED = 1_000


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of master data.

    ``name`` is the first part of its statements' names (``_load``, ``_save``), ``keys`` are the
    fields that tell its rows apart and ``defaults`` the other fields, in the order in which the
    statement loads them.
    """

    name: str
    keys: tuple[str, ...]
    defaults: Mapping[str, Any]

    @property
    def fields(self) -> tuple[str, ...]:
        """Return all fields, keys first."""
        return (*self.keys, *self.defaults)


@dataclass(slots=True)
class Plan:
    """What setting some rows comes to."""

    created: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    unchanged: int

    def result(self) -> dict[str, int]:
        """Return the counts that a verb answers with."""
        return {
            "created": len(self.created),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
        }


def given(item: Input) -> dict[str, Any]:
    """Return the fields of an input that were not left out, by their names in the contract."""
    names = zip(item.__struct_fields__, item.__struct_encode_fields__, strict=True)
    return {
        said: value for field, said in names if (value := getattr(item, field)) is not msgspec.UNSET
    }


def begin(tx: Transaction, rows: Rows, items: Sequence[Input]) -> list[dict[str, Any]]:
    """Return the request's rows, once they are known to differ and it is our turn."""
    records = [given(item) for item in items]
    refuse_doubles(rows, records)
    tx.rows("catalog_lock")
    return records


def finish(tx: Transaction, planned: Plan) -> dict[str, Any]:
    """Return the verb's answer; without a key, what changed nothing leaves no trace."""
    tx.replayed = tx.key is None and not (planned.created or planned.changed)
    if not tx.replayed:
        tx.take({"journal": 1})
    return planned.result()


def touch(tx: Transaction, planned: Plan) -> None:
    """Tell every process that what it remembers of places and rules is old."""
    if planned.created or planned.changed:
        tx.run("catalog_touch")


def set_rows(tx: Transaction, rows: Rows, records: Sequence[dict[str, Any]]) -> Plan:
    """Create and change rows so that they are as the records say; return what was done."""
    current = load(tx, rows, records)
    planned = plan(rows, records, current)
    if "attributes" in rows.defaults:  # the others are named after rows that exist
        refuse_names(rows, planned.created)
    save(tx, rows, planned)
    return planned


def load(
    tx: Transaction, rows: Rows, records: Sequence[dict[str, Any]]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return the rows that exist under the records' keys, locked, by key."""
    asked = {key: [record[key] for record in records] for key in rows.keys}
    wide, width = len(rows.keys), len(rows.fields)
    return {
        tuple(row[:wide]): dict(zip(rows.fields, row[:width], strict=True))
        for row in tx.rows(f"{rows.name}_load", asked)
    }


def plan(
    rows: Rows,
    records: Iterable[dict[str, Any]],
    current: Mapping[tuple[Any, ...], dict[str, Any]],
) -> Plan:
    """Return what differs between the records and the rows that exist.

    >>> items = Rows("items", ("sku",), {"name": "", "attributes": {}})
    >>> found = plan(items, [{"sku": "A", "name": "a"}, {"sku": "B"}], {("B",): {"sku": "B"}})
    >>> found.created, found.unchanged
    ([{'name': 'a', 'attributes': {}, 'sku': 'A'}], 1)
    """
    found = Plan([], [], 0)
    for record in records:
        row = current.get(tuple(record[key] for key in rows.keys))
        wanted = {**(rows.defaults if row is None else row), **record}
        if "attributes" in record:
            before = {} if row is None else row["attributes"]
            merged = {**before, **record["attributes"]}
            wanted["attributes"] = {k: v for k, v in merged.items() if v is not None}
        if row is None:
            found.created.append(wanted)
        elif wanted != row:
            found.changed.append(wanted)
        else:
            found.unchanged += 1
    return found


def save(tx: Transaction, rows: Rows, planned: Plan, **also: Any) -> None:  # noqa: ANN401
    """Write what is new and what changed, in one statement that may need ``also`` something."""
    wanted = planned.created + planned.changed
    if not wanted:
        return
    columns = {field: [_flat(row[field]) for row in wanted] for field in rows.fields}
    new = sum(is_new for (is_new,) in tx.rows(f"{rows.name}_save", columns | also))
    if new != len(planned.created):
        # An order brought the same customer along after we had looked.
        raise KeyTakenError


def _flat(value: Any) -> Any:  # noqa: ANN401 (a column's value)
    """Return a value as one that stands in an array: objects as JSON, days as an array's text."""
    if isinstance(value, dict):
        return encode(value).decode()
    if isinstance(value, list):
        return "{" + ",".join(day.isoformat() for day in value) + "}"
    return value


def refuse_doubles(rows: Rows, records: Sequence[dict[str, Any]]) -> None:
    """Raise ``InvalidError`` naming every key that stands more than once in a request."""
    count = Counter(tuple(record[key] for key in rows.keys) for record in records)
    twice = [key for key, times in count.items() if times > 1]
    if twice:
        named = [dict(zip(rows.keys, key, strict=True)) for key in twice[:_MOST_NAMED]]
        shown = ", ".join("/".join(map(str, key)) for key in twice[:5])
        raise InvalidError(
            "repeated_in_request",
            f"{len(twice)} of the {rows.name.replace('_', ' ')} stand twice: {shown}.",
            repeated=named,
            total=len(twice),
        )


def refuse_names(rows: Rows, created: Sequence[dict[str, Any]]) -> None:
    """Raise ``InvalidError`` for new names that no one could read or type again."""
    names = [row[key] for row in created for key in rows.keys]
    odd = [name for name in names if name and (name != name.strip() or not _PLAIN.fullmatch(name))]
    if odd:
        raise InvalidError(
            "unreadable_name",
            "A name must not begin or end with a blank or hold unprintable characters: "
            f"{odd[0]!r}.",
            names=odd[:_MOST_NAMED],
            total=len(odd),
        )


def refuse_unknown(what: str, asked: Iterable[str], known: Iterable[str]) -> None:
    """Raise ``NotFoundError`` naming everything that was asked for and does not exist.

    ``what`` is ``sku`` or ``supplier``.
    """
    missing = sorted(set(asked) - set(known))
    if missing:
        shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")  # noqa: PLR2004
        word = "product" if what == "sku" else what
        raise NotFoundError(
            f"unknown_{what}",
            f"There is no {word} {shown}.",
            **{f"{what}s": missing[:_MOST_NAMED]},
            total=len(missing),
        )
