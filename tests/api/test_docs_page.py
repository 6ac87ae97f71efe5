"""The description and its page: whole, public, and harmless under the strict policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backorder.app.api.description import document

if TYPE_CHECKING:
    from tests.api.conftest import Api


def test_the_page_has_every_request(nobody: Api) -> None:
    page = nobody.get("/api/v1/docs")
    assert page.status == 200
    text = page.body.decode()
    for path, methods in document()["paths"].items():
        for method in methods:
            assert f'data-method="{method.upper()}" data-path="{path}"' in text


def test_the_page_needs_nothing_that_the_policy_forbids(nobody: Api) -> None:
    text = nobody.get("/api/v1/docs").body.decode()
    assert re.findall(r'<script(?! src="/static/)', text) == []
    assert re.findall(r"<style|style=|\son\w+=", text) == []
    assert set(re.findall(r'(?:src|href)="(/[^"]*)"', text)) == {
        "/static/api.css",
        "/static/api.js",
        "/api/v1/openapi.json",
    }
    for name in ("api.css", "api.js"):
        file = nobody.get(f"/static/{name}")
        assert file.status == 200
        assert nobody.get(f"/static/{name}", If_None_Match=file.headers["etag"]).status == 304
    assert nobody.get("/static/..%2Fsettings.py").status == 404


def test_the_description_is_whole(nobody: Api) -> None:
    answer = nobody.get("/api/v1/openapi.json")
    found = answer.json()
    assert found == document()
    assert found["openapi"] == "3.1.0"
    named = set(
        re.findall(r'"#/components/(\w+/[\w.]+)"', nobody.get("/api/v1/openapi.json").body.decode())
    )
    for reference in named:
        kind, name = reference.split("/")
        assert name in found["components"][kind]
