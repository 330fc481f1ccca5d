"""Every dataset of a release: its columns, its key, what may be empty. Schema, checks and templates derive from it."""

from dataclasses import replace

from tongnan_metrics.catalog import fields as f
from tongnan_metrics.catalog.model import Dataset, Field, Role
from tongnan_metrics.locale import Text

# How a row's own or referenced columns place it in the monthly cube, in the order the cube holds them.
DIMENSIONS: tuple[Field, ...] = (
    *(f.TOWN, f.SECTOR, f.TRADE, f.PARK, f.CUBE_KIND, f.STAGE, f.CUBE_CATEGORY),
    *(f.OWNER, f.TIER, f.INTENTION, f.TEAM),
)
DIMENSION_KEYS: tuple[str, ...] = tuple(d.key for d in DIMENSIONS)


def _dataset(
    key: str,
    role: Role,
    name: Text,
    definition: Text,
    fields: tuple[Field, ...],
    *,
    keys: int = 1,
    optional: tuple[Field, ...] = (),
    sort: tuple[Field, ...] = (),
) -> Dataset:
    return Dataset(
        key=key,
        name=name,
        definition=definition,
        role=role,
        fields=fields,
        primary_key=tuple(x.key for x in fields[:keys]),
        optional=frozenset(x.key for x in optional),
        sort=tuple(x.key for x in sort),
    )


