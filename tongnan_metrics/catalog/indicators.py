"""Every indicator users see: name, kind, unit, formula, definition, standard, caveat. The dictionary shows it."""

from functools import cache

from tongnan_metrics.catalog import statistics
from tongnan_metrics.catalog import units as u
from tongnan_metrics.catalog.datasets import DATASETS, DIMENSION_KEYS, DIMENSIONS
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import (
    Completion,
    Composite,
    Dataset,
    Field,
    Gap,
    Growth,
    Indicator,
    Input,
    Kind,
    Pace,
    Printed,
    Rank,
    Ratio,
    Statistic,
    Streak,
    Sum,
    Unit,
)
from tongnan_metrics.catalog.places import CITY, NATION, nearest
from tongnan_metrics.catalog.row_sets import ROW_SETS
from tongnan_metrics.catalog.standards import ARTICLE, DECREE_493, EFFICACY, LEDGER, NBS
from tongnan_metrics.locale import Text

_NOT_PRICE_ADJUSTED = Text(
    "现价、可比口径；增速以可比的上年同期为基数，未作价格调整，不能与增加值增速相减",
    "Current prices, comparable base; not price-adjusted: never subtract it from value-added growth",
)
_INTENTION = Text(
    "意向程度取台账现值，不追溯以前各期",
    "The intention is the register's present one, for earlier periods too",
)
_NO_DENOMINATOR = Text("公布时未给出参评区县数", "The source gives no number of districts ranked")


def _level(
    key: str,
    name: Text,
    unit: Unit,
    measure: str,
    definition: Text,
    *,
    decimals: int = 2,
    direction: int = 1,
    kind: Kind = Kind.LEVEL,
    standard: Text | None = LEDGER,
    caveat: Text | None = None,
    aliases: tuple[str, ...] = (),
) -> Indicator:
    return Indicator(key, name, kind, unit, decimals, Sum(measure), definition, direction, standard, caveat, aliases)


def _rate(key: str, name: Text, formula: Ratio, definition: Text, *, caveat: Text | None = None) -> Indicator:
    return Indicator(key, name, Kind.SHARE, u.PERCENT, 1, formula, definition, standard=LEDGER, caveat=caveat)


def _count(
    key: str,
    name: Text,
    unit: Unit,
    measure: str,
    definition: Text,
    *,
    direction: int = 1,
    caveat: Text | None = None,
    aliases: tuple[str, ...] = (),
) -> Indicator:
    return _level(
        key,
        name,
        unit,
        measure,
        definition,
        decimals=0,
        direction=direction,
        kind=Kind.COUNT,
        caveat=caveat,
        aliases=aliases,
    )


def _growth(of: str, name: Text, standard: Text = NBS, caveat: Text | None = None) -> Indicator:
    definition = Text("（本期 − 上年同期）÷ 上年同期 × 100%", "(this period − year before) ÷ year before × 100%")
    return Indicator(
        f"{of}_growth",
        name,
        Kind.GROWTH,
        u.PERCENT,
        1,
        Growth(of),
        definition,
        standard=standard,
        caveat=caveat,
    )


def _gap(of: str, versus: str, name: Text) -> Indicator:
    definition = Text("两个比率之差，以百分点计", "Difference of two rates, in percentage points")
    area = {CITY: "city", NATION: "nation"}[versus]
    return Indicator(f"{of}_gap_{area}", name, Kind.GAP, u.POINTS, 1, Gap(of, versus), definition, standard=NBS)


def _rank(of: str, among: str, name: Text, caveat: Text | None = _NO_DENOMINATOR) -> Indicator:
    definition = Text("从高到低排位，并列取靠前位次", "Place from the highest down; ties share the better place")
    return Indicator(
        f"{of}_rank_{among}", name, Kind.RANK, u.PLACE, 0, Rank(of, among), definition, -1, ARTICLE, caveat
    )


def _printed(
    key: str,
    zh: str,
    en: str,
    unit: Unit,
    *,
    kind: Kind = Kind.COUNT,
    decimals: int = 0,
    caveat: Text | None = None,
    of: str | None = None,
) -> Indicator:
    definition = Text("仅见于公布数据，系统不计算", "Known only as printed; nothing in the release computes it")
    return Indicator(key, Text(zh, en), kind, unit, decimals, Printed(of), definition, 0, ARTICLE, caveat)


