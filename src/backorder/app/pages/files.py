"""Tables that pages draw, as files: CSV and XLSX in the manner of the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from backorder.app.api import tables
from backorder.app.api.listing import Column
from backorder.app.api.reading import Page
from backorder.domain.errors import MalformedError

from . import sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS = ("csv", "xlsx")


def answer(
    name: str,
    wanted: str,
    fields: str,
    rows: Sequence[Sequence[Any]],
    currencies: Sequence[str] | None = None,
) -> HttpResponse:
    """Return rows as a file; ``fields`` are columns as ``name:kind``, as in the API's lists.

    ``currencies`` is that of each row's money. Raises ``MalformedError`` for another format.
    """
    if wanted not in FORMATS:
        raise MalformedError(
            "parameter_invalid", "The parameter format is csv or xlsx.", parameter="format"
        )
    columns = tuple(Column(*part.split(":")) for part in fields.split())
    page = Page(columns, [tuple(row) for row in rows], list(currencies or [""] * len(rows)), None)
    if wanted == "csv":
        response = HttpResponse(tables.as_csv(page), content_type=tables.CONTENT_TYPE)
    else:
        response = HttpResponse(sheets.as_xlsx(name, page), content_type=sheets.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return response
