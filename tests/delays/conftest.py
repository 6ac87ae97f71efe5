"""A desk for the tests of delay cases; the doctor finds nothing after any of them."""

from tests.ledger.conftest import desk  # noqa: F401 (a fixture)
from tests.ledger.test_rehearsal import empty  # noqa: F401 (a fixture)
