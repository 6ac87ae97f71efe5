"""A company that writes to its customers, and a mail server on a real socket."""

from tests.api.conftest import (  # noqa: F401 (fixtures)
    app,
    company,
    serve,
    settings_of_django,
    verb,
)
from tests.purchasing.conftest import postman  # noqa: F401 (a fixture)
from tests.web.conftest import chromium, visit, web  # noqa: F401 (fixtures)
