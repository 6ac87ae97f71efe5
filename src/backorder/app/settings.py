"""Django's settings: the schema, accounts, and what stands around the requests `serve` answers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from backorder import settings
from backorder.app.accounts import outside


def database(url: str) -> dict[str, Any]:
    """Return Django's database entry for a ``postgresql://`` address.

    >>> database("postgresql://me@/shop?host=/run/pg")["HOST"]
    '/run/pg'
    """
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": parts,
    }


# Set by backorder.database before django.setup(); empty while only the models are needed.
DATABASES = {"default": database(os.environ.get("BACKORDER_DJANGO_DATABASE", "postgresql:///"))}
INSTALLED_APPS = [
    "backorder.app.apps.BackorderConfig",
    "backorder.app.apps.PlainAuthConfig",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Whoever serves puts the true key in its place before the first request (web/application.py).
SECRET_KEY = settings.get("BACKORDER_SECRET_KEY") or "schema-only"
USE_TZ = True
TIME_ZONE = "UTC"

DEBUG = False
ROOT_URLCONF = "backorder.app.urls"
MIDDLEWARE = [
    "backorder.app.web.frame.Frame",
    "backorder.app.web.people_only.sessions",
    "backorder.app.web.people_only.locale",
    "backorder.app.web.people_only.csrf",
    "backorder.app.web.people_only.authentication",
    "backorder.app.web.people_only.language",
    "backorder.app.web.people_only.messages",
    "allauth.account.middleware.AccountMiddleware",  # it demands to stand here by its own name
    "backorder.app.web.people_only.htmx",
]
ALLOWED_HOSTS = list(settings.get("BACKORDER_ALLOWED_HOSTS"))
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = settings.get("BACKORDER_MAX_BODY") * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["backorder.app.web.uploads.CappedUploadHandler"]
_HERE = Path(__file__).parent
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],  # before those of allauth, which some of ours replace
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backorder.app.accounts.context.surroundings",
                "backorder.app.branding.context",
            ]
        },
    }
]
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [_HERE / "locale"]
STATIC_URL = "/static/"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",  # one for all processes
        "LOCATION": "app_cache",
    }
}
CSRF_FAILURE_VIEW = "backorder.app.urls.forged"
CSRF_COOKIE_HTTPONLY = True  # pages carry the token themselves
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "backorder_session"
CSRF_COOKIE_NAME = "backorder_csrf"
LANGUAGE_COOKIE_NAME = "backorder_language"

AUTH_USER_MODEL = "backorder.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "backorder.app.accounts.adapter.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an owner vouches for the people he invites
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "backorder: "
SOCIALACCOUNT_ADAPTER = "backorder.app.accounts.elsewhere.Elsewhere"
# A plain link: the policy of our pages lets no form lead to another site.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": outside.providers()}}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = settings.get("BACKORDER_MAIL_FROM")
EMAIL_TIMEOUT = 10
globals().update(outside.mail_server())
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "backorder"
MFA_TOTP_TOLERANCE = 1
LOGGING_CONFIG = None  # backorder.app.web.logs says how logs are written
