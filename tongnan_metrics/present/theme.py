"""The look's tokens, light and dark: the only place a colour or a font is written. Charts, cards and CSS read it."""

from dataclasses import dataclass
from typing import Any, Literal

ThemeName = Literal["light", "dark"]

FONT = "'Noto Sans SC','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif"
BODY_PX, LIST_PX, SECONDARY_PX, AXIS_PX, CELL_PX = 14, 13, 12, 11, 10.5
REGULAR, BOLD = 400, 600


@dataclass(frozen=True, slots=True)
class Pill:
    """The two colours of a light: its word and the ground under it."""

    ink: str
    ground: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One palette. `faint` draws marks and dashes, never text; `ramp` runs from little to much, `ramp_ink` on it.

    `parts` colours the three parts of a whole, first to last. Contrasts are asserted by the tests.
    """

    name: ThemeName
    page: str
    sidebar: str
    ink: str
    muted: str
    faint: str
    border: str
    grid: str
    accent: str
    active: str
    planned: str
    last_year: str
    red: Pill
    amber: Pill
    green: Pill
    ramp: tuple[str, str, str, str, str]
    ramp_ink: tuple[str, str, str, str, str]
    parts: tuple[str, str, str]

    def pill(self, light: str) -> Pill:
        """The colours of a light by its key: ``red``, ``amber`` or ``green``; KeyError for any other."""
        return {"red": self.red, "amber": self.amber, "green": self.green}[light]


LIGHT = Theme(
    name="light",
    page="#FFFFFF",
    sidebar="#F6F8F9",
    ink="#16232B",
    muted="#4D5D67",
    faint="#7C8A94",
    border="#DCE3E8",
    grid="#EBEFF2",
    accent="#0B5E73",
    active="#E4F0F3",
    planned="#C6DFE5",
    last_year="#A9B6BE",
    red=Pill("#9C1F18", "#FBEAE8"),
    amber=Pill("#7F4C00", "#FBF1DC"),
    green=Pill("#17623D", "#E5F3EB"),
    ramp=("#EAF3F5", "#C6DFE5", "#8DBDCA", "#2F7E93", "#084E60"),
    ramp_ink=("#16232B", "#16232B", "#16232B", "#FFFFFF", "#FFFFFF"),
    parts=("#A0C4CD", "#58939F", "#0B5E73"),
)
DARK = Theme(
    name="dark",
    page="#11181C",
    sidebar="#0C1215",
    ink="#E4EBEF",
    muted="#9FB0BA",
    faint="#788B96",
    border="#2A363D",
    grid="#202A30",
    accent="#5CB8CC",
    active="#16323A",
    planned="#1C3A44",
    last_year="#4B5C66",
    red=Pill("#F5A39B", "#3A1F1D"),
    amber=Pill("#EBC373", "#352A14"),
    green=Pill("#86D0A9", "#163024"),
    ramp=("#18242A", "#1C3A44", "#23525F", "#32788A", "#6CC5D8"),
    ramp_ink=("#B9C7CF", "#DCE6EB", "#E4EBEF", "#FFFFFF", "#0B1518"),
    parts=("#2C5560", "#417F8D", "#5CB8CC"),
)
THEMES: dict[ThemeName, Theme] = {theme.name: theme for theme in (LIGHT, DARK)}


def chart_config(theme: Theme) -> dict[str, Any]:
    """The Vega-Lite ``config`` every chart carries: no axis lines, no ticks, horizontal labels, quiet grid."""
    return {
        "background": theme.page,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelColor": theme.muted,
            "labelFontSize": AXIS_PX,
            "labelAngle": 0,
            "labelPadding": 6,
            "labelLimit": 160,
            "domain": False,
            "ticks": False,
            "grid": False,
            "gridColor": theme.grid,
            "title": None,
        },
        "text": {"color": theme.ink, "fontSize": AXIS_PX, "fontWeight": REGULAR},
        "line": {"strokeCap": "round", "strokeJoin": "round"},
        "legend": {"disable": True},
        "scale": {"bandPaddingInner": 0, "bandPaddingOuter": 0},
    }
