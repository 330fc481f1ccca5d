"""How much each part adds to the whole's growth: share, contribution (贡献率) and pull (拉动).

Source: usual practice of Chinese statistics. With a part's increase d = value − base, contribution is d over the
whole's increase, in percent; pull is d over the whole's base, in percentage points. Pulls add up to the growth.
"""

import pandas as pd

from tongnan_metrics.kept import kept


@kept
def contributions(parts: pd.DataFrame) -> pd.DataFrame:
    """`parts` (columns `value`, `base`) with `share`, `contribution` in percent and `pull` in points added.

    What cannot be computed is NaN: a contribution when the whole did not change, a pull without a base.
    """
    increase = parts["value"] - parts["base"]
    whole = increase.sum(min_count=1)
    return parts.assign(
        share=_percent(parts["value"], parts["value"].sum(min_count=1)),
        contribution=_percent(increase, whole),
        pull=_percent(increase, parts["base"].sum(min_count=1)),
    )


def movers(parts: pd.DataFrame, most: int) -> pd.DataFrame:
    """The rows that pull the whole up the most, strongest first, then those that pull it down the most.

    `parts` has `pull`; at most `most` rows of each sort. A row that does not pull is none.
    """
    ordered = parts.sort_values("pull", ascending=False, kind="stable")
    up, down = ordered[ordered["pull"] > 0], ordered[ordered["pull"] < 0]
    return pd.concat([up.head(most), down.tail(most)], ignore_index=True)


def _percent(amounts: pd.Series, whole: float) -> pd.Series:
    return amounts / whole * 100 if whole else amounts * float("nan")
