"""Bar codes for labels and slips: Code 128, drawn by us as bars without a style."""

from __future__ import annotations

import logging
from itertools import groupby
from typing import NamedTuple

logging.getLogger("pyBarcode").setLevel(logging.WARNING)  # it says at import what it cannot do
from barcode.codex import Code128  # noqa: E402 (after its log is quiet)

QUIET = 10  # modules of white on both sides, as scanners want them


class Bar(NamedTuple):
    """A black bar: where it begins, and how wide it is, in modules."""

    x: int
    width: int


class Drawn(NamedTuple):
    """The bars of a text, and the width of them all with the quiet zones."""

    bars: list[Bar]
    width: int
    text: str


def code128(text: str) -> Drawn:
    """Return the bars of a text.

    Eight symbols and the check symbol of 11 modules, the stop of 13, and the quiet zones.

    >>> code128("SO-000001").width
    132
    >>> code128("SO-000001").bars[0]
    Bar(x=10, width=2)
    """
    (modules,) = Code128(text).build()
    bars, at = [], QUIET
    for black, run in groupby(modules):
        width = len(list(run))
        if black == "1":
            bars.append(Bar(at, width))
        at += width
    return Drawn(bars, at + QUIET, text)
