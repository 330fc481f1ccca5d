"""Pulls add up to the whole's growth."""

import pandas as pd
import pytest

from tongnan_metrics.analysis.contribution import contributions, movers


def test_pulls_add_to_growth_and_contributions_to_a_hundred() -> None:
    parts = contributions(pd.DataFrame({"value": [60.0, 30.0, 10.0], "base": [50.0, 32.0, 0.0]}))
    assert parts["pull"].sum() == pytest.approx((100 / 82 - 1) * 100)
    assert parts["contribution"].sum() == pytest.approx(100)
    assert parts["share"].tolist() == pytest.approx([60, 30, 10])


def test_without_a_base_nothing_is_made_up() -> None:
    parts = contributions(pd.DataFrame({"value": [1.0, 2.0], "base": [float("nan")] * 2}))
    assert parts[["contribution", "pull"]].isna().all(axis=None)
    assert parts["share"].notna().all()


def test_movers_are_the_strongest_up_then_down() -> None:
    parts = pd.DataFrame({"name": list("abcdef"), "pull": [0.5, -2.0, 3.0, 0.0, -0.1, float("nan")]})
    assert movers(parts, 1)["name"].tolist() == ["c", "b"]
    assert movers(parts, 5)["name"].tolist() == ["c", "a", "e", "b"]
    assert movers(parts.head(0), 5).empty