INDUSTRY = (
    _level(
        "industrial_output",
        Text("规上工业产值", "Industrial output"),
        u.YI_YUAN,
        "output",
        Text(
            "规模以上工业企业总产值，自年初累计",
            "Gross output of above-scale industrial enterprises since January",
        ),
        standard=NBS,
        caveat=_NOT_PRICE_ADJUSTED,
    ),
    _growth(
        "industrial_output",
        Text("规上工业产值增速", "Growth of industrial output"),
        caveat=_NOT_PRICE_ADJUSTED,
    ),
    _gap("industrial_output_growth", CITY, Text("产值增速与全市之差", "Output growth against the city")),
    Indicator(
        "industrial_va_growth",
        Text("规上工业增加值增速", "Growth of industrial value added"),
        Kind.GROWTH,
        u.PERCENT,
        1,
        Input("industrial_va_growth"),
        Text("规模以上工业增加值的实际增速，扣除价格因素", "Real growth of above-scale industrial value added"),
        standard=NBS,
        caveat=Text(
            "只发布增速，不发布月度总量；无镇街、产业分组",
            "Only growth is published, no monthly level and no split",
        ),
    ),
    _gap("industrial_va_growth", CITY, Text("增加值增速与全市之差", "Value-added growth against the city")),
    _gap("industrial_va_growth", NATION, Text("增加值增速与全国之差", "Value-added growth against the nation")),
    _rank("industrial_va_growth", "city", Text("增加值增速全市位次", "City rank of value-added growth")),
    _level(
        "industrial_revenue",
        Text("营业收入", "Revenue"),
        u.YI_YUAN,
        "revenue",
        Text("规上工业企业营业收入，自年初累计", "Revenue of above-scale industrial enterprises since January"),
        standard=NBS,
    ),
    _level(
        "industrial_profit",
        Text("利润总额", "Profit"),
        u.YI_YUAN,
        "profit",
        Text(
            "规上工业企业利润总额，自年初累计",
            "Total profit of above-scale industrial enterprises since January",
        ),
        standard=NBS,
    ),
    Indicator(
        "profit_margin",
        Text("营业收入利润率", "Profit margin"),
        Kind.SHARE,
        u.PERCENT,
        1,
        Ratio("profit", "revenue"),
        Text("利润总额 ÷ 营业收入 × 100%", "Profit ÷ revenue × 100%"),
        standard=NBS,
    ),
    _level(
        "industrial_electricity",
        Text("工业用电量", "Industrial electricity"),
        u.YI_KWH,
        "electricity",
        Text(
            "规上工业企业用电量，自年初累计",
            "Electricity used by above-scale industrial enterprises since January",
        ),
        standard=NBS,
    ),
    _count(
        "enterprise_count",
        Text("规上工业企业", "Above-scale enterprises"),
        u.UNITS,
        "enterprises",
        Text("企业名录中的规上工业企业数", "Above-scale enterprises in the register"),
    ),
    _count(
        "key_enterprise_count_over_100m",
        Text("亿元以上重点企业", "Key enterprises over 100 million yuan"),
        u.UNITS,
        "key_enterprises",
        Text("亿元以上、双百、领军企业数", "Enterprises over 100 million yuan, double-hundred and leading ones"),
        caveat=Text("公布时未说明按产值还是营业收入", "The source does not say whether by output or revenue"),
    ),
    Indicator(
        "industrial_index",
        Text("工业经济运行综合指数", "Industrial composite index"),
        Kind.INDEX,
        u.SCORE,
        2,
        Composite(),
        Text(
            "构成指标按功效系数法得分，加权平均；权重与上下限随数据版本",
            "Weighted mean of the components' efficacy scores; weights and goalposts belong to the release",
        ),
        standard=EFFICACY,
        caveat=Text(
            "公布方未给出公式；计算值为示意，仅按一个公布点校准",
            "No public formula: the computed index is illustrative, calibrated to one published point",
        ),
        status="assumed",
    ),
    _rank("industrial_index", "city", Text("综合指数全市位次", "City rank of the index")),
)

