"""The tables of an import: what is wrong with the reports, and what publishing them would do."""

from dataclasses import asdict

import pandas as pd

from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.ingest import Level, Problem
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.present.tables import Column, Table
from tongnan_metrics.preview import Preview
from tongnan_metrics.ui import changes
from tongnan_metrics.ui.versions import CHANGE_COLUMNS

PROBLEM_COLUMNS = (
    Column("level", Text("级别", "Level"), width=60),
    Column("file", Text("文件", "File"), muted=True, width=120),
    Column("sheet", Text("工作表", "Sheet"), muted=True, width=72),
    Column("cell", Text("单元格", "Cell"), width=70),
    Column("column", Text("列", "Column"), width=90),
    Column("value", Text("内容", "Value"), width=84),
    Column("message", Text("问题", "Problem"), width=330),
    Column("suggestion", Text("如何处理", "What to do"), width=260),
)
AGREEMENT_COLUMNS = (
    Column("name", fields.INDICATOR.name, width=170),
    Column("period", fields.PERIOD.name, muted=True, width=110),
    Column("printed", Text("公布值", "Printed"), width=100),
    Column("before", Text("原计算值", "Computed before"), width=110),
    Column("after", Text("新计算值", "Computed after"), width=110),
    Column("verdict", Text("对照", "Agrees"), width=110),
)


def problem_table(problems: tuple[Problem, ...]) -> Table:
    """Problems as rows, errors first."""
    ordered = sorted(problems, key=lambda problem: problem.level is not Level.ERROR)
    rows = [{**asdict(problem), "level": problem.level.word, "cell": _place(problem)} for problem in ordered]
    return tables.table(pd.DataFrame(rows, columns=[c.key for c in PROBLEM_COLUMNS]), PROBLEM_COLUMNS)


def _place(problem: Problem) -> str:
    return problem.cell or ("" if problem.row is None else str(problem.row))


def what_changes(told: Preview) -> str:
    """What publishing would change, as a sentence."""
    counted = {
        key: changes.Rows(change.added, change.changed, change.removed, change.unchanged)
        for key, change in told.changes.items()
        if change
    }
    return changes.sentence(counted)


def change_table(told: Preview) -> Table:
    """How many rows of each dataset the reports add, change, remove and repeat."""
    rows = [{"name": str(DATASETS[key].name), **asdict(change)} for key, change in told.changes.items()]
    return tables.table(pd.DataFrame(rows, columns=[c.key for c in CHANGE_COLUMNS]), CHANGE_COLUMNS)


def agreement_table(told: Preview) -> Table:
    """The published figures that agree with the rows on one side only."""
    verdicts = {True: tr("✓ agrees"), False: tr("≠ differs"), None: f.MISSING}
    rows = [
        {
            "name": str(INDICATORS[turned.indicator].name),
            "period": Period.parse(turned.period).label(),
            "printed": f.quantity(turned.printed, INDICATORS[turned.indicator].unit),
            **_both(INDICATORS[turned.indicator], (turned.before, turned.after)),
            "verdict": f"{verdicts[turned.matched]} → {verdicts[turned.matches]}",
        }
        for turned in told.turned
    ]
    return tables.table(pd.DataFrame(rows, columns=[c.key for c in AGREEMENT_COLUMNS]), AGREEMENT_COLUMNS)


def _both(item: Indicator, numbers: tuple[float | None, float | None]) -> dict[str, str]:
    before, after = (f.MISSING if number is None else f.with_unit(item, number) for number in numbers)
    return {"before": before, "after": after}
