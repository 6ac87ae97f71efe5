"""One tree of errors. Each carries a code, a sentence and the facts behind it."""

from __future__ import annotations

from typing import Any, ClassVar


class BackorderError(Exception):
    """A refusal or failure that a caller can act on.

    ``code`` is stable and machine-readable, ``text`` is one plain sentence, ``facts`` holds the
    data (asked, available, next date, row, column). ``status`` is the HTTP status it maps to.
    """

    status: ClassVar[int] = 500

    def __init__(self, code: str, text: str, **facts: Any) -> None:  # noqa: ANN401 (facts are JSON)
        super().__init__(text)
        self.code = code
        self.text = text
        self.facts = facts

    def as_dict(self) -> dict[str, Any]:
        """Return the error as plain data.

        >>> InvalidError("unknown_sku", "No product MUG.", sku="MUG").as_dict()
        {'code': 'unknown_sku', 'text': 'No product MUG.', 'facts': {'sku': 'MUG'}}
        """
        return {"code": self.code, "text": self.text, "facts": self.facts}


class MalformedError(BackorderError):
    """The input is not what the verb takes: wrong type, unknown field, not JSON."""

    status = 400


class UnauthorizedError(BackorderError):
    """Nobody said who they are, or not so that it can be believed."""

    status = 401


class ForbiddenError(BackorderError):
    """Who asks is known, and may not do this."""

    status = 403


class NotFoundError(BackorderError):
    """What the input names does not exist."""

    status = 404


class ConflictError(BackorderError):
    """The same key came with another body, or the state does not allow the change."""

    status = 409


class TooLargeError(BackorderError):
    """The request is larger than this server takes."""

    status = 413


class InvalidError(BackorderError):
    """Well-formed, but its content cannot be accepted."""

    status = 422


class TooManyError(BackorderError):
    """One caller asks more often than is allowed; ``retry_after`` says for how many seconds."""

    status = 429


class BusyError(BackorderError):
    """All hands are busy: the same request can be sent again shortly."""

    status = 503


class DatabaseError(BackorderError):
    """The database cannot be reached, is too old, or is set up unsafely."""

    status = 503
