"""Who sits at the keyboard."""

from __future__ import annotations

import getpass


def user() -> str:
    """Return the name of the user whose process this is."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in some containers
        return "unknown"
