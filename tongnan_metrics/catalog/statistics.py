"""The indicators computed from rows that pages list: counts by state, medians and longest times, shares."""

from tongnan_metrics.catalog import fields as f
from tongnan_metrics.catalog import units as u
from tongnan_metrics.catalog.lists import LISTS, ProjectList
from tongnan_metrics.catalog.model import How, Indicator, Kind, Statistic, Unit, Where
from tongnan_metrics.catalog.row_sets import AGAINST
from tongnan_metrics.catalog.standards import DECREE_493, KAPLAN_MEIER, LEDGER, LIGHT_RULES
from tongnan_metrics.locale import Text

_RED: Where = (("light", ("red",)),)
_AMBER: Where = (("light", ("amber",)),)
_GREEN: Where = (("light", ("green",)),)
_LIT: Where = (("light", ("red", "amber")),)
_STEP_LATE: Where = (("state", ("late",)),)
_OVERDUE: Where = (("state", ("overdue",)),)
_WAITING: Where = (("state", ("open", "overdue")),)
_OF_PERIOD: Where = (("of_period", (True,)),)
_ANSWERED: Where = (("answer", f.ANSWER.choice_keys[1:]),)
_LEAVING: Where = (("stage", f.STAGE.choice_keys[:-1]),)
_WENT_ON: Where = (("went_on", (True,)),)
_RESOLVED: Where = (("state", ("resolved", "resolved_late")),)
_REGISTER = Text("企业名录取现值，不追溯以前各期", "By the register as it is now, for earlier periods too")
_CENSORED = Text("完结的太少时无法估计，为“—”", "— where too few are over to tell")
_TOLD: Where = (("told", (True,)),)
LEAD_DAYS = Text(
    "日期取线索所转项目到达该阶段之日，早于收到日的按收到日计；未关联项目的按台账登记",
    "Dated by the stages of the project it led to, never before it was received; without a project as the ledger says",
)
_LINKED = Text("只计已签约且关联项目的线索", "Of leads signed as a project that the ledger names")


def _count(
    key: str,
    name: Text,
    unit: Unit,
    formula: Statistic,
    definition: Text,
    *,
    direction: int = -1,
    standard: Text = LEDGER,
    caveat: Text | None = None,
) -> Indicator:
    return Indicator(key, name, Kind.COUNT, unit, 0, formula, definition, direction, standard, caveat)


def _days(
    key: str,
    name: Text,
    formula: Statistic,
    definition: Text,
    *,
    standard: Text = LEDGER,
    caveat: Text | None = None,
) -> Indicator:
    estimated = formula.over is not None
    return Indicator(
        key,
        name,
        Kind.DURATION,
        u.DAYS,
        0,
        formula,
        definition,
        -1,
        KAPLAN_MEIER if estimated else standard,
        _CENSORED if estimated else caveat,
    )


def _share(
    key: str,
    name: Text,
    formula: Statistic,
    definition: Text,
    *,
    standard: Text = LEDGER,
    caveat: Text | None = None,
) -> Indicator:
    return Indicator(key, name, Kind.SHARE, u.PERCENT, 1, formula, definition, standard=standard, caveat=caveat)


def _lit_projects(key: str, name: Text, light: Where, definition: Text, direction: int) -> Indicator:
    formula = Statistic("projects", where=light)
    return _count(key, name, u.PROJECTS, formula, definition, direction=direction, standard=LIGHT_RULES)


def _listed(item: ProjectList) -> tuple[Indicator, Indicator]:
    """How many projects a list holds at the period's end, and their planned total."""
    on: Where = ((f"on_{item.key}", (True,)),)
    return (
        _count(
            f"project_list_{item.key}_count",
            item.name,
            u.PROJECTS,
            Statistic("register", where=on),
            Text(f"期末在“{item.name.zh}”清单上的项目数", f"Projects on the list “{item.name.en}” at the period's end"),
            direction=0,
        ),
        Indicator(
            f"project_list_{item.key}_investment",
            Text(f"{item.name.zh}总投资", f"{item.name.en}: planned investment"),
            Kind.LEVEL,
            u.YI_YUAN,
            2,
            Statistic("register", How.SUM, "total_investment", on),
            Text(f"期末在“{item.name.zh}”清单上的项目的计划总投资", f"Planned total of projects on “{item.name.en}”"),
            0,
            LEDGER,
        ),
    )


