"""What holds projects up, and the investment leads that bring new ones."""

import numpy as np
import pandas as pd

from tongnan_metrics.demo import towns
from tongnan_metrics.demo.chance import NEVER, Days, Ints, Words, apportion, day, days_between, generator, numbered
from tongnan_metrics.demo.projects import Projects
from tongnan_metrics.demo.sources import synthetic
from tongnan_metrics.demo.stages import KNOWN, THIS_YEAR

_BLOCKERS = 150
_LEADS = {2020: 96, 2021: 138, 2022: 45}
_REGIONAL = ("区域招商一组", "区域招商二组", "区域招商三组", "区域招商四组")

# category: who has to act, what is wrong, whether it holds up the start or the works
_HELD: dict[str, tuple[str, str, bool]] = {
    "approval": ("区发展改革委", "项目备案与环评手续未办结", True),
    "quality_safety": ("区住房城乡建委", "质量安全监督手续未办理", True),
    "permit": ("区住房城乡建委", "施工许可证未核发", True),
    "land": ("区规划自然资源局", "用地报批与征地拆迁未完成", True),
    "funds": ("区金融发展中心", "建设资金未按计划到位", False),
    "utilities": ("区经济信息委", "供电、供气接入未完成", False),
}


def blockers(seed: int, given: Projects) -> pd.DataFrame:
    """Blockers of projects on the way from signing to completion; the older ones are resolved."""
    rng = generator(seed, "blockers")
    project = np.sort(rng.choice(_can_be_held(given), _BLOCKERS))
    category, raised, until = _raised(rng, given, project)
    fixed = np.minimum(raised + rng.integers(9, 100, _BLOCKERS).astype("timedelta64[D]"), until)
    stuck = rng.random(_BLOCKERS) < 0.12
    frame = pd.DataFrame(
        {
            "project": given.register["project"].to_numpy()[project],
            "category": category,
            "detail": [_HELD[c][1] for c in category],
            "raised": raised,
            "owner": [_HELD[c][0] for c in category],
            "due": raised + rng.choice([30, 45, 60], _BLOCKERS).astype("timedelta64[D]"),
            "resolved": np.where((fixed <= day(KNOWN)) & ~(stuck & (until > day(KNOWN))), fixed, NEVER),
            "source": synthetic("projects"),
        }
    ).sort_values("raised", ignore_index=True)
    return frame.assign(blocker=numbered("KD", frame["raised"].to_numpy(), 3))


def _can_be_held(given: Projects) -> Ints:
    """Projects between signing and completion at some time since 2020."""
    signed, completed = given.course.first("signed"), given.course.first("completed")
    open_since = np.isnat(completed) | (completed > day("2020-06-30"))
    return np.flatnonzero((signed < day("2022-03-01")) & open_since)


def _raised(rng: np.random.Generator, given: Projects, project: Ints) -> tuple[Words, Days, Days]:
    """Category, the day raised, and the day by which the stage it holds up was left."""
    signed, started, completed = (given.course.first(s)[project] for s in ("signed", "started", "completed"))
    future = day("2022-12-31")
    started = np.where(np.isnat(started), future, started)
    completed = np.where(np.isnat(completed), future, completed)
    early = (rng.random(len(project)) < 0.6) | (started >= day("2022-03-20"))
    names = {kind: [key for key, held in _HELD.items() if held[2] is kind] for kind in (True, False)}
    category = np.where(early, rng.choice(names[True], len(project)), rng.choice(names[False], len(project)))
    first = np.maximum(np.where(early, signed, started) + 1, day("2020-01-06"))
    until = np.maximum(np.where(early, started, completed) - 1, first + 1)
    last = np.minimum(until, day("2022-03-25"))
    room = np.maximum((last - first).astype(np.int64), 1)
    raised = first + (room * rng.uniform(0.05, 0.9, len(project))).astype("timedelta64[D]")
    return category.astype(object), np.minimum(raised, until - 1), until


def leads(seed: int, given: Projects) -> pd.DataFrame:
    """Leads since 2020: 45 in the first quarter of 2022, every town among them."""
    rng = generator(seed, "leads")
    frame = pd.concat([_leads_of(rng, year, count) for year, count in _LEADS.items()], ignore_index=True)
    frame["project"] = _became(frame, given).where(rng.random(len(frame)) < 0.45, None)
    followed = frame["project"].notna()
    sectors = given.register.set_index("project")["sector"]
    frame["sector"] = frame["project"].map(sectors).fillna(frame["sector"])
    signed = frame["project"].isin(given.register["project"][~np.isnat(given.course.first("signed"))])
    given_up = np.where(frame["received"] < day("2021-09-01"), 0.7, 0.08)
    quiet = np.where(
        rng.random(len(frame)) < given_up, "dropped", np.where(rng.random(len(frame)) < 0.6, "following", "new")
    )
    frame["outcome"] = np.where(signed, "signed", np.where(followed, "negotiating", quiet))
    return frame


def _leads_of(rng: np.random.Generator, year: int, count: int) -> pd.DataFrame:
    current = year == day(THIS_YEAR).astype(object).year
    first, last = (f"{year}-01-05", KNOWN) if current else (f"{year}-01-05", f"{year}-12-30")
    own = 1 + apportion(towns.INSPECTED, count - len(towns.CODES))
    town = rng.permutation(np.repeat(towns.CODES, own))
    received = days_between(rng, first, last, count)
    names = np.array([f"{towns.PROFILES[code].name}招商组" for code in town], dtype=object)
    regional = np.zeros(count, dtype=bool) if current else rng.random(count) < 0.3
    sector = rng.choice(
        np.array(["equipment", "new_materials", "consumer_goods", "green_building", "electronics"]), count
    )
    return pd.DataFrame(
        {
            "lead": [f"XS{year}-{i:03d}" for i in range(1, count + 1)],
            "town": town,
            "team": np.where(regional, rng.choice(np.array(_REGIONAL, dtype=object), count), names),
            "sector": sector.astype(object),
            "received": received,
            "detail": "企业有意来潼投资，已登记对接",
            "source": synthetic("leads", year),
        }
    )


def _became(frame: pd.DataFrame, given: Projects) -> pd.Series:
    """The project a lead led to: an industrial one of its town whose negotiation began within half a year after it."""
    begun = pd.DataFrame(
        {
            "town": given.register["town"],
            "received": given.course.first("negotiating").astype("datetime64[s]"),
            "project": given.register["project"],
        }
    )
    begun = begun[given.register["kind"] == "industrial"].sort_values("received")
    left = frame[["town", "received"]].astype({"received": "datetime64[s]"})
    merged = pd.merge_asof(left, begun, on="received", by="town", direction="forward", tolerance=pd.Timedelta(days=180))
    found = merged["project"].to_numpy()
    return pd.Series(found).where(~pd.Series(found).duplicated(), None)
