"""The compiled requirements: every package pinned and hashed, and nothing of the machine they were made on."""

import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.browser import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = {
    "requirements.txt": PROJECT["project"]["dependencies"],
    "requirements-dev.txt": [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]],
}
PIN = re.compile(r"^([a-z0-9-]+)==([^ ]+)")


def read_lines(name: str) -> list[str]:
    return (ROOT / name).read_text(encoding="utf-8").splitlines()


def read_pins(name: str) -> Iterator[tuple[str, str]]:
    return ((match[1], match[2]) for line in read_lines(name) if (match := PIN.match(line)))


@pytest.mark.parametrize("name", DIRECT)
def test_every_direct_dependency_is_pinned(name: str) -> None:
    wanted = {re.split(r"[<>=]", requirement)[0] for requirement in DIRECT[name]}

    assert wanted <= dict(read_pins(name)).keys()


@pytest.mark.parametrize("name", DIRECT)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    lines = [line for line in read_lines(name) if not line.lstrip().startswith("#")]
    starts = [number for number, line in enumerate(lines) if not line.startswith(" ")]

    assert all(PIN.match(lines[number]) for number in starts)
    assert all(lines[number + 1].startswith("    --hash=sha256:") for number in starts)


@pytest.mark.parametrize("name", DIRECT)
def test_no_address_or_path_is_written(name: str) -> None:
    text = "\n".join(read_lines(name))

    assert not re.search(r"://|--(index|extra|find)|(^|\s)/\w", text)


def test_both_files_agree() -> None:
    assert set(read_pins("requirements.txt")) <= set(read_pins("requirements-dev.txt"))
