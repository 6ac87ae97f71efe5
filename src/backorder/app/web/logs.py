"""Logs as JSON lines on standard error: one for each request, with its id, and no content of it."""

from __future__ import annotations

import logging
import sys

import structlog
from gunicorn.glogging import Logger

_SHAPE: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    structlog.processors.format_exc_info,
]


def set_up(level: int = logging.INFO) -> None:
    """Write what we, gunicorn and every library log in one shape."""
    structlog.configure(
        processors=[*_SHAPE, structlog.processors.JSONRenderer(default=str)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHAPE,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # Django says of every 4xx what our own line says better.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)


class Gunicorn(Logger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's own lines go the way of all others; of requests we write our own line."""

    def setup(self, _cfg: object) -> None:
        """Have no handlers: what is logged goes up to the root."""
        self.error_log.propagate = True
        self.error_log.setLevel(logging.INFO)

    def access(self, *_: object) -> None:
        """Write nothing: the frame did."""

    def reopen_files(self) -> None:
        """Have no files."""

    def close_on_exec(self) -> None:
        """Have no files."""


log = structlog.get_logger("backorder")