INVESTMENT = (
    _level(
        "industrial_investment",
        Text("工业投资", "Industrial investment"),
        u.YI_YUAN,
        "industrial_investment",
        Text(
            "工业项目完成投资，自年初累计；不是计划总投资",
            "Completed investment of industrial projects since January, not the planned total",
        ),
        standard=NBS,
        caveat=Text("1月数据免报，1—2月合并", "January is not reported on its own"),
    ),
    _growth("industrial_investment", Text("工业投资增速", "Growth of industrial investment")),
    _gap(
        "industrial_investment_growth",
        CITY,
        Text("工业投资增速与全市之差", "Investment growth against the city"),
    ),
    _rank(
        "industrial_investment_growth",
        "city",
        Text("工业投资增速全市位次", "City rank of investment growth"),
        caveat=Text(
            "原文未说明按总量还是增速排位，按增速理解；未给出参评区县数",
            "The source does not say growth or amount; read as growth. No number of districts given",
        ),
    ),
    _rank(
        "industrial_investment_growth",
        "group",
        Text("工业投资增速考核组位次", "Group rank of investment growth"),
    ),
    _level(
        "tech_upgrade_investment",
        Text("技改投资", "Technical-upgrade investment"),
        u.YI_YUAN,
        "tech_upgrade_investment",
        Text(
            "工业技术改造项目完成投资，自年初累计，是工业投资的一部分",
            "Completed investment in technical upgrades since January, a part of industrial investment",
        ),
        standard=NBS,
    ),
    _growth("tech_upgrade_investment", Text("技改投资增速", "Growth of technical-upgrade investment")),
    Indicator(
        "tech_upgrade_share",
        Text("技改投资占比", "Technical-upgrade share"),
        Kind.SHARE,
        u.PERCENT,
        1,
        Ratio("tech_upgrade_investment", "industrial_investment"),
        Text("技改投资 ÷ 工业投资 × 100%", "Technical-upgrade investment ÷ industrial investment × 100%"),
        standard=NBS,
    ),
    _gap("tech_upgrade_share", CITY, Text("技改占比与全市之差", "Technical-upgrade share against the city")),
    _rank("tech_upgrade_share", "city", Text("技改占比全市位次", "City rank of the technical-upgrade share")),
    _rank("tech_upgrade_share", "group", Text("技改占比考核组位次", "Group rank of the technical-upgrade share")),
    _level(
        "project_investment",
        Text("项目完成投资", "Completed investment"),
        u.YI_YUAN,
        "investment",
        Text(
            "全部项目完成投资，自年初累计，含非工业项目",
            "Completed investment of all projects since January, non-industrial ones included",
        ),
    ),
    Indicator(
        "industrial_investment_completion",
        Text("工业投资完成年度目标", "Industrial investment against the year's target"),
        Kind.SHARE,
        u.PERCENT,
        1,
        Completion("industrial_investment"),
        Text("工业投资 ÷ 年度目标 × 100%", "Industrial investment ÷ the year's target × 100%"),
        standard=LEDGER,
    ),
    Indicator(
        "industrial_investment_pace",
        Text("工业投资序时进度差", "Pace of industrial investment"),
        Kind.GAP,
        u.POINTS,
        1,
        Pace("industrial_investment"),
        Text(
            "完成年度目标的比例减去全年已过的比例（按月）",
            "Completion of the year's target less the share of the year gone, by months",
        ),
        standard=LEDGER,
    ),
    Indicator(
        "industrial_output_completion",
        Text("产值完成年度目标", "Output against the year's target"),
        Kind.SHARE,
        u.PERCENT,
        1,
        Completion("industrial_output"),
        Text("规上工业产值 ÷ 年度目标 × 100%", "Industrial output ÷ the year's target × 100%"),
        standard=LEDGER,
    ),
    Indicator(
        "industrial_output_pace",
        Text("产值序时进度差", "Pace of output"),
        Kind.GAP,
        u.POINTS,
        1,
        Pace("industrial_output"),
        Text(
            "完成年度目标的比例减去全年已过的比例（按月）",
            "Completion of the year's target less the share of the year gone, by months",
        ),
        standard=LEDGER,
    ),
)

PROJECTS = (
    _count(
        "project_count",
        Text("签约、开工、竣工投产项目", "Projects signed, started or completed"),
        u.PROJECTS,
        "projects_pushed",
        Text(
            "本年累计签约、开工、竣工投产的项目数，按到达阶段的日期",
            "Projects signed, started or completed since January, by the day they reached the stage",
        ),
        aliases=("q1_event_project_count",),
        caveat=Text("项目不全是工业项目", "Not all of them are industrial"),
    ),
    _level(
        "project_planned_investment",
        Text("签约、开工、竣工投产项目总投资", "Planned investment of projects signed, started or completed"),
        u.YI_YUAN,
        "pushed_planned_investment",
        Text("上述项目的计划总投资", "Planned total of those projects"),
        aliases=("q1_event_project_investment_total",),
        caveat=Text(
            "是计划总投资，不能与完成投资相加或同轴比较",
            "A planned total: never add it to completed investment",
        ),
    ),
    _count(
        "project_signed_count",
        Text("签约项目", "Projects signed"),
        u.PROJECTS,
        "projects_signed",
        Text("本年累计签约的项目数", "Projects signed since January"),
        aliases=("q1_event_project_count_signed",),
    ),
    _count(
        "project_started_count",
        Text("开工项目", "Projects started"),
        u.PROJECTS,
        "projects_started",
        Text("本年累计开工的项目数", "Projects started since January"),
        aliases=("q1_event_project_count_started",),
    ),
    _count(
        "project_completed_count",
        Text("竣工投产项目", "Projects completed"),
        u.PROJECTS,
        "projects_completed",
        Text("本年累计竣工投产的项目数", "Projects completed since January"),
        aliases=("q1_event_project_count_completed",),
    ),
    _count(
        "project_stage_count",
        Text("在库项目", "Projects by stage"),
        u.PROJECTS,
        "projects_staged",
        Text(
            "期末处于各阶段的项目数，含在谈",
            "Projects at each stage at the period's end, negotiating ones included",
        ),
        direction=0,
    ),
    _level(
        "project_stage_planned_investment",
        Text("在库项目总投资", "Planned investment by stage"),
        u.YI_YUAN,
        "staged_planned_investment",
        Text("期末处于各阶段的项目的计划总投资", "Planned total of projects at each stage at the period's end"),
        direction=0,
    ),
    _count(
        "industrial_construction_count",
        Text("在建工业项目", "Industrial projects under construction"),
        u.PROJECTS,
        "industrial_construction",
        Text(
            "期末已开工、未竣工的工业项目数，是存量",
            "Industrial projects started and not completed at the period's end: a stock",
        ),
    ),
    _count(
        "smart_upgrade_count",
        Text("智能化改造项目", "Smart-upgrade projects"),
        u.PROJECTS,
        "smart_projects",
        Text(
            "期末在库的智能化改造项目数，不含在谈",
            "Smart upgrades in the register at the period's end, negotiating ones excluded",
        ),
    ),
)

