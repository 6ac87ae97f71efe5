"""JSON from a file or standard input, read strictly: every fault has a line and a column."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from backorder.domain.errors import MalformedError, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

_BOM = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x1f\x8b": "gzip"}


def read_bytes(path: Path | None) -> bytes:
    """Return the content of a file, or of standard input where ``path`` is None or ``-``."""
    if path is None or str(path) == "-":
        if sys.stdin.isatty():
            sys.stderr.write("Reading JSON from the terminal; end with Ctrl-D.\n")
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFoundError(
            "file_unreadable", f"{path} cannot be read: {error.strerror}.", file=str(path)
        ) from error


def read_object(body: bytes) -> dict[str, Any]:
    """Return a JSON object.

    >>> read_object(b'{"a": [1, 2]}')
    {'a': [1, 2]}
    >>> read_object(b'{"a": 1, "a": 2}')
    Traceback (most recent call last):
    ...
    backorder.domain.errors.MalformedError: The name 'a' stands twice in one object.
    """
    text = _decode(body)
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        _malformed("not_json", f"The input is not JSON: {error.msg}", error.lineno, error.colno)
    except RecursionError:
        raise MalformedError("not_json", "The input is nested too deeply.") from None
    except ValueError as error:  # a number of thousands of digits
        raise MalformedError("not_json", f"The input is not JSON: {error}.") from None
    if "\\ud" in text.lower():
        _refuse_half_characters(found)
    if not isinstance(found, dict):
        raise MalformedError(
            "not_an_object", f"The input must be a JSON object, not {_kind(found)}."
        )
    return found


def _decode(body: bytes) -> str:
    """Return UTF-8 bytes as text; a byte order mark in front is let pass."""
    body = body.removeprefix(_BOM)
    if not body.strip():
        raise MalformedError("not_json", "The input is empty.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start]
        row = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8")) + 1
        guess = _OTHER_ENCODINGS.get(body[:2])
        hint = f" (it looks like {guess})" if guess else ""
        bad = f"0x{body[error.start]:02x}"
        _malformed("not_utf8", f"The input is not UTF-8{hint}: byte {bad}", row, column, byte=bad)


def _refuse_half_characters(found: object) -> None:
    """Refuse an escaped surrogate without its other half: no text can hold it."""
    try:
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedError(
            "not_json", "The input has half of a character pair (\\ud800 to \\udfff)."
        ) from None


def _malformed(code: str, text: str, row: int, column: int, **facts: Any) -> NoReturn:  # noqa: ANN401
    raise MalformedError(
        code, f"{text}, line {row}, column {column}.", line=row, column=column, **facts
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise MalformedError(
                "name_twice", f"The name {name!r} stands twice in one object.", name=name
            )
        made[name] = value
    return made


def _constant(name: str) -> NoReturn:
    raise MalformedError("not_json", f"The input is not JSON: {name} is not a number.")


def _kind(found: object) -> str:
    names = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(found), "a number")
