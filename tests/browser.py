"""Find Chromium, run the app, and watch a page of it.

`python -m tests.browser` makes sure that Chromium and a Chinese font are installed.
"""

import os
import platform
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app.py"
DATA = ROOT / "data"
DESKTOP = (1440, 900)
PHONE = (390, 844)

SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")
QUIET_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
START_SECONDS = 90
HEALTH_PAUSE_SECONDS = 0.1
IDLE = (
    "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
    " && document.querySelector('[data-testid=stMain]') !== null"
    " && document.querySelector('[data-testid=stSkeleton]') === null"
)


class BrowserMissingError(RuntimeError):
    """Chromium or a Chinese font is not installed and could not be."""


def find_chromium() -> Path | None:
    """The system's Chromium, else the one Playwright installed, else None."""
    found = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    return Path(found) if found else _playwright_chromium()


def _playwright_chromium() -> Path | None:
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def launch_flags() -> list[str]:
    """Chromium's flags: silent on the network, and without its sandbox where root may not have one."""
    return [*QUIET_FLAGS, *(["--no-sandbox"] if _is_root() else [])]


def ensure_browser() -> None:
    """Install what is missing of Chromium and a Chinese font.

    Raises:
        BrowserMissingError: with one sentence that says what to install.
    """
    for install in (install_debian_packages, _install_playwright_chromium):
        if _is_ready():
            return
        install()
    if not _is_ready():
        raise BrowserMissingError(
            "The browser tests need Chromium and a Chinese font, and one of them could not be installed here: "
            f"please install both by hand (on Debian: {' '.join(DEBIAN_PACKAGES)})."
        )


def install_debian_packages(packages: Sequence[str] = DEBIAN_PACKAGES) -> None:
    """Install Debian packages where that is possible: on Debian, as root."""
    if _is_root() and _is_debian():
        subprocess.run(["apt-get", "update"], check=False)
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", *packages], check=False)


def _install_playwright_chromium() -> None:
    if find_chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _is_ready() -> bool:
    return find_chromium() is not None and _has_chinese_font()


def _has_chinese_font() -> bool:
    if platform.system() != "Linux":  # the others come with one
        return True
    lister = shutil.which("fc-list")
    return lister is not None and bool(subprocess.check_output([lister, ":lang=zh"]))


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _is_debian() -> bool:
    return platform.system() == "Linux" and platform.freedesktop_os_release().get("ID") == "debian"


@dataclass(frozen=True, kw_only=True)
class RunningApp:
    """A server of the app: its address without a final slash, and the file its output goes to."""

    url: str
    log: Path


@contextmanager
def run_app(
    *, log: Path, data: Path = DATA, app: Path = APP, port: int | None = None, options: Sequence[str] = ()
) -> Iterator[RunningApp]:
    """Serve `app` on the data folder `data` from a process of its own until the block ends.

    `port` is a free one unless one is given; `options` are Streamlit's own, as on its command line.
    """
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_server_command(app, port), *options],
            cwd=ROOT,
            env={**os.environ, "TONGNAN_DATA": str(data)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(process, url=f"{url}/_stcore/health", log=log)
            yield RunningApp(url=url, log=log)
        finally:
            stop(process)


def _server_command(app: Path, port: int) -> list[str]:
    options = ["--server.address", "127.0.0.1", "--server.port", str(port)]
    return [sys.executable, "-m", "streamlit", "run", str(app), *options]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(process: subprocess.Popen[bytes], *, url: str, log: Path) -> None:
    """Wait until a server of ours answers at `url`; its own words when it does not start."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _is_healthy(url):
            return
        time.sleep(HEALTH_PAUSE_SECONDS)
    raise RuntimeError(f"The server did not start:\n{log.read_text(encoding='utf-8')}")


def _is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server of ours."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A page in a fresh browser profile that remembers each address it asked for and each console error."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.on("request", lambda request: self.requests.append(request.url))
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def open(self, url: str) -> None:
        """Go to `url` and wait until the app has drawn it."""
        self.page.goto(url)
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run and no placeholder is left: the state for reading or a picture."""
        self.page.wait_for_function(IDLE)

    def foreign_requests(self) -> list[str]:
        """The requests that left this machine."""
        return [url for url in self.requests if _is_foreign(url)]


def _is_foreign(url: str) -> bool:
    address = urlsplit(url)
    return address.scheme not in {"data", "blob"} and address.hostname not in {"127.0.0.1", "localhost"}


NewPage = Callable[..., Tab]


if __name__ == "__main__":
    try:
        ensure_browser()
    except BrowserMissingError as missing:
        sys.exit(str(missing))
