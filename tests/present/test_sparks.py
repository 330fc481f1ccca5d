"""Small pictures: images with a text alternative, colours of the theme, gaps and flat lines."""

from base64 import b64decode
from xml.etree import ElementTree

import pytest

from tongnan_metrics.present import charts
from tongnan_metrics.present.charts import Picture
from tongnan_metrics.present.theme import DARK, LIGHT


def svg(picture: Picture | None) -> str:
    assert picture is not None
    head, body = picture.src.split(",")
    assert head == "data:image/svg+xml;base64"
    text = b64decode(body).decode()
    ElementTree.fromstring(text)  # noqa: S314 - our own text, to see that it is well-formed
    return text


def test_sparkline_is_grey_with_its_last_point_in_accent() -> None:
    text = svg(charts.sparkline([1.0, 2.0, 1.5], theme=DARK, alt="x"))
    assert f'stroke="{DARK.faint}"' in text
    assert f'stroke="{DARK.accent}"' in text
    assert 'height="24"' in text


def test_sparkline_breaks_at_a_gap() -> None:
    assert svg(charts.sparkline([1.0, 2.0, None, 2.0, 3.0], theme=LIGHT, alt="x")).split("/>")[0].count("M") == 2


@pytest.mark.parametrize("values", [[], [1.0], [None, 2.0, None]])
def test_too_little_is_no_picture(values: list[float | None]) -> None:
    assert charts.sparkline(values, theme=LIGHT, alt="x") is None
    assert charts.hero_line(values, theme=LIGHT, alt="x", first="", last="", decimals=1) is None


def test_flat_line_lies_in_the_middle() -> None:
    assert "M1.0 12.0" in svg(charts.sparkline([3.0, 3.0], theme=LIGHT, alt="x"))


def test_hero_line_says_first_and_last() -> None:
    text = svg(
        charts.hero_line([70.2, 72.0, 74.41], theme=LIGHT, alt="x", first="2021年6月", last="2022年1—2月", decimals=1)
    )
    assert all(word in text for word in ("70.2", "74.4", "2021年6月", "2022年1—2月"))


def test_words_in_pictures_are_escaped() -> None:
    assert "&lt;b&gt;" in svg(charts.hero_line([1, 2], theme=LIGHT, alt="x", first="<b>", last="", decimals=0))


def test_pace_bar_is_within_its_bounds() -> None:
    text = svg(charts.pace_bar(130.0, 16.7, theme=LIGHT, alt="x"))
    assert 'width="400.0"' in text
    assert charts.pace_bar(None, 16.7, theme=LIGHT, alt="x") is None