PROJECTS = (
    *(entry for item in LISTS.values() for entry in _listed(item)),
    _days(
        "project_stage_mean_days",
        Text("在阶段平均停留", "In stage so far, mean"),
        Statistic("register", How.MEAN, "days_in_stage", (("stage", f.STAGE.choice_keys[:-2]),)),
        Text(
            "期末处于该阶段的项目已停留天数的平均，投产、达产不计",
            "Mean of the days that projects have been at their stage so far, those in production left out",
        ),
    ),
    _lit_projects(
        "project_red_count",
        Text("红灯项目", "Red projects"),
        _RED,
        Text("期末至少有一条规则亮红灯的项目数", "Projects that at least one rule lights red at the period's end"),
        -1,
    ),
    _lit_projects(
        "project_amber_count",
        Text("黄灯项目", "Amber projects"),
        _AMBER,
        Text("期末亮黄灯、没有红灯的项目数", "Projects lit amber and not red at the period's end"),
        -1,
    ),
    _lit_projects(
        "project_green_count",
        Text("绿灯项目", "Green projects"),
        _GREEN,
        Text("期末有规则适用且没有红灯、黄灯的项目数", "Projects that rules speak of and light neither red nor amber"),
        1,
    ),
    _count(
        "start_plan_count",
        Text("开工倒排项目", "Projects with a start plan"),
        u.PROJECTS,
        Statistic("start_plans", How.DISTINCT, "project", (("planned", (True,)),)),
        Text(
            "期末已落地未开工、按五个步骤倒排开工计划的项目数",
            "Projects landed, their start counted back",
        ),
        direction=0,
    ),
    _count(
        "start_plan_late_count",
        Text("有步骤逾期的项目", "Start plans with a step late"),
        u.PROJECTS,
        Statistic("start_plans", How.DISTINCT, "project", _STEP_LATE),
        Text(
            "开工倒排项目中至少有一个步骤逾期未办的项目数",
            "Of these, with a step past its date and not done",
        ),
    ),
    _count(
        "start_plan_ready_count",
        Text("步骤已齐项目", "Projects ready to start"),
        u.PROJECTS,
        Statistic("start_plans", How.DISTINCT, "project", (("ready", (True,)),)),
        Text("开工倒排项目中列入计划的步骤都已办结的项目数", "Of these, with every step in the plan done"),
        direction=1,
    ),
    _count(
        "start_step_count",
        Text("开工步骤", "Steps to the start"),
        u.ITEMS,
        Statistic("start_plans"),
        Text(
            "开工倒排项目的步骤数，可按步骤、办理情况、责任人分组",
            "Steps of the start plans, to be split by step, state and who has to act",
        ),
        direction=0,
    ),
    _days(
        "start_step_longest_late_days",
        Text("开工步骤最长逾期", "Longest late step"),
        Statistic("start_plans", How.MAXIMUM, "days", _STEP_LATE),
        Text("逾期未办的开工步骤已逾期天数的最大值", "The most days that a step is past its date and not done"),
    ),
    _days(
        "project_stay_median_days",
        Text("阶段停留中位数", "Median time in stage"),
        Statistic("stays", How.MEDIAN, "days", _LEAVING, over="left"),
        Text(
            "半数项目在这么多天内进入下一阶段，仍停留的按未完结计；达产不计",
            "Half of the projects go on within so many days; those still there count as not over, capacity left out",
        ),
    ),
    _days(
        "project_stay_ninetieth_days",
        Text("阶段停留90%分位", "90th percentile of time in stage"),
        Statistic("stays", How.NINETIETH, "days", _LEAVING, over="left"),
        Text(
            "九成项目在这么多天内进入下一阶段，仍停留的按未完结计；达产不计",
            "Nine projects in ten go on within so many days; those still there count as not over, capacity left out",
        ),
    ),
    _days(
        "project_stay_longest_days",
        Text("仍停留最久", "Longest still in stage"),
        Statistic("stays", How.MAXIMUM, "days", (*_LEAVING, ("went_on", (False,)))),
        Text(
            "期末仍在某一阶段（达产除外）的项目，已停留天数的最大值",
            "The longest that a project still at a stage short of capacity has been there, at the period's end",
        ),
    ),
    _share(
        "project_stage_conversion",
        Text("阶段转化率", "Stage conversion"),
        Statistic("stays", How.SHARE, where=_LEAVING, hits=_WENT_ON),
        Text(
            "已进入下一阶段的次数 ÷ 进入过该阶段的次数 × 100%，达产不计",
            "Stays that went on to the next stage ÷ all stays × 100%, those at capacity left out",
        ),
    ),
    _count(
        "blocker_open_count",
        Text("未解卡点", "Open blockers"),
        u.ITEMS,
        Statistic("blockers"),
        Text("期末未解决的项目卡点数", "Blockers not resolved at the period's end"),
    ),
    _count(
        "blocker_overdue_count",
        Text("逾期未解卡点", "Overdue blockers"),
        u.ITEMS,
        Statistic("blockers", where=_OVERDUE),
        Text("期末未解决且已过限期的项目卡点数", "Blockers not resolved at the period's end whose date has passed"),
    ),
    _days(
        "blocker_mean_days",
        Text("卡点平均停留", "Blockers open on average"),
        Statistic("blockers", How.MEAN, "days_open"),
        Text("期末未解卡点自提出至期末天数的平均", "Mean of the days from raising to the period's end, open ones only"),
    ),
    _days(
        "blocker_median_days",
        Text("卡点停留中位数", "Blockers open, median"),
        Statistic("blockers", How.MEDIAN, "days_open"),
        Text("期末未解卡点自提出至期末天数的中位数", "Median of the days from raising to the period's end, open ones"),
    ),
    _days(
        "blocker_longest_days",
        Text("卡点最长停留", "Longest open blocker"),
        Statistic("blockers", How.MAXIMUM, "days_open"),
        Text("期末未解卡点自提出至期末天数的最大值", "The most days from raising to the period's end, open ones only"),
    ),
)

