"""Health and the read-only API. Every answer is JSON; a mistake is one sentence with its status."""

from pathlib import Path

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from tongnan_metrics import query, releases
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import DEFAULT, speaking, tr
from tongnan_metrics.query import Selection, SelectionError
from tongnan_metrics.releases import Release, ReleaseError, UnknownReleaseError
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


def figure(request: Request) -> Response:
    """An indicator's rows, as the command line's ``figure`` gives them.

    Parameters: `period`, `basis`, `town`, `sector`, `trade` (repeated), `park`, `rules`, `by` (repeated), `v`,
    `lang`.
    """
    said = request.query_params
    with speaking("en" if said.get("lang") == "en" else DEFAULT):
        try:
            release = _release(said.get("v"))
            by = tuple(dict.fromkeys(said.getlist("by")))
            return JSONResponse(query.answer(release, _selection(said, release), request.path_params["key"], by))
        except (SelectionError, UnknownReleaseError) as error:
            return JSONResponse({"error": str(error)}, status_code=404)
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        except ReleaseError as error:
            return JSONResponse({"error": str(error)}, status_code=503)


def _release(wanted: str | None) -> Release:
    root = releases.data_root()
    release = releases.open_release(root, wanted) if wanted else releases.current(root)
    releases.verify(release)
    return release


def _selection(said: QueryParams, release: Release) -> Selection:
    written = said.get("period")
    period = Period.parse(written) if written else query.default_period(release)
    if period is None:
        raise ReleaseError(tr("The data holds no reporting period yet: import a report first."))
    basis, park = said.get("basis", Basis.YTD.value), said.get("park", "")
    if basis not in set(Basis) or park not in {"", "1"}:
        raise ValueError(tr("basis is ytd or month, park is 1 or absent"))
    return Selection(
        period=period,
        basis=Basis(basis),
        towns=tuple(said.getlist("town")),
        sectors=tuple(said.getlist("sector")),
        trades=tuple(said.getlist("trade")),
        park=bool(park),
        preset=said.get("rules"),
    )


def script(_request: Request) -> Response:
    """The app's own script."""
    return FileResponse(_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


ROUTES = (
    Route("/healthz", healthz),
    Route("/api/v1/indicators", indicators),
    Route("/api/v1/figure/{key}", figure),
    Route(f"/{PAGE_SCRIPT}", script),
)
