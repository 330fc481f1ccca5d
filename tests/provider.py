"""A certified OpenID provider, run for the tests from `tests/oidc`.

`python -m tests.provider` makes sure that it is installed.
"""

import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser import free_port, install_debian_packages, stop, wait_until_healthy

FOLDER = Path(__file__).resolve().parent / "oidc"
DEBIAN_PACKAGES = ("nodejs", "npm")
CLIENT = {"client_id": "tongnan-metrics", "client_secret": "the tests' own secret, known to nobody else"}


class ProviderMissingError(RuntimeError):
    """The provider is not installed and could not be."""


@dataclass(frozen=True, kw_only=True)
class RunningProvider:
    """A provider that serves at `url`, and what a client needs to know of it."""

    url: str

    @property
    def metadata(self) -> str:
        """Where it says what it can."""
        return f"{self.url}/.well-known/openid-configuration"

    def control(self, **said: Any) -> None:
        """Change what it hands out from now on: `forge` identity tokens, their `lifetime` in seconds."""
        body = json.dumps(said).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/control", data=body, method="PUT"), timeout=9):
            pass


@contextmanager
def run_provider(*, log: Path, redirect: str, accounts: Mapping[str, Mapping[str, Any]]) -> Iterator[RunningProvider]:
    """Serve `accounts` (claims by name) to the client that is called back at `redirect`, until the block ends."""
    port = free_port()
    client = {**CLIENT, "redirect_uris": [redirect]}
    said = json.dumps({"port": port, "client": client, "accounts": accounts})
    running = RunningProvider(url=f"http://127.0.0.1:{port}")
    with log.open("wb") as output:
        command = [str(shutil.which("node")), str(FOLDER / "provider.mjs"), said]
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_healthy(process, url=running.metadata, log=log)
            yield running
        finally:
            stop(process)


def ensure_provider() -> None:
    """Install what is missing of Node.js and the provider.

    Raises:
        ProviderMissingError: with one sentence that says what to install.
    """
    if not _has_node():
        install_debian_packages(DEBIAN_PACKAGES)
    if not _has_node():
        raise ProviderMissingError(
            "The sign-in tests need Node.js 20 or newer with npm, which could not be installed here: "
            f"please install both by hand (on Debian: {' '.join(DEBIAN_PACKAGES)})."
        )
    if not _is_installed():
        command = [str(shutil.which("npm")), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        subprocess.run(command, cwd=FOLDER, check=False)
    if not _is_installed():
        raise ProviderMissingError(f"The OpenID provider of the tests could not be installed: run npm ci in {FOLDER}.")


def _has_node() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


def _is_installed() -> bool:
    """Whether what npm installed is what the lock file says; npm keeps a copy of the lock beside it."""
    lock, installed = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"
    return installed.is_file() and _versions(installed) == _versions(lock)


def _versions(lock: Path) -> dict[str, str]:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {path: package["version"] for path, package in packages.items() if path}


if __name__ == "__main__":
    try:
        ensure_provider()
    except ProviderMissingError as missing:
        sys.exit(str(missing))
