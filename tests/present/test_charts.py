"""What holds for every chart, whatever its kind: valid, cached, named rows, alt text, no vertical words."""

import json

import altair as alt
import pandas as pd
import pytest

from tests.present.frames import KINDS, draw, every
from tongnan_metrics.locale import Language, speaking
from tongnan_metrics.present.charts import DATA, KEY, PICKED
from tongnan_metrics.present.theme import DARK, LIGHT, Theme

every_kind = pytest.mark.parametrize("kind", KINDS)
both_themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)


@every_kind
@both_themes
@pytest.mark.parametrize("language", ["zh", "en"])
def test_spec_is_valid_vega_lite(kind: str, theme: Theme, language: Language) -> None:
    with speaking(language):
        drawing = draw(kind, theme)
    alt.LayerChart.from_dict(json.loads(json.dumps(drawing.to_dict(), default=str)))


@every_kind
def test_description_says_the_facts(kind: str) -> None:
    drawing = draw(kind, LIGHT)
    assert len(drawing.alt) > 8
    assert drawing.alt.endswith("。")
    assert drawing.to_dict()["description"] == drawing.alt


@every_kind
def test_description_is_spoken_in_english_too(kind: str) -> None:
    with speaking("en"):
        assert draw(kind, LIGHT).alt.endswith(".")


@every_kind
def test_rows_are_named_and_not_in_the_spec(kind: str) -> None:
    drawing = draw(kind, LIGHT)
    assert drawing.spec["data"] == {"name": DATA}
    assert "datasets" not in drawing.spec
    assert drawing.bound["datasets"] == {DATA: drawing.rows}
    assert "桂林" not in json.dumps(drawing.spec, ensure_ascii=False)


@every_kind
def test_spec_is_cached_for_the_same_options(kind: str) -> None:
    function, frame, options = KINDS[kind]
    again = function(pd.concat([frame.iloc[:1], frame]), theme=LIGHT, **options)
    assert again is not None
    assert again.spec is draw(kind, LIGHT).spec or kind in {"pull_bars", "month_columns", "target_columns"}


@every_kind
def test_no_rows_is_no_drawing(kind: str) -> None:
    function, frame, options = KINDS[kind]
    assert function(frame.iloc[:0], theme=LIGHT, **options) is None


@every_kind
@both_themes
def test_words_lie_and_the_ground_is_the_page(kind: str, theme: Theme) -> None:
    spec = draw(kind, theme).spec
    assert list(every(spec, "labelAngle")) == [0]
    assert spec["config"]["background"] == theme.page
    assert spec["config"]["font"].startswith("'Noto Sans SC'")
    assert spec["config"]["legend"] == {"disable": True}


@every_kind
def test_chart_fits_its_card(kind: str) -> None:
    spec = draw(kind, LIGHT).spec
    assert spec["padding"]["bottom"] < 20
    assert spec["autosize"]["contains"] == "padding"
    assert "width" not in spec


@every_kind
def test_every_field_of_the_spec_is_a_column(kind: str) -> None:
    drawing = draw(kind, LIGHT)
    own = {f for layer in drawing.spec["layer"] for t in layer.get("transform", []) for f in every(t, "as")}
    assert {f for f in every(drawing.spec["layer"], "field") if isinstance(f, str)} <= {
        *drawing.rows.column_names,
        *own,
    }


@every_kind
def test_clickable_marks_carry_their_key(kind: str) -> None:
    drawing = draw(kind, LIGHT)
    names = [p["name"] for p in drawing.spec.get("params", [])]
    if not drawing.clickable:
        assert names == []
        return
    assert names == [PICKED]
    assert drawing.spec["params"][0]["select"] == {"type": "point", "fields": [KEY]}
    assert set(drawing.picks) <= set(drawing.rows.column_names)


@every_kind
def test_table_has_the_same_numbers_with_headers(kind: str) -> None:
    drawing = draw(kind, LIGHT)
    assert len(drawing.table.frame) > 0
    assert all(drawing.table.headers.values())
    assert {c.key for c in drawing.columns} == set(drawing.table.frame.columns)


@every_kind
def test_names_and_titles_follow_the_language(kind: str) -> None:
    with speaking("en"):
        english = draw(kind, LIGHT)
    assert english.spec is not draw(kind, LIGHT).spec


def test_picking_can_be_switched_off() -> None:
    function, frame, options = KINDS["bullet_bars"]
    drawing = function(frame, theme=LIGHT, clickable=False, **options)
    assert drawing is not None
    assert not drawing.clickable
    assert "params" not in drawing.spec
    assert "pointer" not in json.dumps(drawing.spec)
