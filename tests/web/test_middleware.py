"""Headers, closed doors and the rewritten document, on a small server of our own."""

import base64
import hashlib
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tongnan_metrics.web import MIDDLEWARE
from tongnan_metrics.web.middleware import CLOSED, HEADERS, rewrite

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
BROWSER = {"accept": "text/html,*/*", "accept-encoding": "gzip"}


@pytest.fixture
def client() -> TestClient:
    served = [
        Route("/", lambda _: HTMLResponse(INDEX, headers={"etag": '"old"'})),
        Route("/data", lambda _: JSONResponse({"a": 1})),
        *(Route(f"{door}{more}", lambda _: JSONResponse({})) for door in CLOSED for more in ("", "/x")),
    ]
    app = Starlette(routes=served)
    app.add_middleware(GZipMiddleware, minimum_size=10)
    for middleware in reversed(MIDDLEWARE):
        app.add_middleware(middleware.cls)
    return TestClient(app)


@pytest.mark.parametrize("path", ["/", "/data", "/nowhere"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_the_document_speaks_chinese_and_its_inline_script_may_run(client: TestClient) -> None:
    answer = client.get("/", headers=BROWSER)
    script = answer.text.split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert '<html lang="zh-CN">' in answer.text
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]
    assert "unsafe-eval" not in answer.headers["content-security-policy"]
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "etag" not in answer.headers


def test_the_document_speaks_english_when_the_link_does(client: TestClient) -> None:
    assert '<html lang="en">' in client.get("/?lang=en", headers=BROWSER).text
    assert '<html lang="zh-CN">' in client.get("/?lang=<script>", headers=BROWSER).text


def test_what_is_no_document_passes_as_it_is(client: TestClient) -> None:
    assert client.get("/data", headers=BROWSER).json() == {"a": 1}


@pytest.mark.parametrize("door", CLOSED)
def test_doors_are_closed(client: TestClient, door: str) -> None:
    assert client.get(door).status_code == 404
    assert client.get(f"{door}/x").status_code == 404


def test_this_build_of_streamlit_is_rewritten() -> None:
    body, policy = rewrite(INDEX, "zh-CN")
    assert b'<html lang="zh-CN">' in body
    assert b"assets/page.js" in body
    assert policy.count("'sha256-") == INDEX.count(b"<script>") > 0
