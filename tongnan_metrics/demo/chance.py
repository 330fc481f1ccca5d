"""Chance that repeats: a generator for each dataset, whole numbers that add up to a total, days within a span."""

import zlib
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]

NEVER = np.datetime64("NaT", "D")


def generator(seed: int, name: str) -> np.random.Generator:
    """The generator of one dataset: a change in another dataset leaves it as it was."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def apportion(weights: npt.ArrayLike, total: int) -> Ints:
    """Whole numbers in proportion to non-negative `weights` that sum to `total`: the largest remainders round up."""
    quota = np.asarray(weights, dtype=np.float64)
    quota = quota / quota.sum() * total
    whole = np.floor(quota).astype(np.int64)
    short = int(total - whole.sum())
    whole[np.argsort(whole - quota, kind="stable")[:short]] += 1
    return whole


def day(when: date | str) -> np.datetime64:
    """A day as the arrays hold it."""
    return np.datetime64(when, "D")


def days_between(rng: np.random.Generator, first: date | str, last: date | str, count: int) -> Days:
    """`count` sorted working days from `first` to `last`, both included."""
    span = np.arange(day(first), day(last) + 1)
    return np.sort(rng.choice(span[np.is_busday(span)], count))


def after(start: Days, lag: npt.ArrayLike, *, known: date | str) -> Days:
    """`lag` days after `start`, or no day yet when that is later than `known`."""
    later = start + np.asarray(lag).astype("timedelta64[D]")
    return np.where(later <= day(known), later, NEVER)


def numbered(prefix: str, when: Days, width: int) -> list[str]:
    """Running numbers within each year, in the order given: ``KD2021-007``."""
    year = pd.Series(when).astype("datetime64[s]").dt.year
    running = year.groupby(year).cumcount() + 1
    return [f"{prefix}{y}-{n:0{width}d}" for y, n in zip(year, running, strict=True)]
