"""Write the mechanical parts of the reference from the program itself: `make docs`.

A page marks such a part with ``<!-- generated: NAME -->`` and ``<!-- end -->``; what stands
between the two is replaced, the rest of the page is written by hand. With ``--check`` nothing is
written and the exit status says whether every page is current.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from docs.generators import (
    commands,
    errors,
    events,
    files,
    invariants,
    messages,
    roles,
    rule_packs,
    schema,
    settings,
    verbs,
)

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCE = Path(__file__).parent / "reference"
PART = re.compile(
    r"(<!-- generated: (?P<name>[\w:-]+) -->\n).*?(<!-- end -->)", re.DOTALL | re.MULTILINE
)
WRITERS: dict[str, Callable[[str], str]] = {
    "commands": commands.write,
    "errors": errors.write,
    "events": events.write,
    "refusals": errors.write_refusals,
    "causes": errors.write_causes,
    "kinds": files.write,
    "invariants": invariants.write,
    "messages": messages.write,
    "message-fields": messages.write_fields,
    "roles": roles.write,
    "rule-packs": rule_packs.write,
    "schema": schema.write,
    "settings": settings.write,
    "verb": verbs.write,
}


def part(name: str) -> str:
    """Return the text of one part; ``verb:ship`` is the part ``verb`` about ``ship``."""
    writer, _, about = name.partition(":")
    return WRITERS[writer](about)


def current(text: str) -> str:
    """Return a page with its parts as they should be today."""
    return PART.sub(lambda m: f"{m[1]}\n{part(m['name']).strip()}\n\n{m[3]}", text)


def main(arguments: list[str]) -> int:
    """Bring the pages up to date, or with ``--check`` say which are not."""
    stale = []
    for page in sorted(REFERENCE.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        wanted = current(text)
        if text != wanted:
            stale.append(page.name)
            if "--check" not in arguments:
                page.write_text(wanted, encoding="utf-8")
    if "--check" in arguments and stale:
        print(f"out of date, run `make docs`: {', '.join(stale)}")
        return 1
    print(f"{len(stale)} page(s) written" if stale else "every page is current")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
