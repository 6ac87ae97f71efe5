"""The API described: OpenAPI 3.1, made from the ledger's own records and the lists that there are.

The records that check a verb's input write its schema too, so the two cannot come apart.
"""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from backorder import __version__, ledger
from backorder.app.tokens.scopes import GROUPS, MEANINGS

from . import asking, counted, examples, posting, reports, webhooks
from .listings import LISTINGS

if TYPE_CHECKING:
    from .listing import Column, Listing

REF = "#/components/schemas/{name}"
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "money": {"type": "integer", "description": "Minor units of the currency."},
    "flag": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
    "object": {"type": "object"},
    "list": {"type": "array", "items": {"type": "object"}},
    "words": {"type": "array", "items": {"type": "string"}},
    "days": {"type": "array", "items": {"type": "string", "format": "date"}},
}
_PROBLEMS = {
    "400": "The request is malformed: not JSON, an unknown field or parameter, a wrong type.",
    "401": "No token, or one that is not known, has expired or was revoked.",
    "403": "The token's scopes do not allow this.",
    "404": "What the request names does not exist.",
    "409": "The key was used before for something else, or the state does not allow the change.",
    "413": "The body is larger than the server takes.",
    "422": "Well-formed, but its content cannot be accepted; the facts say why.",
    "429": "The token asks more often than is allowed; see Retry-After.",
    "503": "Too busy, or the database cannot be reached; see Retry-After.",
}
_READ = ("400", "401", "403", "429", "503")
_TOO_LONG = {
    # Answered before the request is one: as a page, not as a problem.
    "414": "The address is longer than 8190 bytes.",
    "431": "A header is longer than 8190 bytes, or there are more than 100.",
}


@cache
def document() -> dict[str, Any]:
    """Return the whole description."""
    schemas, records = _records()
    for schema in schemas.values():
        schema["description"] = schema.get("description", "").replace("``", "`")
    for post in posting.POSTS.values():
        if post.items:
            schemas.update(_alone(item_name(post, schemas, records), schemas))
    of_webhooks, records_of_webhooks = webhooks.schemas(REF)
    schemas |= of_webhooks
    schemas |= {_row_name(listing): _row(listing) for listing in LISTINGS.values()}
    schemas["Problem"] = _PROBLEM
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "backorder",
            "version": __version__,
            "description": "Every sale of what is not on the shelf is a dated promise backed by a "
            "supply. Quantities are whole units, money is whole minor units of a currency.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": _paths(schemas, records, records_of_webhooks),
        "components": {
            "schemas": schemas,
            "responses": {
                status: {
                    "description": about,
                    "content": {"application/problem+json": {"schema": _ref("Problem")}},
                }
                for status, about in _PROBLEMS.items()
            }
            | {
                status: {"description": about, "content": {"text/html": {}}}
                for status, about in _TOO_LONG.items()
            },
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token made by `backorder token create`. Scopes: "
                    + "; ".join(f"`{scope}`: {about}" for scope, about in MEANINGS.items()),
                }
            },
        },
    }


_PROBLEM = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "facts", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One plain sentence."},
        "code": {"type": "string", "description": "Stable, for programs."},
        "facts": {"type": "object", "description": "The data behind it."},
        "request_id": {"type": "string"},
    },
}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": REF.format(name=name)}


def _problems(*statuses: str) -> dict[str, Any]:
    every = sorted({*statuses, *_TOO_LONG})
    return {status: {"$ref": f"#/components/responses/{status}"} for status in every}


def _row_name(listing: Listing) -> str:
    return f"{listing.name.title().replace('-', '')}Row"


def _row(listing: Listing) -> dict[str, Any]:
    """Return the schema of a row; with ``fields`` some of it may be missing."""
    return {
        "type": "object",
        "properties": {column.name: _may_be_null(column) for column in listing.columns},
        "additionalProperties": False,
    }


def _may_be_null(column: Column) -> dict[str, Any]:
    kind = _TYPES.get(column.kind, _TYPES["text"])
    return {**kind, "type": [kind["type"], "null"]}


def _records() -> tuple[dict[str, Any], dict[str, str]]:
    """Return the schemas of all records, and the name of each verb's own."""
    requests = [verb.request for verb in ledger.VERBS.values()]
    found, schemas = msgspec.json.schema_components(requests, ref_template=REF)
    names = (about["$ref"].rpartition("/")[2] for about in found)
    return schemas, dict(zip(ledger.VERBS, names, strict=True))


