"""Visits to enterprises, the issues they raised, and job fairs."""

import numpy as np
import pandas as pd

from tongnan_metrics.catalog.fields import ISSUE_CATEGORY
from tongnan_metrics.demo import towns
from tongnan_metrics.demo.chance import (
    NEVER,
    WORKDAYS,
    Days,
    Ints,
    apportion,
    day,
    days_between,
    generator,
    numbered,
)
from tongnan_metrics.demo.industry import Firms
from tongnan_metrics.demo.sources import synthetic
from tongnan_metrics.demo.stages import KNOWN, THIS_YEAR

# (first day, last day, enterprises visited, issues raised); the last is the published quarter
_VISITS = (
    ("2020-01-06", "2020-03-31", 26, 41),
    ("2020-04-01", "2020-12-31", 92, 148),
    ("2021-01-04", "2021-03-31", 52, 83),
    ("2021-04-01", "2021-12-31", 88, 146),
    ("2022-01-04", "2022-03-30", 147, 254),
)
_REVISITED, _SEEN_OUTSIDE = 0.55, 0.8  # of key enterprises: visited again, visited outside the park before 2022
_OPEN, _DRAG = 18, 5  # of the last: 236 are resolved
_MIX = (0.24, 0.19, 0.13, 0.10, 0.12, 0.15, 0.07)

# category: who has to act, and what enterprises said
_SAID: dict[str, tuple[str, tuple[str, ...]]] = {
    "labour": ("区人力社保局", ("一线操作工缺口较大", "春节后返岗率不足", "技术工人招聘困难")),
    "finance": ("区金融发展中心", ("流动资金贷款续贷", "抵押物不足融资难", "应收账款回款慢")),
    "energy": ("区经济信息委", ("天然气供应不足", "用电增容审批", "蒸汽价格偏高")),
    "logistics": ("区交通局", ("原材料运输受阻", "货车通行证办理", "物流成本上涨")),
    "land_plant": ("区规划自然资源局", ("厂房扩建用地", "产权证办理", "标准厂房租赁")),
    "policy": ("区经济信息委", ("技改补助兑现", "稳岗补贴申报", "优惠政策落实")),
    "other": ("高新区管委会", ("职工子女入学", "公交线路延伸", "园区食堂配套")),
}
_BUS = ("500152103", "500152107", "500152101", "500152104", "500152102")  # the five towns of 9 February 2022


def visits(seed: int, given: Firms) -> pd.DataFrame:
    """Visits to enterprises: each year to most in the park, to many key ones again; outside the park before 2022."""
    rng = generator(seed, "visits")
    inside = pd.concat([_visited(rng, given, year) for year in (2020, 2021, 2022)], ignore_index=True)
    frame = pd.concat([inside, _again(rng, given, inside), _outside(rng, given)])
    frame = frame.sort_values(["date", "enterprise"], ignore_index=True)
    return frame.assign(visit=numbered("ZF", frame["date"].to_numpy(), 3))


def _visited(rng: np.random.Generator, given: Firms, year: int) -> pd.DataFrame:
    spans = [span for span in _VISITS if span[0].startswith(str(year))]
    date = np.concatenate([days_between(rng, first, last, count) for first, last, count, _ in spans])
    park = np.flatnonzero(given.register["park"].to_numpy() & (given.enters <= year))
    chosen = given.register.iloc[rng.permutation(park)[: len(date)]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "date": date,
            "enterprise": chosen["enterprise"],
            "liaison": chosen["liaison"],
            "source": synthetic("services", year),
        }
    )


def _again(rng: np.random.Generator, given: Firms, visited: pd.DataFrame) -> pd.DataFrame:
    """Some weeks later a second visit of the same year to many of the key enterprises."""
    key = visited["enterprise"].isin(_key(given)["enterprise"])
    chosen = visited[key & (rng.random(len(visited)) < _REVISITED)]
    weeks = rng.integers(14, 60, len(chosen)).astype("timedelta64[D]")
    day_after = chosen["date"].to_numpy().astype("datetime64[D]") + weeks
    date = np.busday_offset(day_after, 0, roll="forward", busdaycal=WORKDAYS)
    same_year = date.astype("datetime64[Y]") == chosen["date"].to_numpy().astype("datetime64[Y]")
    kept: pd.DataFrame = chosen.assign(date=date).loc[same_year & (date <= day(_VISITS[-1][1]))]
    return kept


