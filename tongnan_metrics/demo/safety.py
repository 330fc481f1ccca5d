"""Safety inspections, the hazards they found, and accidents.

From 9 January to 31 March 2022 the sums are the published ones; towns, trades, days and all before is made up.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tongnan_metrics.demo import towns
from tongnan_metrics.demo.chance import (
    SPRING_FESTIVALS,
    Bools,
    Days,
    Floats,
    Ints,
    after,
    apportion,
    day,
    generator,
    numbered,
)
from tongnan_metrics.demo.sources import synthetic
from tongnan_metrics.demo.stages import KNOWN

CAMPAIGN = "拉网式安全大排查大整治"


@dataclass(frozen=True, slots=True)
class Span:
    """What a span of days sums to; fines in cents of 万元."""

    first: str
    last: str
    inspections: int
    hazards: int
    penalised: int
    warnings: int
    suspended: int
    fines: int
    campaign: str | None = None


_SPANS = (
    Span("2020-01-02", "2020-03-31", 1_742, 1_986, 205, 61, 1, 4_385),
    Span("2020-04-01", "2020-12-31", 9_418, 11_020, 1_236, 402, 9, 28_410),
    Span("2021-01-04", "2021-03-31", 3_216, 3_742, 471, 153, 3, 10_960),
    Span("2021-04-01", "2021-12-31", 12_635, 14_530, 1_892, 640, 14, 44_735),
    Span("2022-01-09", KNOWN, 5_093, 5_814, 860, 277, 6, 20_192, CAMPAIGN),
)

# trade: weight, hazards per inspection against the mean, department
_TRADES: dict[str, tuple[float, float, str]] = {
    "road_traffic": (12.0, 1.05, "区交通局"),
    "water_traffic": (0.9, 0.80, "区交通局"),
    "construction": (12.5, 1.10, "区住房城乡建委"),
    "hazardous_chemicals": (6.0, 0.95, "区应急局"),
    "mines": (0.9, 0.90, "区应急局"),
    "industry_trade": (8.5, 1.00, "区应急局"),
    "fire": (13.5, 1.12, "区消防救援支队"),
    "gas": (9.0, 1.08, "区经济信息委"),
    "special_equipment": (5.0, 0.92, "区市场监管局"),
    "energy": (3.2, 0.95, "区经济信息委"),
    "civil_explosives": (0.35, 0.60, "区公安局"),
    "fireworks": (3.0, 0.88, "区应急局"),
    "farm_machinery": (2.6, 0.95, "区农业农村委"),
    "water_works": (1.9, 0.92, "区水利局"),
    "forest_fire": (3.1, 0.95, "区林业局"),
    "culture_tourism": (3.8, 0.93, "区文化旅游委"),
    "schools": (5.2, 0.95, "区教委"),
    "commerce": (9.2, 0.98, "区商务委"),
}
_CODES = np.array(list(_TRADES), dtype=object)
_WEIGHT, _RISK = (np.array([t[i] for t in _TRADES.values()], dtype=float) for i in (0, 1))
_DEPARTMENT = np.array([t[2] for t in _TRADES.values()], dtype=object)
_PRESENT = 0.45  # share of towns that have a rare trade
_WEEK = np.array([1.0, 1.0, 1.0, 0.95, 0.9, 0.3, 0.15])  # from Monday
_MARKETS = int(np.argmax(_CODES == "commerce")) * len(towns.CODES)  # commerce in the first town
_SLOW = "500152002"  # the town whose fire hazards stay open longest
_FINES = np.array([10, 20, 30, 50, 100, 200])  # cents of 万元

# date, town, trade, deaths, injuries, loss in 万元
_ACCIDENTS = (
    ("2020-05-18", "500152122", "construction", 1, 0, 118.0),
    ("2020-09-03", "500152110", "road_traffic", 1, 1, 96.5),
    ("2020-11-26", "500152001", "industry_trade", 0, 2, 62.0),
    ("2021-02-25", "500152002", "road_traffic", 1, 0, 104.0),
    ("2021-07-14", "500152115", "construction", 1, 1, 131.2),
    ("2021-10-21", "500152003", "special_equipment", 0, 1, 45.8),
)


def inspections(seed: int) -> pd.DataFrame:
    """One row a visit, sorted by day."""
    rng = generator(seed, "inspections")
    frame = pd.concat([_span(rng, span) for span in _SPANS], ignore_index=True)
    frame["inspection"] = numbered("JC", frame["date"].to_numpy(), 5)
    frame["recheck_of"] = _rechecks(rng, frame)
    return frame


def _span(rng: np.random.Generator, span: Span) -> pd.DataFrame:
    """The visits of a span, with its sums."""
    trade, town = _places(rng, span.inspections)
    found = apportion(rng.gamma(1.3, _RISK[trade]), span.hazards)
    penalised = _chosen(rng, found, span.penalised)
    return pd.DataFrame(
        {
            "date": _days(rng, span),
            "town": towns.CODES[town],
            "trade": _CODES[trade],
            "department": _DEPARTMENT[trade],
            "campaign": span.campaign,
            "hazards_found": found,
            "penalised": penalised,
            "warnings": _chosen(rng, penalised, span.warnings),
            "suspended": _chosen(rng, penalised * found, span.suspended),
            "fine": _fines(rng, penalised, span.fines) / 100,
            "source": synthetic("safety", int(span.first[:4])),
        }
    )


def _places(rng: np.random.Generator, count: int) -> tuple[Ints, Ints]:
    """A trade and a town for each visit: by profile, uneven, and rare trades are not in every town.

    The first visit is to the markets of one town, as the article has it for 9 January 2022.
    """
    profile = np.random.default_rng(len(_CODES) * len(towns.CODES))
    rare = (_WEIGHT < 1)[:, None] & (profile.random((len(_CODES), len(towns.CODES))) > _PRESENT)
    weights = np.outer(_WEIGHT, towns.INSPECTED) * profile.lognormal(0, 0.28, (len(_CODES), len(towns.CODES))) * ~rare
    cell = np.repeat(np.arange(weights.size), apportion(weights.ravel(), count))
    cell = rng.permutation(cell)
    first = int(np.argmax(cell == _MARKETS))
    cell[[0, first]] = cell[[first, 0]]
    trade, town = np.divmod(cell, len(towns.CODES))
    return trade, town


def _days(rng: np.random.Generator, span: Span) -> Days:
    """Sorted days: mostly workdays, few over the Spring Festival."""
    days = np.arange(day(span.first), day(span.last) + 1)
    weights = _WEEK[(days.astype(np.int64) + 3) % 7] * rng.uniform(0.7, 1.3, len(days))
    for first, last in SPRING_FESTIVALS:
        weights[(days >= day(first)) & (days <= day(last))] *= 0.2
    weights[0] = 1
    return np.repeat(days, apportion(weights, span.inspections))


def _chosen(rng: np.random.Generator, weights: Ints, count: int) -> Ints:
    """1 for `count` rows drawn from those with a weight, else 0."""
    chosen = np.zeros(len(weights), dtype=np.int64)
    chosen[rng.choice(len(weights), count, replace=False, p=weights / weights.sum())] = 1
    return chosen


def _fines(rng: np.random.Generator, penalised: Ints, total: int) -> Ints:
    """Cents of 万元 fined: usual amounts for some of the penalised, the rest of the total on one of them."""
    fined = rng.permutation(np.flatnonzero(penalised))
    amounts = rng.choice(_FINES, len(fined), p=(0.3, 0.24, 0.18, 0.16, 0.09, 0.03))
    kept = np.cumsum(amounts) <= total
    fines = np.zeros(len(penalised), dtype=np.int64)
    fines[fined[kept]] = amounts[kept]
    fines[fined[0]] += total - int(fines.sum())
    return fines


def _rechecks(rng: np.random.Generator, frame: pd.DataFrame) -> pd.Series:
    """For some visits, an earlier one of the same town and trade that had found something, 7 to 60 days before."""
    again = frame[rng.random(len(frame)) < 0.14]
    found = frame.loc[frame["hazards_found"] > 0, ["date", "town", "trade", "inspection"]]
    later = again[["date", "town", "trade"]].assign(row=again.index, date=again["date"] - np.timedelta64(7, "D"))
    pairs = pd.merge_asof(
        later, found, on="date", by=["town", "trade"], tolerance=pd.Timedelta(days=53), suffixes=("", "_first")
    )
    return pairs.set_index("row")["inspection"].reindex(frame.index)


def hazards(seed: int, visits: pd.DataFrame) -> pd.DataFrame:
    """A row for each hazard the visits found; most are rectified in time and accepted soon after."""
    rng = generator(seed, "hazards")
    visit = np.repeat(np.arange(len(visits)), visits["hazards_found"])
    found = visits["date"].to_numpy(dtype="datetime64[D]")[visit]
    major = rng.random(len(visit)) < 0.004
    allowed = np.where(major, 30, rng.choice([3, 5, 7, 10, 15], len(visit), p=(0.1, 0.2, 0.35, 0.2, 0.15)))
    due = found + allowed.astype("timedelta64[D]")
    rectified = after(found, _takes(rng, allowed, major, visits.iloc[visit]), known=KNOWN)
    accepted = after(rectified, rng.geometric(0.45, len(visit)), known=KNOWN)
    return pd.DataFrame(
        {
            "hazard": numbered("YH", found, 5),
            "inspection": visits["inspection"].to_numpy()[visit],
            "grade": np.where(major, "major", "general"),
            "found": found,
            "due": due,
            "rectified": rectified,
            "accepted": accepted,
            "source": visits["source"].to_numpy()[visit],
        }
    )


def _takes(rng: np.random.Generator, allowed: Ints, major: Bools, visits: pd.DataFrame) -> Ints:
    """Days to rectify: most in time; late more often when major, and for fire safety in one town."""
    slow = (visits["trade"] == "fire") & (visits["town"] == _SLOW)
    late = rng.random(len(allowed)) < np.where(slow, 0.16, np.where(major, 0.12, 0.022))
    share = rng.beta(1.5, 2.8, len(allowed))
    days: Floats = allowed * share + np.where(late, allowed * (1 - share) + rng.geometric(0.035, len(allowed)), 0)
    return np.asarray(np.ceil(days).astype(np.int64))


def accidents() -> pd.DataFrame:
    """A few accidents graded ordinary; none was graded higher."""
    columns = ["date", "town", "trade", "deaths", "injuries", "loss"]
    frame = pd.DataFrame(_ACCIDENTS, columns=columns)
    number = numbered("SG", frame["date"].to_numpy(dtype="datetime64[D]"), 2)
    source = [synthetic("safety", int(when[:4])) for when in frame["date"]]
    return frame.assign(accident=number, grade="ordinary", source=source)
