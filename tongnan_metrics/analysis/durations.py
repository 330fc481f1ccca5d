"""How long projects stay at a stage, counting rightly those that are still there.

A stay that is not over says only that it takes at least so long. To leave it out, or to count it as over, makes stages
look faster than they are. The product-limit estimator takes it as what it is: censored. Source: E. L. Kaplan and
P. Meier, "Nonparametric Estimation from Incomplete Observations", Journal of the American Statistical Association 53
(1958), 457–481, doi 10.1080/01621459.1958.10501452.
"""

import numpy as np
import pandas as pd

from tongnan_metrics.catalog.fields import STAGE

MEDIAN, MOST = 0.5, 0.9
# The stage nothing comes after: to be still there is no waiting.
LAST = STAGE.choice_keys[-1]
# Products of many fractions miss a round share by less than this.
NOISE = 1e-9
NUMBERS = ["conversion", "median_days", "most_days", "longest_days"]
LONGEST = {"project": "project", "name": "name", "town": "town", "days": "longest_days"}


def survival(days: "pd.Series[float]", over: "pd.Series[bool]") -> "pd.Series[float]":
    """The share of stays that last longer than each day on which one ended, by that day.

    `days` is how long each stay has lasted, `over` whether it has ended; one that has not counts among those that might
    have left up to its last day, that day included. Empty where no stay has ended.
    """
    lasted = np.sort(days.dropna().to_numpy(dtype=float))
    ended, left = np.unique(days[over].dropna().to_numpy(dtype=float), return_counts=True)
    there = len(lasted) - np.searchsorted(lasted, ended)
    return pd.Series((1 - left / there).cumprod(), index=ended, dtype=float)


def quantile(days: "pd.Series[float]", over: "pd.Series[bool]", share: float) -> float | None:
    """The first day by which at least `share` (0 to 1) of stays are over; None where the curve does not fall so far.

    Where no stay is censored it is the order statistic at ``ceil(share × n)``.
    """
    lasting = survival(days, over)
    reached = lasting.index[lasting <= 1 - share + NOISE]
    return float(reached[0]) if len(reached) else None


def by_stage(stays: pd.DataFrame) -> pd.DataFrame:
    """Every stage in order: who came to it, who went on from it, and how long that takes; empty without stays.

    `stays`: `project`, `name`, `town`, `stage`, `left` (missing while still there), `days`. Columns: `stage`;
    `entered`, `went_on` and `still` count projects; `conversion` is went on of entered in percent; `median_days`,
    `most_days` (90% are over by then); of the longest still there `project`, `name`, `town` and `longest_days`.
    Missing: what the curve does not tell, and all but the counts at the last stage, which nobody leaves.
    """
    rows = [_stage(stage, stays[stays["stage"] == stage]) for stage in STAGE.choice_keys] if len(stays) else []
    columns = ["stage", "entered", "went_on", "still", *NUMBERS[:3], *LONGEST.values()]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(NUMBERS, float))


def _stage(stage: str, stays: pd.DataFrame) -> dict[str, object]:
    over = stays["left"].notna()
    counted = {"stage": stage, "entered": len(stays), "went_on": int(over.sum()), "still": int((~over).sum())}
    if stage == LAST or stays.empty:
        return counted
    days = stays["days"]
    return {
        **counted,
        "conversion": over.mean() * 100,
        "median_days": quantile(days, over, MEDIAN),
        "most_days": quantile(days, over, MOST),
        **_longest(stays[~over]),
    }


def _longest(waiting: pd.DataFrame) -> dict[str, object]:
    """The stay that has gone on longest; of equals the first in the order given."""
    if waiting.empty:
        return {}
    row = waiting.iloc[int(waiting["days"].argmax())]
    return {name: row[key] for key, name in LONGEST.items()}
