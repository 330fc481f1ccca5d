"""The catalogue is complete and hangs together: every entry is looped over."""

import csv
from pathlib import Path

import pytest

from tongnan_metrics.catalog import indicators as catalog
from tongnan_metrics.catalog.datasets import DATASETS, DIMENSION_KEYS, REPORTED
from tongnan_metrics.catalog.indicators import GROUPS, INDICATORS, UnknownIndicatorError, indicator
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import (
    Completion,
    Dataset,
    Field,
    Gap,
    Growth,
    Indicator,
    Kind,
    Measure,
    Pace,
    Printed,
    Rank,
    RowSet,
    Statistic,
    Type,
)
from tongnan_metrics.catalog.places import nearest, short_name
from tongnan_metrics.catalog.row_sets import ROW_SETS
from tongnan_metrics.locale import Text, speaking

FACTS = Path(catalog.__file__).parents[1] / "demo" / "facts"
NO_FIGURE = {"text", "date", "period", "year"}
FIELDS = {(d.key, f.key): f for d in DATASETS.values() for f in d.fields}


def texts(*values: Text | None) -> list[Text]:
    return [value for value in values if value is not None]


@pytest.mark.parametrize("item", INDICATORS.values(), ids=INDICATORS)
def test_indicator_is_said_completely_in_both_languages(item: Indicator) -> None:
    for text in texts(item.name, item.definition, item.standard, item.caveat, item.unit.name):
        assert text.zh.strip()
        assert text.en.strip()
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in text.en)
    assert item.direction in {-1, 0, 1}
    assert item.status in {"verified", "assumed"}
    assert 0 <= item.decimals <= 2


@pytest.mark.parametrize("item", INDICATORS.values(), ids=INDICATORS)
def test_indicator_computes_from_what_the_catalogue_has(item: Indicator) -> None:
    assert set(catalog.measures_of(item)) <= set(MEASURES)
    assert set(catalog.filters_of(item)) <= set(DIMENSION_KEYS)
    assert isinstance(item.formula, Statistic) or set(catalog.dimensions_of(item)) == set(catalog.filters_of(item))
    if isinstance(item.formula, Growth | Gap | Rank | Completion | Pace):
        assert item.formula.of in INDICATORS


def test_gaps_are_differences_of_rates_only() -> None:
    for item in INDICATORS.values():
        if isinstance(item.formula, Gap):
            assert INDICATORS[item.formula.of].kind in {Kind.GROWTH, Kind.SHARE}
            assert item.unit.key == "points"


@pytest.mark.parametrize("rows", ROW_SETS.values(), ids=ROW_SETS)
def test_rows_are_said_completely_and_asked_for(rows: RowSet) -> None:
    assert rows.name.zh
    assert rows.name.en
    assert set(rows.datasets) <= set(DATASETS)
    keys = [field.key for field in rows.splits]
    assert len(keys) == len(set(keys))
    dataset, column = rows.begins or (rows.datasets[0], None)
    assert column is None or DATASETS[dataset].has(column)
    assert any(isinstance(i.formula, Statistic) and i.formula.rows == rows.key for i in INDICATORS.values())


def test_no_key_names_two_indicators() -> None:
    keys = [key for _, group in GROUPS.values() for i in group for key in (i.key, *i.aliases)]
    assert len(keys) == len(set(keys))


def test_every_printed_figure_has_an_indicator() -> None:
    with (FACTS / "published_figures.csv").open(encoding="utf-8") as file:
        subjects = {row["subject"] for row in csv.DictReader(file) if row["unit"] not in NO_FIGURE}
    used = {indicator(subject).key for subject in subjects}
    printed_only = {i.key: i.formula.of for i in INDICATORS.values() if isinstance(i.formula, Printed)}
    aimed_at = {of for of in printed_only.values() if of}
    assert aimed_at <= set(INDICATORS)
    assert set(printed_only) - aimed_at <= used, "an indicator known only as printed must have been printed"


def test_unknown_indicator_names_the_nearest() -> None:
    with pytest.raises(UnknownIndicatorError, match="industrial_output"):
        indicator("industral_output")


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_dataset_hangs_together(dataset: Dataset) -> None:
    keys = [f.key for f in dataset.fields]
    assert len(keys) == len(set(keys))
    assert set(dataset.primary_key) <= set(keys)
    assert set(dataset.sort) <= set(keys)
    assert dataset.optional <= set(keys)
    assert dataset.schema.names == keys
    assert DATASETS[dataset.key] is dataset


@pytest.mark.parametrize("dataset", REPORTED.values(), ids=REPORTED)
def test_reported_datasets_never_lack_their_key(dataset: Dataset) -> None:
    assert not dataset.optional & set(dataset.primary_key)


@pytest.mark.parametrize("dataset", REPORTED.values(), ids=REPORTED)
def test_headers_of_a_dataset_are_never_ambiguous(dataset: Dataset) -> None:
    headers = [h for f in dataset.fields for h in {f.key, f.name.zh, f.name.en, *f.aliases}]
    twice = {h for h in headers if headers.count(h) > 1}
    assert not twice


@pytest.mark.parametrize("field", FIELDS.values(), ids=[".".join(k) for k in FIELDS])
def test_field_is_said_completely(field: Field) -> None:
    for text in texts(field.name, field.definition, *(c.name for c in field.choices)):
        assert text.zh.strip()
        assert text.en.strip()
    assert bool(field.choices) == (field.type is Type.CHOICE)
    assert field.references is None or field.references in DATASETS
    if field.type is Type.MONEY and field.key not in {"value", "base"}:
        assert field.unit is not None


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_measure_sums_columns_that_exist(measure: Measure) -> None:
    reachable = {f.key for name in (measure.dataset, *_followed(measure.dataset)) for f in DATASETS[name].fields}
    derived = {"project_events": {"until"}, "leads": {"turned", "signed"}}
    reachable |= derived.get(measure.dataset, set())
    columns = {measure.value, measure.base, measure.when, measure.until, measure.done, measure.once}
    assert {*columns, *(key for key, _ in measure.where)} - {None} <= reachable


@pytest.mark.parametrize("measure", [m for m in MEASURES.values() if m.once], ids=lambda m: m.key)
def test_what_is_counted_once_decides_its_dimensions(measure: Measure) -> None:
    field = DATASETS[measure.dataset].field(str(measure.once))
    decided = set(catalog.dimensions_in(field.references or "")) | {field.key}
    assert catalog.dimensions_in(measure.dataset) <= decided


def _followed(name: str) -> tuple[str, ...]:
    near = catalog.followed(DATASETS[name])
    return (*near, *(far for n in near for far in _followed(n)))


def test_text_speaks_the_language_in_use() -> None:
    word = Text("镇街", "Town")
    assert str(word) == "镇街"
    with speaking("en"):
        assert str(word) == "Town"
    assert str(word) == "镇街"


@pytest.mark.parametrize(
    ("name", "short"),
    [("桂林街道", "桂林"), ("古溪镇", "古溪"), ("镇", "镇"), ("高新区", "高新区"), ("Dafo Subdistrict", "Dafo")],
)
def test_short_names_drop_the_kind(name: str, short: str) -> None:
    assert short_name(name) == short


def test_nearest_never_guesses_wildly() -> None:
    assert nearest("500152010", ["500152001", "500152101"]) in {"500152001", "500152101"}
    assert nearest("xyz", ["500152001"]) is None
