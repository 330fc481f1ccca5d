"""A data folder for each test, and the command line on it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tongnan_metrics.commands import main
from tongnan_metrics.locale import DEFAULT, use

Run = Callable[..., tuple[int, str, str]]
MEMORY = Path("/dev/shm")  # noqa: S108 - each test makes a folder of its own in it


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder in memory where the system has one: thousands of releases need not wait for a disk."""
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder, yet to be made, that commands and pages use."""
    use(DEFAULT)
    folder = tmp_path / "data"
    monkeypatch.setenv("TONGNAN_DATA", str(folder))
    return folder


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the data folder: exit code, output, errors."""

    def command(*words: object) -> tuple[int, str, str]:
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = int(left.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return command
