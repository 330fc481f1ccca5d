"""The demo's rows hang together: schemas, keys, references, order of days, cumulative sums, and chance that repeats."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.demo.conftest import Frames
from tongnan_metrics import demo
from tongnan_metrics.analysis.lights import Subject
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.fields import STAGE, STEP
from tongnan_metrics.catalog.model import Type
from tongnan_metrics.catalog.periods import Period, between
from tongnan_metrics.demo import facts

Tables = dict[str, pa.Table]
KNOWN = pd.Timestamp("2022-03-31")
REFERENCES = [(key, f) for key, dataset in REPORTED.items() for f in dataset.fields if f.references]
CHOICES = [(key, f) for key, dataset in REPORTED.items() for f in dataset.fields if f.choices]
CUMULATIVE = [
    ("output", "enterprise", "output"),
    ("output", "enterprise", "revenue"),
    ("output", "enterprise", "electricity"),
    ("project_progress", "project", "investment_ytd"),
]


def test_every_reported_dataset_is_there_and_filled(tables: Tables) -> None:
    assert list(tables) == list(REPORTED)
    assert all(table.num_rows for table in tables.values())


@pytest.mark.parametrize("key", REPORTED)
def test_schema_is_the_catalogues(key: str, tables: Tables) -> None:
    assert tables[key].schema.equals(REPORTED[key].schema)
    required = [name for name in tables[key].column_names if name not in REPORTED[key].optional]
    assert {name: tables[key][name].null_count for name in required} == dict.fromkeys(required, 0)


@pytest.mark.parametrize("key", REPORTED)
def test_no_key_twice(key: str, frames: Frames) -> None:
    assert not frames[key].duplicated(list(REPORTED[key].primary_key)).any()


@pytest.mark.parametrize(("key", "field"), REFERENCES, ids=[f"{key}.{f.key}" for key, f in REFERENCES])
def test_references_lead_somewhere(key: str, field: object, tables: Tables) -> None:
    column = getattr(field, "key", "")
    register = getattr(field, "references", "")
    there = tables[register][REPORTED[register].primary_key[0]].combine_chunks()
    found = pc.is_in(tables[key][column].drop_null(), value_set=there)
    assert pc.all(found).as_py() in {True, None}


@pytest.mark.parametrize(("key", "field"), CHOICES, ids=[f"{key}.{f.key}" for key, f in CHOICES])
def test_choices_are_the_catalogues(key: str, field: object, tables: Tables) -> None:
    used = set(tables[key][getattr(field, "key", "")].drop_null().to_pylist())
    assert used <= set(getattr(field, "choice_keys", ()))


def test_numbers_are_within_their_bounds(tables: Tables) -> None:
    bounded = [(key, f) for key, d in REPORTED.items() for f in d.fields if f.minimum is not None]
    for key, field in bounded:
        column = tables[key][field.key].drop_null()
        if len(column):
            smallest, largest = pc.min_max(column).as_py().values()
            assert smallest >= (field.minimum or 0), (key, field.key)
            assert field.maximum is None or largest <= field.maximum, (key, field.key)


def test_chance_repeats(tables: Tables) -> None:
    again = demo.tables()
    assert all(again[key].equals(table) for key, table in tables.items())


def test_another_seed_keeps_the_sums_and_changes_the_rows(tables: Tables) -> None:
    other = demo.tables(seed=7)
    assert not other["output"].equals(tables["output"])
    for table in (other, tables):
        february = table["output"].filter(pc.field("period") == "2022-02")
        assert str(pc.sum(february["output"]).as_py()) == "668100.00"


@pytest.mark.parametrize("key", ["output", "project_progress", "index_inputs"])
def test_periods_run_without_a_gap_and_without_january(key: str, frames: Frames) -> None:
    expected = [str(p) for p in between(Period(2019, 2), Period(2022, 3))]
    assert sorted(frames[key]["period"].unique()) == expected
    assert len(expected) >= 27


@pytest.mark.parametrize(("key", "code", "column"), CUMULATIVE)
def test_cumulative_amounts_never_fall_within_a_year(key: str, code: str, column: str, frames: Frames) -> None:
    rows = frames[key].assign(year=frames[key]["period"].str.slice(0, 4), amount=frames[key][column].astype(float))
    steps = rows.sort_values("period").groupby(["year", code])["amount"].diff().dropna()
    assert (steps >= 0).all()


def test_investment_since_the_start_holds_this_years(frames: Frames) -> None:
    rows = frames["project_progress"]
    assert (rows["investment_total"] >= rows["investment_ytd"]).all()
    steps = rows.sort_values("period").groupby("project")[["investment_total", "progress"]].diff().dropna()
    assert (steps.astype(float) >= 0).all(axis=None)


def test_a_project_reports_from_its_start_to_the_december_of_its_completion(frames: Frames) -> None:
    days = frames["project_events"].pivot(index="project", columns="stage", values="date")
    rows = frames["project_progress"].join(days, on="project")
    ends = rows["period"].map(lambda p: pd.Timestamp(Period.parse(p).end))
    assert (rows["started"] <= ends).all()
    assert (rows["completed"].isna() | (rows["completed"].dt.year >= ends.dt.year)).all()


def test_stages_come_in_order_on_different_days(frames: Frames) -> None:
    events = frames["project_events"]
    order = events["stage"].map(STAGE.choice_keys.index)
    sorted_rows = events.assign(order=order).sort_values(["project", "order"])
    gaps = sorted_rows.groupby("project")["date"].diff().dropna()
    assert (gaps > pd.Timedelta(0)).all()
    assert (events["date"] <= KNOWN).all()
    assert set(events["stage"]) == set(STAGE.choice_keys)


def test_no_project_counts_twice_in_the_quarter(frames: Frames) -> None:
    batch = frames["project_events"].query("batch == '2022Q1'")
    assert batch["project"].is_unique
    assert batch.groupby("stage").size().to_dict() == {"signed": 23, "started": 36, "completed": 14}
    kinds = frames["projects"].set_index("project")["kind"]
    assert {"industrial", "social", "ecology"} <= set(batch["project"].map(kinds))
    february = batch[batch["date"] < "2022-03-01"].groupby("stage").size()
    assert february.to_dict() == {"signed": 14, "started": 20, "completed": 9}


def test_quarter_before_is_comparable(frames: Frames) -> None:
    events = frames["project_events"]
    quarter = events[events["date"].between("2021-01-01", "2021-03-31")].groupby("stage").size()
    assert quarter[["signed", "started", "completed"]].to_list() == [19, 29, 11]


def test_inspections_have_as_many_hazards_as_they_say(frames: Frames) -> None:
    visits = frames["inspections"].set_index("inspection")
    hazards = frames["hazards"].join(visits[["date", "hazards_found"]], on="inspection")
    counted = hazards.groupby("inspection").size().reindex(visits.index, fill_value=0)
    assert (counted == visits["hazards_found"]).all()
    assert (hazards["found"] == hazards["date"]).all()
    assert (hazards["rectified"].dropna() >= hazards["found"][hazards["rectified"].notna()]).all()
    assert (hazards["accepted"].isna() | (hazards["accepted"] > hazards["rectified"])).all()


def test_campaign_begins_on_its_day(frames: Frames) -> None:
    visits = frames["inspections"]
    year = visits[visits["date"] >= "2022-01-01"]
    assert year["date"].min() == pd.Timestamp("2022-01-09")
    assert year["campaign"].notna().all()
    assert year["trade"].nunique() == 18
    assert year["town"].nunique() == 23
    first = year[year["date"] == "2022-01-09"]
    assert ((first["town"] == "500152001") & (first["trade"] == "commerce")).any()


def test_rechecks_follow_what_they_recheck(frames: Frames) -> None:
    visits = frames["inspections"]
    again = visits.dropna(subset="recheck_of").merge(
        visits, left_on="recheck_of", right_on="inspection", suffixes=("", "_first")
    )
    assert len(again) > 1000
    assert (again["date"] > again["date_first"]).all()
    assert (again["town"] == again["town_first"]).all()


def test_penalties_fall_on_the_penalised(frames: Frames) -> None:
    visits = frames["inspections"]
    spared = visits[visits["penalised"] == 0]
    assert not spared[["warnings", "suspended"]].any(axis=None)
    assert (spared["fine"].astype(float) == 0).all()


def test_most_hazards_are_closed_and_some_are_overdue(frames: Frames) -> None:
    hazards = frames["hazards"].query("found >= '2022-01-01'")
    assert 0.9 < hazards["rectified"].notna().mean() < 0.98
    overdue = hazards[hazards["rectified"].isna() & (hazards["due"] < KNOWN)]
    assert 20 < len(overdue) < 120


def test_visits_of_the_quarter_are_to_the_park_and_only_key_enterprises_see_a_second(frames: Frames) -> None:
    visits = frames["visits"].merge(frames["enterprises"], on="enterprise")
    assert visits[visits["date"] >= "2022-01-01"]["park"].all()
    again = visits.assign(year=visits["date"].dt.year).duplicated(["year", "enterprise"])
    assert again.any()
    assert (visits.loc[again, "tier"] != "above_scale").all()
    assert not visits.duplicated(["date", "enterprise"]).any()


def test_key_enterprises_were_visited_lately_long_ago_or_never(frames: Frames) -> None:
    last = frames["visits"].groupby("enterprise")["date"].max()
    key = frames["enterprises"].query("tier != 'above_scale'")
    seen = key["enterprise"].map(last)
    assert 0 < seen.isna().sum() < 10
    assert (seen >= "2022-01-01").sum() > 40
    assert 0 < (seen < "2021-07-01").sum() < 12
    assert key["liaison"].value_counts().to_dict() == dict.fromkeys(key["liaison"], 3)


def test_issues_are_raised_at_visits_and_resolved_later(frames: Frames) -> None:
    issues = frames["enterprise_issues"].merge(
        frames["visits"], left_on=["enterprise", "raised"], right_on=["enterprise", "date"]
    )
    assert len(issues) == len(frames["enterprise_issues"])
    assert (issues["resolved"].isna() | (issues["resolved"] > issues["raised"])).all()
    still = issues[issues["resolved"].isna()]
    assert len(still) == 18
    assert (still["raised"] >= "2022-01-01").all()
    assert int((still["due"] < KNOWN).sum()) in range(3, 11)


def test_blockers_are_of_all_kinds_open_and_resolved(frames: Frames) -> None:
    blockers = frames["blockers"]
    assert blockers.dropna(subset="resolved")["category"].nunique() == 6
    assert 15 <= blockers["resolved"].isna().sum() <= 45
    assert (blockers["resolved"].isna() | (blockers["resolved"] > blockers["raised"])).all()


def test_steps_to_the_start_are_done_late_and_ahead(frames: Frames) -> None:
    steps, events = frames["start_steps"], frames["project_events"]
    started = events[events["stage"] == "started"].set_index("project")["date"]
    begun = steps["project"].map(started)
    assert (steps.loc[begun.notna(), "done"] <= begun.dropna()).all()
    waiting = steps[begun.isna() & steps["done"].isna()]
    late = KNOWN - waiting["due"]
    assert 5 <= (late.dt.days > 0).sum() <= 40
    assert (late.dt.days >= 45).any()
    assert (late.dt.days < 0).any()
    assert set(steps["step"]) == set(STEP.choice_keys)


def test_leads_lead_to_projects_of_their_town(frames: Frames) -> None:
    begun = frames["project_events"].query("stage == 'negotiating'").set_index("project")["date"]
    leads = frames["leads"].dropna(subset="project").merge(frames["projects"], on="project")
    assert (leads["town_x"] == leads["town_y"]).all()
    assert (leads["received"] <= leads["project"].map(begun)).all()
    assert set(leads["outcome"]) == {"negotiating", "signed"}


def test_register_looks_like_the_district(frames: Frames) -> None:
    register, rows = frames["enterprises"], frames["output"]
    assert len(register) == 220
    assert register["town"].nunique() == 23
    assert register["sector"].nunique() == 8
    assert register["park"].sum() >= 147
    year = rows[rows["period"] == "2021-12"].merge(register, on="enterprise")
    year["output"] = year["output"].astype(float)
    key = year["tier"] != "above_scale"
    assert 0.75 < year.loc[key, "output"].sum() / year["output"].sum() < 0.85
    assert year.loc[key, "output"].min() > 10_000 > year.loc[~key, "output"].max()
    assert (year["profit"].astype(float) < 0).any()


def test_bases_are_last_years_values_with_small_revisions(frames: Frames) -> None:
    rows = frames["output"]
    year = (rows["period"].str.slice(0, 4).astype(int) + 1).astype(str)
    before = rows.assign(period=year + rows["period"].str.slice(4))
    both = rows.merge(before, on=["period", "enterprise"], suffixes=("", "_before"))
    change = (both["output_base"].astype(float) / both["output_before"].astype(float) - 1).abs()
    assert (change > 1e-4).mean() > 0.1
    assert change.max() < 0.06


def test_own_components_agree_with_the_detail(frames: Frames) -> None:
    own = frames["index_inputs"].query("area == '500152'").pivot(index="period", columns="component", values="value")
    sums = frames["output"].groupby("period")[["output", "output_base"]].sum().astype(float)
    growth = (sums["output"] / sums["output_base"] - 1) * 100
    assert (own["industrial_output_growth"].astype(float) - growth).abs().max() <= 0.0501


def test_each_component_is_there_for_every_district_and_the_city(frames: Frames) -> None:
    inputs, districts = frames["index_inputs"], frames["districts"]
    ranked = set(districts[districts["district_kind"].isin(["district", "county"])]["district"])
    assert len(ranked) == 38
    for _, rows in inputs.groupby(["period", "component"]):
        assert ranked | {"500000"} <= set(rows["area"])
    assert set(inputs[inputs["area"] == "100000"]["component"]) == {"industrial_va_growth"}


def test_invented_names_say_so(frames: Frames) -> None:
    assert frames["enterprises"]["name"].str.startswith("示例").all()
    assert frames["enterprises"]["name"].is_unique
    projects = frames["projects"]
    assert projects["name"].is_unique
    real = projects[~projects["name"].str.startswith("示例")]
    assert len(real) == 6
    assert real["note"].str.contains("公开报道").all()


def test_made_up_rows_say_so(frames: Frames) -> None:
    kinds = frames["sources"].set_index("source")["source_kind"]
    for key, rows in frames.items():
        if key not in {"published", "sources", "lights", "targets", "index_inputs"} and "source" in rows:
            assert set(rows["source"].map(kinds)) == {"synthetic"}, key
    assert set(frames["published"]["source"].map(kinds)) == {"published"}
    assert set(frames["sources"]["source"]) == {
        s for rows in frames.values() if "source" in rows for s in rows["source"]
    }


def test_every_text_is_a_text(tables: Tables) -> None:
    texts = [(k, f.key) for k, d in REPORTED.items() for f in d.fields if f.type in {Type.TEXT, Type.CODE}]
    for key, column in texts:
        assert not {"nan", "None", "NaT", ""} & set(tables[key][column].drop_null().to_pylist()), (key, column)


def test_published_figures_stand_as_printed(frames: Frames) -> None:
    rows = frames["published"].set_index("figure")
    printed = facts.read("published_figures").set_index("id")
    figures = printed[~printed["unit"].isin(["text", "date", "period", "year"])]
    assert set(rows.index) == set(figures.index)
    assert (rows["printed"] == figures["value"].reindex(rows.index)).all()
    assert (rows["value"].map(str).astype(float) == rows["printed"].astype(float)).all()
    assert set(rows["period"]) == {"2022-02", "2022-03"}
    assert rows.loc[["F050", "F074", "F106"], "period"].eq("2022-02").all()
    assert rows.loc[["F009", "F088", "F094", "F067"], "period"].eq("2022-03").all()


def test_every_note_is_said_in_chinese(frames: Frames) -> None:
    printed = facts.read("published_figures")
    noted = set(printed.loc[printed["note"] != "", "id"]) & set(frames["published"]["figure"])
    assert set(facts.read("published_notes")["id"]) == noted


def test_every_light_is_about_something_known(frames: Frames) -> None:
    assert set(frames["lights"]["subject"]) <= set(Subject)
    assert frames["lights"][["amber", "red"]].notna().any(axis=1).all()
