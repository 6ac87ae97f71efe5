"""Middleware for people's pages alone: programs' requests pay for no session and no language.

A program shows its token with every request and has no cookie, so nobody can forge a request in
its name; what watches over the server must get an answer even while the database is away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django_htmx.middleware import HtmxMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Answer = Callable[[HttpRequest], HttpResponse]

PROGRAMS = ("/api/", "/storefront/", "/static/", "/healthz", "/readyz", "/metrics")
_HOOKS = ("process_view", "process_exception", "process_template_response")


def for_programs(request: HttpRequest) -> bool:
    """Tell whether a request comes from a program, or wants what is the same for everybody."""
    return request.path_info.startswith(PROGRAMS)


def _people_only(make: Callable[[Answer], Any]) -> Callable[[Answer], Answer]:
    """Return a middleware that steps aside for programs."""

    def factory(get_response: Answer) -> Answer:
        inner = make(get_response)

        def middleware(request: HttpRequest) -> HttpResponse:
            answer: HttpResponse = (get_response if for_programs(request) else inner)(request)
            return answer

        for name in _HOOKS:
            if hook := getattr(inner, name, None):
                setattr(middleware, name, _unless_program(hook))
        return middleware

    return factory


def _unless_program(hook: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(request: HttpRequest, *rest: object, **named: object) -> Any:  # noqa: ANN401 (as Django's)
        return None if for_programs(request) else hook(request, *rest, **named)

    return guarded


class Language(LocaleMiddleware):
    """The page's language: the browser's, or the person's own (below); none for the next request.

    Django leaves the language of a request on its thread.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        try:
            return cast("HttpResponse", super().__call__(request))
        finally:
            translation.deactivate()


def own_language(get_response: Answer) -> Answer:
    """Return the middleware that speaks the language a person has chosen."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return get_response(request)

    return middleware


sessions = _people_only(SessionMiddleware)
locale = _people_only(Language)
csrf = _people_only(CsrfViewMiddleware)
authentication = _people_only(AuthenticationMiddleware)
language = _people_only(own_language)
messages = _people_only(MessageMiddleware)
htmx = _people_only(HtmxMiddleware)
