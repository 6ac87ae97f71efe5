"""A company that sells and its customers' pages."""

from tests.api.conftest import (  # noqa: F401 (fixtures)
    app,
    company,
    same_day,
    serve,
    settings_of_django,
    verb,
)
from tests.notices.conftest import post  # noqa: F401 (a fixture)
from tests.web.conftest import chromium, visit, web  # noqa: F401 (fixtures)
