"""Pure ASGI middleware: security headers, closed doors, and the document's language. WebSockets pass untouched."""

import base64
import hashlib
import re
from functools import lru_cache

from starlette.datastructures import URL, Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tongnan_metrics.locale import DEFAULT

# Streamlit answers these without asking who wants to know.
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
HTML_LANG = {"zh": "zh-CN", "en": "en"}
PAGE_SCRIPT = "assets/page.js"

_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_LANG = re.compile(rb'<html lang="[^"]*">')

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def content_security_policy(scripts: tuple[str, ...] = ()) -> str:
    """What a document may load: only this server's, plus the inline scripts with these hashes."""
    hashes = "".join(f" '{script}'" for script in scripts)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "frame-ancestors 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


class SecurityHeaders:
    """Adds the security headers to every answer; a content policy the document set itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", content_security_policy())
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class Closed:
    """Answers 404 where Streamlit would tell strangers about the server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        path = scope.get("path", "")
        shut = scope["type"] == "http" and any(path == door or path.startswith(f"{door}/") for door in CLOSED)
        await (PlainTextResponse("Not found", status_code=404) if shut else self.app)(scope, receive, send)


class Document:
    """Rewrites Streamlit's HTML document: its language, this app's script, and a policy that fits its own scripts.

    Streamlit gives its document for any address; one that is none of `pages` leads `home` instead.
    """

    def __init__(self, app: ASGIApp, *, home: str, pages: frozenset[str]) -> None:
        self.app, self.home, self.known = app, home, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        elsewhere = (
            None if scope["path"] in self.known else URL(self.home).replace(query=scope["query_string"].decode())
        )
        await self.app(_uncompressed(scope), receive, _Rewriter(send, _language(scope), elsewhere))


def _uncompressed(scope: Scope) -> Scope:
    plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": plain}


def _language(scope: Scope) -> str:
    wanted = QueryParams(scope.get("query_string", b"")).get("lang", DEFAULT)
    return HTML_LANG.get(wanted, HTML_LANG[DEFAULT])


class _Rewriter:
    """Holds an HTML document back until it is whole and sends it rewritten, or leads `elsewhere`; others just pass."""

    def __init__(self, send: Send, language: str, elsewhere: URL | None) -> None:
        self.send, self.language, self.elsewhere = send, language, elsewhere
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_document(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self.start)

    async def _finish(self, start: Message) -> None:
        body, policy = rewrite(self.body, self.language)
        headers = MutableHeaders(scope=start)
        for stale in ("etag", "last-modified"):
            del headers[stale]
        if self.elsewhere is not None:
            start, body = {**start, "status": 307}, b""
            headers["Location"] = str(self.elsewhere)
        headers["Content-Length"] = str(len(body))
        headers["Content-Security-Policy"] = policy
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body})


def _is_document(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")


@lru_cache(maxsize=8)
def rewrite(html: bytes, language: str) -> tuple[bytes, str]:
    """The document in `language`, the app's script first in its head, and the content policy that fits it."""
    named = _LANG.sub(b'<html lang="' + language.encode() + b'">', html, count=1)
    body = named.replace(b"<head>", f'<head><script src="./{PAGE_SCRIPT}"></script>'.encode(), 1)
    return body, content_security_policy(tuple(map(_hash, _INLINE_SCRIPT.findall(html))))


def _hash(script: bytes) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}"
