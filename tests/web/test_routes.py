"""Health and the API, on small releases of our own."""

import json
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests import small
from tests.ui.conftest import publish
from tongnan_metrics import query
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.commands import main
from tongnan_metrics.web import ROUTES

FIGURE = "/api/v1/figure/industrial_output"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TONGNAN_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def client(root: Path) -> TestClient:
    return TestClient(Starlette(routes=ROUTES))


def test_health_names_the_release(client: TestClient, root: Path) -> None:
    release = publish(root, 1)
    assert client.get("/healthz").json() == {"status": "ok", "release": release.id}


def test_health_of_an_empty_folder_is_no_health(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "broken")


def test_health_of_a_broken_release_names_the_file_and_the_one_served(client: TestClient, root: Path) -> None:
    good, broken = publish(root, 1), publish(root, 2)
    broken.file("output").write_bytes(b"damaged")
    answer = client.get("/healthz")
    assert answer.json()["status"] == "degraded"
    assert answer.json()["release"] == good.id
    assert "output.parquet" in answer.json()["reason"]


def test_every_indicator_is_listed(client: TestClient) -> None:
    listed = client.get("/api/v1/indicators").json()["indicators"]
    assert [entry["indicator"] for entry in listed] == list(INDICATORS)


def test_the_api_answers_what_the_command_line_answers(
    client: TestClient, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(root, 1)
    asked = {"period": "2021-06", "basis": "month", "town": [small.TOWNS[0], small.TOWNS[1]], "by": "sector"}
    answered = client.get(FIGURE, params=asked).json()
    towns = [word for town in small.TOWNS[:2] for word in ("--town", town)]
    options = ["--period", "2021-06", "--basis", "month", "--by", "sector", "--format", "json"]
    main(["figure", "industrial_output", *options, *towns])
    assert json.loads(capsys.readouterr().out) == answered


def test_rows_are_answered_by_owner_and_by_other_rules(client: TestClient, root: Path) -> None:
    release = publish(root, 1)
    selection = query.Selection(Period(2022, 3), preset="other")
    asked = client.get("/api/v1/figure/supervised_red", params={"period": "2022-03", "rules": "other", "by": "owner"})
    assert asked.json() == query.answer(release, selection, "supervised_red", ("owner",))
    assert asked.json()["rows"]


def test_the_api_answers_the_query(client: TestClient, root: Path) -> None:
    release = publish(root, 1)
    selection = query.Selection(Period(2022, 3), Basis.YTD, park=True)
    asked = client.get(FIGURE, params={"period": "2022-03", "park": "1"})
    assert asked.json() == query.answer(release, selection, "industrial_output")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/figure/nothing", 404),
        (f"{FIGURE}?town=999", 404),
        (f"{FIGURE}?period=2022-01", 400),
        (f"{FIGURE}?basis=week", 400),
        (f"{FIGURE}?v=0009-00000000", 404),
        (f"{FIGURE}?by=weather", 404),
        (f"{FIGURE}?rules=none", 404),
    ],
)
def test_a_mistake_is_one_sentence(client: TestClient, root: Path, address: str, status: int) -> None:
    publish(root, 1)
    answer = client.get(address)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}


def test_the_script_is_served(client: TestClient) -> None:
    answer = client.get("/assets/page.js")
    assert answer.headers["content-type"].startswith("text/javascript")
