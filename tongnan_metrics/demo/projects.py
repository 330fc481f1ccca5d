"""The project register, and the events of its stages."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tongnan_metrics.demo import names, towns
from tongnan_metrics.demo.chance import NEVER, Bools, Floats, Words, day, generator, spread
from tongnan_metrics.demo.sources import synthetic
from tongnan_metrics.demo.stages import STAGES, THIS_YEAR, Course, course

BATCH = "2022Q1"
UNIT = 100  # planned totals are whole millions of yuan: 100 万元
PRIORITY = 39
_PRIORITY_MOVED = 4  # as many priority projects came in March 2022 as left
_KINDS = np.array(["industrial", "infrastructure", "social", "ecology"], dtype=object)
_KIND_MIX = (0.80, 0.08, 0.07, 0.05)
_SECTORS = np.array(list(names.PRODUCTS), dtype=object)
_SECTOR_MIX = (0.24, 0.18, 0.10, 0.14, 0.10, 0.14, 0.07, 0.03)
_LEAD = {
    "industrial": ("区经济信息委",),
    "infrastructure": ("区住房城乡建委", "区交通局"),
    "social": ("区教委", "区卫生健康委"),
    "ecology": ("区生态环境局", "区水利局"),
}
_TEAMS = ("区域招商一组", "区域招商二组", "区域招商三组", "区域招商四组")
_NEW: dict[Hashable, object] = {
    "kind": "industrial",
    "tech_upgrade": False,
    "smart_upgrade": False,
    "department": "区经济信息委",
}
_UNPUBLISHED = "项目名称见公开报道；金额、镇街、产业等未公布，为演示合成"

# What the article says of the projects it names: the last signed, started and completed, three negotiated.
_NAMED: tuple[dict[Hashable, object], ...] = (
    {
        "name": "液化天然气清洁能源基地项目",
        "investor": "新疆广汇液化天然气发展有限责任公司、重庆骏福能源有限公司",
        "sector": "other",
        "note": "名称、投资方、投资额18亿元见公开报道；镇街、计划日期等为演示合成",
    },
    {
        "name": "志特铝模板项目",
        "investor": "志特",
        "sector": "green_building",
        "town": "500152001",
        "note": "建筑铝模板等年产能120万平方米、生产线10条、达产产值12亿元见公开报道；投资额未公布，为演示合成",
    },
    {
        "name": "重庆海汇新材料项目",
        "investor": "重庆海汇新材料股份有限公司",
        "sector": "new_materials",
        "note": "名称与竣工投产见公开报道；金额、日期等未公布，为演示合成",
    },
    {"name": "金鹰集团项目", "investor": "金鹰集团", "sector": "other", "note": _UNPUBLISHED},
    {"name": "中新能源项目", "investor": "中新能源", "sector": "other", "note": _UNPUBLISHED},
    {"name": "雨中情项目", "investor": "雨中情", "sector": "other", "note": _UNPUBLISHED},
)


@dataclass(frozen=True, slots=True)
class Projects:
    """The register and the course of its projects, row by row the same."""

    register: pd.DataFrame
    course: Course

    def with_totals(self, total: Floats, capacity: Floats) -> "Projects":
        """The same projects with these planned totals and outputs at capacity, in 万元."""
        register = self.register.assign(total_investment=total, output_at_capacity=capacity)
        return replace(self, register=register)


def projects(seed: int) -> Projects:
    """Nearly 400 projects at all stages; planned totals are first guesses."""
    rng = generator(seed, "projects")
    stages = course(rng)
    frame = _what(rng, stages)
    frame["intention"] = _intentions(rng, stages)
    frame = pd.concat([frame, _plans(rng, stages)], axis=1)
    frame = _as_in_the_article(_named(generator(seed, "names"), frame), stages)
    frame.loc[frame["kind"] != "industrial", ["planned_production"]] = NEVER
    frame["total_investment"] = _guesses(rng, frame)
    return Projects(frame.assign(source=synthetic("projects")), stages)


def events(given: Projects) -> pd.DataFrame:
    """One row a project and stage reached; what was signed, started or completed in 2022 carries the batch."""
    row, stage = np.nonzero(~np.isnat(given.course.reached))
    date = given.course.reached[row, stage]
    pushed = np.isin(stage, [STAGES.index(s) for s in ("signed", "started", "completed")])
    return pd.DataFrame(
        {
            "project": given.register["project"].to_numpy()[row],
            "stage": np.array(STAGES, dtype=object)[stage],
            "date": date,
            "batch": pd.Series(BATCH, index=range(len(row))).where(pushed & (date >= day(THIS_YEAR))),
            "source": synthetic("projects"),
        }
    )


def _what(rng: np.random.Generator, stages: Course) -> pd.DataFrame:
    """Where a project lies, what it makes and who leads it: evenly over time, all towns and sectors."""
    count = len(stages.reached)
    kind = _KINDS[spread(_KIND_MIX, count, 2**0.5)]
    industrial = kind == "industrial"
    town, park = _where(rng, stages)
    tech = industrial & (rng.random(count) < 0.46)
    return pd.DataFrame(
        {
            "project": [f"P{i:04d}" for i in range(1, count + 1)],
            "town": town,
            "sector": pd.Series(_SECTORS[spread(_SECTOR_MIX, count, 3**0.5)]).where(industrial),
            "kind": kind,
            "park": park,
            "tech_upgrade": tech,
            "smart_upgrade": industrial & (rng.random(count) < np.where(tech, 0.38, 0.1)),
            "department": [_department(rng, k, inside=p) for k, p in zip(kind, park, strict=True)],
            "liaison": [f"区领导联系第{n}组" for n in rng.integers(1, 21, count)],
        }
    )


def _where(rng: np.random.Generator, stages: Course) -> tuple[Words, Bools]:
    """Town, and whether in the park: everything started in the first quarter of 2022 is."""
    count = len(stages.reached)
    started = stages.this_year("started")
    weights = 0.5 * towns.share(towns.IN_PARK) + 0.5 * towns.share(np.sqrt(towns.INSPECTED))
    town = spread(weights, count, 5**0.5)
    town[started] = spread(towns.IN_PARK, int(started.sum()), 5**0.5)
    park = started | ((towns.IN_PARK[town] > 0) & (rng.random(count) < 0.85))
    return towns.CODES[town], park


def _department(rng: np.random.Generator, kind: str, *, inside: bool) -> str:
    return "高新区管委会" if inside and rng.random() < 0.6 else str(rng.choice(_LEAD[kind]))


def _guesses(rng: np.random.Generator, frame: pd.DataFrame) -> Floats:
    """Planned totals as the draw has them, in 万元: most between 1 and 6 亿元."""
    size = np.exp(rng.normal(0.85, 0.6, len(frame))) * np.where(frame["tech_upgrade"], 0.85, 1)
    size *= np.where(frame["park"], 1.15, 0.75)
    return np.asarray((size * 100).round().clip(12) * UNIT)


def _intentions(rng: np.random.Generator, stages: Course) -> Words:
    """How firm a project was when negotiated; 39 are priority at the end of February and of March 2022."""
    intention = rng.choice(
        np.array(["priority", "strong", "early"], dtype=object), len(stages.reached), p=(0.4, 0.45, 0.15)
    )
    left = stages.left_in_march
    stayed, came = stages.negotiating[: -len(left)], stages.negotiating[-len(left) :]
    for rows, priority in ((left, _PRIORITY_MOVED), (stayed, PRIORITY - _PRIORITY_MOVED), (came, _PRIORITY_MOVED)):
        intention[rows] = np.where(rng.random(len(rows)) < 0.6, "strong", "early")
        intention[[*rows[:3], *rng.permutation(rows[3:])][:priority]] = "priority"
    return intention


def _plans(rng: np.random.Generator, stages: Course) -> pd.DataFrame:
    """Planned start, finish and production: most projects keep them more or less, one in five is late."""
    count = len(stages.reached)
    signed, started = stages.first("signed"), stages.first("started")
    late = rng.random(count) < 0.2
    badly = rng.random(count) < 0.3
    slip = np.where(late, rng.integers(40, 150, count), rng.integers(-12, 15, count))
    expected = signed + rng.integers(70, 280, count).astype("timedelta64[D]")
    start = np.where(np.isnat(started), expected, started - slip.astype("timedelta64[D]"))
    took = np.where(np.isnat(started), rng.integers(270, 720, count), (stages.finish - started).astype(np.int64))
    share = np.where(late, np.where(badly, 0.6, 0.85), 0.97) + rng.uniform(-0.07, 0.07, count)
    finish = start + (took * share).astype(np.int64).astype("timedelta64[D]")
    produces = finish + rng.integers(20, 90, count).astype("timedelta64[D]")
    return pd.DataFrame({"planned_start": start, "planned_finish": finish, "planned_production": produces})


def _named(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Names, investors and promotion teams."""
    words = names.brands(rng, len(frame))
    made = [names.made_in(rng, s) if isinstance(s, str) else "" for s in frame["sector"]]
    upgrade = np.where(frame["smart_upgrade"], "smart", "upgrade")
    work = np.where(frame["tech_upgrade"], upgrade, frame["kind"])
    town = frame["town"].map({code: p.name for code, p in towns.PROFILES.items()})
    regional = rng.choice(np.array(_TEAMS, dtype=object), len(frame))
    return frame.assign(
        name=[f"示例{w}{m}{names.works(rng, k)}" for w, m, k in zip(words, made, work, strict=True)],
        investor=[names.company(w, m or "建设投资") for w, m in zip(words, made, strict=True)],
        team=np.where(rng.random(len(frame)) < 0.55, regional, town + "招商组"),
        note=None,
    )


def _as_in_the_article(frame: pd.DataFrame, stages: Course) -> pd.DataFrame:
    """The projects the article names; all else about them is made up and noted so."""
    pushed = (stages.last("signed"), stages.last("started"), stages.last("completed"))
    rows = frame.to_dict("index")
    for row, said in zip((*pushed, *stages.negotiating[:3]), _NAMED, strict=True):
        rows[row] |= {**_NEW, **said}
    return pd.DataFrame.from_dict(rows, orient="index")
