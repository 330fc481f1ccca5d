"""What signing in needs of the server: the way back to the page one left, and uploads from editors only."""

from collections.abc import Callable
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tongnan_metrics.locale import DEFAULT, speaking, tr

LEAVING, COMING_BACK = ("auth/login", "auth/logout"), "oauth2callback"
COOKIE = "tongnan_left"
REMEMBERED_S = 900
LONGEST = 1500
ERRORS = 400
UPLOAD = "_stcore/upload_file/"


class Return:
    """Leads who signs in or out back to the page he left; Streamlit itself would lead to the first one.

    `home` is the address of the first page, `pages` are those of all pages: no other is ever led to.
    """

    def __init__(self, app: ASGIApp, *, home: str, pages: frozenset[str]) -> None:
        self.app, self.home, self.pages = app, home, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        path = scope.get("path", "").removeprefix(self.home)
        if scope["type"] != "http" or path not in (*LEAVING, COMING_BACK):
            await self.app(scope, receive, send)
            return
        left = self._remembered(scope) if path == COMING_BACK else self._left(scope)

        failed = False

        async def leading_back(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start":
                failed = message["status"] >= ERRORS
                self._lead(MutableHeaders(scope=message), left, leaving=path in LEAVING)
            if not failed:
                await send(message)

        await self.app(scope, receive, leading_back)
        if failed:
            with speaking("en" if left and "lang=en" in left else DEFAULT):
                sentence = tr("The identity provider could not be reached: go back and try again in a minute.")
            await PlainTextResponse(sentence, status_code=502)(scope, receive, send)

    def _lead(self, headers: MutableHeaders, left: str | None, *, leaving: bool) -> None:
        if headers.get("location") == self.home:
            headers["location"] = left or self.home
            headers.append("set-cookie", self._cookie("", 0))
        elif leaving and left:
            headers.append("set-cookie", self._cookie(quote(left, safe=""), REMEMBERED_S))

    def _cookie(self, value: str, seconds: int) -> str:
        return f"{COOKIE}={value}; Max-Age={seconds}; Path={self.home}; HttpOnly; SameSite=Lax"

    def _left(self, scope: Scope) -> str | None:
        """The page the reader was on, by the browser's word; only a page of this very server counts."""
        headers = Headers(scope=scope)
        came_from = urlsplit(headers.get("referer", ""))
        own = came_from.netloc == headers.get("host")
        return self._page(came_from.path, came_from.query) if own else None

    def _remembered(self, scope: Scope) -> str | None:
        path, _, query = unquote(HTTPConnection(scope).cookies.get(COOKIE, "")).partition("?")
        return self._page(path, query)

    def _page(self, path: str, query: str) -> str | None:
        address = f"{path}?{query}" if query else path
        harmless = len(address) <= LONGEST and address.isascii() and address.isprintable()
        return address if path in self.pages and harmless else None


class Uploads:
    """Refuses uploads of sessions that may not upload: Streamlit takes files into memory from whoever has a page."""

    def __init__(self, app: ASGIApp, *, home: str, may_upload: Callable[[str], bool]) -> None:
        self.app, self.may_upload = app, may_upload
        self.door = f"{home}{UPLOAD}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        path = scope.get("path", "")
        shut = scope["type"] == "http" and scope["method"] == "PUT" and path.startswith(self.door)
        if shut and not self.may_upload(path.removeprefix(self.door).partition("/")[0]):
            await PlainTextResponse("Only editors may upload", status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)