PROMOTION = (
    _count(
        "lead_state_count",
        Text("线索去向", "Leads by what became of them"),
        u.ENTRIES,
        Statistic("leads", where=_OF_PERIOD),
        Text(
            "本年累计收集的线索，可按期末去向分组；合计同“招商线索”",
            "Leads collected since January, to be split by what had become of them; in all as many as leads",
        ),
        direction=0,
    ),
    _count(
        "lead_town_count",
        Text("有线索的镇街", "Towns with leads"),
        u.ITEMS,
        Statistic("leads", How.DISTINCT, "town", _OF_PERIOD),
        Text("本年累计收集到线索的镇街数", "Towns that collected a lead since January"),
        direction=1,
    ),
    _share(
        "lead_turn_rate",
        Text("线索转在谈率", "Leads that became negotiations"),
        Statistic("leads", How.SHARE, where=_TOLD, hits=(("state", ("negotiating", "signed")),)),
        Text(
            "台账建立以来的线索中已转为在谈项目的 ÷ 全部线索 × 100%",
            "Leads since the ledger began that became a negotiation ÷ all leads × 100%",
        ),
        caveat=LEAD_DAYS,
    ),
    _share(
        "lead_sign_rate",
        Text("线索签约率", "Leads signed, share"),
        Statistic("leads", How.SHARE, where=_TOLD, hits=(("state", ("signed",)),)),
        Text(
            "台账建立以来的线索中所转项目已签约的 ÷ 全部线索 × 100%",
            "Leads since the ledger began whose project was signed ÷ all leads × 100%",
        ),
        caveat=LEAD_DAYS,
    ),
    _days(
        "lead_median_days_to_sign",
        Text("线索签约用时", "Receipt to signing, median"),
        Statistic("leads", How.MEDIAN, "days_to_sign"),
        Text(
            "台账建立以来已签约的线索，自收到至所转项目签约天数的中位数",
            "Median of the days from receipt to the project's signing, of all leads signed so far",
        ),
        caveat=_LINKED,
    ),
)


