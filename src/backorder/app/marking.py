"""Marks sentences for the catalog where Django is not set up: the shell, the worker, the docs."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """Return a sentence as it is; whoever shows it to a person translates it."""
    return text
