"""The errors page: every code that a raise names, with its status and sentence."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import backorder
from backorder.domain import errors, reasons

from .markdown import table

SOURCE = Path(backorder.__file__).parent
CLASSES = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.BackorderError)
}


class Raised(NamedTuple):
    """One place that raises an error."""

    code: str
    status: int
    text: str
    facts: tuple[str, ...]


def spelled(node: ast.expr) -> str:
    """Return a text as the code spells it, with ``{name}`` where a value is put in.

    >>> spelled(ast.parse("f'no {sku!r}.'", mode="eval").body)
    'no {sku}.'
    """
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            spelled(part.value if isinstance(part, ast.FormattedValue) else part)
            for part in node.values
        )
    if isinstance(node, ast.IfExp):
        return f"{spelled(node.body)} / {spelled(node.orelse)}"
    return f"{{{_short(node)}}}"


def _short(node: ast.expr) -> str:
    """Return the last name in an expression: what its value is about."""
    names = [
        n.attr if isinstance(n, ast.Attribute) else n.id
        for n in ast.walk(node)
        if isinstance(n, ast.Attribute | ast.Name)
    ]
    return names[0] if names else "…"


def raised(tree: ast.Module) -> list[Raised]:
    """Return every error that a file makes, in the order of the file.

    >>> raised(ast.parse("raise NotFoundError('unknown_sku', f'No {sku}.', sku=sku)"))
    [Raised(code='unknown_sku', status=404, text='No {sku}.', facts=('sku',))]
    """
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        if name in CLASSES:
            text = spelled(node.args[1]) if len(node.args) > 1 else ""
            facts = tuple(keyword.arg for keyword in node.keywords if keyword.arg)
            found.append(Raised(spelled(node.args[0]), CLASSES[name].status, text, facts))
    return found


def all_raised() -> list[Raised]:
    """Return every error of the program, sorted by code; one entry for each code and sentence."""
    found = {
        entry
        for path in SOURCE.rglob("*.py")
        for entry in raised(ast.parse(path.read_text(encoding="utf-8")))
    }
    return sorted(found)


def write(_about: str = "") -> str:
    """Return the table of errors."""
    rows = [
        (f"`{e.code}`", e.status, e.text, ", ".join(f"`{fact}`" for fact in e.facts))
        for e in all_raised()
    ]
    return table(["code", "status", "sentence", "facts"], rows)


def write_refusals(_about: str = "") -> str:
    """Return the table of reasons why an order line is refused."""
    rows = [(f"`{code}`", text) for code, text in reasons.REFUSAL_TEXTS.items()]
    return table(["code", "sentence"], rows)


def write_causes(_about: str = "") -> str:
    """Return the tables of reasons behind promises."""
    bases = [(f"`{code}`", text) for code, text in reasons.PROMISE_TEXTS.items()]
    causes = [(f"`{code}`", text) for code, text in reasons.CAUSE_TEXTS.items()]
    return "\n\n".join(
        [
            "Why a part of a promise has its date:",
            table(["basis", "sentence"], bases),
            "Why a promise was made or changed:",
            table(["cause", "sentence"], causes),
        ]
    )
