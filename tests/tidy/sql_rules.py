"""What every SQL statement must look like. Each rule takes a text and returns its breaches."""

from __future__ import annotations

import re

HEADINGS = ("reads", "writes", "parameters", "invariant")

# The clock and chance are arguments (law 8): a statement that asks the server for either cannot be
# replayed.
CLOCK = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random|setseed"
    r"|gen_random_uuid|uuidv7|random_normal)\s*\(|\b(current_timestamp|current_date|current_time"
    r"|localtimestamp|localtime)\b",
    re.IGNORECASE,
)

# Columns that tell any two rows of their list apart. The list is kept by hand: a column is here
# because a key of its table, or the way its list is built, makes it unique.
UNIQUE_TAILS = {
    "id",  # primary key of every table that has one
    "line_id",  # one row a line, or the tail of (line_id, n) before n is needed
    "product_id",  # lists with one row a product
    "location_id",  # lists with one row a place of one product
    "supply_id",  # lists with one row a supply
    "order_id",  # lists with one row an order
    "n",  # the position of a peg or movement within its owner
    "part",  # the position of a part within a promise version
    "version",  # gapless within a line
    "line_no",  # the position within a paper
    "ordinality",  # unnest ... with ordinality
    "i",  # the position within a batch, from unnest ... with ordinality
    "sku",
    "code",
    "ref",
    "key",
    "substitute",
}
# What no column name shows is said beside the clause: ``-- unique: one row a day``.
PROMISED_UNIQUE = re.compile(r"--\s*unique:\s*\S+", re.IGNORECASE)

_LITERAL = re.compile(r"'(?:[^']|'')*'")
_COMMENT = re.compile(r"--[^\n]*")
_END = re.compile(
    r"\b(limit|offset|fetch|for|rows|range|groups|union|except|intersect|returning|on\s+conflict"
    r"|window)\b|;",
    re.IGNORECASE,
)
_GROUP = re.compile(r"group\s+by\b", re.IGNORECASE)
_MODIFIERS = re.compile(r"\b(asc|desc|nulls\s+(first|last))\b", re.IGNORECASE)


def header(text: str) -> str:
    """Return the comment lines that a statement begins with."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return "\n".join(lines)


def missing_headings(text: str) -> list[str]:
    """Return the headings that the statement's header leaves out."""
    found = {m.group(1).lower() for m in re.finditer(r"\b(\w+):", header(text))}
    return [name for name in HEADINGS if name not in found]


def bare(text: str) -> str:
    """Return the statement without comments and with empty literals."""
    return _LITERAL.sub("''", _COMMENT.sub("", text))


def clocks(text: str) -> list[str]:
    """Return every use of the server's clock or chance."""
    return [m.group(0) for m in CLOCK.finditer(bare(text))]


def statements(text: str) -> int:
    """Return how many statements the file holds."""
    return sum(1 for part in bare(text).split(";") if part.strip())


def _clause(text: str, start: int) -> str:
    """Return what follows ORDER BY up to the end of its list, parentheses kept whole."""
    depth = 0
    for at in range(start, len(text)):
        char = text[at]
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth < 0:
                return text[start:at]
        elif depth == 0 and _END.match(text, at) and not text[at - 1].isalnum():
            return text[start:at]
    return text[start:]


def _parts(clause: str) -> list[str]:
    """Return the expressions a list is sorted or grouped by, without direction."""
    depth, parts = 0, [""]
    for char in clause:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return [" ".join(_MODIFIERS.sub("", part).split()).lower() for part in parts]


def _grouped(code: str, end: int) -> list[str]:
    """Return what the query that is sorted at ``end`` is grouped by."""
    depth = 0
    for at in range(end - 1, -1, -1):
        depth += (code[at] == ")") - (code[at] == "(")
        if depth < 0:
            return []
        group = _GROUP.match(code, at) if depth == 0 else None
        if group and not code[at - 1].isalnum():
            return _parts(code[group.end() : end].lower().partition("having")[0])
    return []


def loose_orders(text: str) -> list[str]:
    """Return each ORDER BY that may leave two rows in either order.

    It is total if its last column is unique, if it names all that the query is grouped by, or if
    the statement says beside it why.
    """
    blank = _LITERAL.sub(lambda m: " " * len(m.group(0)), text)
    code = _COMMENT.sub(lambda m: " " * len(m.group(0)), blank)
    found = []
    for match in re.finditer(r"\border\s+by\b", code, re.IGNORECASE):
        clause = _clause(code, match.end())
        parts = _parts(clause)
        group = _grouped(code, match.start())
        unique = parts[-1].rsplit(".", 1)[-1] in UNIQUE_TAILS
        promised = PROMISED_UNIQUE.search(text[match.start() : match.end() + len(clause) + 80])
        if not (unique or promised or (group and set(group) <= set(parts))):
            found.append(" ".join(clause.split()))
    return found


def parameters(text: str) -> list[str]:
    """Return the names of a statement's parameters, in order of first use."""
    return list(dict.fromkeys(re.findall(r"%\((\w+)\)s", _COMMENT.sub("", text))))


def numbered(text: str) -> str:
    """Return the statement as PREPARE takes it: ``%(name)s`` is ``$1``, ``%%`` is ``%``."""
    code = _COMMENT.sub("", text)
    for place, name in enumerate(parameters(text), start=1):
        code = code.replace(f"%({name})s", f"${place}")
    return code.replace("%%", "%").strip().rstrip(";").strip()
