"""Bring a file in from its upload, and write one out: both in folders that go when it is done."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backorder.connectors.exporting import export_file
from backorder.connectors.formulas import neutralise
from backorder.connectors.importing import import_file
from backorder.connectors.reading import read

from .keeping import check_kind
from .looking import as_file, whole_mapping

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

    from .keeping import Upload
    from .looking import Look

MOST_REFUSED = 200  # refused orders that are kept with what came of a file
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}
ERROR_COLUMNS = ("row", "column", "value", "reason")


def bring_in(
    conn: Connection[Any], upload: Upload, *, now: datetime, actor: str, again: bool = False
) -> dict[str, Any]:
    """Import a file, all of it or nothing, and return what came of it.

    ``again`` lets papers without a key of their own (counts, receipts) count once more where the
    same content was imported before. Raises what is wrong with the file.
    """
    with as_file(upload) as path:
        outcome = import_file(
            conn,
            upload.kind,
            path,
            now=now,
            actor=actor,
            mapping=whole_mapping(upload, read(path)),
            name=upload.id if again else None,
        ).as_dict()
    refused = outcome.pop("refused")
    return {
        "rows": outcome["rows"],
        "done": outcome["done"],
        "notes": outcome["notes"],
        "refused": [_refused(order) for order in refused[:MOST_REFUSED]],
        "refused_count": len(refused),
    }


def _refused(order: dict[str, Any]) -> dict[str, Any]:
    lines = [
        {"sku": line["sku"], "quantity": line["ordered"], "reason": line["refused"]["text"]}
        for line in order["lines"]
        if line["refused"]
    ]
    return {"key": order["key"], "lines": lines}


def write_out(conn: Connection[Any], kind: str, file_format: str) -> bytes:
    """Return all rows of a kind as a file with the columns that import reads."""
    check_kind(kind)
    with tempfile.TemporaryDirectory(prefix="backorder-export-") as folder:
        path = Path(folder, f"{kind}.{file_format}")
        export_file(conn, kind, path)
        return path.read_bytes()


def errors_file(look: Look) -> str:
    """Return the faults of a file's rows as CSV; no cell of it runs in a spreadsheet."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(ERROR_COLUMNS)
    for problem in look.problems:
        out.writerow([neutralise(str(problem[name])) for name in ERROR_COLUMNS])
    return text.getvalue()
