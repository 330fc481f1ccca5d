"""The year's score: what lights and targets give, taken apart, whoever lacks one, ties, and who is not placed."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.rows import told
from tongnan_metrics.analysis.evaluation import Method, achieved, evaluated, from_lights, from_targets

METHOD = Method()


def looks(**lights: list[str]) -> pd.DataFrame:
    rows = [(unit, light) for unit, several in lights.items() for light in several]
    return pd.DataFrame(rows, columns=["unit", "light"])


def duties(**points: list[float]) -> pd.DataFrame:
    rows = [(unit, one) for unit, several in points.items() for one in several]
    return pd.DataFrame(rows, columns=["unit", "achieved"])


def test_lights_are_worth_their_points() -> None:
    rows = from_lights(looks(a=["green"] * 6 + ["amber"] * 2 + ["red"] * 2, b=["red"]), METHOD).set_index("unit")
    assert rows.loc["a"].to_dict() == {"red": 2, "amber": 2, "green": 6, "lights": 70.0}
    assert rows.loc["b", "lights"] == 0.0
    assert from_lights(looks(a=["amber"]), Method(amber=20.0))["lights"].tolist() == [20.0]


@pytest.mark.parametrize(
    ("value", "target", "expected", "direction", "points"),
    [
        (25, 100, 0.25, 1, 100),
        (24.9, 100, 0.25, 1, 99.6),
        (50, 100, 0.25, 1, 100),
        (0, 100, 0.25, 1, 0),
        (90, 95, None, 1, 90 / 95 * 100),
        (95, 95, None, 1, 100),
        (-3, 9, None, 1, 0),
        (4, 2, None, -1, 50),
        (2, 2, None, -1, 100),
        (0, 2, None, -1, 100),
        (5, 0, None, 1, 100),
    ],
)
def test_targets_are_held_against_what_was_due(
    value: float, target: float, expected: float | None, direction: int, points: float
) -> None:
    assert achieved(value=value, target=target, expected=expected, direction=direction) == pytest.approx(points)


def test_the_parts_add_up_to_the_score() -> None:
    lights = from_lights(looks(a=["green"] * 8 + ["red"] * 2, b=["green"] * 10), METHOD)
    rows = evaluated(lights, from_targets(duties(a=[100.0, 50.0], c=[80.0])), METHOD).set_index("unit")
    assert told(rows, "a", "lights_part", "targets_part", "score") == pytest.approx([48.0, 30.0, 78.0])
    assert told(rows, "a", "duties", "met") == [2, 1]
    assert told(rows, "b", "lights_part", "score") == pytest.approx([100.0, 100.0])
    assert pd.isna(rows["targets_part"]).to_dict() == {"b": True, "a": False, "c": False}
    assert rows.loc["c", "score"] == pytest.approx(80.0)
    assert rows["rank"].dropna().to_dict() == {"b": 1.0, "a": 2.0}


def test_ties_share_the_better_place_and_few_lights_have_none() -> None:
    lights = looks(a=["green"] * 10, b=["green"] * 10, c=["green"] * 9 + ["red"], d=["green"] * 9)
    rows = evaluated(from_lights(lights, METHOD), from_targets(duties()), METHOD)
    assert rows["unit"].tolist() == ["a", "b", "c", "d"]
    assert rows["rank"].tolist()[:3] == [1.0, 1.0, 3.0]
    assert pd.isna(rows["rank"].iloc[3])


def test_weights_are_data() -> None:
    settings = {"score_lights": "50", "score_targets": "50", "score_amber": "0", "score_least": "1", "other": "x"}
    assert Method.read(settings) == Method(50, 50, 0, 1)
    assert Method.read({}) == METHOD
    rows = evaluated(
        from_lights(looks(a=["amber"]), Method.read(settings)), from_targets(duties(a=[80.0])), Method.read(settings)
    )
    assert rows["score"].tolist() == pytest.approx([40.0])


units = st.lists(st.sampled_from(["red", "amber", "green"]), min_size=1, max_size=15)


@given(
    st.dictionaries(st.sampled_from("abcd"), units, min_size=1),
    st.dictionaries(st.sampled_from("abcd"), st.lists(st.floats(0, 100), min_size=1, max_size=3)),
)
def test_scores_stay_within_bounds_and_better_is_never_worse(
    lights: dict[str, list[str]], points: dict[str, list[float]]
) -> None:
    rows = evaluated(from_lights(looks(**lights), METHOD), from_targets(duties(**points)), METHOD)
    assert rows["score"].between(0, 100.0000001).all()
    assert set(rows["unit"]) == set(lights) | set(points)
    better = {unit: ["green" if light == "amber" else light for light in several] for unit, several in lights.items()}
    again = evaluated(from_lights(looks(**better), METHOD), from_targets(duties(**points)), METHOD)
    merged = rows.merge(again, on="unit", suffixes=("", "_better"))
    assert (merged["score_better"] >= merged["score"] - 1e-9).all()
