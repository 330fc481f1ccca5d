"""The hazards' loop from found to rectified to accepted: who came to each step and who is still at it."""

import pandas as pd

# A step: what it is called, and the days it began and ended.
STEPS = {
    "rectified": ("found", "rectified"),
    "accepted": ("rectified", "accepted"),
    "closed": ("found", "accepted"),
}


def steps(times: pd.DataFrame) -> pd.DataFrame:
    """Each step of the loop: `step`, and how many hazards `entered` it, how many are `over` it and `still` at it.

    `times` are rows of `query.hazard_times`.
    """
    return pd.DataFrame([_step(times, name, *days) for name, days in STEPS.items()])


def _step(times: pd.DataFrame, name: str, begins: str, ends: str) -> dict[str, object]:
    at = times[times[begins].notna()]
    over = int(at[ends].notna().sum())
    return {"step": name, "entered": len(at), "over": over, "still": len(at) - over}
