"""Pages of the app, without a browser."""

from streamlit.testing.v1 import AppTest

from tongnan_metrics.locale import DEFAULT, use
from tongnan_metrics.ui import SHELL

PATIENCE_S = 60


def app(page: str = "") -> AppTest:
    """The app, yet to be run: its first page, or another."""
    use(DEFAULT)
    made = AppTest.from_file(SHELL, default_timeout=PATIENCE_S)
    return made.switch_page(f"../../pages/{page}.py") if page else made


def html(shown: AppTest) -> str:
    """Everything a page said in HTML."""
    return "\n".join(str(element.proto.body) for element in shown.get("html"))


def opened() -> tuple[str, int]:
    """The first page's HTML, and how many exceptions it shows."""
    shown = app().run()
    return html(shown), len(shown.exception)