def _outside(rng: np.random.Generator, given: Firms) -> pd.DataFrame:
    """Visits to key enterprises outside the park in the years before; a few never had one."""
    key = _key(given)
    outside = key[~key["park"].to_numpy(dtype=bool)]
    seen = outside[rng.random(len(outside)) < _SEEN_OUTSIDE]
    date = rng.permutation(days_between(rng, _VISITS[0][0], _VISITS[3][1], len(seen)))
    sources = [synthetic("services", year) for year in pd.DatetimeIndex(date).year]
    return seen[["enterprise", "liaison"]].assign(date=date, source=sources)


def _key(given: Firms) -> pd.DataFrame:
    return given.register[given.register["tier"] != "above_scale"]


def issues(seed: int, visited: pd.DataFrame) -> pd.DataFrame:
    """Issues raised at the visits; all before 2022 are resolved, of those since then all but 18."""
    rng = generator(seed, "enterprise_issues")
    frame = pd.concat([_of_span(rng, visited, span) for span in _VISITS], ignore_index=True)
    category = rng.choice(np.array(ISSUE_CATEGORY.choice_keys, dtype=object), len(frame), p=_MIX)
    frame["category"] = category
    frame["detail"] = [str(rng.choice(_SAID[c][1])) for c in category]
    frame["owner"] = [_SAID[c][0] for c in category]
    raised = frame["raised"].to_numpy(dtype="datetime64[D]")
    allowed = rng.choice([10, 15, 30], len(frame), p=(0.3, 0.45, 0.25))
    frame["due"] = raised + allowed.astype("timedelta64[D]")
    frame["resolved"] = _resolved(rng, raised, allowed)
    frame["issue"] = numbered("KN", raised, 3)
    return frame


def _of_span(rng: np.random.Generator, visited: pd.DataFrame, span: tuple[str, str, int, int]) -> pd.DataFrame:
    first, last, _, raised = span
    here = visited[(visited["date"] >= day(first)) & (visited["date"] <= day(last))]
    said = here.loc[here.index.repeat(apportion(rng.uniform(0.3, 1.7, len(here)), raised))]
    return said[["enterprise", "source"]].assign(raised=said["date"]).reset_index(drop=True)


def _resolved(rng: np.random.Generator, raised: Days, allowed: Ints) -> Days:
    """Days resolved; of this year's, some of the latest are open, and a few that drag on."""
    days = np.ceil(allowed * rng.uniform(0.15, 1.1, len(raised))).astype("timedelta64[D]")
    resolved: Days = np.minimum(raised + days, day(KNOWN))
    early = np.flatnonzero((raised >= day(THIS_YEAR)) & (raised < day("2022-03-01")))
    late = np.flatnonzero(raised >= day("2022-03-10"))
    for rows, count in ((early, _DRAG), (late, _OPEN - _DRAG)):
        resolved[rng.choice(rows, count, replace=False)] = NEVER
    return resolved


def job_fairs(seed: int) -> pd.DataFrame:
    """Fairs in the towns each spring; on 9 February 2022 a bus went round five of them."""
    rng = generator(seed, "job_fairs")
    frame = pd.concat([_fairs(rng, *spring) for spring in ((2020, 9, 96), (2021, 14, 168), (2022, 16, 214))])
    return frame.assign(fair=numbered("ZP", frame["date"].to_numpy(), 2))


def _fairs(rng: np.random.Generator, year: int, count: int, matches: int) -> pd.DataFrame:
    date = days_between(rng, f"{year}-02-09" if year > 2020 else f"{year}-03-02", f"{year}-03-28", count)
    town = rng.permutation(towns.CODES)[:count]
    if year == 2022:
        others = rng.permutation(towns.CODES[~np.isin(towns.CODES, _BUS)])
        town = np.concatenate([_BUS, others])[:count]
        date[: len(_BUS)] = day("2022-02-09")
    return pd.DataFrame(
        {
            "date": np.sort(date),
            "town": town,
            "name": [f"“春风行动”{towns.PROFILES[code].name}专场" for code in town],
            "matches": apportion(rng.uniform(0.4, 1.6, count), matches),
            "source": synthetic("jobs", year),
        }
    )
