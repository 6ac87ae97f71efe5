"""People who sign in, the links that let them in once, and what the app keeps secret."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from . import columns as col


class Person(AbstractBaseUser):
    """Somebody who may sign in: Django's user. People are disabled, never deleted.

    The e-mail address, in small letters, is the name to sign in with and the actor of every verb
    that this person calls. ``role`` says what he may do. ``language`` and ``theme`` are empty where
    the browser decides.
    """

    email = models.EmailField(max_length=200)
    name = col.code(200, default="", db_default="", blank=True)
    role = col.code(20)
    language = col.code(8, default="", db_default="", blank=True)
    theme = col.code(8, default="", db_default="", blank=True)
    is_active = models.BooleanField(default=True, db_default=True)
    created_at = col.instant()
    created_by = col.code(200)

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "person"
        constraints = [
            models.UniqueConstraint(fields=["email"], name="person_email_once"),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="person_email_small_letters"
            ),
        ]

    def get_full_name(self) -> str:
        """Return how to address this person."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """Return the first part of the name."""
        return (self.name or self.email).split(maxsplit=1)[0]


class SignInLink(models.Model):
    """A link that lets a person in once: its SHA-256, never the link itself.

    Without a person it is the one that lets the first owner in, while there is nobody yet.
    """

    hash = col.code(64)
    person = col.ref("Person", index=True, null=True, blank=True)
    created_at = col.instant()
    created_by = col.code(200)
    expires_at = col.instant()
    used_at = col.instant(null=True, blank=True)

    class Meta:
        db_table = "sign_in_link"
        constraints = [
            models.UniqueConstraint(fields=["hash"], name="sign_in_link_hash_once"),
        ]


class AppSecret(models.Model):
    """A value that all processes of the app share and nobody else may know."""

    name = col.code(40)
    value = col.text()

    class Meta:
        db_table = "app_secret"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="app_secret_name_once"),
        ]
