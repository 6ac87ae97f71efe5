"""What every Python file must look like. Each rule takes a tree and returns its breaches."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST_FILE = 400
LONGEST_FUNCTION = 60

WRITES = {
    *("save", "delete", "update", "create"),
    *("bulk_create", "bulk_update", "get_or_create", "update_or_create"),
    *("asave", "adelete", "aupdate", "acreate"),
    *("abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create"),
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}

CLOCKS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime"),
    *("timezone.now", "timezone.localdate", "timezone.localtime"),
}
GENERATORS = {"Random", "default_rng"}
CHANCE = re.compile(
    r"^(random|secrets|uuid)\.(?!Random$)\w+$|^(np|numpy)\.random\.(?!default_rng|Generator)"
)

WRITING_SQL = re.compile(
    r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|COPY|MERGE\s+INTO)\s+"
    r"(?:ONLY\s+)?\"?(\w+)\"?",
    re.IGNORECASE,
)


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for an attribute chain; calls and indices on the way are looked through."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    return ""


def calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted name of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, dotted(node.func)


def model_names(tree: ast.Module, models: Collection[str]) -> set[str]:
    """Return the ledger models that a file imports, by the name they have there."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            for alias in node.names:
                if alias.name in models and "models" in module.split("."):
                    found.add(alias.asname or alias.name)
                elif alias.name == "models" and module.endswith("app"):
                    found.add(alias.asname or "models")
    return found


def orm_writes(tree: ast.Module, models: Collection[str]) -> list[str]:
    """Return every call that would write a ledger table through Django's models.

    A call counts when it goes through a manager, or when its file imports a ledger model and the
    call is one that models and querysets have and dictionaries do not.
    """
    imported = model_names(tree, models)
    found = []
    for line, name in calls(tree):
        *path, verb = name.split(".")
        if verb not in WRITES:
            continue
        managed = bool(MANAGERS & set(path))
        direct = bool(imported and path) and (verb != "update" or bool(imported & set(path)))
        if managed or direct:
            found.append(f"{line}: {name}")
    return found


def clocks(tree: ast.Module) -> list[str]:
    """Return every look at a clock, and every draw that no caller seeded."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            unseeded = name.split(".")[-1] in GENERATORS and not (node.args or node.keywords)
            if unseeded or ".".join(name.split(".")[-2:]) in CLOCKS or CHANCE.match(name):
                found.append(f"{node.lineno}: {name}")
    return found


def long_functions(tree: ast.Module, longest: int = LONGEST_FUNCTION) -> list[str]:
    """Return the functions that do not fit a screen, counted from ``def`` to the last line."""
    return [
        f"{node.name}: {length} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > longest
    ]


def writing_sql(tree: ast.Module, tables: Collection[str]) -> list[str]:
    """Return every text in the code that is SQL writing one of the tables."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += [
                f"{node.lineno}: {match.group(0)}"
                for match in WRITING_SQL.finditer(node.value)
                if match.group(2).lower() in tables
            ]
    return found