def _loop(step: str, zh: str, en: str, column: str, over: str) -> tuple[Indicator, Indicator]:
    """How long a step of the hazards' loop takes: by when half and nine in ten are over."""
    return (
        _days(
            f"safety_{step}_median_days",
            Text(f"{zh}中位用时", f"{en}, median"),
            Statistic("hazard_times", How.MEDIAN, column, over=over),
            Text(
                f"本年发现的隐患，半数在这么多天内由{zh}，未完结的按未完结计",
                f"{en}: half of this year's hazards take so many days or less; those not over count as such",
            ),
        ),
        _days(
            f"safety_{step}_ninetieth_days",
            Text(f"{zh}九成用时", f"{en}, nine of ten"),
            Statistic("hazard_times", How.NINETIETH, column, over=over),
            Text(
                f"本年发现的隐患，九成在这么多天内由{zh}，未完结的按未完结计",
                f"{en}: nine in ten of this year's hazards take so many days or less; those not over count as such",
            ),
        ),
    )


SAFETY = (
    _count(
        "safety_hazards_overdue",
        Text("逾期未整改隐患", "Overdue hazards"),
        u.ENTRIES,
        Statistic("hazards_waiting", where=_OVERDUE),
        Text(
            "期末未整改且已过整改期限的隐患条数，是存量",
            "Hazards not rectified at the period's end whose date has passed: a stock",
        ),
    ),
    _count(
        "safety_major_hazards_overdue",
        Text("逾期重大隐患", "Overdue major hazards"),
        u.ENTRIES,
        Statistic("hazards_waiting", where=(*_OVERDUE, ("grade", ("major",)))),
        Text("期末逾期未整改的重大隐患条数，是存量", "Major ones among the overdue hazards: a stock"),
    ),
    _days(
        "safety_hazard_longest_overdue_days",
        Text("隐患最长逾期", "Longest overdue hazard"),
        Statistic("hazards_waiting", How.MAXIMUM, "days_overdue", _OVERDUE),
        Text("期末逾期未整改隐患的最长逾期天数", "The most days that a hazard is past its date and not rectified"),
    ),
    *_loop("rectify", "发现到整改", "Found to rectified", "days_to_rectify", "rectified"),
    *_loop("accept", "整改到验收", "Rectified to accepted", "days_to_accept", "accepted"),
    *_loop("close", "发现到验收", "Found to accepted", "days_in_all", "accepted"),
    _share(
        "safety_rectified_in_time_rate",
        Text("按期整改率", "Rectified in time"),
        Statistic("hazard_times", How.SHARE, where=(("asked", (True,)),), hits=(("in_time", (True,)),)),
        Text(
            "本年发现的隐患中按期整改的 ÷（已整改的 + 已过期限未整改的）× 100%",
            "Of this year's hazards, rectified by their date ÷ those rectified or past their date × 100%",
        ),
    ),
    _count(
        "safety_rechecks_due",
        Text("待复查检查", "Rechecks due"),
        u.TIMES,
        Statistic("rechecks"),
        Text(
            "隐患已整改未验收，或逾期未整改，其后没有复查的检查次数",
            "Inspections with a hazard rectified and not accepted, or overdue, and no recheck since",
        ),
    ),
    _days(
        "safety_recheck_longest_days",
        Text("待复查最长已过", "Longest waiting recheck"),
        Statistic("rechecks", How.MAXIMUM, "days"),
        Text("待复查的检查自应复查之日至期末天数的最大值", "The most days that a recheck has been due"),
    ),
    _count(
        "accident_breaking_count",
        Text("较大及以上事故", "Larger and worse accidents"),
        u.ACCIDENTS,
        Statistic("accidents", where=(*_OF_PERIOD, ("grade", f.ACCIDENT_GRADE.choice_keys[1:]))),
        Text("本年累计较大、重大、特别重大事故起数", "Larger, major and extraordinary accidents since January"),
        standard=DECREE_493,
    ),
    _count(
        "accident_ordinary_count",
        Text("一般事故", "Ordinary accidents"),
        u.ACCIDENTS,
        Statistic("accidents", where=(*_OF_PERIOD, ("grade", f.ACCIDENT_GRADE.choice_keys[:1]))),
        Text("本年累计一般事故起数", "Ordinary accidents since January"),
        standard=DECREE_493,
    ),
)

