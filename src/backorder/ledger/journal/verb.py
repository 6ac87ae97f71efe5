"""What every verb has in common: checked input, one transaction, one answer per key, retries."""

from __future__ import annotations

import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from psycopg import errors as pg

from backorder.domain.errors import (
    BackorderError,
    ConflictError,
    InvalidError,
    MalformedError,
)

from . import arrays
from .fields import EARLIEST, LATEST
from .transaction import Transaction, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from psycopg import Connection

    from .fields import Input

TRIES = 10
LONGEST_ACTOR = 200
# Waits only spread competing writers out; they decide nothing, so replay does not need them.
_jitter = Random()  # noqa: S311 (not a secret)
_RETRIED = (pg.SerializationFailure, pg.DeadlockDetected)
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # not after a backslash that is text itself
_preparing = threading.Lock()
_freeing: list[Verb] = []  # the verb that frees expired holds, which stands in a room above
_prepared: set[type[msgspec.Struct]] = set()
Record = TypeVar("Record", bound=msgspec.Struct)
_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")


class KeyTakenError(Exception):
    """Another transaction took a key after this one looked for it: look again."""


class _PreviewedError(Exception):
    """The verb was carried out to be looked at: its transaction is rolled back."""

    def __init__(self, result: dict[str, Any]) -> None:
        super().__init__()
        self.result = result


class MoreProductsError(Exception):
    """The decision reaches products that are not locked: start again with all of them.

    Locking them on the way would break the one lock order (law 7).
    """

    def __init__(self, products: Iterable[int]) -> None:
        """Name the products, locked ones or not."""
        super().__init__()
        self.products = frozenset(products)


class ExpiredHoldsError(Exception):
    """Holds whose time has passed still claim units of some products: free these, and start again.

    That is a change of its own, with its own journal entry: so whoever waits gets the units first,
    and the replay of a verb never depends on when the holds it met had been made.
    """

    def __init__(self, skus: Iterable[str]) -> None:
        """Name the products."""
        super().__init__()
        self.skus = list(skus)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the ledger: call it with a connection in autocommit mode and a request.

    ``request`` is the contract's JSON as a dict, or the input record itself. ``now`` is an aware
    UTC instant, ``actor`` whoever is answerable. ``numbers`` are those of an earlier run, for
    replay. A verb with ``reads_only`` changes nothing, one with ``reads`` nothing for the requests
    this is true of: these are carried out without a transaction of the verb's own, and not
    journaled. Raises a ``BackorderError`` and changes nothing where the request cannot be met.
    """

    name: str
    request: type[Input]
    handle: Callable[[Transaction, Any], dict[str, Any]]
    reads_only: bool = False
    reads: Callable[[Any], bool] | None = None

    def __call__(
        self,
        conn: Connection[Any],
        request: Input | Mapping[str, Any],
        *,
        now: datetime,
        actor: str,
        numbers: Mapping[str, list[int]] | None = None,
    ) -> dict[str, Any]:
        """Carry the verb out in a transaction of its own and return its facts."""
        return self._call(conn, request, now=now, actor=actor, numbers=numbers)

    def _call(  # noqa: PLR0913 (a call, and whether to keep what it does)
        self,
        conn: Connection[Any],
        request: Input | Mapping[str, Any],
        *,
        now: datetime,
        actor: str,
        numbers: Mapping[str, list[int]] | None = None,
        keep: bool = True,
    ) -> dict[str, Any]:
        _check_call(now, actor)
        record = self.read(request)
        body = _as_json(record)
        if _NUL.search(body) or _NUL.search(_as_json(actor)):
            raise MalformedError("nul_character", "Text must not contain NUL characters.")
        arrays.teach(conn)
        also: frozenset[int] = frozenset()
        for attempt in range(1, TRIES + 1):
            tx = Transaction(
                conn,
                now=now,
                actor=actor,
                key=getattr(record, "key", None),
                given=numbers,
                also=also,
                reads_only=self.reads_only,
            )
            try:
                if self.reads_only or (self.reads is not None and self.reads(record)):
                    return self.handle(tx, record)  # a few reads need no transaction
                return self._once(tx, record, body, keep=keep)
            except MoreProductsError as more:
                also |= more.products
            except ExpiredHoldsError as found:
                _expire(conn, found.skus, now, actor)
            except (*_RETRIED, KeyTakenError) as reason:
                if attempt == TRIES:
                    raise ConflictError(
                        "too_busy", "Others keep changing the same rows; try again.", tries=TRIES
                    ) from reason
                time.sleep(_jitter.uniform(0.001, 0.005 * 2**attempt))
        raise ConflictError(
            "too_busy", "Others keep changing the same orders; try again.", tries=TRIES
        )

    def prepare(self) -> None:
        """Make what the first call would make, so that it need not be waited for."""
        prepare(self.request)

    def preview(
        self,
        conn: Connection[Any],
        request: Input | Mapping[str, Any],
        *,
        now: datetime,
        actor: str,
    ) -> dict[str, Any]:
        """Return what the verb would answer now, and change nothing.

        It is carried out for real in a transaction that is rolled back, so the preview cannot
        differ from the deed; numbers in it may go to others meanwhile. Raises as the verb does.
        """
        try:
            return self._call(conn, request, now=now, actor=actor, keep=False)
        except _PreviewedError as seen:
            return seen.result

    def read(self, request: Input | Mapping[str, Any]) -> Input:
        """Return the request as its input record, or raise ``MalformedError`` saying where."""
        if isinstance(request, self.request):
            return request
        return convert(request, self.request)

    def read_json(self, body: bytes) -> Input:
        """Return JSON text as the verb's input record, or raise ``MalformedError``."""
        prepare(self.request)
        try:
            return msgspec.json.decode(body, type=self.request)
        except msgspec.ValidationError as reason:
            raise malformed(reason) from None
        except msgspec.DecodeError as reason:
            raise MalformedError("not_json", f"The input is not JSON: {reason}.") from None

    def _once(self, tx: Transaction, record: Input, body: bytes, *, keep: bool) -> dict[str, Any]:
        conn = tx.conn
        tx.body = body
        try:
            with conn.pipeline():
                conn.execute("BEGIN")
                if tx.key is not None and (first := self._first_answer(tx, body)) is not None:
                    # Nothing was written. A ROLLBACK in a pipeline would make psycopg deallocate
                    # the statement it prepares next, and miss it the time after.
                    conn.execute("COMMIT")
                    return first
                try:
                    result = self.handle(tx, record)
                except BackorderError as refusal:
                    # It may come from the same key, carried out while we waited for the locks.
                    if tx.key is not None and self._first_answer(tx, body) is not None:
                        raise KeyTakenError from refusal
                    raise
                result |= tx.aside
                if not (tx.replayed or tx.journaled):
                    tx.write_journal(self.name, result)
                if not keep:
                    raise _PreviewedError(result)  # noqa: TRY301 (it must roll back)
                conn.execute("COMMIT")
        except BaseException as reason:
            if not conn.closed:
                conn.rollback()
            if isinstance(reason, pg.UniqueViolation) and _is_key(reason):
                raise KeyTakenError from reason
            raise
        return result

    def _first_answer(self, tx: Transaction, body: bytes) -> dict[str, Any] | None:
        found = tx.rows("journal_by_key", {"verb": self.name, "key": tx.key})
        if not found:
            return None
        journal_id, asked, result = found[0]
        same_key_same_body(tx.key or "", msgspec.json.decode(body), asked, journal_id)
        return dict(result)


