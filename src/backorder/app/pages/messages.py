"""Messages: what customers, suppliers and staff are told; templates with preview and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages as said
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app import branding
from backorder.app.web import frame as web_frame
from backorder.app.wording import builtin, checking, demo, events, gsm, rendering, spelling, store
from backorder.app.wording import testing as trying
from backorder.app.wording.values import values_of
from backorder.domain.errors import BackorderError, InvalidError, NotFoundError

from . import frame
from .page import POST, Page
from .settings import SETTINGS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backorder.app.wording.builtin import Template
    from backorder.app.wording.events import Event

AUDIENCES = (
    (events.CUSTOMER, gettext_lazy("Customers")),
    (events.SUPPLIER, gettext_lazy("Suppliers")),
    (events.STAFF, gettext_lazy("Staff")),
)
CHANNELS = {
    "email": gettext_lazy("E-mail"),
    "sms": gettext_lazy("SMS"),
    "web": gettext_lazy("Customer's page"),
    "webhook": gettext_lazy("Webhook"),
}
_KEPT_SECONDS = 3600  # how long a preview that was not saved can be shown again
# The page may frame its own preview; the preview runs nothing and is framed by us alone.
_EDITOR_POLICY = f"{web_frame.POLICY}; frame-src 'self'"
_SHOWN_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}


class Seen(NamedTuple):
    """What a preview shows: the message, its SMS, or why there is none."""

    made: rendering.Rendered | None
    sms: rendering.Sms | None
    refusal: str


def index(request: HttpRequest) -> HttpResponse:
    """List the messages by who gets them, with their languages and versions."""
    with frame.books() as conn:
        newest = store.newest(conn)
    groups = [
        (
            label,
            [
                (
                    event,
                    [str(CHANNELS[one]) for one in event.channels],
                    [
                        (language, spelling.NAMES[language], newest.get((event.name, language)))
                        for language in spelling.LANGUAGES
                    ],
                )
                for event in events.EVENTS.values()
                if event.audience == audience
            ],
        )
        for audience, label in AUDIENCES
    ]
    return frame.render(request, "backorder/pages/messages.html", {"groups": groups})


def message(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Show a template with its preview and its versions."""
    found = _event(event, language)
    with frame.books() as conn:
        template = store.current(conn, event, language)
    return _editor(request, found, language, template)


