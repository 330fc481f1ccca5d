"""How long projects stay at each stage, and how many go on from it, as the projects page shows it."""

from tongnan_metrics.analysis import durations
from tongnan_metrics.catalog import units
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query.stays import stays
from tongnan_metrics.ui import projects
from tongnan_metrics.ui.view import View

MEDIAN = Text(
    "半数项目在这么多天内进入下一阶段；仍停留的按未完结计（Kaplan–Meier 估计），进入下一阶段的太少时无法估计，为“—”",
    "Half of the projects go on within so many days. Those still there count as not over yet (Kaplan–Meier estimate); "
    "— where too few have gone on to tell",
)
MOST = Text(
    "九成项目在这么多天内进入下一阶段，估计方法相同，进入下一阶段的太少时无法估计，为“—”",
    "Nine projects in ten go on within so many days, estimated likewise; — where too few have gone on to tell",
)
COLUMNS: tuple[str | Column, ...] = (
    "stage",
    Column("entered", Text("进入过", "Entered"), Form.NUMBER, units.PROJECTS),
    Column("went_on", Text("已进入下一阶段", "Went on"), Form.NUMBER, units.PROJECTS),
    Column("conversion", Text("转化率", "Conversion"), Form.NUMBER, units.PERCENT, 1),
    Column("still", Text("仍停留", "Still there"), Form.NUMBER, units.PROJECTS),
    Column("median_days", Text("中位停留", "Median stay"), Form.NUMBER, units.DAYS, help=MEDIAN),
    Column("most_days", Text("90%分位", "90th percentile"), Form.NUMBER, units.DAYS, help=MOST),
    Column("name", Text("仍停留最久的项目", "Longest still there")),
    Column("longest_days", Text("已停留", "So far"), Form.NUMBER, units.DAYS),
    *tables.unshown("project", "town"),
)


@kept
def listing(view: View) -> Table:
    """The table of stages: who came, who went on, how long that takes; a row opens the project longest still there."""
    rows = durations.by_stage(view.ask(stays, view.selection))
    known = rows.assign(project=rows["project"].fillna(""), name=rows["name"].fillna(f.MISSING))
    return tables.table(known, COLUMNS, names=projects.names(view), key="project")
