"""Health and the read-only API. Every answer is JSON; a mistake is one sentence with its status."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from tongnan_metrics import releases
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.releases import ReleaseError
from tongnan_metrics.web.middleware import PAGE_SCRIPT

_SCRIPT = Path(__file__).parent / "page.js"


def healthz(_request: Request) -> Response:
    """Whether data can be served, and from which release: 200 when it is sound, 503 when nothing sound is left."""
    root = releases.data_root()
    try:
        release = releases.current(root)
        releases.verify(release)
    except ReleaseError as error:
        return _degraded(str(error))
    return JSONResponse({"status": "ok", "release": release.id})


def _degraded(reason: str) -> Response:
    try:
        good = releases.last_good(releases.data_root())
    except ReleaseError:
        return JSONResponse({"status": "broken", "release": None, "reason": reason}, status_code=503)
    return JSONResponse({"status": "degraded", "release": good.id, "reason": reason})


def indicators(_request: Request) -> Response:
    """Every indicator: key, names, unit, kind, decimals, definition."""
    return JSONResponse({"indicators": [_entry(key) for key in INDICATORS]})


def _entry(key: str) -> dict[str, object]:
    item = INDICATORS[key]
    return {
        "indicator": item.key,
        "name": {"zh": item.name.zh, "en": item.name.en},
        "unit": {"key": item.unit.key, "zh": item.unit.name.zh, "en": item.unit.name.en},
        "kind": item.kind,
        "decimals": item.decimals,
        "definition": {"zh": item.definition.zh, "en": item.definition.en},
    }


def script(_request: Request) -> Response:
    """The app's own script."""
    return FileResponse(_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


ROUTES = (
    Route("/healthz", healthz),
    Route("/api/v1/indicators", indicators),
    Route(f"/{PAGE_SCRIPT}", script),
)