PROMOTION = (
    _count(
        "negotiating_count",
        Text("在谈项目", "Projects under negotiation"),
        u.PROJECTS,
        "negotiating",
        Text("期末在谈的项目数，是存量", "Projects under negotiation at the period's end: a stock"),
        aliases=("project_pipeline_count",),
    ),
    _level(
        "negotiating_planned_investment",
        Text("在谈项目计划投资", "Planned investment under negotiation"),
        u.YI_YUAN,
        "negotiating_planned_investment",
        Text(
            "期末在谈项目的计划总投资，是存量",
            "Planned total of projects under negotiation at the period's end: a stock",
        ),
        aliases=("project_pipeline_investment",),
    ),
    _count(
        "negotiating_priority_count",
        Text("重点在谈项目", "Priority projects under negotiation"),
        u.PROJECTS,
        "priority_negotiating",
        Text("在谈项目中的重点项目数", "Priority ones among those under negotiation"),
        aliases=("project_pipeline_priority_count",),
    ),
    _count(
        "negotiating_strong_count",
        Text("意向较强在谈项目", "Negotiations with strong intention"),
        u.PROJECTS,
        "strong_negotiating",
        Text("在谈项目中意向较强的项目数", "Those under negotiation with a strong intention"),
        caveat=_INTENTION,
    ),
    _count(
        "negotiating_early_count",
        Text("初步接洽在谈项目", "Early negotiations"),
        u.PROJECTS,
        "early_negotiating",
        Text("在谈项目中初步接洽的项目数", "Those under negotiation at an early stage"),
        caveat=_INTENTION,
    ),
    _level(
        "negotiating_priority_planned_investment",
        Text("重点在谈项目计划投资", "Planned investment of priority negotiations"),
        u.YI_YUAN,
        "priority_planned_investment",
        Text("期末重点在谈项目的计划总投资", "Planned total of priority projects under negotiation"),
        caveat=_INTENTION,
    ),
    _count(
        "lead_count",
        Text("招商线索", "Investment leads"),
        u.ENTRIES,
        "leads",
        Text("本年累计收集的招商线索数", "Investment leads collected since January"),
        aliases=("town_investment_lead_count",),
    ),
    _count(
        "lead_turned_count",
        Text("转在谈线索", "Leads turned into negotiations"),
        u.ENTRIES,
        "leads_turned",
        Text(
            "本年收集的线索中，期末前已转为在谈项目的条数，含已签约的",
            "Of those collected this year, turned into a negotiation by the period's end, signed ones included",
        ),
        caveat=statistics.LEAD_DAYS,
    ),
    _count(
        "lead_signed_count",
        Text("签约线索", "Leads signed"),
        u.ENTRIES,
        "leads_signed",
        Text(
            "本年收集的线索中，期末前所转项目已签约的条数",
            "Of those collected this year, signed by the period's end",
        ),
        caveat=statistics.LEAD_DAYS,
    ),
    _count(
        "lead_record_count",
        Text("在册线索", "Leads on record"),
        u.ENTRIES,
        "leads_recorded",
        Text("台账建立以来收集的线索数，是存量", "Leads collected since the ledger began: a stock"),
        direction=0,
    ),
)

