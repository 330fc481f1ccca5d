"""What stands behind a figure, in words: definition, formula, source, caveat. Pure."""

from collections.abc import Iterator, Sequence

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.indicators import GROUPS, INDICATORS
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import (
    Completion,
    Composite,
    Gap,
    Growth,
    How,
    Indicator,
    Input,
    Mode,
    Pace,
    Printed,
    Rank,
    Ratio,
    Statistic,
    Streak,
    Sum,
)
from tongnan_metrics.catalog.row_sets import ROW_SETS
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f


def formula_words(item: Indicator) -> str:
    """How an indicator is computed, in the names users know."""
    formula = item.formula
    if isinstance(formula, Sum):
        return measure_words(formula.measure)
    if isinstance(formula, Ratio):
        return f"{measure_words(formula.numerator)} ÷ {measure_words(formula.denominator)} × {formula.per}"
    if isinstance(formula, Statistic):
        return rows_words(formula)
    if isinstance(formula, Gap | Rank):
        area = f.area_name(formula.versus if isinstance(formula, Gap) else formula.among)
        return _derived()[type(formula)].format(name=INDICATORS[formula.of].name, area=area)
    of = getattr(formula, "of", None)
    return _derived()[type(formula)].format(name=INDICATORS[of].name if of else "")


def _derived() -> dict[type, str]:
    """The formulas that are not sums of rows; `{name}` is the indicator they are made of."""
    return {
        Growth: tr("({name} − the year before) ÷ the year before × 100"),
        Gap: tr("{name} − that of {area}"),
        Rank: tr("{name}, place within {area}, highest first"),
        Completion: tr("{name} ÷ the year's target × 100"),
        Pace: tr("{name} ÷ the year's target × 100 − share of the year gone"),
        Input: tr("Reported as a rate by the district and its peers"),
        Composite: tr("Sum of weight × component score ÷ sum of weights"),
        Streak: tr("Whole months since the last major accident or the start of the record"),
        Printed: tr("As printed in the source, not computed"),
    }


def measure_words(key: str) -> str:
    """A measure in words: what is summed or counted, of which dataset, and how it stands in time."""
    measure = MEASURES[key]
    dataset = DATASETS[measure.dataset]
    what = {
        True: tr("Rows of “{dataset}”", dataset=dataset.name),
        False: tr(
            "Sum of “{field}” in “{dataset}”", field=_field(measure.value, measure.dataset), dataset=dataset.name
        ),
    }[measure.value is None]
    when = {
        Mode.REPORTED: tr("reported cumulatively since January"),
        Mode.PROGRESS: tr("reported cumulatively since January"),
        Mode.FLOW: tr("dated from January to the period's end"),
        Mode.STOCK: tr("as they stand at the period's end"),
    }[measure.mode]
    return tr("{what}, {when}", what=what, when=when)


def rows_words(formula: Statistic) -> str:
    """A statistic in words: what it says of which rows."""
    what = {
        How.COUNT: tr("Number"),
        How.DISTINCT: tr("Number of different ones"),
        How.SUM: tr("Sum"),
        How.SHARE: tr("Share in percent"),
        How.MEAN: tr("Mean"),
        How.MEDIAN: tr("Median"),
        How.NINETIETH: tr("90th percentile"),
        How.MAXIMUM: tr("Maximum"),
    }[formula.how]
    return tr("{what} over the rows of “{rows}” as they stand at the period's end", what=what, rows=rows_name(formula))


def rows_name(formula: Statistic) -> str:
    """The rows behind a statistic, as pages call them."""
    return str(ROW_SETS[formula.rows].name)


def _where_rows_stand(item: Indicator) -> Iterator[tuple[str, str]]:
    """Where a reader finds the rows a statistic is of."""
    if isinstance(item.formula, Statistic):
        page = next(name for name, items in GROUPS.values() if item in items)
        yield tr("Row by row"), tr("“{rows}” on the page “{page}”", rows=rows_name(item.formula), page=page)


def _field(key: str | None, dataset: str) -> str:
    holders = (DATASETS[dataset], *DATASETS.values())
    return next((str(holder.field(key).name) for holder in holders if key and holder.has(key)), key or "")


def lines(shown: Figure, sources: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Label and text of everything known of a figure, in the order a reader asks; `sources` are what it rests on."""
    item = shown.indicator
    yield tr("Definition"), str(item.definition)
    yield tr("Formula"), formula_words(item)
    yield from _where_rows_stand(item)
    if item.standard:
        yield tr("Standard"), str(item.standard)
    if shown.published:
        yield tr("Published"), f.with_unit(item, None, published=shown.published)
        yield tr("Computed from the rows"), f.with_unit(item, shown.value)
    if shown.shown_origin:
        yield tr("Kind of data"), f.source_word(shown.shown_origin)
    if sources:
        yield tr("Source"), f.named(sources, every="", more=tr("{name} and others, {n} sources"))
    if item.caveat:
        yield tr("Note"), str(item.caveat)
    if item.status == "assumed":
        yield tr("Status"), tr("The method is an assumption")
    if shown.reason:
        yield tr("Why there is no figure"), str(shown.reason)
