"""Files that pages need, ours and a few from packages: read once, known by name."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotModified

from backorder.domain.errors import NotFoundError

if TYPE_CHECKING:
    from django.http import HttpRequest

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Files of others stay in their packages: our name, the package, the path within it.
PACKAGED = {
    "htmx.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
    "webauthn.js": ("allauth", "mfa/static/mfa/js/webauthn.js"),
    "webauthn-json.js": ("allauth", "mfa/static/mfa/js/webauthn-json.js"),
    "onload.js": ("allauth", "account/static/account/js/onload.js"),
}


@cache
def _known() -> dict[str, tuple[bytes, str, str]]:
    """Return the content, type and ETag of every file by its name."""
    ours = files("backorder.app").joinpath("static").iterdir()
    wanted = {file.name: file for file in ours}
    wanted |= {name: files(package).joinpath(path) for name, (package, path) in PACKAGED.items()}
    found = {}
    for name, file in wanted.items():
        suffix = f".{name.rpartition('.')[2]}"
        if suffix in TYPES:
            content = file.read_bytes()
            tag = f'"{sha256(content).hexdigest()[:32]}"'
            found[name] = (content, TYPES[suffix], tag)
    return found


def serve(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with one of the files."""
    if name not in _known():
        raise NotFoundError("no_such_page", "There is nothing here.")
    content, kind, tag = _known()[name]
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    return HttpResponse(
        content, content_type=kind, headers={"ETag": tag, "Cache-Control": "public, max-age=3600"}
    )
