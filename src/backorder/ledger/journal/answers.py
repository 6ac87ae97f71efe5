"""Same key, same answer: find what an item with a known key was answered the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from backorder.domain.errors import BackorderError, ConflictError

from .verb import KeyTakenError, same_key_same_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .transaction import Transaction

    Items = list[dict[str, Any]] | None


def refuse_doubles(items: Sequence[Any], what: str) -> None:
    """Raise ``ConflictError`` where two items of one request carry the same key."""
    seen: set[str] = set()
    for item in items:
        if item.key in seen:
            raise ConflictError(
                "key_repeated",
                f"The key {item.key!r} stands twice among the {what}.",
                key=item.key,
            )
        seen.add(item.key)


def first_answers(
    rows: Iterable[tuple[int, list[str], Items, Items]],
    items: Sequence[Any],
) -> dict[str, dict[str, Any]]:
    """Return the first answers to items whose keys were used before, by key.

    ``rows`` are (journal id, keys, the items then asked, the items then answered), one per journal
    entry. Raises ``ConflictError`` where an item is not what its key stood for.
    """
    asked_now = {item.key: item for item in items}
    answers: dict[str, dict[str, Any]] = {}
    for journal_id, keys, asked, answered_then in rows:
        first = {item["key"]: item for item in asked or ()}  # None: another verb used the key
        answer = {item["key"]: item for item in answered_then or ()}
        for key in keys:
            now = msgspec.to_builtins(asked_now[key])
            same_key_same_body(key, now, first.get(key), journal_id)
            answers[key] = answer[key]
    return answers


def answered(
    tx: Transaction, kind: str, items: Sequence[Any], name: str
) -> dict[str, dict[str, Any]]:
    """Return the first answers to papers of a kind whose keys were used before, by key.

    ``name`` is the list's name in the verb's JSON. Raises ``ConflictError`` where a key stands
    twice in the request or came with another body.
    """
    refuse_doubles(items, name)
    keys = [item.key for item in items]
    return first_answers(
        tx.rows("papers_answered", {"kind": kind, "keys": keys, "items": name}), items
    )


def once(
    tx: Transaction,
    kind: str,
    name: str,
    items: Sequence[Any],
    carry_out: Callable[[list[Any]], tuple[dict[str, Any], dict[str, Any]]],
) -> dict[str, Any]:
    """Carry out the papers whose keys are new, and answer all of them in the order asked.

    ``carry_out`` takes the new ones and returns their answers by key, and what else came of it.
    """
    answers = answered(tx, kind, items, name)
    fresh = [item for item in items if item.key not in answers]
    rest: dict[str, Any] = {}
    if fresh:
        try:
            written, rest = carry_out(fresh)
        except BackorderError as refusal:
            # The refusal may come from the same key, carried out while we waited for the locks.
            if answered(tx, kind, fresh, name):
                raise KeyTakenError from refusal
            raise
        answers |= written
    tx.replayed = not fresh
    return {name: [answers[item.key] for item in items], **rest}
