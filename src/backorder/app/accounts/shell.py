"""What the shell needs of accounts: Django set up, so that passwords can be judged and hashed."""

from __future__ import annotations

import os

import django


def hashed(password: str, *, email: str = "", name: str = "") -> str:
    """Return what is kept of a password; raise ``InvalidError`` where it is too easy to guess."""
    _set_up()
    from . import passwords  # noqa: PLC0415 (once Django is set up)

    return passwords.hashed(password, email=email, name=name)


def unknown() -> str:
    """Return what is kept of a password that nobody knows."""
    _set_up()
    from . import passwords  # noqa: PLC0415 (as above)

    return passwords.unknown()


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backorder.app.settings")
    django.setup(set_prefix=False)
