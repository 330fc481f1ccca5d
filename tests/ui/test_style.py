"""The look says each colour once: Streamlit's own configuration agrees with the tokens, and so does the stylesheet."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import tongnan_metrics
from tongnan_metrics.present.theme import BODY_PX, DARK, FONT, LIGHT, Theme
from tongnan_metrics.ui import style

ROOT = Path(tongnan_metrics.__file__).parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
SHEET = Path(style.__file__).with_name("style.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_streamlit_s_theme_has_the_tokens(theme: Theme) -> None:
    said: dict[str, Any] = CONFIG["theme"][theme.name]
    pills = {"red": theme.red, "orange": theme.amber, "yellow": theme.amber, "green": theme.green}
    assert said["primaryColor"] == said["linkColor"] == theme.accent
    assert (said["backgroundColor"], said["secondaryBackgroundColor"]) == (theme.page, theme.sidebar)
    assert (said["textColor"], said["grayTextColor"]) == (theme.ink, theme.muted)
    assert (said["borderColor"], said["dataframeBorderColor"]) == (theme.border, theme.grid)
    assert said["sidebar"]["backgroundColor"] == theme.sidebar
    for name, pill in pills.items():
        assert (said[f"{name}TextColor"], said[f"{name}BackgroundColor"]) == (pill.ink, pill.ground)


def test_the_font_and_its_size_are_the_same() -> None:
    assert CONFIG["theme"]["font"] == CONFIG["theme"]["headingFont"] == FONT
    assert CONFIG["theme"]["baseFontSize"] == BODY_PX


def test_the_stylesheet_names_no_colour_but_by_its_token() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", SHEET)
    used = set(re.findall(r"var\(--tn-([a-z-]+)\)", SHEET))
    given = set(re.findall(r"--tn-([a-z-]+):", style.sheet(LIGHT)))
    assert used <= given
    assert style.sheet(LIGHT) != style.sheet(DARK)
