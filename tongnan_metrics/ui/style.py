"""The app's own CSS: the theme's tokens as variables, then one stylesheet."""

import json
from functools import cache
from pathlib import Path

from tongnan_metrics.present.theme import Theme

_SHEET = Path(__file__).parent / "style.css"


@cache
def sheet(theme: Theme, skip: str = "") -> str:
    """The stylesheet in a theme's colours, as a style element; `skip` are the words that skip to the content."""
    tokens = {
        "page": theme.page,
        "sidebar": theme.sidebar,
        "ink": theme.ink,
        "muted": theme.muted,
        "faint": theme.faint,
        "border": theme.border,
        "grid": theme.grid,
        "accent": theme.accent,
        "active": theme.active,
        **{f"{light}-ink": theme.pill(light).ink for light in ("red", "amber", "green")},
        **{f"{light}-ground": theme.pill(light).ground for light in ("red", "amber", "green")},
    }
    variables = "".join(f"--tn-{name}:{colour};" for name, colour in tokens.items())
    variables += f"--tn-skip:{json.dumps(skip, ensure_ascii=False)};"
    return f"<style>:root{{{variables}}}{_SHEET.read_text(encoding='utf-8')}</style>"
