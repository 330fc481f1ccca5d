"""Small random releases: every dataset filled by chance, with the gaps and oddities real ones have."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.fields import (
    ACCIDENT_GRADE,
    BLOCKER_CATEGORY,
    HAZARD_GRADE,
    INTENTION,
    ISSUE_CATEGORY,
    OUTCOME,
    PROJECT_KIND,
    SOURCE_KIND,
    STAGE,
    STEP,
    TIER,
)
from tongnan_metrics.catalog.periods import Period, between
from tongnan_metrics.catalog.places import CITY, NATION

HOME = "500152"
TOWNS = ("500152001", "500152002", "500152101", "500152103")
SECTORS = ("equipment", "new_materials", "other")
TRADES = ("fire", "gas", "schools")
OWNERS, TEAMS = ("某局", "某委"), ("一组", "二组")
PEERS = ("500101", "500102", "500103", "500104")
FIRST, LAST = Period(2020, 9), Period(2022, 4)
DAYS = (LAST.end - date(2019, 11, 1)).days

Row = dict[str, Any]


class Maker:
    """Draws rows from one seed, so that a failing release can be made again."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def one(self, *values: Any) -> Any:
        return values[self.rng.integers(len(values))]

    def maybe(self, value: Any, chance: float = 0.7) -> Any:
        return value if self.rng.random() < chance else None

    def money(self, low: int = 0, high: int = 900_000) -> Decimal:
        return Decimal(int(self.rng.integers(low, high))).scaleb(-2)

    def day(self) -> date:
        return date(2019, 11, 1) + timedelta(days=int(self.rng.integers(DAYS + 90)))

    def after(self, day: date, most: int = 200) -> date:
        return day + timedelta(days=int(self.rng.integers(most)))

    def count(self, most: int = 5) -> int:
        return int(self.rng.integers(most))

    def source(self) -> str:
        return str(self.one(*SOURCE_KIND.choice_keys))


def tables(seed: int, *, size: int = 12) -> dict[str, pa.Table]:
    """Every reported dataset, filled by chance; `size` is about how many rows each holds."""
    make = Maker(seed)
    rows: dict[str, list[Row]] = {key: [] for key in REPORTED}
    _dimensions(rows)
    for fill in (_enterprises, _projects, _ledgers, _safety, _index, *([_supervision] if size else [])):
        fill(make, rows, size)
    rows["settings"].append({"setting": "accident_record_start", "setting_value": "2016-07-01"})
    return {key: pa.Table.from_pylist(rows[key], schema=REPORTED[key].schema) for key in REPORTED}


def _named(key: str, codes: tuple[str, ...], **more: Any) -> list[Row]:
    return [{key: code, "name_zh": f"{code}甲", "name_en": f"{code} A", **more} for code in codes]


def _dimensions(rows: dict[str, list[Row]]) -> None:
    tiles = enumerate(_named("town", TOWNS, town_kind="town", tile_row=0))
    rows["towns"] = [row | {"tile_col": i} for i, row in tiles]
    rows["sectors"] = _named("sector", SECTORS, status="verified")
    rows["trades"] = _named("trade", TRADES, status="assumed")
    peers = _named("district", PEERS, district_kind="district", region="west", home=False)
    home = _named("district", (HOME,), district_kind="district", region="west", home=True)
    above = [
        row | {"district_kind": kind}
        for row, kind in zip(_named("district", (CITY, NATION), home=False), ("city", "nation"), strict=True)
    ]
    rows["districts"] = [*peers[:2], *home, *(p | {"region": "east"} for p in peers[2:]), *above]
    rows["sources"] = [
        {"source": kind, "title": kind, "issuer": kind, "source_kind": kind} for kind in SOURCE_KIND.choice_keys
    ]


def _enterprises(make: Maker, rows: dict[str, list[Row]], size: int) -> None:
    for i in range(size):
        key = f"E{i}"
        place = {"town": make.one(*TOWNS), "sector": make.one(*SECTORS), "park": make.one(True, False)}
        named = {"enterprise": key, "name": f"厂{i}", "tier": make.one(*TIER.choice_keys), "liaison": None}
        rows["enterprises"].append({**named, **place, "source": make.source()})
        start = make.one(*between(FIRST, LAST))
        rows["output"] += [_output(make, key, p) for p in between(start, LAST) if make.maybe(1, 0.9)]