SERVICES = (
    _count(
        "enterprise_issue_state_count",
        Text("本年困难办理情况", "Issues by their state"),
        u.CASES,
        Statistic("issues", where=_OF_PERIOD),
        Text(
            "本年累计收集的困难，可按期末办理情况分组；合计同“收集企业困难”",
            "Issues raised since January, to be split by how they stand; in all as many as were collected",
        ),
        direction=0,
    ),
    _share(
        "enterprise_issues_in_time_rate",
        Text("困难按期解决率", "Issues resolved in time"),
        Statistic("issues", How.SHARE, where=(*_OF_PERIOD, *_RESOLVED), hits=(("state", ("resolved",)),)),
        Text("本年收集的困难中按期解决的 ÷ 已解决的 × 100%", "Of this year's issues resolved, those by their date"),
    ),
    _count(
        "enterprise_issues_open",
        Text("未解决企业困难", "Open issues"),
        u.CASES,
        Statistic("issues", where=_WAITING),
        Text("期末未解决的困难件次，是存量", "Issues not resolved at the period's end: a stock"),
    ),
    _count(
        "enterprise_issues_overdue",
        Text("逾期未解决困难", "Overdue issues"),
        u.CASES,
        Statistic("issues", where=_OVERDUE),
        Text(
            "期末未解决且已过办结期限的困难件次，是存量",
            "Issues not resolved at the period's end whose date has passed: a stock",
        ),
    ),
    _days(
        "enterprise_issue_mean_days_open",
        Text("未解困难平均时长", "Issues open on average"),
        Statistic("issues", How.MEAN, "days_open", _WAITING),
        Text(
            "期末未解决困难自提出至期末天数的平均", "Mean of the days from raising to the period's end, open ones only"
        ),
    ),
    _days(
        "enterprise_issue_longest_overdue_days",
        Text("困难最长逾期", "Longest overdue issue"),
        Statistic("issues", How.MAXIMUM, "days_overdue", _OVERDUE),
        Text("期末逾期未解决困难的最长逾期天数", "The most days that an open issue is past its date"),
    ),
    _count(
        "key_enterprise_seen_count",
        Text("重点企业走访情况", "Key enterprises by last visit"),
        u.UNITS,
        Statistic("key_enterprises"),
        Text(
            "重点企业，可按最近一次走访、联络组合分组；合计同“亿元以上重点企业”",
            "Key enterprises, to be split by when they were last visited and by liaison",
        ),
        direction=0,
        caveat=_REGISTER,
    ),
    _count(
        "key_enterprises_not_visited",
        Text("本年未走访重点企业", "Key enterprises not visited this year"),
        u.UNITS,
        Statistic("key_enterprises", where=(("seen", ("earlier", "never")),)),
        Text("本年至期末没有走访过的重点企业家数", "Key enterprises not visited from January to the period's end"),
        caveat=_REGISTER,
    ),
    _count(
        "key_enterprises_never_visited",
        Text("从未走访重点企业", "Key enterprises never visited"),
        u.UNITS,
        Statistic("key_enterprises", where=(("seen", ("never",)),)),
        Text(
            "走访台账建立以来至期末从未走访的亿元以上、双百、领军企业家数，是存量",
            "Key enterprises not visited once since the record began, by the period's end: a stock",
        ),
        caveat=_REGISTER,
    ),
    _count(
        "key_enterprises_unseen_a_year",
        Text("超一年未访企业", "Key enterprises not seen for a year"),
        u.UNITS,
        Statistic("key_enterprises", where=(("over_a_year", (True,)),)),
        Text(
            "走访过、但距最近一次已过365天的重点企业家数，从未走访的不计",
            "Key enterprises last visited more than 365 days before the period's end; those never visited left out",
        ),
        caveat=_REGISTER,
    ),
    _days(
        "key_enterprise_longest_unseen_days",
        Text("重点企业最久未访", "Longest unseen key enterprise"),
        Statistic("key_enterprises", How.MAXIMUM, "days_since"),
        Text(
            "重点企业距最近一次走访天数的最大值，从未走访的不计",
            "The most days since a key enterprise was last visited; those never visited left out",
        ),
        caveat=_REGISTER,
    ),
)


