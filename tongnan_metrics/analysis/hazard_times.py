"""How long hazards take from found to rectified to accepted, and how old those past their date are."""

import pandas as pd

from tongnan_metrics.analysis.durations import MEDIAN, MOST, quantile

# A step: what it is called, how long it took, and the day it ended.
STEPS = {
    "rectified": ("days_to_rectify", "found", "rectified"),
    "accepted": ("days_to_accept", "rectified", "accepted"),
    "closed": ("days_in_all", "found", "accepted"),
}
# Days past the date: from 1 on, each band up to the day before the next.
BANDS = (1, 8, 16, 31, 61)


def steps(times: pd.DataFrame) -> pd.DataFrame:
    """Each step of the loop: who came to it, whose is over, and how long it takes, counting those still at it rightly.

    `times` are rows of `query.hazard_times`. Columns: `step`; `entered`, `over` and `still` count hazards;
    `median_days`, and `most_days`, by which nine of ten are over (missing where the curve does not tell); `in_time`,
    the share rectified by its date in percent, of those that are or whose date is past (rectifying only).
    """
    rows = [_step(times, name, *columns) for name, columns in STEPS.items()]
    return pd.DataFrame(rows).astype({"median_days": float, "most_days": float, "in_time": float})


def _step(times: pd.DataFrame, name: str, days: str, begins: str, ends: str) -> dict[str, object]:
    at = times[times[begins].notna()]
    over = at[ends].notna()
    return {
        "step": name,
        "entered": len(at),
        "over": int(over.sum()),
        "still": int((~over).sum()),
        "median_days": quantile(at[days], over, MEDIAN),
        "most_days": quantile(at[days], over, MOST),
        "in_time": _in_time(at) if name == "rectified" else None,
    }


def _in_time(times: pd.DataFrame) -> float | None:
    """The share rectified by its date; one past it and not rectified is not in time."""
    asked = times[times["asked"]]
    return None if asked.empty else float(asked["in_time"].mean() * 100)


def ages(waiting: pd.DataFrame) -> pd.DataFrame:
    """Hazards past their date and not rectified, by how many days: every band is there.

    `waiting` has `days_overdue` and `grade`. Columns: `least`, `most` (missing for the last), `general`, `major`.
    """
    late = waiting[waiting["days_overdue"] >= BANDS[0]]
    band = pd.cut(late["days_overdue"], [*BANDS, float("inf")], right=False, labels=list(BANDS))
    grades = {grade: band[late["grade"] == grade].value_counts() for grade in ("general", "major")}
    counted = pd.DataFrame(grades).reindex(list(BANDS)).fillna(0).astype("int64")
    most = [*(least - 1 for least in BANDS[1:]), None]
    return counted.rename_axis("least").reset_index().assign(most=pd.Series(most, dtype=float))
