"""The rows that indicators are computed from where no sum says it, and the columns such indicators can be split by."""

from tongnan_metrics.catalog import fields as f
from tongnan_metrics.catalog.model import RowSet
from tongnan_metrics.locale import Text

_WHERE = (f.TOWN, f.SECTOR)
_WHOSE = (f.OWNER, f.TOWN, f.SECTOR, f.TRADE, f.ENTERPRISE)
_INSPECTED = (f.TOWN, f.TRADE, f.DEPARTMENT)
_ITEMS = Text("逐项督办", "Item by item")
_LIT = ("projects", "hazards", "enterprise_issues")
# Lights go by the rules of today: those of a year before would be judged by rules that were not there.
_NO_RULES = Text("没有亮灯规则", "There are no light rules")
# What a light is held against: the end of the period, the quarter or the year before.
AGAINST = {
    "month": Text("较上期", "on the period before"),
    "quarter": Text("较上季末", "on the quarter before"),
    "year": Text("较上年末", "on the year before"),
}

_ALL = (
    RowSet(
        "supervised",
        _ITEMS,
        _LIT,
        (f.LIGHT, f.SORT, f.SUBJECT, f.ANSWER, *_WHOSE),
        unknown=_NO_RULES,
        based=False,
    ),
    *(
        RowSet(
            f"changes_{key}",
            _ITEMS,
            _LIT,
            (f.TREND, f.LIGHT, f.SORT, *_WHOSE),
            unknown=Text("没有可比的此前期末，或没有亮灯规则", "No end before to compare with, or no light rules"),
            based=False,
        )
        for key in AGAINST
    ),
    RowSet(
        "projects",
        Text("逐项进展", "Project by project"),
        ("projects",),
        (f.LIGHT, f.STAGE, *_WHERE, f.CUBE_KIND, f.PARK, f.INTENTION, f.TEAM, f.DEPARTMENT),
        ("project_events", "date"),
        unknown=_NO_RULES,
        based=False,
    ),
    RowSet(
        "register",
        Text("逐项进展", "Project by project"),
        ("projects",),
        (f.STAGE, *_WHERE, f.CUBE_KIND, f.PARK, f.INTENTION, f.TEAM, f.DEPARTMENT),
        ("project_events", "date"),
    ),
    RowSet(
        "start_plans",
        Text("开工倒排计划", "Start plans counted back"),
        ("start_steps",),
        (f.STEP, f.STEP_STATE, f.OWNER, *_WHERE, f.CUBE_KIND, f.DEPARTMENT),
        ("start_steps", "due"),
    ),
    RowSet(
        "stays",
        Text("各阶段停留时间与转化", "Time in stage"),
        ("project_events",),
        (f.STAGE, *_WHERE, f.CUBE_KIND, f.TEAM, f.DEPARTMENT),
        ("project_events", "date"),
    ),
    RowSet(
        "blockers",
        Text("未解卡点", "Open blockers"),
        ("blockers",),
        (f.BLOCKER_CATEGORY, f.OWNER, f.STAGE, f.ISSUE_STATE, f.AGE, *_WHERE, f.CUBE_KIND, f.TEAM),
        ("blockers", "raised"),
    ),
    RowSet(
        "leads",
        Text("在册线索", "Leads on record"),
        ("leads",),
        (f.LEAD_STATE, f.YEAR_RECEIVED, *_WHERE, f.TEAM),
        ("leads", "received"),
    ),
    RowSet(
        "hazards_waiting",
        Text("逾期与临期明细", "Overdue and due soon hazards"),
        ("hazards",),
        (f.ISSUE_STATE, f.LATE, f.HAZARD_GRADE, *_INSPECTED),
        ("hazards", "found"),
    ),
    RowSet(
        "hazard_times",
        Text("闭环用时", "How long the loop takes"),
        ("hazards",),
        (f.HAZARD_GRADE, *_INSPECTED),
        ("hazards", "found"),
    ),
    RowSet(
        "rechecks",
        Text("待复查", "Rechecks due"),
        ("inspections",),
        _INSPECTED,
        ("inspections", "date"),
    ),
    RowSet(
        "accidents",
        Text("事故记录", "Accident record"),
        ("accidents",),
        (f.ACCIDENT_GRADE, f.TOWN, f.TRADE),
    ),
    RowSet(
        "issues",
        Text("困难逐件", "Issue by issue"),
        ("enterprise_issues",),
        (f.ISSUE_STATE, f.ISSUE_CATEGORY, f.OWNER, f.TIER, f.AGE, *_WHERE, f.PARK),
        ("enterprise_issues", "raised"),
    ),
    RowSet(
        "key_enterprises",
        Text("重点企业走访", "Key enterprises by last visit"),
        ("enterprises",),
        (f.SEEN, f.TIER, f.LIAISON, *_WHERE, f.PARK),
        ("visits", "date"),
    ),
)

ROW_SETS: dict[str, RowSet] = {rows.key: rows for rows in _ALL}