def _output(make: Maker, enterprise: str, period: Period) -> Row:
    amounts = ("output", "revenue", "profit", "electricity")
    low = {"profit": -400_000}
    now = {key: make.money(low.get(key, 0)) for key in amounts}
    base = {f"{key}_base": make.maybe(make.money(low.get(key, 0)), 0.9) for key in amounts}
    return {"period": str(period), "enterprise": enterprise, **now, **base, "source": make.source()}


def _projects(make: Maker, rows: dict[str, list[Row]], size: int) -> None:
    for i in range(size):
        project, days = f"P{i}", sorted(make.day() for _ in range(3))
        rows["projects"].append(_project(make, i, days))
        stages = sorted(make.rng.choice(len(STAGE.choices), size=1 + make.count(5), replace=False))
        reached = sorted(make.day() for _ in stages)
        rows["project_events"] += [
            {"project": project, "stage": STAGE.choice_keys[s], "date": day, "batch": None, "source": make.source()}
            for s, day in zip(stages, reached, strict=True)
        ]
        rows["project_progress"] += [
            _progress(make, project, p) for p in between(FIRST, LAST.previous) if make.maybe(1, 0.5)
        ]
        rows["start_steps"] += [_step(make, project, step) for step in STEP.choice_keys if make.maybe(1)]
        if make.maybe(1):
            raised = make.day()
            rows["blockers"].append(
                {
                    "blocker": f"B{i}",
                    "project": project,
                    "category": make.one(*BLOCKER_CATEGORY.choice_keys),
                    "raised": raised,
                    "owner": make.one(*OWNERS),
                    "due": make.maybe(make.after(raised)),
                    "resolved": make.maybe(make.after(raised), 0.5),
                    "source": make.source(),
                }
            )


def _project(make: Maker, i: int, days: list[date]) -> Row:
    return {
        "project": f"P{i}",
        "name": f"项目{i}",
        "town": make.one(*TOWNS),
        "sector": make.maybe(make.one(*SECTORS)),
        "kind": make.one(*PROJECT_KIND.choice_keys),
        "park": make.one(True, False),
        "tech_upgrade": make.one(True, False),
        "smart_upgrade": make.one(True, False),
        "total_investment": make.maybe(make.money()),
        "planned_start": make.maybe(days[0]),
        "planned_finish": make.maybe(days[1]),
        "planned_production": make.maybe(days[2]),
        "department": "某委",
        "intention": make.maybe(make.one(*INTENTION.choice_keys)),
        "team": make.maybe(make.one(*TEAMS)),
        "source": make.source(),
    }


def _step(make: Maker, project: str, step: str) -> Row:
    told = {"due": make.day(), "done": make.maybe(make.day(), 0.5), "source": make.source()}
    return {"project": project, "step": step, "owner": "某局", **told}


def _progress(make: Maker, project: str, period: Period) -> Row:
    return {
        "period": str(period),
        "project": project,
        "investment_ytd": make.money(),
        "investment_total": make.money(),
        "progress": Decimal(make.count(101)),
        "source": make.source(),
    }


def _ledgers(make: Maker, rows: dict[str, list[Row]], size: int) -> None:
    for i in range(size * 2):
        enterprise, day = f"E{make.count(size)}", make.day()
        told = {"owner": make.one(*OWNERS), "due": make.maybe(make.after(day)), "resolved": make.maybe(make.after(day))}
        rows["enterprise_issues"].append(
            {
                "issue": f"I{i}",
                "enterprise": enterprise,
                "category": make.one(*ISSUE_CATEGORY.choice_keys),
                "raised": day,
                "source": make.source(),
                **told,
            }
        )
        rows["visits"].append({"visit": f"V{i}", "date": make.day(), "enterprise": enterprise, "source": make.source()})
        led = make.maybe(f"P{make.count(size)}") if size else None
        lead = {"lead": f"L{i}", "town": make.one(*TOWNS), "sector": make.maybe(make.one(*SECTORS)), "project": led}
        outcome = make.one(*OUTCOME.choice_keys)
        lead["team"] = make.maybe(make.one(*TEAMS))
        rows["leads"].append({**lead, "received": make.day(), "outcome": outcome, "source": make.source()})
        fair = {"fair": f"F{i}", "date": make.day(), "town": make.one(*TOWNS), "name": f"场{i}"}
        rows["job_fairs"].append({**fair, "matches": make.maybe(make.count(50)), "source": make.source()})


