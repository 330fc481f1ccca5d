"""The way back from signing in, and uploads refused before a byte is read, on a small server of our own."""

from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tongnan_metrics.web.signing import COOKIE, LONGEST, Return, Uploads

HOST = "http://testserver"


def made(base: str = "/") -> TestClient:
    def to_provider(request: Request) -> Response:
        if request.query_params.get("provider") == "down":
            return PlainTextResponse("Authentication error", status_code=400)
        return RedirectResponse("https://id.example/authorize", status_code=302)

    def home(_request: Request) -> Response:
        return RedirectResponse(base, status_code=302)

    async def take(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    pages = frozenset({base, f"{base}data"})
    routes = [
        Route(f"{base}auth/login", to_provider),
        Route(f"{base}auth/logout", home),
        Route(f"{base}oauth2callback", home),
        Route(f"{base}_stcore/upload_file/{{session}}/{{file}}", take, methods=["PUT", "DELETE"]),
    ]
    layers = [
        Middleware(Uploads, home=base, may_upload=lambda session: session == "editor"),
        Middleware(Return, home=base, pages=pages),
    ]
    return TestClient(Starlette(routes=routes, middleware=layers), follow_redirects=False)


@pytest.fixture
def client() -> TestClient:
    return made()


def come_back(client: TestClient, base: str = "/") -> str:
    return client.get(f"{base}oauth2callback?code=1&state=2").headers["location"]


@pytest.mark.parametrize("left", ["/data?list=import&step=preview&lang=en", "/data", "/?town=500152001"])
def test_who_signs_in_comes_back_to_where_he_was(client: TestClient, left: str) -> None:
    answer = client.get("/auth/login?provider=x", headers={"referer": f"{HOST}{left}"})
    assert answer.headers["location"] == "https://id.example/authorize"
    assert "HttpOnly; SameSite=Lax" in answer.headers["set-cookie"]
    assert come_back(client) == left
    assert come_back(client) == "/"


def test_who_signs_out_stays_on_the_page(client: TestClient) -> None:
    answer = client.get("/auth/logout", headers={"referer": f"{HOST}/data?list=journal"})
    assert answer.headers["location"] == "/data?list=journal"


def test_an_app_below_a_path_leads_back_below_it() -> None:
    client = made("/metrics/")
    client.get("/metrics/auth/login", headers={"referer": f"{HOST}/metrics/data?lang=en"})
    assert come_back(client, "/metrics/") == "/metrics/data?lang=en"


@pytest.mark.parametrize(
    "referer",
    [
        "http://evil.example/data",
        f"{HOST}.evil.example/data",
        f"{HOST}/nowhere",
        f"{HOST}//evil.example",
        f"{HOST}/data/../../evil",
        f"{HOST}/data?{'x' * LONGEST}",
        "/data",
        "",
    ],
)
def test_nobody_is_led_elsewhere_by_a_referer(client: TestClient, referer: str) -> None:
    client.get("/auth/login", headers={"referer": referer} if referer else {})
    assert come_back(client) == "/"


@pytest.mark.parametrize(
    "cookie", ["//evil.example", "https://evil.example", "/data\r\nSet-Cookie: a=b", "/nowhere", "/data?\u4e2d", "%"]
)
def test_nobody_is_led_elsewhere_by_a_forged_cookie(client: TestClient, cookie: str) -> None:
    client.cookies.set(COOKIE, quote(cookie, safe=""))
    assert come_back(client) == "/"


@pytest.mark.parametrize(("language", "said"), [("zh", "登录平台暂时无法连接"), ("en", "could not be reached")])
def test_a_provider_that_is_down_is_one_sentence(client: TestClient, language: str, said: str) -> None:
    answer = client.get("/auth/login?provider=down", headers={"referer": f"{HOST}/data?lang={language}"})
    assert answer.status_code == 502
    assert said in answer.text
    assert "Authentication" not in answer.text


def test_only_sessions_of_editors_upload(client: TestClient) -> None:
    assert client.put("/_stcore/upload_file/reader/f1", content=b"x" * 9).status_code == 403
    assert client.put("/_stcore/upload_file/editor/f1", content=b"x" * 9).text == "9"
    assert client.delete("/_stcore/upload_file/reader/f1").status_code == 200
