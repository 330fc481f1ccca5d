"""What single rows add to a summed figure: the same periods added and taken away as for the sum itself."""

import pandas as pd

from tongnan_metrics.analysis.composite import ranks
from tongnan_metrics.analysis.contribution import contributions
from tongnan_metrics.catalog.fields import INDICATOR
from tongnan_metrics.catalog.indicators import INDICATORS, measures_of
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import Measure, Sum
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.query.cube import coverage
from tongnan_metrics.query.formulas import growth
from tongnan_metrics.query.selection import Selection, SelectionError
from tongnan_metrics.releases import Release


def measure_from(dataset: str, key: str) -> Measure:
    """The measure an indicator sums from a dataset; `SelectionError` naming the nearest one that does."""
    summed = {i.key: MEASURES[measures_of(i)[0]] for i in INDICATORS.values() if isinstance(i.formula, Sum)}
    fitting = {name: measure for name, measure in summed.items() if measure.dataset == dataset}
    if key not in fitting:
        raise SelectionError(INDICATOR.name, key, nearest(key, fitting))
    return fitting[key]


def span(release: Release, selection: Selection, measure: Measure) -> dict[str, str | None] | None:
    """The periods whose rows make a figure: `period` less `less`, and those of the year before; None when not known.

    What is not needed, or a base that is not known, is None: it equals no period.
    """
    known, period, basis = coverage(release).get(measure.key), selection.period, selection.basis
    if known is None or not known.has(period, basis):
        return None
    less = period.previous if known.differenced(period, basis) else None
    based = known.has_base(period, basis)
    return {
        "period": str(period),
        "less": str(less) if less else None,
        "before": str(period.year_before) if based else None,
        "less_before": str(less.year_before) if based and less else None,
    }


def with_parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with `value` and `base`, and `growth`, `share`, `contribution` (percent), `pull` (points), `rank` added.

    `rank_before` is the place the base has, NaN without one; such a row counts as nothing where others have a base.
    """
    based = rows["base"].notna().any()
    parts = contributions(rows.assign(base=rows["base"].fillna(0.0)) if based else rows)
    placed = {"rank": ranks(rows["value"]), "rank_before": ranks(rows["base"].where(rows["base"] != 0))}
    ranked = rows.assign(
        growth=growth(rows["value"], rows["base"]),
        **{key: parts[key] for key in ("share", "contribution", "pull")},
        **placed,
    )
    return ranked.sort_values("value", ascending=False, kind="stable", ignore_index=True)
