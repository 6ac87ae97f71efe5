"""Imports and exports: bring a file, see how it is read, put it right, and only then import it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.app.accounts import roles
from backorder.app.uploads import bringing, keeping, looking
from backorder.connectors.guessing import guess
from backorder.connectors.kinds import KINDS
from backorder.domain.errors import BackorderError, ForbiddenError, NotFoundError

from . import frame, words
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest

IMPORT = "import"
_SHOWN = 100  # faults on the page; the file of faults has more


class Mapped(NamedTuple):
    """One of our columns, and the column of theirs that it is read from."""

    name: str
    type: Any
    required: bool
    choices: list[tuple[str, bool]]
    samples: str


def imports(request: HttpRequest) -> HttpResponse:
    """Show what can be imported and exported, and the last imports."""
    with frame.books() as conn:
        recent = keeping.recent(conn, _person(request))
    kinds = [(name, words.KINDS[name], words.KINDS_ABOUT[name]) for name in KINDS]
    may = roles.may(request.user, IMPORT)
    context = {
        "kinds": kinds,
        "allowed": [one for one in kinds if may and roles.may(request.user, KINDS[one[0]].verb)],
        "chosen": request.GET.get("kind", ""),
        "recent": [{**one, "label": words.KINDS.get(one["kind"], one["kind"])} for one in recent],
    }
    return frame.render(request, "backorder/pages/imports.html", context)


def upload(request: HttpRequest) -> HttpResponse:
    """Take a file: keep it, guess what its columns are, and show it."""
    kind, file = request.POST.get("kind", ""), request.FILES.get("file")
    back = reverse("pages:imports")
    if file is None or not file.name:
        messages.error(request, _("Choose a file first."))
        return HttpResponseRedirect(back)
    try:
        keeping.check_kind(kind)
        _check_role(request, kind)
        person, now = _person(request), frame.now()
        with frame.books() as conn:
            name = keeping.keep(conn, kind, file.name, file.read(), by=person, now=now)
            kept = keeping.find(conn, name, person)
            try:
                mapping = guess(KINDS[kind], looking.columns_of(kept))
            except BackorderError:
                keeping.drop(conn, name, person)
                raise
            keeping.save_mapping(conn, name, person, mapping)
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return HttpResponseRedirect(f"{back}?kind={kind}" if kind in KINDS else back)
    return _to(name)


def preview(request: HttpRequest, upload: str) -> HttpResponse:
    """Show how a file is read, what is wrong with it, or what came of it."""
    with frame.books() as conn:
        kept = keeping.find(conn, upload, _person(request))
        if kept.imported_at is not None:
            return _result(request, kept)
        found = looking.look(conn, kept)
        before = keeping.imported_before(conn, kept)
    used = set(kept.mapping.values())
    context = {
        "upload": kept,
        "label": words.KINDS[kept.kind],
        "look": found,
        "shown_problems": found.problems[:_SHOWN],
        "mapping": [_mapped(column, kept, found) for column in KINDS[kept.kind].columns],
        "others": [name for name in found.columns if name not in used],
        "keeps_others": KINDS[kept.kind].attributes,
        "before": before,
        "papers": kept.kind in {"stock", "receipts"},
    }
    return frame.render(request, "backorder/pages/import.html", context)


def remap(request: HttpRequest, upload: str) -> HttpResponse:
    """Change which column of theirs is which of ours."""
    person = _person(request)
    mapping: dict[str, str] = {}
    with frame.books() as conn:
        kept = keeping.find(conn, upload, person)
        if kept.imported_at is not None:
            return _to(upload)
        theirs = looking.columns_of(kept)
        for column in KINDS[kept.kind].columns:
            wanted = request.POST.get(f"map-{column.name}", "")
            if wanted in mapping.values():
                text = _("The column %(name)s of the file is chosen twice.") % {"name": wanted}
                messages.error(request, text)
                return _to(upload)
            if wanted in theirs:
                mapping[column.name] = wanted
        keeping.save_mapping(conn, upload, person, mapping)
    return _to(upload)


def errors(request: HttpRequest, upload: str) -> HttpResponse:
    """Answer with the faults of a file as a file."""
    with frame.books() as conn:
        found = looking.look(conn, keeping.find(conn, upload, _person(request)))
    response = HttpResponse(bringing.errors_file(found), content_type=bringing.CONTENT_TYPES["csv"])
    response["Content-Disposition"] = 'attachment; filename="row-errors.csv"'
    return response


def bring(request: HttpRequest, upload: str) -> HttpResponse:
    """Import a file: all of it, or nothing where a fault was found."""
    person, now = _person(request), frame.now()
    again = request.POST.get("again") == "yes"
    with frame.books() as conn:
        kept = keeping.find(conn, upload, person)
        if kept.imported_at is not None:
            return _to(upload)
        _check_role(request, kept.kind)
        try:
            outcome = bringing.bring_in(conn, kept, now=now, actor=person, again=again)
        except BackorderError as refusal:
            messages.error(request, refusal.text)
            return _to(upload)
        keeping.done(conn, upload, person, outcome, now)
    messages.success(request, _("Imported."))
    return _to(upload)


def drop(request: HttpRequest, upload: str) -> HttpResponse:
    """Forget a file that was not imported."""
    with frame.books() as conn:
        keeping.drop(conn, upload, _person(request))
    messages.success(request, _("The file is gone; nothing of it was imported."))
    return HttpResponseRedirect(reverse("pages:imports"))


def export(request: HttpRequest, kind: str, suffix: str) -> HttpResponse:  # noqa: ARG001 (a view)
    """Answer with all rows of a kind, in the columns that import reads."""
    if suffix not in bringing.CONTENT_TYPES or kind not in KINDS:
        raise NotFoundError("no_such_page", "There is nothing here.")
    with frame.books() as conn:
        content = bringing.write_out(conn, kind, suffix)
    response = HttpResponse(content, content_type=bringing.CONTENT_TYPES[suffix])
    response["Content-Disposition"] = f'attachment; filename="{kind}.{suffix}"'
    return response


def _result(request: HttpRequest, kept: keeping.Upload) -> HttpResponse:
    """Show what came of a file."""
    outcome = kept.outcome or {}
    context = {
        "upload": kept,
        "label": words.KINDS[kept.kind],
        "outcome": outcome,
        "done": [(words.DONE.get(what, what), n) for what, n in outcome.get("done", {}).items()],
    }
    return frame.render(request, "backorder/pages/import_done.html", context)


def _mapped(column: Any, kept: keeping.Upload, found: looking.Look) -> Mapped:  # noqa: ANN401 (connectors.kinds.Column)
    wanted = kept.mapping.get(column.name, "")
    choices = [(name, name == wanted) for name in found.columns]
    samples = " · ".join(found.columns.get(wanted, ()))
    kind = ", ".join(column.choices) if column.choices else words.TYPES[column.type]
    return Mapped(column.name, kind, column.required, choices, samples)


def _check_role(request: HttpRequest, kind: str) -> None:
    """Refuse a kind whose verb the person's role may not call."""
    verb = KINDS[kind].verb
    if not roles.may(request.user, verb):
        raise ForbiddenError("role_may_not", "Your role does not allow that.", needed=verb)


def _person(request: HttpRequest) -> str:
    email: str = request.user.email  # type: ignore[union-attr]
    return email


def _to(upload: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("pages:import_file", args=[upload]))


PAGES = (
    Page("imports", "imports", imports),
    Page("imports/upload", "import_upload", upload, IMPORT, POST),
    Page("imports/<str:upload>", "import_file", preview, IMPORT),
    Page("imports/<str:upload>/map", "import_map", remap, IMPORT, POST),
    Page("imports/<str:upload>/errors", "import_errors", errors, IMPORT),
    Page("imports/<str:upload>/import", "import_now", bring, IMPORT, POST),
    Page("imports/<str:upload>/drop", "import_drop", drop, IMPORT, POST),
    Page("exports/<str:kind>.<str:suffix>", "export", export),
)
