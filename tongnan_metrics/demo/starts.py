"""The steps before works start, counted back from the planned start."""

import numpy as np
import pandas as pd

from tongnan_metrics.demo.chance import Days, Ints, day, generator
from tongnan_metrics.demo.projects import Projects
from tongnan_metrics.demo.sources import synthetic
from tongnan_metrics.demo.stages import KNOWN

# Plans have been kept for what landed since.
KEPT_SINCE = "2021-01-01"
# step: who does it, and how many days before the planned start it is due
_STEPS: dict[str, tuple[str, int]] = {
    "land": ("区规划自然资源局", 75),
    "approval": ("区发展改革委", 55),
    "funds": ("区金融发展中心", 40),
    "quality_safety": ("区住房城乡建委", 20),
    "permit": ("区住房城乡建委", 10),
}
_LATE = 0.25
_OWN_FUNDS = 0.1  # so many pay out of their own pocket and have no such step


def steps(seed: int, given: Projects) -> pd.DataFrame:
    """Five steps for each project landed since 2021: most done about their date, one in four late, some not yet."""
    rng = generator(seed, "start steps")
    landed, started = given.course.first("landed"), given.course.first("started")
    rows = np.flatnonzero((landed >= day(KEPT_SINCE)) & ~np.isnat(given.register["planned_start"].to_numpy()))
    frame = pd.concat([_step(rng, given, rows, step) for step in _STEPS], ignore_index=True)
    frame = frame[(frame["step"] != "funds") | (rng.random(len(frame)) >= _OWN_FUNDS)].reset_index(drop=True)
    # Works have not started without them: what was late was done by then.
    limit = frame["project"].map(pd.Series(started, index=given.register["project"]))
    done = frame["done"].where(limit.isna() | (frame["done"] <= limit), limit)
    return frame.assign(done=done.where(done <= pd.Timestamp(KNOWN)), source=synthetic("projects"))


def _step(rng: np.random.Generator, given: Projects, rows: Ints, step: str) -> pd.DataFrame:
    owner, lead = _STEPS[step]
    register = given.register.iloc[rows]
    planned: Days = register["planned_start"].to_numpy().astype("datetime64[D]")
    due = planned - np.timedelta64(lead, "D")
    slip = np.where(rng.random(len(rows)) < _LATE, rng.integers(15, 110, len(rows)), rng.integers(-14, 6, len(rows)))
    done = pd.Series(due + slip.astype("timedelta64[D]"))
    project = register["project"].to_numpy()
    return pd.DataFrame({"project": project, "step": step, "owner": owner, "due": due, "done": done})
