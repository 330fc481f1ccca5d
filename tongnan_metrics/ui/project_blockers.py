"""What holds projects up, on the projects page: by category, stage, owner and age, and what came and went by month."""

from collections.abc import Mapping

import pandas as pd

from tongnan_metrics.analysis.services import OPEN, OVERDUE
from tongnan_metrics.catalog import fields, units
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import charts
from tongnan_metrics.present.charts import Drawing, Portion
from tongnan_metrics.present.tables import Column, Form
from tongnan_metrics.query.blockers import blocker_months
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import grouped, projects, services
from tongnan_metrics.ui.links import CATEGORY, OWNER, STAGE, STATE
from tongnan_metrics.ui.view import View

PORTIONS = (
    Portion(OPEN, Text("未到期", "Not due"), "grey"),
    Portion(OVERDUE, Text("逾期", "Overdue"), "alarm"),
)
LONGEST = Column("longest", Text("最久", "Longest"), Form.NUMBER, units.DAYS)
EVERY = "all"
TITLES: Mapping[str, Text | str] = {
    CATEGORY: fields.BLOCKER_CATEGORY.name,
    STAGE: fields.STAGE.name,
    OWNER: projects.OWNER.name,
}
AGE = Text("停留时长", "Open for")
CAME, WENT = Text("新增", "Opened"), Text("解决", "Closed")


def pieces(view: View, blocked: pd.DataFrame) -> tuple[b.Piece, ...]:
    """The charts of what is open, and of what came and went; a bar narrows the list to what it counts."""
    drawn = months(view)
    flow = (b.Piece(tr("Blockers opened and closed by month"), drawn),) if drawn else ()
    if blocked.empty:
        return flow
    return (
        b.Piece(tr("Open blockers by stage held up"), bars(view, STAGE), STAGE),
        *flow,
        b.Piece(tr("Open blockers by category"), bars(view, CATEGORY), CATEGORY),
        b.Piece(tr("Open blockers by owner"), bars(view, OWNER), OWNER),
        b.Piece(tr("Open blockers by age"), age_bars(view)),
    )


def draw_list(view: View, blocked: pd.DataFrame) -> None:
    """The open blockers one by one, those past their date and those that are not; nothing where none is open."""
    if blocked.empty:
        return
    card, tools = b.controlled(tr("Open blockers"), key="blockers")
    with tools:
        chosen = {column: b.choose(column, str(TITLES[column]), _options(view, column), width=170) for column in TITLES}
    with card:
        found = services.narrowed(blocked, **chosen)
        b.listing(tr("Open blockers"), projects.held_up(view, found), opens="project", most=8)


@kept
def _options(view: View, column: str) -> dict[str, str]:
    """What the list can be narrowed to in a column: all of it first, then what is there, most first."""
    rows = counted(view, column)
    every = tr("{what}: all", what=str(TITLES[column]))
    return {EVERY: every, **dict(zip(rows["key"], rows["name"], strict=True))}


@kept
def bars(view: View, by: str) -> Drawing | None:
    """Open blockers by a column, those past their date marked, the age of the oldest at the right."""
    rows = counted(view, by)
    if by == STAGE:
        rows = rows.sort_values("key", key=lambda keys: keys.map(fields.STAGE.choice_keys.index), ignore_index=True)
    return charts.part_bars(
        rows,
        by=TITLES[by],
        portions=PORTIONS,
        unit=units.ITEMS,
        theme=view.theme,
        beside=(LONGEST,),
        step=24,
    )


@kept
def counted(view: View, by: str) -> pd.DataFrame:
    """Open blockers by a column and state, most first, with the age of the oldest (`longest`)."""
    rows = grouped.parted(view, projects.BLOCKED_COUNT, by, STATE).dropna(subset=by)
    return grouped.named(view, grouped.beside(view, rows, by, longest="blocker_longest_days"), by)


@kept
def age_bars(view: View) -> Drawing | None:
    """Open blockers by age, those past their date marked."""
    rows = services.by_age(view, projects.BLOCKED_COUNT)
    return charts.part_bars(
        rows, by=AGE, portions=PORTIONS, unit=units.ITEMS, theme=view.theme, step=24, clickable=False
    )


@kept
def months(view: View) -> Drawing | None:
    """How many blockers came and went in each of the last twelve months."""
    rows = view.ask(blocker_months, view.selection).rename(columns={"opened": "came", "closed": "went"})
    return charts.month_flows(rows, came=CAME, went=WENT, unit=units.ITEMS, theme=view.theme)
