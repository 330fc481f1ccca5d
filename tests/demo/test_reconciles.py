"""Every published figure that can be summed comes out of the demo's detail, to the printed digit."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from tests.demo.conftest import Frames
from tongnan_metrics.demo import facts

FEBRUARY, MARCH = "2022-02", "2022-03"
ENDS = {FEBRUARY: pd.Timestamp("2022-02-28"), MARCH: pd.Timestamp("2022-03-31")}
JANUARY = pd.Timestamp("2022-01-01")
YI = Decimal(10_000)
PUSHED = ["signed", "started", "completed"]
COMPONENTS = {
    "industrial_va_growth": (40, 0, 25),
    "industrial_output_growth": (25, -5, 60),
    "industrial_investment_growth": (20, 0, 80),
    "tech_upgrade_share": (15, 0, 100),
}

Answer = Decimal | int


def since_january(rows: pd.DataFrame, column: str, period: str) -> pd.DataFrame:
    return rows[rows[column].between(JANUARY, ENDS[period])]


def output(frames: Frames, period: str) -> pd.DataFrame:
    return frames["output"].query("period == @period")


def investment(frames: Frames, period: str, *, tech: bool = False) -> Decimal:
    rows = frames["project_progress"].query("period == @period").merge(frames["projects"], on="project")
    rows = rows[(rows["kind"] == "industrial") & (rows["tech_upgrade"] | (not tech))]
    return sum(rows["investment_ytd"], Decimal(0))


def growth(now: Decimal, before: Decimal) -> Decimal:
    return (now / before - 1) * 100


def output_growth(frames: Frames) -> Decimal:
    rows = output(frames, FEBRUARY)
    return growth(sum(rows["output"]), sum(rows["output_base"]))


def events(frames: Frames, stages: list[str]) -> pd.DataFrame:
    rows = since_january(frames["project_events"], "date", MARCH).merge(frames["projects"], on="project")
    return rows[rows["stage"].isin(stages)]


def negotiating(frames: Frames, period: str) -> pd.DataFrame:
    known = frames["project_events"][frames["project_events"]["date"] <= ENDS[period]]
    latest = known.sort_values("date").groupby("project").last().reset_index()
    return latest[latest["stage"] == "negotiating"].merge(frames["projects"], on="project")


def inspected(frames: Frames, column: str) -> Decimal:
    rows = since_january(frames["inspections"], "date", MARCH)
    return Decimal(sum(rows[column]))


def raised(frames: Frames) -> pd.DataFrame:
    return since_january(frames["enterprise_issues"], "raised", MARCH)


def component(frames: Frames, key: str, area: str) -> Decimal:
    rows = frames["index_inputs"].query("period == '2022-02' and component == @key and area == @area")
    return Decimal(rows["value"].item())


def gap(frames: Frames, key: str, versus: str) -> Decimal:
    return component(frames, key, "500152") - component(frames, key, versus)


def index_of(frames: Frames, area: str) -> Decimal:
    scores = {
        key: min(max(60 + 40 * (component(frames, key, area) - floor) / (ceiling - floor), Decimal(0)), Decimal(100))
        for key, (_, floor, ceiling) in COMPONENTS.items()
    }
    return sum((scores[key] * weight for key, (weight, *_) in COMPONENTS.items()), Decimal(0)) / 100


def place(frames: Frames, of: Callable[[Frames, str], Decimal], *, group: bool = False) -> int:
    ranked = frames["districts"].query("district_kind in ('district', 'county')")
    ranked = ranked[ranked["region"] == "主城新区"] if group else ranked
    own = of(frames, "500152")
    return 1 + sum(of(frames, area) > own for area in ranked["district"])


def component_place(frames: Frames, key: str, *, group: bool = False) -> int:
    return place(frames, lambda f, area: component(f, key, area), group=group)


def streak(frames: Frames) -> int:
    assert set(frames["accidents"]["grade"]) == {"ordinary"}
    start = frames["settings"].set_index("setting")["setting_value"]["accident_record_start"]
    return len(pd.period_range(start, MARCH, freq="M"))


COMPUTED: dict[str, Callable[[Frames], Answer]] = {
    "q1_event_project_count": lambda f: len(events(f, PUSHED)),
    "q1_event_project_investment_total": lambda f: sum(events(f, PUSHED)["total_investment"]) / YI,
    "q1_event_project_count_signed": lambda f: len(events(f, ["signed"])),
    "q1_event_project_count_started": lambda f: len(events(f, ["started"])),
    "q1_event_project_count_completed": lambda f: len(events(f, ["completed"])),
    "hitech_zone_q1_new_project_count": lambda f: int(events(f, ["started"])["park"].sum()),
    "project_lng_investment": lambda f: named(f, "液化天然气", "total_investment") / YI,
    "project_zhite_output_at_capacity": lambda f: named(f, "志特", "output_at_capacity") / YI,
    "key_enterprise_count_over_100m": lambda f: int((f["enterprises"]["tier"] != "above_scale").sum()),
    "industrial_index": lambda f: index_of(f, "500152"),
    "industrial_index_rank_city": lambda f: place(f, lambda g, area: round(index_of(g, area), 2)),
    "industrial_va_growth": lambda f: component(f, "industrial_va_growth", "500152"),
    "industrial_va_growth_gap_city": lambda f: gap(f, "industrial_va_growth", "500000"),
    "industrial_va_growth_gap_nation": lambda f: gap(f, "industrial_va_growth", "100000"),
    "industrial_va_growth_rank_city": lambda f: component_place(f, "industrial_va_growth"),
    "industrial_output": lambda f: sum(output(f, FEBRUARY)["output"]) / YI,
    "industrial_output_growth": output_growth,
    "industrial_output_growth_gap_city": lambda f: gap(f, "industrial_output_growth", "500000"),
    "industrial_investment": lambda f: investment(f, FEBRUARY) / YI,
    "industrial_investment_growth": lambda f: growth(investment(f, FEBRUARY), investment(f, "2021-02")),
    "industrial_investment_growth_gap_city": lambda f: gap(f, "industrial_investment_growth", "500000"),
    "industrial_investment_growth_rank_city": lambda f: component_place(f, "industrial_investment_growth"),
    "industrial_investment_growth_rank_group": lambda f: component_place(f, "industrial_investment_growth", group=True),
    "tech_upgrade_investment": lambda f: investment(f, FEBRUARY, tech=True) / YI,
    "tech_upgrade_share": lambda f: investment(f, FEBRUARY, tech=True) / investment(f, FEBRUARY) * 100,
    "tech_upgrade_share_gap_city": lambda f: gap(f, "tech_upgrade_share", "500000"),
    "tech_upgrade_share_rank_city": lambda f: component_place(f, "tech_upgrade_share"),
    "tech_upgrade_share_rank_group": lambda f: component_place(f, "tech_upgrade_share", group=True),
    "project_pipeline_count": lambda f: len(negotiating(f, FEBRUARY)),
    "project_pipeline_investment": lambda f: sum(negotiating(f, FEBRUARY)["total_investment"]) / YI,
    "project_pipeline_priority_count": lambda f: int((negotiating(f, MARCH)["intention"] == "priority").sum()),
    "key_industry_count": lambda f: int((f["sectors"]["sector"] != "other").sum()),
    "town_count": lambda f: len(f["towns"]),
    "town_investment_team_count": lambda f: leads(f)["team"].nunique(),
    "town_investment_lead_count": lambda f: len(leads(f)),
    "safety_trade_count": lambda f: len(f["trades"]),
    "safety_inspections": lambda f: len(since_january(f["inspections"], "date", MARCH)),
    "safety_hazards_found": lambda f: len(since_january(f["hazards"], "found", MARCH)),
    "safety_units_penalised": lambda f: inspected(f, "penalised"),
    "safety_warnings": lambda f: inspected(f, "warnings"),
    "safety_suspensions": lambda f: inspected(f, "suspended"),
    "safety_fines": lambda f: inspected(f, "fine"),
    "safety_months_without_major_accident": streak,
    "enterprise_visits": lambda f: since_january(f["visits"], "date", MARCH)["enterprise"].nunique(),
    "enterprise_issues_collected": lambda f: len(raised(f)),
    "enterprise_issues_resolved": lambda f: int((raised(f)["resolved"] <= ENDS[MARCH]).sum()),
    "gdp_target": lambda f: target(f, "gdp_target"),
    "investment_paid_in_target": lambda f: target(f, "investment_paid_in_target"),
}


def named(frames: Frames, start: str, amount: str) -> Decimal:
    rows = frames["projects"]
    return Decimal(rows.loc[rows["name"].str.startswith(start), amount].item())


def leads(frames: Frames) -> pd.DataFrame:
    return since_january(frames["leads"], "received", MARCH)


def target(frames: Frames, key: str) -> Decimal:
    return Decimal(frames["targets"].query("indicator == @key and year == 2026")["value"].item())


def printed_rows() -> pd.DataFrame:
    return facts.read("published_figures").query("subject in @COMPUTED")


def test_nothing_that_sums_is_left_out() -> None:
    assert set(COMPUTED) == set(printed_rows()["subject"])


@pytest.mark.parametrize("row", printed_rows().to_dict("records"), ids=lambda row: f"{row['id']}-{row['subject']}")
def test_detail_gives_the_printed_figure(row: dict[str, str], frames: Frames) -> None:
    printed = Decimal(row["value"])
    computed = Decimal(COMPUTED[row["subject"]](frames))
    assert computed.quantize(printed, rounding=ROUND_HALF_UP) == printed


def test_job_fairs_matched_a_little_over_the_printed_200(frames: Frames) -> None:
    """The article prints 200余, more than 200: the one figure detail need not equal."""
    assert 200 < since_january(frames["job_fairs"], "date", MARCH)["matches"].sum() < 220


def test_negotiated_stock_is_the_same_at_both_ends(frames: Frames) -> None:
    february, march = negotiating(frames, FEBRUARY), negotiating(frames, MARCH)
    assert len(february) == len(march) == 115
    assert sum(february["total_investment"]) == sum(march["total_investment"]) == Decimal("11825700.00")
    assert [int((rows["intention"] == "priority").sum()) for rows in (february, march)] == [39, 39]
    assert set(february["project"]) != set(march["project"])


def test_every_town_has_a_lead(frames: Frames) -> None:
    assert leads(frames)["town"].nunique() == 23
