"""The app's shell on small releases of our own, without a browser."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests import small
from tongnan_metrics import releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.locale import DEFAULT, use
from tongnan_metrics.releases import Release
from tongnan_metrics.ui import SHELL

PATIENCE_S = 60
RunApp = Callable[..., AppTest]


def publish(root: Path, seed: int) -> Release:
    tables = small.tables(seed)
    tables["monthly"] = monthly.build(tables)
    return releases.publish(root, tables, author="tester", created_at=datetime(2022, 4, seed, tzinfo=UTC))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder the app reads."""
    monkeypatch.setenv("TONGNAN_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def release(data: Path) -> Release:
    """A published release in it."""
    return publish(data, 1)


@pytest.fixture
def run_app() -> RunApp:
    """Run the shell as a link would open it: `run_app("overview", town=["500152001"])`."""
    use(DEFAULT)

    def run(page: str | None = None, **params: str | list[str]) -> AppTest:
        app = AppTest.from_file(SHELL, default_timeout=PATIENCE_S)
        for name, value in params.items():
            app.query_params[name] = value
        if page:
            app.switch_page(f"../../pages/{page}.py")
        return app.run()

    return run
