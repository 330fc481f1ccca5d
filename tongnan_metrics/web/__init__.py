"""The server's own part: health, a read-only API, and the headers and document every answer carries."""

from collections.abc import Callable
from pathlib import Path

from starlette.middleware import Middleware

from tongnan_metrics.web.middleware import Closed, Document, SecurityHeaders
from tongnan_metrics.web.routes import ROUTES
from tongnan_metrics.web.signing import Return, Uploads

PAGES = Path(__file__).resolve().parents[2] / "pages"
FIRST_PAGE = "overview"  # Streamlit knows it by the root address only

__all__ = ["ROUTES", "middleware"]


def middleware(*, may_upload: Callable[[str], bool], base_path: str = "") -> tuple[Middleware, ...]:
    """What every request passes, outermost first.

    `may_upload` says whether the session of an id may upload files; `base_path` is where the app lives when it does
    not live at the root.
    """
    home = "/".join(("", *base_path.strip("/").split(), ""))
    pages = frozenset(file.stem for file in PAGES.glob("*.py")) - {FIRST_PAGE}
    known = frozenset({home, home.rstrip("/") or home, *(f"{home}{page}" for page in pages)})
    return (
        Middleware(SecurityHeaders),
        Middleware(Closed),
        Middleware(Uploads, home=home, may_upload=may_upload),
        Middleware(Return, home=home, pages=known),
        Middleware(Document, home=home, pages=known),
    )