SAFETY = (
    _count(
        "safety_inspections",
        Text("执法检查", "Inspections"),
        u.VISITS,
        "inspections",
        Text(
            "安全生产执法检查家次，一家检查两次计两家次",
            "Safety inspections: a unit visited twice counts twice",
        ),
        caveat=Text("家次不等于家", "Visits, not distinct units"),
    ),
    _count(
        "safety_hazards_found",
        Text("问题隐患", "Hazards found"),
        u.ENTRIES,
        "hazards",
        Text("检查发现的问题隐患条数", "Hazards found by inspections"),
        direction=0,
        caveat=Text("公布时未分一般、重大，未给出整改数", "The source gives no split by grade and no number rectified"),
    ),
    _count(
        "safety_units_penalised",
        Text("处罚责任单位", "Units penalised"),
        u.UNITS,
        "penalised",
        Text("处罚责任单位数", "Units penalised"),
        direction=0,
    ),
    _count(
        "safety_warnings",
        Text("警告", "Warnings"),
        u.TIMES,
        "warnings",
        Text("行政处罚警告次数", "Warnings given"),
        direction=0,
    ),
    _count(
        "safety_suspensions",
        Text("责令停产停业", "Suspensions"),
        u.UNITS,
        "suspended",
        Text("责令停产停业整顿的单位数", "Units ordered to suspend work"),
        direction=0,
    ),
    _level(
        "safety_fines",
        Text("经济处罚", "Fines"),
        u.WAN_YUAN,
        "fines",
        Text("经济处罚金额，单位万元", "Fines imposed, in 10,000 yuan"),
        direction=0,
    ),
    _count(
        "safety_hazards_rectified",
        Text("已整改隐患", "Hazards rectified"),
        u.ENTRIES,
        "hazards_rectified",
        Text("本年发现的隐患中已整改的条数", "Of those found this year, rectified by the period's end"),
        caveat=Text("原文未公布整改数", "Not published"),
    ),
    _count(
        "safety_hazards_accepted",
        Text("已验收隐患", "Hazards accepted"),
        u.ENTRIES,
        "hazards_accepted",
        Text("本年发现的隐患中已验收销号的条数", "Of those found this year, accepted by the period's end"),
    ),
    _count(
        "safety_hazards_open",
        Text("未闭环隐患", "Open hazards"),
        u.ENTRIES,
        "hazards_open",
        Text("期末未验收销号的隐患条数，是存量", "Hazards not accepted at the period's end: a stock"),
        direction=-1,
    ),
    Indicator(
        "safety_rectification_rate",
        Text("隐患整改率", "Rectification rate"),
        Kind.SHARE,
        u.PERCENT,
        1,
        Ratio("hazards_rectified", "hazards"),
        Text("已整改 ÷ 发现 × 100%", "Rectified ÷ found × 100%"),
        standard=LEDGER,
        caveat=Text(
            "原文未公布整改数，整改率由明细计算",
            "The source gives no number rectified; computed from the rows",
        ),
    ),
    Indicator(
        "safety_acceptance_rate",
        Text("隐患验收率", "Acceptance rate"),
        Kind.SHARE,
        u.PERCENT,
        1,
        Ratio("hazards_accepted", "hazards"),
        Text("已验收 ÷ 发现 × 100%", "Accepted ÷ found × 100%"),
        standard=LEDGER,
    ),
    Indicator(
        "safety_hazards_per_100_inspections",
        Text("每百家次发现隐患", "Hazards per 100 inspections"),
        Kind.SHARE,
        u.PER_HUNDRED,
        1,
        Ratio("hazards", "inspections"),
        Text("问题隐患 ÷ 执法检查 × 100", "Hazards ÷ inspections × 100"),
        0,
        LEDGER,
    ),
    Indicator(
        "safety_months_without_major_accident",
        Text("连续未发生较大及以上事故", "Months without a major accident"),
        Kind.STREAK,
        u.MONTHS,
        0,
        Streak(),
        Text(
            "自上一起较大及以上事故（或记录起算）次月起至本期的整月数",
            "Whole months since the last larger, major or extraordinary accident, or since the record began",
        ),
        standard=DECREE_493,
    ),
    _count(
        "accident_count",
        Text("生产安全事故", "Accidents"),
        u.ACCIDENTS,
        "accidents",
        Text("本年累计生产安全事故起数", "Work safety accidents since January"),
        direction=-1,
    ),
    _count(
        "safety_trade_count",
        Text("监管行业领域", "Supervised trades"),
        u.ITEMS,
        "trades",
        Text("纳入安全监管的行业领域数", "Trades under safety supervision"),
        direction=0,
        caveat=Text(
            "原文未列出十八个领域名称，名称为设定",
            "The source does not name the eighteen: the names are assumed",
        ),
    ),
)

