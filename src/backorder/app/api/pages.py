"""The description as JSON, and as a page on which every request can be tried."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import HttpResponse
from django.template.loader import render_to_string

from backorder.app.web.problems import MethodError

from .description import document

if TYPE_CHECKING:
    from django.http import HttpRequest


def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the description."""
    _reading(request)
    return HttpResponse(_encoded(), content_type="application/json")


def docs(request: HttpRequest) -> HttpResponse:
    """Answer with the page."""
    _reading(request)
    return HttpResponse(_page())


@cache
def _encoded() -> bytes:
    return msgspec.json.encode(document())


@cache
def _page() -> str:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document()["paths"].items():
        for method, about in methods.items():
            groups.setdefault(about["tags"][0], []).append(_operation(path, method, about))
    verbs = {tag: group for tag, group in groups.items() if tag.startswith("verbs/")}
    resources = {tag: group for tag, group in sorted(groups.items()) if tag not in verbs}
    return render_to_string(
        "backorder/api.html",
        {"resources": resources, "verbs": verbs, "info": document()["info"]},
    )


def _operation(path: str, method: str, about: dict[str, Any]) -> dict[str, Any]:
    body = about.get("requestBody", {}).get("content", {}).get("application/json")
    return {
        "id": about["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": about["summary"],
        "description": about.get("description", ""),
        "parameters": [
            {**parameter, "type": _kind(parameter["schema"])}
            for parameter in about.get("parameters", ())
        ],
        "fields": _fields(body["schema"]) if body else [],
        "example": json.dumps(body["example"], indent=2) if body else "",
    }


def _fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a body's record, of one item where it may come alone."""
    reference = schema.get("anyOf", [schema])[0]["$ref"]
    record = document()["components"]["schemas"][reference.rpartition("/")[2]]
    return list(_rows(record, ""))


def _rows(record: dict[str, Any], above: str) -> list[dict[str, Any]]:
    """Return a record's fields, those of inner records below them."""
    found = []
    for name, about in record["properties"].items():
        found.append(
            {
                "name": f"{above}{name}",
                "type": _kind(about),
                "needed": name in record.get("required", ()),
            }
        )
        inner, mark = _inner(about)
        if inner is not None:
            found += _rows(inner, f"{above}{name}{mark}.")
    return found


def _inner(about: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """Return the record inside a field, and how its name is written."""
    schemas = document()["components"]["schemas"]
    for one in about.get("anyOf", [about]):
        if "$ref" in one:
            return schemas[one["$ref"].rpartition("/")[2]], ""
        if "$ref" in one.get("items", {}):
            return schemas[one["items"]["$ref"].rpartition("/")[2]], "[]"
    return None, ""


def _kind(schema: dict[str, Any]) -> str:
    """Return a type in a word or two.

    >>> _kind({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]})
    'date'
    """
    one = schema.get("anyOf", [schema])[0]
    if "enum" in one:
        return " | ".join(map(str, one["enum"]))
    if "$ref" in one:
        return "object"
    kind = one.get("format") or one.get("type", "any")
    return f"list of {_kind(one.get('items', {}))}" if kind == "array" else str(kind)


def _reading(request: HttpRequest) -> None:
    if request.method not in {"GET", "HEAD"}:
        raise MethodError(
            "method_not_allowed", "This address takes GET and HEAD.", allowed=["GET", "HEAD"]
        )
