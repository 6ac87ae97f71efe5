"""What `review` takes."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from backorder.ledger.journal.fields import Input, Key, Name


class Review(Input):
    """Products to look at again; without them those that are due, at most a thousand of them."""

    skus: Annotated[list[Name], Meta(min_length=1, max_length=100_000)] | None = None
    key: Key | None = None
