"""The server's own part: health, a read-only API, and the headers and document every answer carries."""

from starlette.middleware import Middleware

from tongnan_metrics.web.middleware import Closed, Document, SecurityHeaders
from tongnan_metrics.web.routes import ROUTES

MIDDLEWARE = (Middleware(SecurityHeaders), Middleware(Closed), Middleware(Document))

__all__ = ["MIDDLEWARE", "ROUTES"]
