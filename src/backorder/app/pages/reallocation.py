"""Reallocation: variants side by side, the difference line by line, approve, undo."""

from __future__ import annotations

import json
from time import perf_counter
from typing import TYPE_CHECKING, Any

import msgspec
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder import ledger
from backorder.app import standing
from backorder.app.reallocating import with_optimum
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, MalformedError, NotFoundError
from backorder.domain.names import number, row_id

from . import acting, differences, files, frame, variants
from .page import BOTH, POST, Page
from .reallocation_standing import PAGES as STANDING
from .reallocation_standing import WHENS
from .reallocation_standing import rows as standing_rows

if TYPE_CHECKING:
    from django.http import HttpRequest
    from psycopg import Connection

VERB = "reallocate"
_PAST = 30
_SHOWN = 200


def reallocation(request: HttpRequest) -> HttpResponse:
    """Show the form for a variant, and what was released before."""
    given = request.GET.dict()
    before = row_id("reallocation", given.get("before", ""))
    with frame.books() as conn:
        cursor = conn.execute(
            statement("page_reallocations"), {"before": before, "limit": _PAST + 1}
        )
        names = [column.name for column in cursor.description or ()]
        past = [dict(zip(names, row, strict=True)) for row in cursor]
        alone = standing_rows(conn)
    for one in past:
        one["number"] = number("reallocation", one["id"])
    context = {
        "past": past[:_PAST],
        "more": past[_PAST - 1]["number"] if len(past) > _PAST else "",
        "form": _form(given),
        "standing": alone,
    }
    return frame.render(request, "backorder/pages/reallocation.html", context)


def compare(request: HttpRequest) -> HttpResponse:
    """Show one's own variant and its rivals side by side; nothing is changed."""
    given = request.GET.dict()
    query = request.GET.copy()
    query.pop("variant", None)
    try:
        wanted = variants.asked(given)
        with frame.books() as conn:
            found = [_compared(conn, request, one, query.urlencode()) for one in wanted]
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return _back(query.urlencode())
    context = {"variants": found, "query": query.urlencode(), "given": given}
    return frame.render(request, "backorder/pages/reallocation_compare.html", context)


def variant(request: HttpRequest) -> HttpResponse:
    """Show what one variant changes, line by line, with what is needed to approve it."""
    query = request.GET.copy()
    wanted = query.pop("format", [""])[-1]
    try:
        chosen = variants.one(request.GET.dict())
        with frame.books() as conn:
            asked, seen, proof = _simulated(conn, request, chosen)
            lines = differences.described(conn, seen["difference"])
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return _back(query.urlencode())
    if wanted:
        currencies = [line["currency"] for line in lines]
        rows = differences.rows(lines)
        return files.answer("reallocation", wanted, differences.FIELDS, rows, currencies)
    context = {
        "name": chosen.name,
        "query": query.urlencode(),
        "seen": seen,
        "lines": lines[:_SHOWN],
        "summary": differences.summary(lines),
        "proof": proof,
        "asked": json.dumps(asked),
        "marks": json.dumps(seen["marks"]),
        "fingerprint": seen["fingerprint"],
        "whens": WHENS,
    }
    return frame.render(request, "backorder/pages/reallocation_variant.html", context)


def release(request: HttpRequest) -> HttpResponse:
    """Carry out what was looked at, if the books are still as they were then."""
    query = request.POST.get("query", "")
    try:
        asked = _object(request.POST.get("asked", ""))
        marks = _object(request.POST.get("marks", ""))
        marked = {"fingerprint": request.POST.get("fingerprint", ""), "marks": marks}
        body = {"release": asked | marked, "key": acting.key_of(request)}
        found = acting.carry_out(request, VERB, body)
        with frame.books() as conn:
            standing.approved(conn, query, now=frame.now())
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        if refusal.code == "changed_underneath":
            text = _("Simulated again: this is the difference now. Look before you approve.")
            messages.warning(request, text)
        return HttpResponseRedirect(f"{reverse('pages:reallocation_variant')}?{query}")
    if found["reallocation"] is None:
        messages.success(request, _("Nothing was to be changed."))
        return HttpResponseRedirect(reverse("pages:reallocation"))
    messages.success(request, _("Released; those whose day changed are told."))
    return _to(found["reallocation"])


def past(request: HttpRequest, name: str) -> HttpResponse:
    """Show one that was released: who gained and lost then, and whether it still holds."""
    with frame.books() as conn:
        row = _found(conn, name)
        lines = differences.described(conn, row["result"]["difference"])
    wanted = request.GET.get("format", "")
    if wanted:
        currencies = [line["currency"] for line in lines]
        rows = differences.rows(lines)
        return files.answer(name, wanted, differences.FIELDS, rows, currencies)
    context = {
        "number": name,
        "past": row,
        "seen": row["result"],
        "lines": lines[:_SHOWN],
        "summary": differences.summary(lines),
    }
    return frame.render(request, "backorder/pages/reallocation_past.html", context)


