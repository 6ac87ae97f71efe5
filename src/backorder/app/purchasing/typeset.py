"""Set a purchase order in a process of its own: JSON comes in, a PDF goes out.

What people typed reaches the template as data, never as markup, and the process may only read its
own folder. ``python -m backorder.app.purchasing.typeset`` is called by `printing` alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

MISSING = 3  # exit status: the extra is not installed
TEMPLATE = Path(__file__).with_name("purchase.typ")


def main() -> int:
    """Read the paper from standard input and write the PDF to standard output."""
    try:
        import typst  # noqa: PLC0415 (an extra, and heavy)
    except ImportError:
        return MISSING
    data = sys.stdin.buffer.read().decode()
    found = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"paper": data},
    )
    sys.stdout.buffer.write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
