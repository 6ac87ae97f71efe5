"""Of what type a statement's parameters are, where the statement does not say it with a cast.

The ledger sends columns as typed arrays (`Ints`, `Days`, lists of texts), so its statements need no
casts. Whoever plans a statement without values has to know the types: they are read from the
dictionaries that the code sends along.
"""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.tidy.source_rules import dotted
from tests.tidy.tree import source_files, tree_of

COLUMNS = {"Ints": "bigint[]", "Days": "date[]"}
UNKNOWN = "unknown"


def _type(value: ast.expr) -> str:
    """Return the type in which PostgreSQL gets a value of the code."""
    if isinstance(value, ast.Call):
        return COLUMNS.get(dotted(value.func).rpartition(".")[2], UNKNOWN)
    if isinstance(value, ast.List | ast.ListComp):
        return "text[]"
    return UNKNOWN


def sent(tree: ast.Module) -> dict[str, set[str]]:
    """Return the types that a file sends under each name."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and (kind := _type(value)) != UNKNOWN:
                    found.setdefault(str(key.value), set()).add(kind)
    return found


@cache
def _sent_by(statement: str) -> dict[str, set[str]]:
    """Return the types sent by the files that name a statement."""
    found: dict[str, set[str]] = {}
    for path in source_files():
        if f'"{statement}"' in path.read_text(encoding="utf-8"):
            for name, kinds in sent(tree_of(path)).items():
                found.setdefault(name, set()).update(kinds)
    return found


def types(statement: str, text: str, names: list[str]) -> list[str]:
    """Return the type of each parameter: unknown where a cast or the context says it.

    A column whose dictionary is built out of sight is one of integers.
    """
    known = _sent_by(statement)
    columns = set(re.findall(r"[(,]\s*%\((\w+)\)s\s*(?=[,)])", _unnested(text)))
    found = []
    for name in names:
        kinds = known.get(name, set())
        if f"%({name})s::" in text:
            found.append(UNKNOWN)
        elif len(kinds) == 1:
            found.append(next(iter(kinds)))
        elif name in columns:
            found.append("bigint[]")
        else:
            found.append(UNKNOWN)
    return found


def _unnested(text: str) -> str:
    """Return the arguments of every ``unnest``."""
    return " ".join(re.findall(r"unnest(\((?:[^()]|%\(\w+\)s)*\))", text))
