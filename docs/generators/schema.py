"""The schema page: every table with its columns and the laws that the database keeps itself."""

from __future__ import annotations

import os
from functools import cache
from inspect import cleandoc
from typing import Any

import django
from django.apps import apps
from django.db import connection, models

from .markdown import table


@cache
def tables() -> list[type[models.Model]]:
    """Return the models of the schema, sorted by table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backorder.app.settings")
    django.setup()
    found = apps.get_app_config("backorder").get_models()
    return sorted(found, key=lambda model: model._meta.db_table)


def _default(field: models.Field[Any, Any]) -> str:
    if not field.has_db_default():
        return ""
    value = getattr(field.db_default, "value", field.db_default)
    return "instant of the write" if isinstance(value, models.Func) else f"`{value!r}`"


def _refers(field: models.Field[Any, Any]) -> str:
    if not isinstance(field, models.ForeignKey):
        return ""
    target = f"[{field.related_model._meta.db_table}](#{field.related_model._meta.db_table})"
    enforced = getattr(field, "db_constraint", True)  # django-stubs does not know of it
    return target if enforced else f"{target}, checked by `doctor`"


def _columns(model: type[models.Model]) -> str:
    rows = [
        (
            f"`{field.column}`",
            field.db_type(connection) or "",
            "may be null" if field.null else "",
            _default(field),
            _refers(field),
        )
        for field in model._meta.concrete_fields
        if field.column
    ]
    return table(["column", "type", "null", "default", "refers to"], rows)


def _laws(model: type[models.Model]) -> str:
    names = [f"`{law.name}`" for law in model._meta.constraints]
    return f"Kept by the database: {', '.join(names)}." if names else ""


def _prose(model: type[models.Model]) -> str:
    return cleandoc(model.__doc__ or "").replace("``", "`")


def write(_about: str = "") -> str:
    """Return a section for each table."""
    return "\n\n".join(
        "\n\n".join(
            filter(
                None, [f"## {model._meta.db_table}", _prose(model), _columns(model), _laws(model)]
            )
        )
        for model in tables()
    )
