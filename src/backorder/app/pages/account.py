"""Settings, my account: name, language, theme; password, second factors, where I am signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.accounts import people
from backorder.domain.errors import BackorderError

from . import frame
from .page import POST, SEE, Page
from .people import LABELS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LANGUAGES = (
    ("", gettext_lazy("as the browser says")),
    ("en", "English"),
    ("de", "Deutsch"),
)
THEMES = (
    ("", gettext_lazy("as the system says")),
    ("light", gettext_lazy("light")),
    ("dark", gettext_lazy("dark")),
)


def index(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    person = request.user
    factors = list(Authenticator.objects.filter(user=person).order_by("created_at", "id"))
    page = {
        "languages": LANGUAGES,
        "themes": THEMES,
        "role": LABELS[person.role],  # type: ignore[union-attr] # the guard let somebody in
        "totp": any(one.type == Authenticator.Type.TOTP for one in factors),
        "keys": [one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "codes": any(one.type == Authenticator.Type.RECOVERY_CODES for one in factors),
        "sessions": UserSession.objects.purge_and_list(person),
        "session_key": request.session.session_key,
    }
    return frame.render(request, "backorder/pages/account.html", page)


def choose(request: HttpRequest) -> HttpResponse:
    """Keep what one has chosen."""
    chosen = {name: request.POST.get(name, "") for name in ("name", "language", "theme")}
    with frame.books() as conn:
        try:
            people.choose(conn, int(request.user.pk or 0), **chosen)
        except BackorderError as refusal:
            messages.error(request, refusal.text)
        else:
            with translation.override(chosen["language"] or translation.get_language()):
                messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("pages:account"))


PAGES = (
    Page("settings/account", "account", index, SEE),
    Page("settings/account/choose", "account_choose", choose, SEE, POST),
)
