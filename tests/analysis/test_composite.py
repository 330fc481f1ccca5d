"""The composite index: scores, missing weight, ranks and their firmness."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from tongnan_metrics.analysis import composite
from tongnan_metrics.analysis.composite import Component

METHOD = (
    Component("industrial_va_growth", 40, 0, 25),
    Component("industrial_output_growth", 25, -5, 60),
    Component("industrial_investment_growth", 20, 0, 80),
    Component("tech_upgrade_share", 15, 0, 100),
)
KEYS = [c.key for c in METHOD]
WEIGHT = composite.weights(METHOD)
VALUES = pd.DataFrame([[10.0, 16.5, 22.5, 40.9], [7.9, 13.0, 14.6, 34.1]], index=["home", "city"], columns=KEYS)


def test_home_and_city_profile_come_out_as_worked_by_hand() -> None:
    scored = composite.scores(VALUES, METHOD)
    assert list(scored.loc["home"].round(2)) == [76.0, 73.23, 71.25, 76.36]
    assert composite.index(scored, WEIGHT).round(2).to_dict() == {"home": 74.41, "city": 71.33}


def test_scores_stand_at_their_posts_and_stay_within_bounds() -> None:
    values = pd.DataFrame({"x": [0.0, 25.0, 12.5, 100.0, -100.0, np.nan]})
    scored = composite.scores(values, (Component("x", 1, 0, 25),))["x"]
    assert scored.tolist()[:5] == [60, 100, 80, 100, 0]
    assert np.isnan(scored[5])


def test_less_is_better_when_the_floor_is_the_larger() -> None:
    scored = composite.scores(pd.DataFrame({"x": [10.0, 2.0, 6.0]}), (Component("x", 1, 10, 2),))
    assert scored["x"].tolist() == [60, 100, 80]


@pytest.mark.parametrize(("missing", "known"), [([], True), (KEYS[:1], True), (KEYS[1:2] + KEYS[3:], True)])
def test_index_uses_the_weight_there_is(missing: list[str], known: bool) -> None:
    values = VALUES.copy()
    values.loc["home", missing] = np.nan
    scored = composite.scores(values, METHOD)
    left = [key for key in KEYS if key not in missing]
    expected = (scored.loc["home", left] * WEIGHT[left]).sum() / WEIGHT[left].sum()
    assert composite.index(scored, WEIGHT)["home"] == pytest.approx(expected)


def test_index_is_missing_below_sixty_percent_of_the_weight() -> None:
    values = VALUES.copy()
    values.loc["home", [KEYS[0], KEYS[3]]] = np.nan  # 45 % left
    values.loc["city", [KEYS[1], KEYS[3]]] = np.nan  # exactly 60 % left
    found = composite.index(composite.scores(values, METHOD), WEIGHT)
    assert np.isnan(found["home"])
    assert found["city"] == pytest.approx((72.64 * 40 + 67.3 * 20) / 60)


def test_parts_add_up_to_the_index() -> None:
    scored = composite.scores(VALUES, METHOD)
    total = composite.parts(scored, WEIGHT).sum(axis="columns")
    assert np.allclose(total, composite.index(scored, WEIGHT))


def test_lifts_say_what_holds_the_index_back_and_add_to_nothing() -> None:
    scored = composite.scores(VALUES, METHOD)
    lifts = composite.lifts(scored, WEIGHT)
    assert lifts.sum(axis="columns").tolist() == pytest.approx([0, 0])
    assert lifts.loc["home"].idxmin() == "industrial_investment_growth"
    assert lifts.loc["home", "industrial_investment_growth"] == pytest.approx(0.2 * (71.25 - 74.4117), abs=1e-4)
    scored.loc["city", KEYS[:1]] = np.nan
    assert composite.lifts(scored, WEIGHT).loc["city"].sum() == pytest.approx(0)


def test_other_weights_give_another_index() -> None:
    scored = composite.scores(VALUES, METHOD)
    only = pd.Series({"tech_upgrade_share": 3.0})
    assert composite.index(scored, only)["home"] == pytest.approx(76.36)


def test_later_rules_replace_earlier_ones() -> None:
    def row(key: str, since: date, weight: float) -> dict[str, object]:
        return {"component": key, "valid_from": since, "weight": weight, "floor": 0, "ceiling": 1}

    rows = [row("a", date(2019, 1, 1), 1), row("a", date(2022, 1, 1), 5), row("b", date(2020, 1, 1), 2)]
    assert [(c.key, c.weight) for c in composite.method(rows, date(2021, 12, 31))] == [("b", 2), ("a", 1)]
    assert [(c.key, c.weight) for c in composite.method(rows, date(2022, 1, 1))] == [("a", 5), ("b", 2)]
    assert composite.method(rows, date(2018, 1, 1)) == ()


def test_ties_share_the_better_place() -> None:
    assert composite.ranks(pd.Series([5.0, 7.0, 0.1 + 0.2, 5.0, 0.3])).tolist() == [2, 1, 4, 2, 4]
    assert composite.ranks(pd.Series([5.0, 7.0, np.nan]), more_is_better=False).tolist()[:2] == [1, 2]


def test_ranks_are_firm_where_one_area_leads_in_all_and_repeatable() -> None:
    areas = ["leader", "a", "b"]
    values = pd.DataFrame([[20, 50, 70, 90], [10, 16, 22, 41], [9, 17, 23, 40]], index=areas, columns=KEYS, dtype=float)
    scored = composite.scores(values, METHOD)
    found = composite.robustness(scored, WEIGHT, draws=200)
    assert list(found.loc["leader"]) == [1, 1, 1, 1]
    assert found["low"].le(found["median"]).all()
    assert found["median"].le(found["high"]).all()
    assert found.equals(composite.robustness(scored, WEIGHT, draws=200))
    assert composite.robustness(scored, WEIGHT, noise=0, draws=3)["low"].equals(found["rank"].rename("low"))