def undo(request: HttpRequest, name: str) -> HttpResponse:
    """Show what an undo would put back; then put it back."""
    with frame.books() as conn:
        row = _found(conn, name)
    if request.method == "POST":
        said = _("Undone: every line has again what it had.")
        acting.attempt(request, VERB, {"undo": name, "key": acting.key_of(request)}, said)
        return _to(name)
    try:
        seen = acting.preview(request, VERB, {"undo": name})
    except BackorderError as refusal:
        context = {"number": name, "past": row, "refused": refusal}
        return frame.render(request, "backorder/pages/reallocation_undo.html", context)
    context = {"number": name, "past": row, "seen": seen}
    return frame.render(request, "backorder/pages/reallocation_undo.html", context)


def _simulated(
    conn: Connection[Any], request: HttpRequest, chosen: variants.Asked
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any] | None]:
    """Return what to release, what it changes, and the proof where the optimum was looked for."""
    now, actor = frame.now(), request.user.email  # type: ignore[union-attr]
    asked, proof = chosen.request, None
    if chosen.optimal is not None:
        asked, proof = with_optimum(conn, asked, chosen.optimal, now=now)
    seen = ledger.VERBS[VERB](conn, {"simulate": asked}, now=now, actor=actor)
    return asked, seen, proof


def _compared(
    conn: Connection[Any], request: HttpRequest, chosen: variants.Asked, query: str
) -> dict[str, Any]:
    """Return one column of the comparison; a rival that cannot be had says why."""
    begun = perf_counter()
    try:
        _asked, seen, _proof = _simulated(conn, request, chosen)
    except BackorderError as refusal:
        if chosen.code != variants.BEST:
            raise
        return {"code": chosen.code, "name": chosen.name, "refused": refusal.text}
    lines = differences.described(conn, seen["difference"])
    address = f"{reverse('pages:reallocation_variant')}?{query}&variant={chosen.code}"
    return {
        "code": chosen.code,
        "name": chosen.name,
        "own": chosen.code == variants.OWN,
        "summary": differences.summary(lines),
        "exceptions": len(seen["exceptions"]),
        "left_out": len(seen["left_out"]),
        "seconds": perf_counter() - begun,
        "address": address,
    }


def _form(given: dict[str, str]) -> dict[str, Any]:
    """Return the form's choices with what was given."""

    def chosen(options: Any, value: str) -> list[tuple[str, Any, bool]]:  # noqa: ANN401 (pairs)
        return [(code, label, code == value) for code, label in options]

    def segment(prefix: str, strategy: str) -> dict[str, Any]:
        return {
            "prefix": prefix,
            "name": given.get(f"{prefix}name", ""),
            "values": given.get(f"{prefix}values", ""),
            "fields": chosen(variants.FIELDS, given.get(f"{prefix}field", "class")),
            "strategies": chosen(
                variants.STRATEGIES, given.get(f"{prefix}strategy", "") or strategy
            ),
            "rankings": chosen(variants.RANKINGS, given.get(f"{prefix}rank", "")),
        }

    segments = [segment(f"s{n}_", "win") for n in range(1, variants.SEGMENTS + 1)]
    return {
        "segments": segments,
        "others": segment("others_", "redistribute"),
        "limits": [(code, label, given.get(code, "")) for code, label in variants.LIMITS],
        "given": given,
    }


def _found(conn: Connection[Any], name: str) -> dict[str, Any]:
    row = row_id("reallocation", name)
    cursor = conn.execute(statement("page_reallocation"), {"id": row})
    found = cursor.fetchone() if row is not None else None
    if found is None:
        raise NotFoundError("not_found", f"There is no reallocation {name[:40]!r}.")
    names = [column.name for column in cursor.description or ()]
    return dict(zip(names, found, strict=True))


def _object(text: str) -> dict[str, Any]:
    """Return the JSON object that the form carries."""
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        raise MalformedError("malformed", "The form is not whole; simulate again.") from None


def _back(query: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('pages:reallocation')}?{query}")


def _to(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("pages:reallocation_past", args=[name]))


PAGES = (
    Page("reallocation", "reallocation", reallocation),
    Page("reallocation/compare", "reallocation_compare", compare, VERB),
    Page("reallocation/variant", "reallocation_variant", variant, VERB),
    Page("reallocation/release", "reallocation_release", release, VERB, POST),
    *STANDING,
    Page("reallocation/<str:name>", "reallocation_past", past),
    Page("reallocation/<str:name>/undo", "reallocation_undo", undo, VERB, BOTH),
)