def _changed(trend: str, zh: str, en: str, definition: Text, direction: int) -> tuple[Indicator, ...]:
    """Lights that came on or went out, held against each of the ends before."""
    return tuple(
        _count(
            f"supervised_{trend}" if key == "month" else f"supervised_{trend}_{key}",
            Text(f"{zh}（{since.zh}）", f"{en} ({since.en})") if key != "month" else Text(zh, en),
            u.MATTERS,
            Statistic(f"changes_{key}", where=(("trend", (trend,)),)),
            definition,
            direction=direction,
            standard=LIGHT_RULES,
        )
        for key, since in AGAINST.items()
    )


SUPERVISION = (
    _count(
        "supervised_red",
        Text("红灯事项", "Red lights"),
        u.MATTERS,
        Statistic("supervised", where=_RED),
        Text(
            "期末亮红灯的指标、项目、隐患、企业困难项数，一项有多条规则的取最重的",
            "Indicators, projects, hazards and issues lit red at the period's end, each by its worst rule",
        ),
        standard=LIGHT_RULES,
    ),
    _count(
        "supervised_amber",
        Text("黄灯事项", "Amber lights"),
        u.MATTERS,
        Statistic("supervised", where=_AMBER),
        Text(
            "期末亮黄灯、没有红灯的指标、项目、隐患、企业困难项数",
            "Indicators, projects, hazards and issues lit amber and not red at the period's end",
        ),
        standard=LIGHT_RULES,
    ),
    *_changed(
        "new",
        "新增亮灯",
        "New lights",
        Text("期末亮灯、此前期末没有亮灯的事项数", "Items lit at the period's end and not at the end before"),
        -1,
    ),
    *_changed(
        "cured",
        "消除亮灯",
        "Cured lights",
        Text(
            "此前期末亮灯、期末由数据表明不再亮灯的事项数",
            "Items lit at the end before and not any more, by the data itself",
        ),
        1,
    ),
    _count(
        "supervised_answered",
        Text("已答复事项", "Answered items"),
        u.MATTERS,
        Statistic("supervised", where=(*_LIT, *_ANSWERED)),
        Text(
            "期末红灯、黄灯事项中有过答复的项数；答复不改变灯色，数据才改变",
            "Red and amber items that were answered; an answer never changes a light: data does",
        ),
        direction=1,
        standard=LIGHT_RULES,
    ),
    _share(
        "supervised_answer_rate",
        Text("督办答复率", "Share answered"),
        Statistic("supervised", How.SHARE, where=_LIT, hits=_ANSWERED),
        Text("已答复的红灯、黄灯事项 ÷ 全部红灯、黄灯事项 × 100%", "Answered red and amber items ÷ all of them × 100%"),
        standard=LIGHT_RULES,
    ),
    _days(
        "supervised_longest_overdue_days",
        Text("督办最长逾期", "Longest overdue item"),
        Statistic("supervised", How.MAXIMUM, "days", _LIT),
        Text("期末红灯、黄灯事项已过应完成之日的最长天数", "The most days that a lit item's date has passed"),
        standard=LIGHT_RULES,
    ),
)
