"""The errors page: every code that a raise names, with its status and sentence."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import backorder
from backorder.domain import errors, reasons

from .markdown import table

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE = Path(backorder.__file__).parent
CLASSES = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.BackorderError)
}
STATUSES = {name: kind.status for name, kind in CLASSES.items()}


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
    """Return in a word what a value is about.

    >>> [_short(ast.parse(e, mode="eval").body) for e in ("', '.join(sorted(skus))", "len(a.rows)")]
    ['skus', 'count']
    >>> _short(ast.parse("first['sku']", mode="eval").body)
    'sku'
    """
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == "len":
            return "count"
        if isinstance(node.func, ast.Attribute) and node.func.attr != "join":
            return _short(node.func.value)
        return _short(node.args[0]) if node.args else _short(node.func)
    if isinstance(node, ast.Subscript):
        key = node.slice
        named = isinstance(key, ast.Constant) and isinstance(key.value, str)
        return str(key.value) if named and isinstance(key, ast.Constant) else _short(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id.strip("_").lower()
    inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return _short(inner[0]) if inner else "…"


def _called(node: ast.Call) -> str:
    """Return the last part of the name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def helpers(tree: ast.Module) -> dict[str, int]:
    r"""Return the functions that raise an error of a code they are given, with its status.

    >>> code = "def refuse(code, text):\n    raise InvalidError(code, text)"
    >>> helpers(ast.parse(code))
    {'refuse': 422}
    """
    found = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.args.args:
            first = function.args.args[0].arg
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and node.args and _called(node) in CLASSES:
                    given = node.args[0]
                    if isinstance(given, ast.Name) and given.id == first:
                        found[function.name] = CLASSES[_called(node)].status
    return found


def raised(tree: ast.Module, known: Mapping[str, int] = STATUSES) -> list[Raised]:
    """Return every error that a file makes, in the order of the file.

    >>> raised(ast.parse("raise NotFoundError('unknown_sku', f'No {sku}.', sku=sku)"))
    [Raised(code='unknown_sku', status=404, text='No {sku}.', facts=('sku',))]
    """
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _called(node) in known:
            code = spelled(node.args[0])
            text = spelled(node.args[1]) if len(node.args) > 1 else ""
            facts = tuple(keyword.arg for keyword in node.keywords if keyword.arg)
            if not (code.startswith("{") and code.endswith("}")):  # named by whoever hands it over
                found.append(Raised(code, known[_called(node)], text, facts))
    return found


def all_raised() -> list[Raised]:
    """Return every error of the program, sorted by code; one entry for each code and sentence."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")]
    known = dict(STATUSES)
    for tree in trees:
        known |= helpers(tree)
    return sorted({entry for tree in trees for entry in raised(tree, known)})


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
