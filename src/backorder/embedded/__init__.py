"""The embedded PostgreSQL: start it or join it, leave it. The last one to leave stops it."""

from .lifetime import attach, leave, leave_all
from .programs import install

__all__ = ["attach", "install", "leave", "leave_all"]