def convert(value: object, record: type[Record]) -> Record:
    """Return JSON as a record, or raise ``MalformedError`` saying where it is none."""
    prepare(record)
    try:
        return msgspec.convert(value, record)
    except msgspec.ValidationError as reason:
        raise malformed(reason) from None


def prepare(record: type[msgspec.Struct]) -> None:
    """Let msgspec look at a record's fields in one thread at a time.

    Two threads that meet a record for the first time at once crash the process (msgspec 0.22).
    """
    if record not in _prepared:
        with _preparing, suppress(msgspec.ValidationError):
            msgspec.convert({}, record)
        _prepared.add(record)


def _check_call(now: datetime, actor: str) -> None:
    """Refuse an instant that is none, and a call for which nobody is answerable."""
    if now.tzinfo is None:
        raise InvalidError("naive_instant", "An instant needs its time zone.", now=str(now))
    if not EARLIEST <= now.date() <= LATEST:
        raise InvalidError(
            "instant_out_of_range",
            f"The instant {now} is not between {EARLIEST} and {LATEST}.",
            now=str(now),
        )
    if not 1 <= len(actor) <= LONGEST_ACTOR:
        raise InvalidError("actor_missing", "Every verb needs an actor of 1 to 200 characters.")


def _expire(conn: Connection[Any], skus: list[str], now: datetime, actor: str) -> None:
    """Free what expired holds claim, in a transaction of its own."""
    (free,) = _freeing
    free(conn, {"products": [{"sku": sku} for sku in skus]}, now=now, actor=actor)


def frees_expired_holds(verb: Verb) -> Verb:
    """Name the verb that every verb calls before it starts again where it met an expired hold."""
    _freeing[:] = [verb]
    return verb


def _as_json(value: object) -> bytes:
    """Return a request as JSON text, or raise ``MalformedError`` where it has no such form."""
    try:
        return encode(value)
    except UnicodeEncodeError as reason:  # half of a surrogate pair, which is no character
        raise MalformedError(
            "not_text", f"The input holds what is not text: {reason.object!r:.80}."
        ) from None
    except (TypeError, ValueError, OverflowError, RecursionError) as reason:
        raise MalformedError("not_json", f"The input is not JSON: {reason}.") from None


def same_key_same_body(key: str, body: Any, first: Any, journal_id: int) -> None:  # noqa: ANN401
    """Raise ``ConflictError`` where a key comes again with something else to do."""
    if body != first:
        raise ConflictError(
            "key_reused",
            f"The key {key!r} was used before for something else.",
            key=key,
            journal=journal_id,
        )


def malformed(reason: msgspec.ValidationError) -> MalformedError:
    """Return the error of a request that does not fit its record, with the place in it."""
    text = str(reason)
    match = _PATH.search(text)
    path = match["path"] if match else ""
    problem = text[: match.start()] if match else text
    where = f" at {path}" if path else ""
    return MalformedError("malformed", f"{problem}{where}.", at=path, problem=problem)


def _is_key(reason: pg.UniqueViolation) -> bool:
    name = reason.diag.constraint_name or ""
    return name.endswith("_key_once")
