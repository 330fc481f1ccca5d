"""The day each project reached each stage.

Projects queue: the k-th to start is about the k-th to have signed, and so on. How many sign, start and complete in
a quarter is said once, below; the first quarter of 2022 is the published one.
"""

from dataclasses import dataclass

import numpy as np

from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.demo.chance import NEVER, Bools, Days, Ints, after, day, days_between

STAGES = STAGE.choice_keys
CEREMONY = "2022-03-09"
KNOWN = "2022-03-31"
THIS_YEAR = "2022-01-01"
MARCH = "2022-03-01"

# (first day, last day, signed, started, completed)
_FLOW: tuple[tuple[str, str, int, int, int], ...] = (
    ("2016-09-01", "2017-02-28", 20, 0, 0),
    ("2017-03-01", "2018-12-28", 40, 40, 4),
    ("2019-01-03", "2019-03-29", 10, 6, 4),
    ("2019-04-01", "2019-06-28", 12, 10, 6),
    ("2019-07-01", "2019-09-30", 12, 11, 7),
    ("2019-10-08", "2019-12-31", 12, 11, 7),
    ("2020-01-03", "2020-03-31", 8, 4, 3),
    ("2020-04-01", "2020-06-30", 15, 12, 9),
    ("2020-07-01", "2020-09-30", 17, 14, 10),
    ("2020-10-09", "2020-12-31", 18, 14, 10),
    ("2021-01-04", "2021-03-31", 19, 29, 11),
    ("2021-04-01", "2021-06-30", 24, 16, 13),
    ("2021-07-01", "2021-09-30", 23, 14, 14),
    ("2021-10-08", "2021-12-31", 20, 11, 12),
    ("2022-01-04", "2022-02-28", 14, 20, 9),
    (MARCH, CEREMONY, 9, 16, 5),
)
_SIGNED, _STARTED, _COMPLETED = (sum(int(quarter[i]) for quarter in _FLOW) for i in (2, 3, 4))
_STUCK = 6  # this many of each queue go nowhere
NEGOTIATING = 115
CAME = _FLOW[-1][2]  # came to the negotiating stock in March: as many as left it by signing


@dataclass(frozen=True, slots=True)
class Course:
    """A row for each project, a column for each stage in order: the day it was reached, or never.

    `finish` is the day a started project completes, or would: what its works and investment follow. The last rows
    are the projects still negotiated, in the order they came.
    """

    reached: Days
    finish: Days

    def first(self, stage: str) -> Days:
        """The day each project reached `stage`."""
        return self.reached[:, STAGES.index(stage)]

    def last(self, stage: str) -> int:
        """The row of the last project to reach `stage`."""
        days = self.first(stage)
        return int(np.argmax(np.where(np.isnat(days), day("1900-01-01"), days)))

    def this_year(self, *stages: str) -> Bools:
        """Which projects reached one of the stages in 2022."""
        reached: Bools = np.any([self.first(stage) >= day(THIS_YEAR) for stage in stages], axis=0)
        return reached

    @property
    def negotiating(self) -> Ints:
        """The rows of the projects still negotiated."""
        return np.flatnonzero(np.isnat(self.first("signed")))

    @property
    def left_in_march(self) -> Ints:
        """The rows of those that left the negotiating stock in March 2022, the last first."""
        return np.flatnonzero(self.first("signed") >= day(MARCH))[::-1]


def course(rng: np.random.Generator) -> Course:
    """The stages of all projects."""
    signed = _quarterly(rng, 2)
    started = np.full(_SIGNED, NEVER)
    started[_queue(rng, signed, 60)[:_STARTED]] = _quarterly(rng, 3)
    completed = np.full(_SIGNED, NEVER)
    completed[_queue(rng, started, 240)[:_COMPLETED]] = _quarterly(rng, 4)
    lag = np.where(completed == day(CEREMONY), 6, rng.integers(6, 80, _SIGNED))
    produces = after(completed, lag, known=KNOWN)
    capacity = after(produces, rng.integers(180, 430, _SIGNED), known=KNOWN)
    negotiated = signed - rng.integers(40, 330, _SIGNED).astype("timedelta64[D]")
    landed = _landed(rng, signed, started)
    reached = np.column_stack([negotiated, signed, landed, started, completed, produces, capacity])
    return Course(np.vstack([reached, _negotiated(rng)]), _finish(rng, started, completed))


def _quarterly(rng: np.random.Generator, column: int) -> Days:
    """Sorted days by the quarters' numbers; the last is that of the ceremony."""
    days = [days_between(rng, quarter[0], quarter[1], int(quarter[column])) for quarter in _FLOW]
    days[-1][-1] = day(CEREMONY)
    return np.concatenate(days)


def _queue(rng: np.random.Generator, since: Days, jitter: int) -> Ints:
    """Rows in the order they come to the next stage: by how long they wait, more or less; the stuck come last."""
    waits = since + rng.integers(0, jitter, len(since)).astype("timedelta64[D]")
    middle = np.flatnonzero((since > day("2020-06-30")) & (since < day("2021-06-30")))
    waits[rng.choice(middle, _STUCK, replace=False)] = day("2029-12-31")
    return np.argsort(waits, kind="stable")


def _landed(rng: np.random.Generator, signed: Days, started: Days) -> Days:
    """When land and company were there: before the start; of the others, some wait for it still."""
    until = np.where(np.isnat(started), day(KNOWN), started)
    gap = (until - signed).astype(np.int64)
    landed = signed + (gap * rng.uniform(0.3, 0.75, len(signed))).astype(np.int64).clip(1).astype("timedelta64[D]")
    waits = np.isnat(started) & ((signed > day("2022-02-10")) | (rng.random(len(signed)) < 0.25))
    return np.where(waits, NEVER, landed)


def _negotiated(rng: np.random.Generator) -> Days:
    """Projects still negotiated: those who were there before March, and those who came in March."""
    stayed = days_between(rng, "2020-08-03", "2022-02-25", NEGOTIATING - CAME)
    came = days_between(rng, "2022-03-10", "2022-03-30", CAME)
    rows = np.full((NEGOTIATING, len(STAGES)), NEVER)
    rows[:, 0] = np.concatenate([stayed, came])
    return rows


def _finish(rng: np.random.Generator, started: Days, completed: Days) -> Days:
    """When started projects complete or would."""
    length = rng.integers(400, 760, len(started)) + rng.integers(0, 240, len(started))
    running = np.maximum(started + length.astype("timedelta64[D]"), day("2022-04-20"))
    finish = np.where(np.isnat(completed), running, completed)
    return np.concatenate([finish, np.full(NEGOTIATING, NEVER)])
