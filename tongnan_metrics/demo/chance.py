"""Chance that repeats: a generator for each dataset, whole numbers that add up to a total, days within a span."""

import zlib
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]
Bools = npt.NDArray[np.bool_]
Words = npt.NDArray[np.object_]

NEVER = np.datetime64("NaT", "D")
SPRING_FESTIVALS = (("2020-01-24", "2020-02-09"), ("2021-02-11", "2021-02-17"), ("2022-01-31", "2022-02-06"))
WORKDAYS = np.busdaycalendar(
    holidays=np.concatenate([np.arange(first, last, dtype="datetime64[D]") for first, last in SPRING_FESTIVALS])
)


def generator(seed: int, name: str) -> np.random.Generator:
    """The generator of one dataset: a change in another dataset leaves it as it was."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def apportion(weights: npt.ArrayLike, total: int) -> Ints:
    """Whole numbers in proportion to non-negative `weights` that sum to `total`: the largest remainders round up."""
    quota = np.asarray(weights, dtype=np.float64)
    quota = quota / quota.sum() * total
    whole: Ints = np.floor(quota).astype(np.int64)
    short = int(total - whole.sum())
    whole[np.argsort(whole - quota, kind="stable")[:short]] += 1
    return whole


def day(when: date | str) -> np.datetime64:
    """A day as the arrays hold it."""
    return np.datetime64(when, "D")


def spread(weights: npt.ArrayLike, count: int, step: float) -> Ints:
    """Positions drawn by weight so evenly that every stretch has nearly its shares; `step` irrational."""
    upper = np.cumsum(weights) / np.sum(weights)
    return np.searchsorted(upper, (np.arange(1, count + 1) * step) % 1, side="right").astype(np.int64)


def days_between(rng: np.random.Generator, first: date | str, last: date | str, count: int) -> Days:
    """`count` sorted working days from `first` to `last`, both included."""
    span = np.arange(day(first), day(last) + 1)
    return np.sort(rng.choice(span[np.is_busday(span, busdaycal=WORKDAYS)], count))


def after(start: Days, lag: npt.ArrayLike, *, known: date | str) -> Days:
    """`lag` days after `start`, or no day yet when that is later than `known`."""
    later = start + np.asarray(lag).astype("timedelta64[D]")
    return np.where(later <= day(known), later, NEVER)


def numbered(prefix: str, when: Days, width: int) -> list[str]:
    """Running numbers within each year, in the order given: ``KD2021-007``."""
    year = pd.Series(when).astype("datetime64[s]").dt.year
    running = year.groupby(year).cumcount() + 1
    return [f"{prefix}{y}-{n:0{width}d}" for y, n in zip(year, running, strict=True)]
