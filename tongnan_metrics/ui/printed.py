"""What was published of a page's indicators, beside what the release's own rows give."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.present.tables import Column, Table
from tongnan_metrics.query.published import reconciliation
from tongnan_metrics.ui.view import View

PRINTED = (
    Column("name", Text("指标", "Indicator")),
    Column("period", Text("报告期", "Period")),
    Column("printed", Text("公布值", "Published"), words_at_right=True),
    Column("computed", Text("明细计算值", "Computed from the rows"), words_at_right=True),
    Column("check", Text("核对", "Check")),
    Column("note", Text("说明", "Note"), muted=True),
)


def published(view: View, keys: Iterable[str]) -> Table:
    """What was published of the indicators for the period or its quarter, beside what the rows give for the same."""
    periods = {str(view.period), str(view.period.quarter_end)}
    rows: pd.DataFrame = view.ask(reconciliation)
    kept = rows[rows["period"].isin(periods) & rows["indicator"].isin(set(keys))]
    said = [_said(row) for row in kept.to_dict("records")]
    return tables.table(pd.DataFrame(said, columns=[column.key for column in PRINTED]), PRINTED)


def _said(row: Mapping[Hashable, Any]) -> dict[str, object]:
    item, computed = INDICATORS[str(row["indicator"])], row["computed"]
    return {
        "name": str(item.name),
        "period": Period.parse(row["period"]).label(),
        "printed": f.with_unit(item, None, published=str(row["printed"])),
        "computed": f.with_unit(item, None if pd.isna(computed) else computed),
        "check": {True: tr("agrees"), False: tr("differs")}.get(row["matches"], tr("printed only")),
        "note": row["note"],
    }
