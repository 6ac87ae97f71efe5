"""The addresses of accounts: those of allauth that we use, under the names it knows them by.

Strangers cannot sign up and nobody changes his own e-mail address, so those pages are not here;
only the page that says that sign-up is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import views
from allauth.socialaccount.providers.openid_connect import urls as openid_connect
from django.urls import include, path, re_path

from . import entrance

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

RESET = r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"


def patterns() -> list[URLPattern | URLResolver]:
    """Return the patterns."""
    return [
        path("welcome/", entrance.welcome, name="welcome"),
        path("accounts/login/", entrance.login, name="account_login"),
        path("accounts/link/<str:text>/", entrance.link, name="link"),
        path("accounts/logout/", views.logout, name="account_logout"),
        path("accounts/inactive/", views.account_inactive, name="account_inactive"),
        path("accounts/signup/", views.signup, name="account_signup"),
        path("accounts/reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
        path("accounts/password/change/", views.password_change, name="account_change_password"),
        path("accounts/password/set/", views.password_set, name="account_set_password"),
        path("accounts/password/reset/", entrance.forgotten, name="account_reset_password"),
        path(
            "accounts/password/reset/done/",
            views.password_reset_done,
            name="account_reset_password_done",
        ),
        re_path(RESET, views.password_reset_from_key, name="account_reset_password_from_key"),
        path(
            "accounts/password/reset/key/done/",
            views.password_reset_from_key_done,
            name="account_reset_password_from_key_done",
        ),
        path("accounts/2fa/", include("allauth.mfa.urls")),
        path("accounts/sessions/", include("allauth.usersessions.urls")),
        path("accounts/3rdparty/", include("allauth.socialaccount.urls")),
        path("accounts/", include(openid_connect)),
    ]
