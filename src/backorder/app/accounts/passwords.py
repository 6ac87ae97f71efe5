"""Passwords: judged and hashed by Django, as its settings say."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from backorder.app.models import Person
from backorder.domain.errors import InvalidError

_BYTES = 32


def hashed(password: str, *, email: str = "", name: str = "") -> str:
    """Return what is kept of a password; raise ``InvalidError`` where it is too easy to guess."""
    try:
        validate_password(password, Person(email=email, name=name))
    except ValidationError as error:
        raise InvalidError("password_weak", " ".join(error.messages)) from None
    return make_password(password)


def unknown() -> str:
    """Return what is kept of a password that nobody knows."""
    return make_password(secrets.token_urlsafe(_BYTES))
