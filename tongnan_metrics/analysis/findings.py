"""What the rules say of anything that is measured: the one engine behind every red, amber and green light."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tongnan_metrics.analysis.lights import Color, Light, Rule, Subject

Rules = Mapping[Subject, Rule]
ORDER = {color.value: place for place, color in enumerate(Color)}


def judged(lags: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The rows of `lags` a rule speaks of, the worst first, with `light`, `state` and `severity`.

    A row is a `subject` and its `lag` in that subject's unit, more is worse; one without a lag is no question for the
    rule. Among equals the given order stays. `severity` is that of `Rule.severity`.
    """
    asked = lags[lags["lag"].notna() & lags["subject"].isin([subject.value for subject in rules])]
    parts = [_by_rule(rows, rules[Subject(str(subject))]) for subject, rows in asked.groupby("subject", sort=False)]
    found = pd.concat(parts).loc[asked.index] if parts else asked.assign(light="", state="", severity=0.0)
    return worst_first(found)


def lit_by_day(rows: pd.DataFrame, subject: Subject, rules: Rules) -> pd.DataFrame:
    """The rows due on a day whose light is red or amber, with `light` and its `state`, the longest overdue first.

    `rows` has `days_overdue`, negative before the day, missing without one. None is lit where no rule speaks of the
    `subject`.
    """
    lags = rows.assign(subject=subject.value, lag=rows["days_overdue"].astype(float))
    found = judged(lags, rules).drop(columns=["subject", "lag", "severity"])
    return found[found["light"] != Color.GREEN.value].reset_index(drop=True)


def worst_first(found: pd.DataFrame) -> pd.DataFrame:
    """Findings in order: red, amber, green; the more severe before the less. Among equals the given order stays."""
    order = found["light"].map(ORDER).astype(float)
    ranked = found.assign(_order=order).sort_values(
        ["_order", "severity"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return ranked.drop(columns="_order")


def _by_rule(rows: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    colors = [rule.color(float(lag)) for lag in rows["lag"]]
    return rows.assign(
        light=[color.value for color in colors],
        state=[Light(color, rule.subject).state for color in colors],
        severity=[rule.severity(float(lag)) for lag in rows["lag"]],
    )


def lit_since(found: pd.DataFrame, rules: Rules, end: pd.Timestamp) -> "pd.Series[pd.Timestamp]":
    """The day each finding got its colour, where its lag counts days; missing for green and for all other lags.

    `end` is the day the lags were taken.
    """
    days = [_days_lit(rules[Subject(subject)], float(lag), Color(light)) for subject, lag, light in _cells(found)]
    return pd.Series(end - pd.to_timedelta(days, unit="D"), index=found.index)


def _cells(found: pd.DataFrame) -> "zip[tuple[str, float, str]]":
    return zip(found["subject"], found["lag"], found["light"], strict=True)


def _days_lit(rule: Rule, lag: float, color: Color) -> float:
    first = rule.first_day(color)
    return np.nan if first is None or not rule.in_days else lag - first


def runs(history: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """How long the last finding of each item and subject has had its colour.

    `history` has `item`, `subject`, `on` (the day a lag was taken, in order) and `lag`. Columns: `item`, `subject`,
    `since` (the first day of the unbroken run of its colour up to the last) and `times` (how many days it was taken
    on).
    """
    told = judged(history, rules).sort_values("on", ascending=False, kind="stable")
    keys = ["item", "subject"]
    latest = told.groupby(keys)["light"].transform("first")
    broken = (told["light"] != latest).groupby([told[key] for key in keys]).cumsum()
    return told[broken == 0].groupby(keys, as_index=False).agg(since=("on", "min"), times=("on", "size"))