def item_name(post: posting.Post, schemas: dict[str, Any], records: dict[str, str]) -> str:
    """Return the schema's name of the item that may come alone."""
    items = schemas[records[post.verb]]["properties"][post.items]["items"]
    return str(items["$ref"].rpartition("/")[2])


def _alone(name: str, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an item that comes alone: the header may carry its key."""
    schema = schemas[name]
    needed = [field for field in schema.get("required", ()) if field != "key"]
    return {f"{name}Alone": {**schema, "title": f"{name}Alone", "required": needed}}


def _paths(
    schemas: dict[str, Any], records: dict[str, str], of_webhooks: dict[str, str]
) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for name, listing in LISTINGS.items():
        paths.setdefault(f"/api/v1/{name}", {})["get"] = _list(listing)
        if listing.named_by:
            paths[f"/api/v1/{name}/{{key}}"] = {"get": _item(listing)}
    for name, post in posting.POSTS.items():
        paths.setdefault(f"/api/v1/{name}", {})["post"] = _post(post, schemas, records)
    for name, record in of_webhooks.items():
        paths.setdefault(f"/api/v1/{name}", {})["post"] = _action(name, record)
    for name, about in reports.ABOUT.items():
        paths[f"/api/v1/reports/{name}"] = {"get": _report(name, about)}
    paths["/api/v1/openapi.json"] = {
        "get": {
            "operationId": "openapi",
            "summary": "This description.",
            "tags": ["openapi.json"],
            "security": [],
            "responses": {"200": _json("OpenAPI 3.1.", {"type": "object"})},
        }
    }
    return paths


def _json(about: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"description": about, "content": {"application/json": {"schema": schema}}, **more}


def _query(name: str, schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": about}


def _list(listing: Listing) -> dict[str, Any]:
    names = [column.name for column in listing.columns]
    given = [
        _query(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": asking.HIGHEST_LIMIT},
            f"Rows of a page; {asking.USUAL_LIMIT} without it.",
        ),
        _query("cursor", {"type": "string"}, "`next` of the page before."),
        {
            **_query(
                "fields",
                {"type": "array", "items": {"enum": names}, "minItems": 1},
                "Only these columns.",
            ),
            "style": "form",
            "explode": False,
        },
    ]
    if listing.orders:
        usual = next(iter(listing.orders))
        about = f"What rows are ordered by; `{usual}` without it. A cursor is of one order."
        given.append(_query("order", {"enum": list(listing.orders)}, about))
    given += [
        _query(name, _filter(listing, name), f"Rows with this {name.replace('_', ' ')}.")
        for name in listing.filters.split()
    ]
    if listing.at:
        instant = {"type": "string", "format": "date-time"}
        given += [
            _query("since", instant, f"Rows whose `{listing.at}` is this instant or later."),
            _query("until", instant, f"Rows whose `{listing.at}` is before this instant."),
        ]
    rows = {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": _ref(_row_name(listing))},
            "next": {"type": ["string", "null"], "description": "Cursor of the next page."},
        },
    }
    answer = _json("A page.", rows)
    answer["content"]["text/csv"] = {"schema": {"type": "string"}}
    answer["headers"] = {"Link": {"schema": {"type": "string"}, "description": "The next page."}}
    return {
        "operationId": f"list_{listing.name.replace('-', '_')}",
        "summary": listing.about,
        "description": f"Needs the scope `{listing.scope}`.",
        "tags": [listing.name],
        "parameters": given,
        "responses": {"200": answer, **_problems(*_READ)},
    }


def _filter(listing: Listing, name: str) -> dict[str, Any]:
    if name in listing.choices:
        return {"enum": list(listing.choices[name])}
    column = listing.column(name)
    if column.kind == "integer":
        return {"type": "integer", "minimum": 0, "maximum": asking.LARGEST}
    kind = _TYPES.get(column.kind, _TYPES["text"])
    return {**kind, "maxLength": asking.LONGEST_VALUE} if column.kind == "text" else kind


def _item(listing: Listing) -> dict[str, Any]:
    names = [column.name for column in listing.columns]
    known = " or ".join(listing.named_by.split())
    tag = {"ETag": {"schema": {"type": "string"}}}
    return {
        "operationId": f"get_{listing.name.replace('-', '_')}",
        "summary": f"One of the {listing.name.replace('-', ' ')}, by its {known}.",
        "description": f"Needs the scope `{listing.scope}`.",
        "tags": [listing.name],
        "parameters": [
            {"name": "key", "in": "path", "required": True, "schema": {"type": "string"}},
            {
                **_query(
                    "fields",
                    {"type": "array", "items": {"enum": names}, "minItems": 1},
                    "Only these columns.",
                ),
                "style": "form",
                "explode": False,
            },
            {
                "name": "If-None-Match",
                "in": "header",
                "schema": {"type": "string"},
                "description": "The ETag that you have; 304 where nothing has changed.",
            },
        ],
        "responses": {
            "200": _json("The object.", _ref(_row_name(listing)), headers=tag),
            "304": {"description": "It is as you have it.", "headers": tag},
            **_problems(*_READ, "404"),
        },
    }


_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "pattern": "^[!-~]+$", "maxLength": posting.LONGEST_KEY},
    "description": "The same key with the same body is answered as the first time; with "
    "another body it is refused (409).",
}


def _action(name: str, record: str) -> dict[str, Any]:
    action = webhooks.ACTIONS[name]
    answer = _json("What came of it.", {"type": "object"})
    if action.status == HTTPStatus.CREATED:
        answer["headers"] = {"Location": {"schema": {"type": "string"}}}
    return {
        "operationId": f"post_{name.replace('-', '_')}",
        "summary": action.carry_out.__doc__,
        "description": "Needs the scope `webhooks`.",
        "tags": [name],
        "parameters": [_KEY],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _ref(record), "example": webhooks.EXAMPLES[name]}
            },
        },
        "responses": {
            str(int(action.status)): answer,
            **_problems("400", "401", "403", "404", "409", "413", "422", "429", "503"),
        },
    }


def _post(post: posting.Post, schemas: dict[str, Any], records: dict[str, str]) -> dict[str, Any]:
    verb = ledger.VERBS[post.verb]
    many = _ref(records[post.verb])
    schema: dict[str, Any] = many
    example = examples.of(post.verb, records[post.verb], schemas)
    if post.items:
        alone = f"{item_name(post, schemas, records)}Alone"
        schema = {"anyOf": [_ref(alone), many]}
        example = example[post.items][0]
    scopes = [scope for scope, verbs in GROUPS.items() if post.verb in verbs]
    allowed = ", ".join(f"`{scope}`" for scope in [*scopes, post.verb])
    answers = {"200": _json("What the verb answers.", {"type": "object"})}
    if post.resource in {"orders", "purchase-orders"}:
        place = {"Location": {"schema": {"type": "string"}}}
        answers["201"] = _json("It was made.", {"type": "object"}, headers=place)
    return {
        "operationId": f"post_{post.resource.replace('-', '_').replace('/', '_')}",
        "summary": (verb.handle.__doc__ or post.verb).partition("\n")[0],
        "description": f"The verb `{post.verb}`. Needs one of the scopes {allowed}."
        + (" Takes one, or many at once." if post.items else ""),
        "tags": [post.resource],
        "parameters": [_KEY],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": example}},
        },
        "responses": {
            **answers,
            **_problems("400", "401", "403", "404", "409", "413", "422", "429", "503"),
        },
    }


def _report(name: str, about: str) -> dict[str, Any]:
    day = {"type": "string", "format": "date"}
    known = {
        "from": _query("from", day, "First day; a year back without it."),
        "to": _query("to", day, "Last day; that of the last entry without it."),
        "by": _query("by", {"enum": list(reports.grouped_by(name))}, "Break down by this."),
        "event": _query(
            "event", {"enum": list(counted.EVENTS)}, "Of backorders opened, or of those closed."
        ),
        "limit": _query(
            "limit", {"type": "integer", "minimum": 1, "maximum": 500}, "How many lines."
        ),
    }
    return {
        "operationId": f"report_{name}",
        "summary": about,
        "description": "Needs the scope `read`.",
        "tags": ["reports"],
        "parameters": [known[parameter] for parameter in reports.PARAMETERS[name]],
        "responses": {
            "200": _json("The report.", {"type": "object"}),
            **_problems(*_READ, "422"),
        },
    }