SERVICES = (
    _count(
        "enterprise_visits",
        Text("走访企业", "Enterprises visited"),
        u.UNITS,
        "enterprises_visited",
        Text("本年走访服务的企业家数，一家走访多次计一家", "Enterprises visited this year, each counted once"),
        caveat=Text("公布范围为高新区；一季度或未满", "Published for the park; the quarter may have been incomplete"),
    ),
    _count(
        "enterprise_visit_times",
        Text("走访家次", "Visits paid"),
        u.VISITS,
        "visits",
        Text(
            "本年走访企业的次数，一家走访两次计两家次",
            "Visits paid this year: an enterprise visited twice counts twice",
        ),
        caveat=Text("家次不等于家", "Visits, not distinct units"),
    ),
    _count(
        "key_enterprises_visited",
        Text("走访重点企业", "Key enterprises visited"),
        u.UNITS,
        "key_enterprises_visited",
        Text(
            "本年走访过的亿元以上、双百、领军企业家数，一家计一次",
            "Key enterprises visited this year, each counted once",
        ),
    ),
    _rate(
        "key_enterprise_visit_rate",
        Text("重点企业走访率", "Key enterprises visited, share"),
        Ratio("key_enterprises_visited", "key_enterprises"),
        Text("本年走访的重点企业 ÷ 全部重点企业 × 100%", "Key enterprises visited this year ÷ all of them × 100%"),
        caveat=Text("企业名录取现值，不追溯以前各期", "By the register as it is now, for earlier periods too"),
    ),
    _count(
        "enterprise_issues_collected",
        Text("收集企业困难", "Issues collected"),
        u.CASES,
        "issues",
        Text("收集的企业困难问题件次", "Issues enterprises raised"),
        direction=0,
    ),
    _count(
        "enterprise_issues_resolved",
        Text("解决企业困难", "Issues resolved"),
        u.CASES,
        "issues_resolved",
        Text("本年收集的困难中已解决的件次", "Of those raised this year, resolved by the period's end"),
    ),
    Indicator(
        "enterprise_issue_resolution_rate",
        Text("企业困难解决率", "Issue resolution rate"),
        Kind.SHARE,
        u.PERCENT,
        1,
        Ratio("issues_resolved", "issues"),
        Text("解决 ÷ 收集 × 100%", "Resolved ÷ collected × 100%"),
        standard=LEDGER,
        caveat=Text("原文未公布解决率，由件次计算", "The source prints no rate: computed from the counts"),
    ),
    _count(
        "job_fair_count",
        Text("招聘会", "Job fairs"),
        u.FAIRS,
        "job_fairs",
        Text("本年累计举办的招聘会场次", "Job fairs held since January"),
    ),
    _count(
        "job_fair_preliminary_matches",
        Text("招聘会达成意向", "Preliminary matches at job fairs"),
        u.PEOPLE,
        "job_matches",
        Text("招聘会达成就业意向人数", "People with a preliminary match at job fairs"),
        caveat=Text("原文为“200余人”", "The source says “more than 200”"),
    ),
    _count(
        "job_fair_town_count",
        Text("举办招聘会镇街", "Towns with job fairs"),
        u.ITEMS,
        "towns_with_fairs",
        Text("本年举办过招聘会的镇街数", "Towns that held a job fair this year"),
    ),
    _count(
        "town_count",
        Text("镇街", "Towns"),
        u.ITEMS,
        "towns",
        Text("本区镇街数", "Subdistricts and towns of the district"),
        direction=0,
    ),
)

