"""Headers, closed doors and the rewritten document, on a small server of our own."""

import base64
import hashlib
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tongnan_metrics.web import middleware
from tongnan_metrics.web.middleware import CLOSED, HEADERS, rewrite

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
BROWSER = {"accept": "text/html,*/*", "accept-encoding": "gzip"}


def document(_request: Request) -> HTMLResponse:
    return HTMLResponse(INDEX, headers={"etag": '"old"'})


def nobody(_session: str) -> bool:
    return False


def made(base_path: str = "") -> TestClient:
    served = [
        Route("/data", lambda _: JSONResponse({"a": 1})),
        *(Route(f"{door}{more}", lambda _: JSONResponse({})) for door in CLOSED for more in ("", "/x")),
        Route("/{anything:path}", document),
    ]
    passed = middleware(may_upload=nobody, base_path=base_path)
    app = Starlette(routes=served, middleware=[*passed, Middleware(GZipMiddleware, minimum_size=10)])
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def client() -> TestClient:
    return made()


@pytest.mark.parametrize("path", ["/", "/data", "/assets/page.js"])
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
    assert body.index(b"assets/page.js") < body.index(b"<script>")
    assert policy.count("'sha256-") == INDEX.count(b"<script>") > 0


@pytest.mark.parametrize("path", ["/overview", "/nowhere", "/a/b"])
def test_an_address_that_is_no_page_leads_to_the_first_one(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?town=1&town=2", headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (307, "/?town=1&town=2")


def test_the_first_page_may_live_below_a_path() -> None:
    client = made("/metrics/")
    assert client.get("/metrics/", headers=BROWSER).status_code == 200
    assert client.get("/metrics", headers=BROWSER).status_code == 200
    assert client.get("/metrics/nowhere", headers=BROWSER).headers["location"] == "/metrics/"