def preview(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Show what a template that is not saved yet would say; only that part where HTMX asks."""
    found = _event(event, language)
    template = _given(request)
    _keep(request, found, language, template)
    if request.headers.get("HX-Request"):
        context = _preview(found, language, template)
        return HttpResponse(
            render_to_string("backorder/parts/message_preview.html", context, request)
        )
    return _editor(request, found, language, template)


def shown(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Answer with the e-mail alone, for the preview's frame: it can run and fetch nothing."""
    found = _event(event, language)
    template = cache.get(_draft(request, found, language)) if "draft" in request.GET else None
    if template is None:
        with frame.books() as conn:
            template = store.current(conn, event, language)
    else:
        template = builtin.Template(*template)
    made = _seen(found, language, template).made
    html = made.html if made else ""
    return HttpResponse(html, headers=_SHOWN_HEADERS)


def save(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Keep a template as a new version, if it may be."""
    found = _event(event, language)
    template = _given(request)
    try:
        checking.check(found, language, template)
    except BackorderError as refusal:
        _keep(request, found, language, template)
        return _editor(request, found, language, template, refusal=refusal.text, status=422)
    return _added(request, found, language, template, enabled=True)


def again(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Use an older version again, or what comes with the product: as a new version."""
    found = _event(event, language)
    number = request.POST.get("version", "")
    number = number if number.isascii() and number.isdecimal() and len(number) < 9 else "0"  # noqa: PLR2004 (an integer column)
    if number == "0":
        template = builtin.template(event, language)
        return _added(request, found, language, template, enabled=False)
    with frame.books() as conn:
        template = store.version(conn, event, language, int(number)).template
    try:
        checking.check(found, language, template)
    except InvalidError as refusal:
        said.error(request, refusal.text)
        return _to(event, language)
    return _added(request, found, language, template, enabled=True)


def test(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Send what the form says, with made-up facts, to whoever is signed in."""
    found = _event(event, language)
    template = _given(request)
    refusal = ""
    try:
        made = rendering.compose(
            found, language, demo.facts_of(event, language), template, branding.current()
        )
        trying.send(made, request.user.email)  # type: ignore[union-attr]
    except BackorderError as reason:
        refusal = reason.text
    else:
        said.success(request, _("Sent to %(who)s.") % {"who": request.user.email})  # type: ignore[union-attr]
    _keep(request, found, language, template)
    return _editor(request, found, language, template, refusal=refusal)


def _event(event: str, language: str) -> Event:
    if language not in spelling.LANGUAGES:
        raise NotFoundError("no_such_page", "There is nothing here.")
    return events.event_of(event)


def _given(request: HttpRequest) -> Template:
    """Return the template in a form; browsers send line ends of their own."""
    parts = {
        name: request.POST.get(name, "").replace("\r\n", "\n").strip()[: builtin.LIMITS[name] + 1]
        for name in builtin.PARTS
    }
    return builtin.Template(parts["subject"], parts["text"], parts["mjml"], parts["sms"])


def _draft(request: HttpRequest, event: Event, language: str) -> str:
    return f"wording:{request.user.pk}:{event.name}:{language}"


def _keep(request: HttpRequest, event: Event, language: str, template: Template) -> None:
    cache.set(_draft(request, event, language), tuple(template), _KEPT_SECONDS)


def _added(
    request: HttpRequest, event: Event, language: str, template: Template, *, enabled: bool
) -> HttpResponse:
    by = request.user.email  # type: ignore[union-attr]
    with frame.books() as conn:
        number = store.add(
            conn, event.name, language, template, enabled=enabled, now=frame.now(), by=by
        )
    cache.delete(_draft(request, event, language))
    said.success(request, _("Saved as version %(number)s.") % {"number": number})
    return _to(event.name, language)


def _to(event: str, language: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("pages:message", args=[event, language]))


def _seen(event: Event, language: str, template: Template) -> Seen:
    facts = demo.facts_of(event.name, language)
    try:
        made = rendering.compose(event, language, facts, template, branding.current())
        told = values_of(event, facts, language)
        return Seen(made, rendering.sms_of(template.sms, event, told), "")
    except BackorderError as reason:
        return Seen(None, None, reason.text)


def _preview(event: Event, language: str, template: Template) -> dict[str, Any]:
    return {
        "event": event,
        "language": language,
        "seen": _seen(event, language, template),
        "most_units": gsm.MOST_UNITS,
        "stamp": abs(hash(template)),  # another address, so that the frame loads anew
    }


def _editor(  # noqa: PLR0913 (a page)
    request: HttpRequest,
    event: Event,
    language: str,
    template: Template,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    with frame.books() as conn:
        versions = store.versions(conn, event.name, language)
    context = {
        **_preview(event, language, template),
        "template": template,
        "versions": versions,
        "own": bool(versions) and versions[0].enabled,
        "refusal": refusal,
        "languages": [(one, spelling.NAMES[one], one == language) for one in spelling.LANGUAGES],
        "fields": [(name, event.fields[name]) for name in sorted(event.fields)],
        "marks": ("{{name}}", "{{#name}} … {{/name}}", "{{^name}} … {{/name}}"),
        "channels": [str(CHANNELS[one]) for one in event.channels],
    }
    answer = frame.render(request, "backorder/pages/message.html", context, status=status)
    answer["Content-Security-Policy"] = _EDITOR_POLICY
    return answer


_ONE = "settings/messages/<slug:event>/<slug:language>"
PAGES = (
    Page("settings/messages", "messages", index, SETTINGS),
    Page(_ONE, "message", message, SETTINGS),
    Page(f"{_ONE}/shown", "message_shown", shown, SETTINGS),
    Page(f"{_ONE}/preview", "message_preview", preview, SETTINGS, POST),
    Page(f"{_ONE}/save", "message_save", save, SETTINGS, POST),
    Page(f"{_ONE}/again", "message_again", again, SETTINGS, POST),
    Page(f"{_ONE}/test", "message_test", test, SETTINGS, POST),
)