PRINTED = (
    _printed("campaign_pillar_group_a_count", "三助推", "Pillars to push forward", u.ITEMS),
    _printed("campaign_pillar_group_b_count", "三确保", "Pillars to ensure", u.ITEMS),
    _printed("q1_event_project_field_count_named", "集中活动点名领域", "Fields named at the ceremony", u.ITEMS),
    _printed(
        "project_haihui_product_count_named",
        "海汇新材料点名产品",
        "Products named for Haihui New Materials",
        u.ITEMS,
    ),
    _printed("project_lng_investor_count", "液化天然气项目投资方", "Investors in the LNG project", u.UNITS),
    _printed(
        "project_lng_investment",
        "液化天然气项目投资",
        "Planned investment of the LNG project",
        u.YI_YUAN,
        kind=Kind.LEVEL,
    ),
    _printed(
        "project_zhite_capacity",
        "志特项目产能",
        "Capacity of the Zhite project",
        u.AREA_A_YEAR,
        kind=Kind.LEVEL,
    ),
    _printed("project_zhite_production_lines", "志特项目生产线", "Production lines of the Zhite project", u.LINES),
    _printed(
        "project_zhite_output_at_capacity",
        "志特项目达产产值",
        "Zhite project output at capacity",
        u.YI_YUAN_A_YEAR,
        kind=Kind.LEVEL,
        caveat=Text("是达产产值，不是投资", "Output at capacity, not an investment"),
    ),
    _printed("project_list_count", "项目清单", "Project lists", u.ITEMS),
    _printed("project_blocker_category_count_named", "点名卡点类别", "Blocker categories named", u.ITEMS),
    _printed("project_stage_transitions", "项目阶段转换", "Stage transitions", u.ITEMS),
    _printed("three_services_count", "三服务", "Services", u.ITEMS),
    _printed("counterpart_link_target_count", "对口联系对象", "Targets of counterpart liaison", u.ITEMS),
    _printed("service_list_count", "服务清单", "Service lists", u.ITEMS),
    _printed("service_action_count", "服务行动", "Service actions", u.ITEMS),
    _printed("reporting_frequency_count", "报送频次", "Reporting frequencies", u.ITEMS),
    _printed("responsibility_level_count", "责任层级", "Levels of responsibility", u.ITEMS),
    _printed("review_cycle_count", "评估周期", "Review cycles", u.ITEMS),
    _printed(
        "hitech_zone_output_target",
        "高新区产值目标",
        "Output target of the park",
        u.YI_YUAN,
        kind=Kind.TARGET,
        caveat=Text("“千亿级”为量级，未写明年份", "An order of magnitude; no year given"),
    ),
    _printed("plan_horizon_years", "规划年限", "Plan horizon", u.YEARS),
    Indicator(
        "gdp",
        Text("地区生产总值", "Gross domestic product"),
        Kind.LEVEL,
        u.YI_YUAN,
        2,
        Printed(),
        Text("统计部门发布的地区生产总值，系统不计算", "As the statistics office publishes it; not computed here"),
        standard=NBS,
        caveat=Text("产值、投资都不能代替生产总值", "Neither output nor investment can stand in for it"),
    ),
    _printed(
        "gdp_target",
        "地区生产总值目标",
        "GDP target",
        u.YI_YUAN,
        kind=Kind.TARGET,
        caveat=Text("原文为“800亿元以上”，按不低于理解", "The source says “800 and more”: read as at least"),
        of="gdp",
    ),
    Indicator(
        "investment_paid_in",
        Text("到位资金", "Paid-in investment"),
        Kind.LEVEL,
        u.YI_YUAN,
        2,
        Printed(),
        Text("招商项目实际到账的资金，系统不计算", "Money actually paid in by investors; not computed here"),
        standard=LEDGER,
        caveat=Text(
            "签约额、计划总投资、完成投资都不是到位资金",
            "Contract sums, planned totals and completed investment are not paid-in money",
        ),
    ),
    _printed(
        "investment_paid_in_target",
        "到位资金目标",
        "Target of paid-in investment",
        u.YI_YUAN,
        kind=Kind.TARGET,
        caveat=Text(
            "未写明累计或当年，五年累计较合理",
            "Annual or cumulative is not stated; five years' total is plausible",
        ),
        of="investment_paid_in",
    ),
    _printed(
        "investment_training_participants",
        "招商培训人数",
        "Participants of promotion training",
        u.PEOPLE,
        caveat=Text("原文为“近100人”", "The source says “nearly 100”"),
    ),
    _printed("key_industry_count", "重点产业", "Key industries", u.ITEMS),
    _printed("regional_investment_team_count", "区域招商组", "Regional promotion teams", u.ITEMS),
    _printed("town_investment_team_count", "镇街招商组", "Town promotion teams", u.ITEMS),
    _printed("regional_investment_team_dispatched", "外派招商组", "Regional teams dispatched", u.ITEMS),
    _printed("safety_measure_count", "安全措施", "Safety measures", u.ITEMS),
    _printed("safety_three_modernisations_count", "三化建设", "Modernisations", u.ITEMS),
    _printed("safety_transport_site_types", "交通检查场所类型", "Types of transport sites", u.ITEMS),
    _printed("safety_transport_check_items", "交通检查事项", "Transport check items", u.ITEMS),
    _printed("safety_construction_check_items", "建筑检查事项", "Construction check items", u.ITEMS),
    _printed("safety_closed_loop_steps", "闭环步骤", "Steps of the closed loop", u.ITEMS),
    _printed("safety_drill_team_count", "演练队伍", "Drill teams", u.ITEMS),
    _printed("safety_drill_phase_count", "演练阶段", "Drill phases", u.ITEMS),
    _printed("job_bus_town_count_named", "就业直通车镇街", "Towns on the job bus", u.ITEMS),
    _printed("job_matching_town_count", "就业对接镇街", "Towns with job matching", u.ITEMS),
    _printed("job_door_to_door_steps", "点对点服务步骤", "Steps of door-to-door service", u.ITEMS),
    _printed("start_plan_step_count_named", "开工计划步骤", "Steps of the start plan", u.ITEMS),
    _printed(
        "continued_project_start_rate_target",
        "续建项目开工率目标",
        "Target start rate of continued projects",
        u.PERCENT,
        kind=Kind.TARGET,
    ),
    _printed(
        "hitech_zone_q1_new_project_count",
        "高新区一季度新上项目",
        "New projects in the park in the first quarter",
        u.PROJECTS,
        caveat=Text("与全区开工36个相同，范围存疑", "Equals the district's 36 started: the scope is unclear"),
    ),
)

