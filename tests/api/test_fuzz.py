"""Hostile requests made from the API's own description: no 5xx, no answer it does not describe."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.conftest import new_token
from tests.support import require

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from tests.api.conftest import Served

pytestmark = pytest.mark.slow
SHORT = "1"  # requests for each operation


def test_no_request_breaks_it_and_no_answer_is_undescribed(
    company: None, serve: Callable[..., Served], conn: psycopg.Connection[Any], tmp_path: Any
) -> None:
    """Runs schemathesis as its users do, over a real socket; `make api-fuzz` runs it at length."""
    require("schemathesis")
    examples = os.environ.get("API_FUZZ", SHORT)
    seed = os.environ.get("API_FUZZ_SEED", "7")
    server = serve(BACKORDER_RATE_LIMIT="0")
    described = server("GET", "/api/v1/openapi.json").body.decode()
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")),
            *("run", f"http://127.0.0.1:{server.port}/api/v1/openapi.json"),
            *("--header", f"Authorization: Bearer {new_token(conn, 'all')}"),
            *("--phases", "examples,fuzzing"),
            *("--max-examples", examples, "--workers", "2", "--seed", seed),
            *("--checks", "not_a_server_error,status_code_conformance,content_type_conformance"),
            *("--checks", "response_schema_conformance,response_headers_conformance"),
            "--suppress-health-check=all",
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=7200,
    )
    assert done.returncode == 0, done.stdout[:6000] + done.stdout[-3000:] + done.stderr[-2000:]
    status, logged = server.stop()
    assert status == 0
    assert '"fault"' not in logged
    answered = Counter(re.findall(r'"status": (\d+)', logged))
    print(f"{answered.total()} requests: {dict(sorted(answered.items()))}")  # noqa: T201 (shown by make)
    # Some operations have fewer requests to make than that: it is only seen that most were made.
    assert answered.total() > int(examples) * len(re.findall(r'"operationId"', described)) // 2
