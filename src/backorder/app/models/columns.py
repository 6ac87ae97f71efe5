"""The few kinds of column the schema is made of, so that every table spells them alike."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Now


def code(length: int = 80, **options: Any) -> models.CharField[str, str]:  # noqa: ANN401
    """Return a column for a name that people and programs use: a SKU, a code, a key."""
    return models.CharField(max_length=length, **options)


def text(**options: Any) -> models.TextField[str, str]:  # noqa: ANN401
    """Return a free text column that is empty rather than null."""
    return models.TextField(blank=True, default="", db_default="", **options)


def quantity(**options: Any) -> models.BigIntegerField[int, int]:  # noqa: ANN401
    """Return a column for whole stock units."""
    return models.BigIntegerField(**options)


def zero() -> models.BigIntegerField[int, int]:
    """Return a quantity that starts at nought."""
    return models.BigIntegerField(default=0, db_default=0)


def money(**options: Any) -> models.BigIntegerField[int, int]:  # noqa: ANN401
    """Return a column for integer minor units of a currency."""
    return models.BigIntegerField(**options)


def instant(**options: Any) -> models.DateTimeField[Any, Any]:  # noqa: ANN401
    """Return a column for a UTC instant."""
    return models.DateTimeField(**options)


def written_at() -> models.DateTimeField[Any, Any]:
    """Return the wall-clock instant of the write; no decision reads it and no hash covers it."""
    return models.DateTimeField(db_default=Now(), editable=False)


def facts() -> models.JSONField[Any, Any]:
    """Return a JSON object column that is empty rather than null."""
    return models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))


def ref(
    to: str,
    column: str = "",
    *,
    index: bool = False,
    enforced: bool = True,
    **options: Any,  # noqa: ANN401
) -> models.ForeignKey[Any, Any]:
    """Return a reference that never cascades and has no reverse accessor.

    ``enforced=False`` leaves out the database's row-by-row check where the ledger writes many rows
    in one statement; ``backorder doctor`` checks those references as a set (decision 12).
    """
    if column:
        options["db_column"] = column
    return models.ForeignKey(
        to,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=index,
        db_constraint=enforced,
        **options,
    )


def positive(table: str, *columns: str, least: int = 0) -> list[models.CheckConstraint]:
    """Return one CHECK per column: it is never below ``least``."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{column}__gte": least}), name=f"{table}_{column}_least"
        )
        for column in columns
    ]
