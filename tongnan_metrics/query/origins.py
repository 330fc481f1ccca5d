"""Which sources a figure rests on."""

from collections.abc import Iterator

from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.indicators import INDICATORS, measures_of
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import Composite, Gap, Indicator, Input, Mode, Rank, Statistic, Streak
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.row_sets import ROW_SETS
from tongnan_metrics.query.connection import records
from tongnan_metrics.releases import Release

_TITLES = """
SELECT DISTINCT s.title, s.date FROM {dataset} d JOIN sources s USING (source)
WHERE {condition} ORDER BY s.date DESC NULLS LAST, s.title
"""
_OF_PERIOD, _EVERY = "d.period = $period", "true"


def sources_of(release: Release, key: str, period: Period, printed: str | None = None) -> tuple[str, ...]:
    """The titles of the sources an indicator's figure rests on: of what printed it, else of its rows, newest first.

    `printed` is its row in dataset `published`. Rows are those reported for the period or dated from January to its
    end; of what stands at a day, all.
    """
    if printed:
        return _titles(release, "published", "d.figure = $printed", printed=printed)
    day = {"period": str(period), "start": period.start, "end": period.end}
    found = (_titles(release, dataset, condition, **day) for dataset, condition in _rows(INDICATORS[key]))
    return tuple(dict.fromkeys(title for titles in found for title in titles))


def _titles(release: Release, dataset: str, condition: str, **values: object) -> tuple[str, ...]:
    asked = {name: value for name, value in values.items() if f"${name}" in condition}
    rows = records(release, _TITLES.format(dataset=dataset, condition=condition), asked)
    return tuple(str(row["title"]) for row in rows)


def _rows(item: Indicator) -> Iterator[tuple[str, str]]:
    """The datasets whose rows make an indicator and name their sources, and which of their rows."""
    match item.formula:
        case Input() | Composite() | Gap() | Rank():
            yield "index_inputs", _OF_PERIOD
        case Streak():
            yield "accidents", _EVERY
        case Statistic(rows):
            yield from ((dataset, _EVERY) for dataset in ROW_SETS[rows].datasets)
        case _:
            found = dict.fromkeys(_measured(key) for key in measures_of(item))
            yield from (rows for rows in found if DATASETS[rows[0]].has(fields.SOURCE.key))


def _measured(key: str) -> tuple[str, str]:
    measure = MEASURES[key]
    if DATASETS[measure.dataset].has(fields.PERIOD.key):
        return measure.dataset, _OF_PERIOD
    dated = measure.mode is Mode.FLOW and measure.when and DATASETS[measure.dataset].has(measure.when)
    return measure.dataset, f"d.{measure.when} BETWEEN $start AND $end" if dated else _EVERY
