"""Every environment variable that `backorder` reads: one table, checked at start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .domain.errors import InvalidError
from .setting_table import TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "BACKORDER_"
_BY_NAME = {setting.name: setting for setting in TABLE}


def get(name: str, environ: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 (per variable)
    """Return a variable's value, or its default where it is not set or empty.

    >>> get("BACKORDER_SANDBOX", {"BACKORDER_SANDBOX": "1"})
    True
    >>> get("BACKORDER_SANDBOX", {"BACKORDER_SANDBOX": "maybe"})
    Traceback (most recent call last):
    ...
    backorder.domain.errors.InvalidError: BACKORDER_SANDBOX must be 0 or 1, not 'maybe'.
    """
    setting = _BY_NAME[name]
    text = (os.environ if environ is None else environ).get(name, "")
    if not text:
        return setting.default
    try:
        return setting.parse(text)
    except ValueError as error:
        seen = "" if setting.secret else f", not {text!r}"
        raise InvalidError("setting_invalid", f"{name} {error}{seen}.", setting=name) from None


def check(environ: Mapping[str, str] | None = None) -> list[str]:
    """Read every variable once; return a warning for each unknown ``BACKORDER_`` variable.

    >>> check({"BACKORDER_SANDBOKS": "1"})
    ['BACKORDER_SANDBOKS is not a setting; did you mean BACKORDER_SANDBOX?']
    """
    found = os.environ if environ is None else environ
    for setting in TABLE:
        get(setting.name, found)
    unknown = sorted(name for name in found if name.startswith(PREFIX) and name not in _BY_NAME)
    return [f"{name} is not a setting{_nearest(name)}" for name in unknown]


def _nearest(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 (only after a typing error)

    near = get_close_matches(name, _BY_NAME, n=1, cutoff=0.8)
    return f"; did you mean {near[0]}?" if near else "."


def home() -> Path:
    """Return the folder of the embedded database."""
    given: Path | None = get("BACKORDER_HOME")
    if given is not None:
        return given
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root, and its own user may not look into /root.
        return Path("/var/lib/backorder")
    from platformdirs import user_data_path  # noqa: PLC0415 (only where nothing else is said)

    return user_data_path("backorder", appauthor=False)
