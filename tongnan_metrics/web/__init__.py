"""The server's own part: health, a read-only API, and the headers and document every answer carries."""

from pathlib import Path

from starlette.middleware import Middleware

from tongnan_metrics.web.middleware import Closed, Document, SecurityHeaders
from tongnan_metrics.web.routes import ROUTES

PAGES = Path(__file__).resolve().parents[2] / "pages"
FIRST_PAGE = "overview"  # Streamlit knows it by the root address only

__all__ = ["ROUTES", "middleware"]


def middleware(*, base_path: str = "") -> tuple[Middleware, ...]:
    """What every request passes, outermost first."""
    pages = frozenset(file.stem for file in PAGES.glob("*.py")) - {FIRST_PAGE}
    return (Middleware(SecurityHeaders), Middleware(Closed), Middleware(Document, pages=pages, base_path=base_path))
