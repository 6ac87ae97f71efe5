"""A server like ours that always says the same: what clients and server can do with no work to do.

`python -m bench.constant` serves until it is stopped, with the processes that the settings say.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from backorder.app.web import logs, server

if TYPE_CHECKING:
    from collections.abc import Callable

_BODY = b'{"products":[' + b"x" * 480 + b"]}"  # about as long as the answer for one product
_HEADERS = [
    ("Content-Type", "application/json"),
    ("Content-Length", str(len(_BODY))),
    ("ETag", '"always"'),
]


class Constant(server.Server):
    """Our server with another application."""

    def load(self) -> Callable[..., list[bytes]]:
        """Return the application."""
        return _answer


def _answer(_environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    start("200 OK", _HEADERS)
    return [_BODY]


def main() -> None:
    """Serve on any free port, and say on which."""
    logs.set_up()
    with server.folder_of_figures() as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        options = server.options("127.0.0.1", 0, folder, lambda at: print(at, flush=True))
        Constant(options, "", "").run()


if __name__ == "__main__":
    main()