def _safety(make: Maker, rows: dict[str, list[Row]], size: int) -> None:
    for i in range(size * 3):
        day = make.day()
        found = {"town": make.one(*TOWNS), "trade": make.one(*TRADES), "date": day, "source": make.source()}
        counts = {key: make.count() for key in ("hazards_found", "penalised", "warnings", "suspended")}
        rows["inspections"].append(
            {"inspection": f"N{i}", "department": "某局", "fine": make.money(), **counts, **found}
        )
        rows["hazards"] += [_hazard(make, f"{i}-{j}", f"N{i}", day) for j in range(counts["hazards_found"])]
        if make.maybe(1, 0.1):
            harm = {"deaths": make.count(2), "injuries": make.count(4), "loss": make.money(), **found}
            grade = make.one(*ACCIDENT_GRADE.choice_keys)
            rows["accidents"].append({"accident": f"A{i}", "grade": grade, **harm})


def _hazard(make: Maker, name: str, inspection: str, day: date) -> Row:
    rectified = make.maybe(make.after(day))
    return {
        "hazard": f"H{name}",
        "inspection": inspection,
        "grade": make.one(*HAZARD_GRADE.choice_keys),
        "found": day,
        "due": make.after(day),
        "rectified": rectified,
        "accepted": rectified and make.maybe(make.after(rectified)),
        "source": make.source(),
    }


def _supervision(make: Maker, rows: dict[str, list[Row]], size: int) -> None:
    rows["lights"] = [
        {"preset": preset, "subject": subject, "amber": Decimal(amber), "red": Decimal(red), "source": "reported"}
        for preset in ("district", "other")
        for subject, amber, red in (
            ("project_pace", 5, 20),
            ("project_start_delay", 10, 60),
            ("project_step_delay", 10, 40),
            ("project_stage_days", 100, 300),
            ("project_production_delay", 10, 60),
            ("blocker_days", 20, 60),
            ("hazard_overdue", -5, 1),
            ("issue_overdue", -5, 1),
            ("indicator_gap_city", 1, 10),
            ("indicator_pace", 1, 10),
        )
    ]
    rows["duties"] = [
        {
            "year": year,
            "indicator": "lead_count",
            "owner": town,
            "town": town,
            "value": Decimal(4),
            "source": "reported",
        }
        for year in (2021, 2022)
        for town in TOWNS
    ]
    rows["actions"] = [_action(make, i, size) for i in range(size)]


def _action(make: Maker, i: int, size: int) -> Row:
    item = make.one(f"project.P{make.count(size)}", f"issue.I{make.count(size * 2)}", f"hazard.H{i}-0")
    told = make.one({"kind": "note", "note": "在办"}, {"kind": "due", "due": make.day()}, {"kind": "resolved"})
    at = datetime.combine(make.day(), time(9, i % 60))
    period = make.one(*between(FIRST, LAST))
    return {
        "action": f"D{i}",
        "item": item,
        "period": str(period),
        "at": at,
        "author": "某局",
        **told,
        "source": "reported",
    }


COMPONENTS = {
    "industrial_va_growth": (40, 0, 25),
    "industrial_output_growth": (25, -5, 60),
    "industrial_investment_growth": (20, 0, 80),
    "tech_upgrade_share": (15, 0, 100),
}


def _index(make: Maker, rows: dict[str, list[Row]], _size: int) -> None:
    rows["index_method"] = [
        {
            "component": key,
            "valid_from": date(2019, 1, 1),
            "weight": Decimal(weight),
            "floor": Decimal(floor),
            "ceiling": Decimal(ceiling),
            "direction": Decimal(1),
            "source": "reported",
        }
        for key, (weight, floor, ceiling) in COMPONENTS.items()
    ]
    value: Callable[[], Decimal] = lambda: Decimal(int(make.rng.integers(-100, 500))).scaleb(-1)  # noqa: E731
    rows["index_inputs"] = [
        {"period": str(p), "area": area, "component": key, "value": value(), "source": make.source()}
        for p in between(FIRST, LAST)
        for area in (HOME, *PEERS, CITY, NATION)
        for key in COMPONENTS
        if make.maybe(1, 0.9)
    ]
