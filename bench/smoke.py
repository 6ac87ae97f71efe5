"""`python -m bench.smoke`: every measurement at the smallest size, so that none of them rots."""

from __future__ import annotations

import sys

from .__main__ import main

if __name__ == "__main__":
    sys.exit(main(["--size", "smoke"]))