GROUPS: dict[str, tuple[Text, tuple[Indicator, ...]]] = {
    "industry": (Text("工业运行", "Industry"), INDUSTRY),
    "investment": (Text("投资", "Investment"), INVESTMENT),
    "projects": (Text("项目清单", "Projects"), (*PROJECTS, *statistics.PROJECTS)),
    "promotion": (Text("招商引资", "Promotion"), (*PROMOTION, *statistics.PROMOTION)),
    "safety": (Text("安全生产", "Safety"), (*SAFETY, *statistics.SAFETY)),
    "services": (Text("企业服务", "Services"), (*SERVICES, *statistics.SERVICES)),
    "supervision": (Text("督办", "Supervision"), statistics.SUPERVISION),
    "printed": (Text("仅公布", "Printed only"), PRINTED),
}
INDICATORS: dict[str, Indicator] = {i.key: i for _, group in GROUPS.values() for i in group}
_BY_ALIAS = {alias: i for i in INDICATORS.values() for alias in i.aliases}


class UnknownIndicatorError(ValueError):
    """A key the catalogue does not have; `nearest` is the closest one it has, which the message names."""

    def __init__(self, key: str, close: str | None) -> None:
        self.nearest = close
        super().__init__(key if close is None else f"{key} ({close}?)")


def indicator(key: str) -> Indicator:
    """The indicator of this key or alias; `UnknownIndicatorError` naming the nearest when there is none."""
    found = INDICATORS.get(key) or _BY_ALIAS.get(key)
    if found is None:
        raise UnknownIndicatorError(key, nearest(key, [*INDICATORS, *_BY_ALIAS]))
    return found


@cache
def related(of: str, formula: type[Gap | Growth | Rank | Completion | Pace], **matching: str) -> Indicator | None:
    """The indicator this kind of formula makes of `of`: its growth, its gap to the city, its rank in the group."""
    for candidate in INDICATORS.values():
        known = candidate.formula
        wanted = {"of": of, **matching}
        if isinstance(known, formula) and all(getattr(known, name) == value for name, value in wanted.items()):
            return candidate
    return None


@cache
def summed(measure: str) -> Indicator | None:
    """The indicator that is the sum of a measure as it is."""
    return next((item for item in INDICATORS.values() if item.formula == Sum(measure)), None)


def measures_of(item: Indicator) -> tuple[str, ...]:
    """The cube measures an indicator is summed from; empty when it is not summed from rows."""
    match item.formula:
        case Sum(measure):
            return (measure,)
        case Ratio(numerator, denominator):
            return (numerator, denominator)
        case Growth(of) | Completion(of) | Pace(of):
            return measures_of(INDICATORS[of])
        case _:
            return ()


def splits_of(item: Indicator) -> tuple[Field, ...]:
    """The columns an indicator can be split by: those all its measures' rows have, or those its rows say."""
    if isinstance(item.formula, Completion | Pace):
        return ()
    if isinstance(item.formula, Statistic):
        return ROW_SETS[item.formula.rows].splits
    having = [dimensions_in(MEASURES[m].dataset) for m in measures_of(item)]
    return tuple(d for d in DIMENSIONS if having and all(d.key in h for h in having))


def dimensions_of(item: Indicator) -> tuple[str, ...]:
    """The keys of the columns it can be split by."""
    return tuple(field.key for field in splits_of(item))


def filters_of(item: Indicator) -> tuple[str, ...]:
    """The dimensions an indicator can be filtered by; rows of several datasets by what any of them has."""
    if isinstance(item.formula, Statistic):
        having = frozenset().union(*(dimensions_in(key) for key in ROW_SETS[item.formula.rows].datasets))
        return tuple(key for key in DIMENSION_KEYS if key in having)
    return dimensions_of(item)


def dimensions_in(dataset: str) -> frozenset[str]:
    """The cube dimensions rows of a dataset have, in their own columns or those of what they must refer to."""
    own = DATASETS[dataset]
    keys = frozenset(k for k in DIMENSION_KEYS if own.has(k))
    return keys.union(*(dimensions_in(reference) for reference in followed(own)))


def followed(dataset: Dataset) -> tuple[str, ...]:
    """The datasets whose columns a row inherits: a hazard has its inspection's town and trade."""
    required = (f.references for f in dataset.fields if f.key not in dataset.optional)
    return tuple(r for r in required if r in FOLLOWED and r != dataset.key)


FOLLOWED = ("enterprises", "projects", "inspections")
