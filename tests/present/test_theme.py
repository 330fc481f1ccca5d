"""Tokens: legible in light and dark."""

import pytest

from tongnan_metrics.present.theme import DARK, LIGHT, THEMES, Theme, chart_config

TEXT, GRAPHIC = 4.5, 3.0
both = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@both
def test_text_is_legible_on_page_and_sidebar(theme: Theme) -> None:
    for ink in (theme.ink, theme.muted, theme.accent):
        assert contrast(ink, theme.page) >= TEXT
        assert contrast(ink, theme.sidebar) >= TEXT


@both
def test_pills_are_legible_on_their_ground(theme: Theme) -> None:
    for light in ("red", "amber", "green"):
        pill = theme.pill(light)
        assert contrast(pill.ink, pill.ground) >= TEXT
        assert contrast(pill.ink, theme.page) >= TEXT


@both
def test_words_on_the_ramp_are_legible(theme: Theme) -> None:
    for ground, ink in zip(theme.ramp, theme.ramp_ink, strict=True):
        assert contrast(ground, ink) >= TEXT


@both
def test_marks_stand_out(theme: Theme) -> None:
    for mark in (theme.accent, theme.faint):
        assert contrast(mark, theme.page) >= GRAPHIC


@both
def test_ramp_runs_one_way(theme: Theme) -> None:
    steps = [contrast(colour, theme.page) for colour in theme.ramp]
    assert steps == sorted(steps)


def test_unknown_light_is_an_error() -> None:
    with pytest.raises(KeyError):
        LIGHT.pill("blue")


@both
def test_axes_are_quiet(theme: Theme) -> None:
    axis = chart_config(theme)["axis"]
    assert axis["labelAngle"] == 0
    assert not any(axis[key] for key in ("domain", "ticks", "grid"))


def test_themes_are_found_by_name() -> None:
    assert THEMES == {"light": LIGHT, "dark": DARK}
