"""What holds projects up, on the projects page: by category, stage, owner and age, and what came and went by month."""

import pandas as pd

from tongnan_metrics.analysis import blockers as counted
from tongnan_metrics.catalog import fields, units
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import charts
from tongnan_metrics.present.charts import Drawing, Portion
from tongnan_metrics.present.tables import Column, Form
from tongnan_metrics.query.blockers import blocker_months
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import grouped, projects, services
from tongnan_metrics.ui.view import View

PORTIONS = (
    Portion(counted.OPEN, Text("未到期", "Not due"), "grey"),
    Portion(counted.OVERDUE, Text("逾期", "Overdue"), "alarm"),
)
LONGEST = Column("longest", Text("最久", "Longest"), Form.NUMBER, units.DAYS)
AGE = Text("停留时长", "Open for")
CAME, WENT = Text("新增", "Opened"), Text("解决", "Closed")


def draw(view: View, blocked: pd.DataFrame) -> None:
    """The charts of what is open, and of what came and went; nothing where there is neither."""
    drawn = months(view)
    if blocked.empty:
        if drawn:
            b.chart(tr("Blockers opened and closed by month"), drawn)
        return
    left, middle, right = b.columns(1, 1, 1)
    with left:
        b.chart(tr("Open blockers by category"), bars(view, blocked, "category", fields.BLOCKER_CATEGORY.name))
        b.chart(tr("Open blockers by stage held up"), bars(view, blocked, "stage", fields.STAGE.name))
    with middle:
        b.chart(tr("Open blockers by owner"), bars(view, blocked, "owner", projects.OWNER.name))
    with right:
        b.chart(tr("Open blockers by age"), age_bars(view, blocked))
        b.chart(tr("Blockers opened and closed by month"), drawn)


def bars(view: View, blocked: pd.DataFrame, by: str, name: Text | str) -> Drawing | None:
    """Open blockers by a column, those past their date marked, the age of the oldest at the right."""
    rows = grouped.named(view, counted.counted(blocked, by), by)
    if by == fields.STAGE.key:
        rows = rows.sort_values("key", key=lambda keys: keys.map(fields.STAGE.choice_keys.index), ignore_index=True)
    return charts.part_bars(
        rows,
        by=name,
        portions=PORTIONS,
        unit=units.ITEMS,
        theme=view.theme,
        beside=(LONGEST,),
        step=24,
        clickable=False,
    )


def age_bars(view: View, blocked: pd.DataFrame) -> Drawing | None:
    """Open blockers by age, those past their date marked."""
    rows = services.in_bands(counted.ages(blocked))
    return charts.part_bars(
        rows, by=AGE, portions=PORTIONS, unit=units.ITEMS, theme=view.theme, step=24, clickable=False
    )


def months(view: View) -> Drawing | None:
    """How many blockers came and went in each of the last twelve months."""
    rows = view.ask(blocker_months, view.selection).rename(columns={"opened": "came", "closed": "went"})
    return charts.month_flows(rows, came=CAME, went=WENT, unit=units.ITEMS, theme=view.theme)