TOWNS = _dataset(
    "towns",
    Role.DIMENSION,
    Text("镇街", "Towns"),
    Text(
        "本区的街道和镇，含方格图位置",
        "The district's subdistricts and towns, with their place on the tile map",
    ),
    (
        f.TOWN_KEY,
        f.NAME_ZH,
        f.NAME_EN,
        f.TOWN_KIND,
        f.LON,
        f.LAT,
        f.TILE_COL,
        f.TILE_ROW,
        f.VALID_FROM,
        f.VALID_TO,
    ),
    optional=(f.LON, f.LAT, f.VALID_FROM, f.VALID_TO),
)
SECTORS = _dataset(
    "sectors",
    Role.DIMENSION,
    Text("产业", "Sectors"),
    Text("重点产业及其他", "Key industries and other"),
    (f.SECTOR_KEY, f.NAME_ZH, f.NAME_EN, f.STATUS),
)
TRADES = _dataset(
    "trades",
    Role.DIMENSION,
    Text("行业领域", "Trades"),
    Text("安全监管的行业领域", "Trades under safety supervision"),
    (f.TRADE_KEY, f.NAME_ZH, f.NAME_EN, f.STATUS),
)
DISTRICTS = _dataset(
    "districts",
    Role.DIMENSION,
    Text("区县", "Districts"),
    Text("本区、全市各区县、全市与全国", "The district itself, its peers, the city and the nation"),
    (f.DISTRICT_KEY, f.NAME_ZH, f.NAME_EN, f.DISTRICT_KIND, f.REGION, f.HOME, f.VALID_FROM, f.VALID_TO),
    optional=(f.REGION, f.VALID_FROM, f.VALID_TO),
)
ENTERPRISES = _dataset(
    "enterprises",
    Role.DIMENSION,
    Text("企业名录", "Enterprises"),
    Text("规上工业企业与服务对象", "Above-scale industrial enterprises"),
    (f.ENTERPRISE_KEY, f.NAME, f.TOWN, f.SECTOR, f.TIER, f.PARK, f.LIAISON, f.SOURCE),
    optional=(f.LIAISON,),
)
SOURCES = _dataset(
    "sources",
    Role.DIMENSION,
    Text("数据来源", "Sources"),
    Text("每行数据的出处", "Where rows come from"),
    (f.SOURCE_KEY, f.TITLE, f.ISSUER, f.DATE, f.SOURCE_KIND, f.FILE, f.SHA256, f.NOTE),
    optional=(f.DATE, f.FILE, f.SHA256, f.NOTE),
)
PUBLISHED = _dataset(
    "published",
    Role.PERIODIC,
    Text("公布数据", "Published figures"),
    Text("公开发布的数据，原样保存", "Figures exactly as they were printed"),
    (
        f.FIGURE,
        f.PERIOD,
        f.AREA,
        f.INDICATOR,
        f.VALUE,
        f.PRINTED,
        f.PRINTED_UNIT,
        f.PRINTED_PERIOD,
        f.COMPARATOR,
        f.SCOPE,
        f.NOTE,
        f.SOURCE,
    ),
    optional=(f.COMPARATOR, f.SCOPE, f.NOTE),
    sort=(f.PERIOD, f.FIGURE),
)
OUTPUT = _dataset(
    "output",
    Role.PERIODIC,
    Text("规上工业生产", "Industrial output"),
    Text(
        "规上工业企业产值、收入、利润、用电，自年初累计",
        "Output, revenue, profit and electricity of above-scale enterprises since January",
    ),
    (
        f.PERIOD,
        f.ENTERPRISE,
        f.OUTPUT,
        f.OUTPUT_BASE,
        f.REVENUE,
        f.REVENUE_BASE,
        f.PROFIT,
        f.PROFIT_BASE,
        f.ELECTRICITY,
        f.ELECTRICITY_BASE,
        f.SOURCE,
    ),
    keys=2,
    optional=(f.OUTPUT_BASE, f.REVENUE_BASE, f.PROFIT_BASE, f.ELECTRICITY_BASE),
    sort=(f.PERIOD, f.ENTERPRISE),
)
PROJECTS = _dataset(
    "projects",
    Role.LEDGER,
    Text("项目库", "Projects"),
    Text("在谈至达产的全部项目", "All projects from negotiation to capacity"),
    (
        f.PROJECT_KEY,
        f.NAME,
        f.TOWN,
        f.SECTOR,
        f.PROJECT_KIND,
        f.PARK,
        f.TECH_UPGRADE,
        f.SMART_UPGRADE,
        f.INVESTOR,
        f.TOTAL_INVESTMENT,
        f.OUTPUT_AT_CAPACITY,
        f.PLANNED_START,
        f.PLANNED_FINISH,
        f.PLANNED_PRODUCTION,
        f.DEPARTMENT,
        f.LIAISON,
        f.INTENTION,
        f.TEAM,
        f.NOTE,
        f.SOURCE,
    ),
    optional=(
        f.SECTOR,
        f.INVESTOR,
        f.TOTAL_INVESTMENT,
        f.OUTPUT_AT_CAPACITY,
        f.PLANNED_START,
        f.PLANNED_FINISH,
        f.PLANNED_PRODUCTION,
        f.LIAISON,
        f.INTENTION,
        f.TEAM,
        f.NOTE,
    ),
)
PROJECT_EVENTS = _dataset(
    "project_events",
    Role.LEDGER,
    Text("项目阶段", "Project stages"),
    Text("项目到达各阶段的日期", "The day a project reached each stage"),
    (f.PROJECT, f.STAGE, f.DATE, f.BATCH, f.SOURCE),
    keys=2,
    optional=(f.BATCH,),
    sort=(f.PROJECT, f.DATE),
)
PROJECT_PROGRESS = _dataset(
    "project_progress",
    Role.PERIODIC,
    Text("项目进度", "Project progress"),
    Text("项目每期完成投资与形象进度", "Completed investment and physical progress by period"),
    (f.PERIOD, f.PROJECT, f.INVESTMENT_YTD, f.INVESTMENT_TOTAL, f.PROGRESS, f.SOURCE),
    keys=2,
    sort=(f.PERIOD, f.PROJECT),
)
BLOCKERS = _dataset(
    "blockers",
    Role.LEDGER,
    Text("项目卡点", "Blockers"),
    Text("卡住项目的环节", "What holds projects up"),
    (f.BLOCKER, f.PROJECT, f.BLOCKER_CATEGORY, f.DETAIL, f.RAISED, f.OWNER, f.DUE, f.RESOLVED, f.SOURCE),
    optional=(f.DETAIL, f.DUE, f.RESOLVED),
    sort=(f.RAISED,),
)
START_STEPS = _dataset(
    "start_steps",
    Role.LEDGER,
    Text("开工倒排计划", "Start plans"),
    Text(
        "从计划开工日倒排的五个步骤，每步的责任人、办结期限与完成日期",
        "The five steps counted back from the planned start: who does each, by when, and when it was done",
    ),
    (f.PROJECT, f.STEP, f.OWNER, f.DUE, f.DONE, f.SOURCE),
    keys=2,
    optional=(f.DONE,),
    sort=(f.PROJECT, f.DUE),
)
LEADS = _dataset(
    "leads",
    Role.LEDGER,
    Text("招商线索", "Investment leads"),
    Text("镇街与招商组收集的投资线索", "Investment leads collected by towns and teams"),
    (f.LEAD, f.TOWN, f.TEAM, f.SECTOR, f.RECEIVED, f.OUTCOME, f.PROJECT, f.DETAIL, f.SOURCE),
    optional=(f.TEAM, f.SECTOR, f.PROJECT, f.DETAIL),
    sort=(f.RECEIVED, f.TOWN),
)
INSPECTIONS = _dataset(
    "inspections",
    Role.LEDGER,
    Text("执法检查", "Inspections"),
    Text("安全生产执法检查，一行一家次", "Safety inspections, one visit a row"),
    (
        f.INSPECTION_KEY,
        f.DATE,
        f.TOWN,
        f.TRADE,
        f.DEPARTMENT,
        f.CAMPAIGN,
        f.HAZARDS_FOUND,
        f.PENALISED,
        f.WARNINGS,
        f.SUSPENDED,
        f.FINE,
        f.RECHECK_OF,
        f.SOURCE,
    ),
    optional=(f.CAMPAIGN, f.RECHECK_OF),
    sort=(f.DATE, f.TOWN),
)
HAZARDS = _dataset(
    "hazards",
    Role.LEDGER,
    Text("问题隐患", "Hazards"),
    Text("问题隐患的发现、整改、验收", "Hazards found, rectified and accepted"),
    (f.HAZARD, f.INSPECTION, f.HAZARD_GRADE, f.FOUND, f.DUE, f.RECTIFIED, f.ACCEPTED, f.SOURCE),
    optional=(f.RECTIFIED, f.ACCEPTED),
    sort=(f.FOUND,),
)
ACCIDENTS = _dataset(
    "accidents",
    Role.LEDGER,
    Text("事故", "Accidents"),
    Text("生产安全事故", "Work safety accidents"),
    (f.ACCIDENT, f.DATE, f.TOWN, f.TRADE, f.ACCIDENT_GRADE, f.DEATHS, f.INJURIES, f.LOSS, f.SOURCE),
    sort=(f.DATE,),
)
VISITS = _dataset(
    "visits",
    Role.LEDGER,
    Text("企业走访", "Enterprise visits"),
    Text("走访服务企业的记录", "Visits paid to enterprises"),
    (f.VISIT, f.DATE, f.ENTERPRISE, f.LIAISON, f.SOURCE),
    optional=(f.LIAISON,),
    sort=(f.DATE,),
)
ENTERPRISE_ISSUES = _dataset(
    "enterprise_issues",
    Role.LEDGER,
    Text("企业困难", "Enterprise issues"),
    Text("收集与解决的企业困难问题", "Issues enterprises raised and their resolution"),
    (f.ISSUE, f.ENTERPRISE, f.ISSUE_CATEGORY, f.DETAIL, f.RAISED, f.OWNER, f.DUE, f.RESOLVED, f.SOURCE),
    optional=(f.DETAIL, f.DUE, f.RESOLVED),
    sort=(f.RAISED,),
)
JOB_FAIRS = _dataset(
    "job_fairs",
    Role.LEDGER,
    Text("招聘会", "Job fairs"),
    Text("“春风行动”等招聘会", "Job fairs"),
    (f.FAIR, f.DATE, f.TOWN, f.NAME, f.MATCHES, f.SOURCE),
    optional=(f.MATCHES,),
    sort=(f.DATE,),
)
TARGETS = _dataset(
    "targets",
    Role.SETTING,
    Text("年度目标", "Targets"),
    Text("年度目标值，单位同指标", "The year's targets, in the indicator's unit"),
    (f.YEAR, f.AREA, f.INDICATOR, f.VALUE, f.NOTE, f.SOURCE),
    keys=3,
    optional=(f.NOTE,),
)
LIGHTS = _dataset(
    "lights",
    Role.SETTING,
    Text("亮灯规则", "Lights"),
    Text("红黄灯规则与门槛", "Rules and thresholds of red and amber lights"),
    (f.PRESET, f.SUBJECT, f.AMBER, f.AMBER_OVER, f.RED, f.RED_OVER, f.NOTE, f.SOURCE),
    keys=2,
    optional=(f.AMBER, f.AMBER_OVER, f.RED, f.RED_OVER, f.NOTE),
)
DUTIES = _dataset(
    "duties",
    Role.SETTING,
    Text("责任分解", "Duties"),
    Text("每个指标由谁负责，及其分解目标", "Who answers for an indicator, and the target broken down to them"),
    (f.YEAR, f.INDICATOR, f.OWNER, f.DUTY_TOWN, f.DUTY_VALUE, f.NOTE, f.SOURCE),
    keys=3,
    optional=(f.DUTY_TOWN, f.DUTY_VALUE, f.NOTE),
)
ACTIONS = replace(
    _dataset(
        "actions",
        Role.LEDGER,
        Text("督办办理", "Supervision actions"),
        Text("对督办事项的答复，只增不改", "Answers to what is supervised; rows are added, never changed"),
        (f.ACTION, f.ITEM, f.ANSWERED_PERIOD, f.AT, f.AUTHOR, f.ACTION_KIND, f.NOTE, f.DUE, f.SOURCE),
        optional=(f.NOTE, f.DUE),
        sort=(f.AT,),
    ),
    append_only=True,
    needed=((f.NOTE.key, f.ACTION_KIND.key, "note"), (f.DUE.key, f.ACTION_KIND.key, "due")),
)
INDEX_METHOD = _dataset(
    "index_method",
    Role.SETTING,
    Text("指数方法", "Index method"),
    Text("综合指数的构成、权重与功效系数上下限", "Components, weights and goalposts of the composite index"),
    (f.COMPONENT, f.VALID_FROM, f.WEIGHT, f.FLOOR, f.CEILING, f.DIRECTION, f.SOURCE),
    keys=2,
)
INDEX_INPUTS = _dataset(
    "index_inputs",
    Role.PERIODIC,
    Text("指数构成值", "Index inputs"),
    Text("各区县、全市、全国各构成指标的值", "Values of the components for districts, city and nation"),
    (f.PERIOD, f.AREA, f.COMPONENT, f.VALUE, f.SOURCE),
    keys=3,
    sort=(f.PERIOD, f.AREA),
)
SETTINGS = _dataset(
    "settings",
    Role.SETTING,
    Text("设置", "Settings"),
    Text(
        "随数据版本走的设置，如事故记录起算日",
        "Settings that belong to the data, such as when the accident record begins",
    ),
    (f.SETTING, f.VALUE_TEXT, f.NOTE),
    optional=(f.NOTE,),
)
MONTHLY = _dataset(
    "monthly",
    Role.DERIVED,
    Text("月度汇总", "Monthly cube"),
    Text("发布时由明细汇总，供查询使用", "Summed from the detail at publishing, for queries to answer from"),
    (f.PERIOD, f.MEASURE, *DIMENSIONS, f.CUBE_VALUE, f.CUBE_BASE, f.ROWS, f.SYNTHETIC),
    keys=2 + len(DIMENSIONS),
    optional=(*DIMENSIONS, f.CUBE_BASE),
    sort=(f.MEASURE, f.PERIOD),
)

DATASETS: dict[str, Dataset] = {d.key: d for d in list(globals().values()) if isinstance(d, Dataset)}
REPORTED: dict[str, Dataset] = {k: d for k, d in DATASETS.items() if d.role is not Role.DERIVED}
