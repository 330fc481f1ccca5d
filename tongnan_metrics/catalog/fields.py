"""Every column of every dataset, said once: name, type, unit, definition, allowed values, headers seen in workbooks."""

from decimal import Decimal

from tongnan_metrics.catalog.model import Against, Choice, Field, Jump, Since, Type
from tongnan_metrics.catalog.units import PERCENT, WAN_KWH, WAN_YUAN
from tongnan_metrics.locale import Text

ZERO = Decimal(0)
HUNDRED = Decimal(100)
# A slip of the unit is a thousand or ten thousand times; what enterprises report moves by far less than ten.
REPORTED_JUMP = Jump(10, Decimal(500), since=Since.JANUARY)
PROFIT_JUMP = Jump(20, Decimal(500), since=Since.JANUARY, may_fall=True)
BASE_JUMP = Jump(10, Decimal(500), since=Since.JANUARY, may_fall=True)  # the comparable base is revised both ways
# One project's year says nothing of its next; within a year works may well begin slowly.
WORKS_JUMP = Jump(100, Decimal(1000), (Against.RELEASE, Against.PREVIOUS), Since.JANUARY)
TOTAL_JUMP = Jump(100, Decimal(1000), (Against.RELEASE, Against.PREVIOUS), Since.START)
REVISION_JUMP = Jump(10, Decimal(1000), (Against.RELEASE,))


def _t(zh: str, en: str) -> Text:
    return Text(zh, en)


def _money(
    key: str, name: Text, definition: Text, *aliases: str, signed: bool = False, jump: Jump | None = None
) -> Field:
    return Field(key, name, Type.MONEY, definition, WAN_YUAN, aliases, minimum=None if signed else ZERO, jump=jump)


def _date(key: str, name: Text, definition: Text, *aliases: str) -> Field:
    return Field(key, name, Type.DATE, definition, aliases=aliases)


def _text(key: str, name: Text, definition: Text, *aliases: str) -> Field:
    return Field(key, name, Type.TEXT, definition, aliases=aliases)


def _code(key: str, name: Text, definition: Text, *aliases: str, references: str | None = None) -> Field:
    return Field(key, name, Type.CODE, definition, aliases=aliases, references=references)


def _count(key: str, name: Text, definition: Text, *aliases: str) -> Field:
    return Field(key, name, Type.COUNT, definition, aliases=aliases, minimum=ZERO)


def _number(key: str, name: Text, definition: Text, *aliases: str) -> Field:
    return Field(key, name, Type.NUMBER, definition, aliases=aliases)


def _flag(key: str, name: Text, definition: Text, *aliases: str) -> Field:
    return Field(key, name, Type.FLAG, definition, aliases=aliases)


def _choice(key: str, name: Text, definition: Text, choices: tuple[Choice, ...], *aliases: str) -> Field:
    return Field(key, name, Type.CHOICE, definition, aliases=aliases, choices=choices)


# Keys and names
PERIOD = Field(
    "period",
    _t("报告期", "Period"),
    Type.PERIOD,
    _t(
        "报告月份，数据自当年1月累计；1—2月合为一期",
        "Reporting month, cumulative from January; January and February are one",
    ),
    aliases=("报告期别", "月份", "期别", "时间", "统计月份"),
)
TOWN = _code(
    "town",
    _t("镇街", "Town"),
    _t("街道或镇的9位区划代码", "Nine-digit division code of a subdistrict or town"),
    "镇（街道）",
    "镇街名称",
    "所在镇街",
    "属地镇街",
    "镇街道",
    "乡镇街道",
    "属地",
    references="towns",
)
TOWN_KEY = _code("town", _t("镇街代码", "Town code"), TOWN.definition, "区划代码", "代码")
SECTOR = _code(
    "sector",
    _t("产业", "Sector"),
    _t("七个重点产业之一，或其他", "One of the seven key industries, or other"),
    "所属产业",
    "产业类别",
    "行业",
    "产业名称",
    references="sectors",
)
SECTOR_KEY = _code("sector", _t("产业代码", "Sector code"), SECTOR.definition, "代码")
TRADE = _code(
    "trade",
    _t("行业领域", "Trade"),
    _t("十八个安全监管行业领域之一", "One of the eighteen safety-supervised trades"),
    "监管行业",
    "行业（领域）",
    references="trades",
)
TRADE_KEY = _code("trade", _t("行业领域代码", "Trade code"), TRADE.definition, "代码")
DISTRICT = _code(
    "district",
    _t("区县", "District"),
    _t("区县行政区划代码", "Division code of a district or county"),
    references="districts",
)
DISTRICT_KEY = _code("district", _t("区县代码", "District code"), DISTRICT.definition, "代码")
AREA = _code(
    "area",
    _t("地区", "Area"),
    _t("区县、全市或全国的代码", "Code of a district, the city or the nation"),
    references="districts",
)
ENTERPRISE = _code(
    "enterprise",
    _t("企业编号", "Enterprise"),
    _t("企业名录里的编号", "Number in the enterprise register"),
    "企业代码",
    "单位编号",
    references="enterprises",
)
ENTERPRISE_KEY = _code("enterprise", ENTERPRISE.name, ENTERPRISE.definition, *ENTERPRISE.aliases)
PROJECT = _code(
    "project",
    _t("项目编号", "Project"),
    _t("项目库里的编号", "Number in the project register"),
    "项目代码",
    references="projects",
)
PROJECT_KEY = _code("project", PROJECT.name, PROJECT.definition, *PROJECT.aliases)
INSPECTION = _code(
    "inspection",
    _t("检查编号", "Inspection"),
    _t("执法检查记录编号", "Number of the inspection record"),
    references="inspections",
)
INSPECTION_KEY = _code("inspection", INSPECTION.name, INSPECTION.definition)
HAZARD = _code("hazard", _t("隐患编号", "Hazard"), _t("隐患台账编号", "Number in the hazard ledger"))
BLOCKER = _code("blocker", _t("卡点编号", "Blocker"), _t("卡点台账编号", "Number in the blocker ledger"))
LEAD = _code("lead", _t("线索编号", "Lead"), _t("招商线索编号", "Number of the investment lead"))
ACCIDENT = _code("accident", _t("事故编号", "Accident"), _t("事故记录编号", "Number of the accident record"))
VISIT = _code("visit", _t("走访编号", "Visit"), _t("走访记录编号", "Number of the visit record"))
ISSUE = _code(
    "issue",
    _t("困难编号", "Issue"),
    _t("企业困难问题台账编号", "Number in the ledger of enterprises' issues"),
    "问题编号",
)
FAIR = _code("fair", _t("招聘会编号", "Job fair"), _t("招聘会编号", "Number of the job fair"))
ACTION = _code("action", _t("办理编号", "Action"), _t("督办办理记录的编号", "Number of the supervision record"))
ITEM = _code(
    "item",
    _t("督办事项", "Item"),
    _t(
        "类别加编号，如 project.P0012、hazard.YH2022-00012、issue.KN2022-003、indicator.industrial_investment",
        "Sort and number, such as project.P0012, hazard.YH2022-00012, issue.KN2022-003, "
        "indicator.industrial_investment",
    ),
    "事项代码",
    "事项编号",
)
FIGURE = _code("figure", _t("数据编号", "Figure"), _t("公布数据的编号", "Number of the published figure"), "编号")
INDICATOR = _code(
    "indicator",
    _t("指标", "Indicator"),
    _t("指标字典里的指标代码", "Key of the indicator in the dictionary"),
    "指标代码",
)
SOURCE = _code(
    "source",
    _t("来源", "Source"),
    _t("数据来源编号", "Number of the source a row comes from"),
    "数据来源",
    "来源编号",
    references="sources",
)
SOURCE_KEY = _code("source", _t("来源编号", "Source"), SOURCE.definition)
COMPONENT = _code(
    "component", _t("构成指标", "Component"), _t("综合指数的构成指标", "A component of the composite index")
)
PRESET = _code("preset", _t("规则方案", "Preset"), _t("亮灯规则方案", "A set of light rules"))
SETTING = _code("setting", _t("设置项", "Setting"), _t("设置项代码", "Key of the setting"))

# Names and descriptions
NAME = _text("name", _t("名称", "Name"), _t("名称", "Name"), "企业名称", "项目名称", "单位名称", "单位详细名称")
NAME_ZH = _text(
    "name_zh",
    _t("中文名称", "Chinese name"),
    _t("中文名称", "Name in Chinese"),
    "名称",
    "镇街名称",
    "产业名称",
)
NAME_EN = _text("name_en", _t("英文名称", "English name"), _t("英文名称", "Name in English"))
TITLE = _text("title", _t("标题", "Title"), _t("来源的标题", "Title of the source"))
ISSUER = _text("issuer", _t("发布单位", "Issuer"), _t("发布或报送的单位", "Who published or reported it"))
FILE = _text("file", _t("文件", "File"), _t("原始文件名", "Name of the original file"))
SHA256 = _text("sha256", _t("文件指纹", "Fingerprint"), _t("原始文件的SHA-256", "SHA-256 of the original file"))
NOTE = _text("note", _t("备注", "Note"), _t("备注", "Note"), "说明")
REGION = _text("region", _t("片区", "Region"), _t("所属片区", "Region of the city it belongs to"))
LIAISON = _text(
    "liaison",
    _t("联络人", "Liaison"),
    _t("联系服务的领导与科室", "Leader and office in charge of liaison"),
    "联系领导",
    "服务专员",
)
DEPARTMENT = _text(
    "department",
    _t("责任单位", "Department"),
    _t("牵头或责任单位", "Lead or responsible department"),
    "牵头单位",
    "牵头部门",
    "检查部门",
)
OWNER = _text("owner", _t("责任人", "Owner"), _t("负责办理的单位或人员", "Who has to act"), "办理单位", "责任部门")
INVESTOR = _text("investor", _t("投资方", "Investor"), _t("投资单位", "The investing company"), "投资单位", "业主单位")
TEAM = _text("team", _t("招商组", "Team"), _t("区域或镇街招商组", "Regional or town promotion team"), "招商小组")
CAMPAIGN = _text("campaign", _t("专项行动", "Campaign"), _t("所属专项行动", "The campaign it belongs to"))
BATCH = _text("batch", _t("批次", "Batch"), _t("集中活动批次", "The ceremony it was part of"))
DETAIL = _text("detail", _t("内容", "Detail"), _t("内容摘要", "What it is about"), "问题描述", "具体内容")
AUTHOR = _text(
    "author", _t("填报人", "Author"), _t("填报办理情况的单位或人员", "Who reported it"), "填报单位", "经办人"
)
SCOPE = _text("scope", _t("范围", "Scope"), _t("公布时的范围", "The scope as printed"))
COMPARATOR = _text(
    "comparator",
    _t("比较对象", "Comparator"),
    _t("公布时的比较口径", "What it was compared with, as printed"),
)
PRINTED = _text("printed", _t("公布值", "As printed"), _t("公布时的原样文字", "The number exactly as printed"))
PRINTED_PERIOD = _text(
    "printed_period",
    _t("公布时期", "Period as printed"),
    _t("公布时写明的时期", "The period exactly as printed"),
)
PRINTED_UNIT = _text(
    "printed_unit", _t("公布单位", "Unit as printed"), _t("公布时的计量单位", "The unit exactly as printed")
)
VALUE_TEXT = _text("setting_value", _t("设置值", "Setting value"), _t("设置的值", "What the setting says"))

# Kinds
STATUS = _choice(
    "status",
    _t("核实情况", "Status"),
    _t("名称是否核实", "Whether the name is verified"),
    (Choice("verified", _t("已核实", "Verified")), Choice("assumed", _t("设定", "Assumed"))),
)
TOWN_KIND = _choice(
    "town_kind",
    _t("类别", "Kind"),
    _t("街道或镇", "Subdistrict or town"),
    (Choice("subdistrict", _t("街道", "Subdistrict")), Choice("town", _t("镇", "Town"))),
)
DISTRICT_KIND = _choice(
    "district_kind",
    _t("类别", "Kind"),
    _t("区、县、功能区、市或国家", "District, county, zone, city or nation"),
    (
        Choice("district", _t("区", "District")),
        Choice("county", _t("县（自治县）", "County"), ("county/autonomous county", "县", "自治县")),
        Choice("functional_zone", _t("功能区", "Functional zone")),
        Choice("city", _t("全市", "City")),
        Choice("nation", _t("全国", "Nation")),
    ),
)
SOURCE_KIND = _choice(
    "source_kind",
    _t("来源性质", "Source kind"),
    _t("公布、报送或合成", "Published, reported or synthetic"),
    (
        Choice("published", _t("公布", "Published")),
        Choice("reported", _t("报送", "Reported")),
        Choice("synthetic", _t("合成", "Synthetic"), ("演示",)),
    ),
)
PROJECT_KIND = _choice(
    "kind",
    _t("项目类别", "Project kind"),
    _t("项目类别；工业投资只含工业项目", "Kind of project; industrial investment holds industrial ones only"),
    (
        Choice("industrial", _t("工业", "Industrial")),
        Choice("infrastructure", _t("基础设施", "Infrastructure")),
        Choice("social", _t("社会事业", "Social"), ("教育医疗",)),
        Choice("ecology", _t("生态环保", "Ecology")),
    ),
    "类别",
)
STAGE = _choice(
    "stage",
    _t("阶段", "Stage"),
    _t("项目推进阶段", "How far the project has come"),
    (
        Choice("negotiating", _t("在谈", "Negotiating")),
        Choice("signed", _t("签约", "Signed")),
        Choice("landed", _t("落地", "Landed")),
        Choice("started", _t("开工", "Started")),
        Choice("completed", _t("竣工", "Completed")),
        Choice("in_production", _t("投产", "In production")),
        Choice("at_capacity", _t("达产", "At capacity")),
    ),
    "项目阶段",
)
INTENTION = _choice(
    "intention",
    _t("意向程度", "Intention"),
    _t("在谈项目的意向程度", "How firm a negotiated project is"),
    (
        Choice("priority", _t("重点在谈", "Priority"), ("重点",)),
        Choice("strong", _t("意向较强", "Strong")),
        Choice("early", _t("初步接洽", "Early")),
    ),
)
TIER = _choice(
    "tier",
    _t("企业层级", "Tier"),
    _t("规上企业及其中的重点企业", "Above-scale enterprises and the key ones among them"),
    (
        Choice("above_scale", _t("规上", "Above scale"), ("规模以上",)),
        Choice("over_100m", _t("亿元以上", "Over 100m yuan")),
        Choice("double_hundred", _t("双百企业", "Double hundred"), ("双百", "“双百”企业")),
        Choice("leading", _t("领军企业", "Leading"), ("领军",)),
    ),
)
# What must be done before works start, as the article names the steps; each may hold a project up.
_STEPS = (
    Choice("approval", _t("前期审批", "Approval"), ("审批",)),
    Choice("quality_safety", _t("质监安监", "Quality and safety")),
    Choice("permit", _t("施工许可", "Construction permit")),
    Choice("land", _t("土地", "Land")),
    Choice("funds", _t("资金筹措", "Funds"), ("资金",)),
)
STEP = _choice(
    "step", _t("开工步骤", "Step"), _t("开工前要办结的步骤", "What must be done before works start"), _STEPS, "步骤"
)
# Key enterprises are those above the lowest tier.
KEY_TIERS = TIER.choice_keys[1:]
BLOCKER_CATEGORY = _choice(
    "category",
    _t("类别", "Category"),
    _t("卡在哪一环节", "What holds the project up"),
    (*_STEPS, Choice("utilities", _t("水电气配套", "Utilities"))),
    "卡点类别",
)
ISSUE_CATEGORY = _choice(
    "category",
    _t("类别", "Category"),
    _t("困难问题类别", "What the issue is about"),
    (
        Choice("labour", _t("用工", "Labour")),
        Choice("finance", _t("融资", "Finance")),
        Choice("energy", _t("用能", "Energy")),
        Choice("logistics", _t("物流", "Logistics")),
        Choice("land_plant", _t("用地厂房", "Land and plant")),
        Choice("policy", _t("政策兑现", "Policy support")),
        Choice("other", _t("其他", "Other")),
    ),
    "问题类别",
)
OUTCOME = _choice(
    "outcome",
    _t("办理结果", "Outcome"),
    _t("线索的去向", "What became of the lead"),
    (
        Choice("new", _t("新收", "New")),
        Choice("following", _t("跟进", "Following")),
        Choice("negotiating", _t("转在谈", "Negotiating")),
        Choice("signed", _t("已签约", "Signed")),
        Choice("dropped", _t("终止", "Dropped")),
    ),
)
HAZARD_GRADE = _choice(
    "grade",
    _t("隐患等级", "Grade"),
    _t("一般或重大隐患", "General or major hazard"),
    (Choice("general", _t("一般", "General")), Choice("major", _t("重大", "Major"))),
)
ACCIDENT_GRADE = _choice(
    "grade",
    _t("事故等级", "Grade"),
    _t("国务院令第493号第三条的事故等级", "Grade by State Council Decree 493, article 3"),
    (
        Choice("ordinary", _t("一般事故", "Ordinary"), ("一般",)),
        Choice("larger", _t("较大事故", "Larger"), ("较大",)),
        Choice("major", _t("重大事故", "Major"), ("重大",)),
        Choice("extraordinary", _t("特别重大事故", "Extraordinary"), ("特别重大",)),
    ),
)

ACTION_KIND = _choice(
    "kind",
    _t("办理类型", "Kind of answer"),
    _t("办理情况、新的期限，或报办结", "A note on what was done, a new date, or reported as resolved"),
    (
        Choice("note", _t("办理情况", "Note"), ("进展", "情况说明")),
        Choice("due", _t("调整期限", "New date"), ("延期", "承诺期限")),
        Choice("resolved", _t("报办结", "Reported resolved"), ("办结", "已办结")),
    ),
    "类型",
)

# Flags
PARK = _flag(
    "park",
    _t("高新区", "In the park"),
    _t("是否在高新区内", "Whether it lies in the High-tech Zone"),
    "是否高新区",
    "高新区内",
)
TECH_UPGRADE = _flag(
    "tech_upgrade",
    _t("技改项目", "Technical upgrade"),
    _t("是否技术改造项目", "Whether it is a technical upgrade"),
    "是否技改",
)
SMART_UPGRADE = _flag(
    "smart_upgrade",
    _t("智能化改造", "Smart upgrade"),
    _t("是否智能化改造项目", "Whether it is a smart upgrade"),
    "是否智能化改造",
)
HOME = _flag("home", _t("本区", "Home"), _t("是否本区", "Whether it is the district itself"))

AMBER_OVER = _flag(
    "amber_over",
    _t("超过才亮黄", "Amber above only"),
    _t("是：超过黄灯线才亮；空或否：到线即亮", "Yes: amber above the line only; empty or no: from the line on"),
)
RED_OVER = _flag(
    "red_over",
    _t("超过才亮红", "Red above only"),
    _t("是：超过红灯线才亮；空或否：到线即亮", "Yes: red above the line only; empty or no: from the line on"),
)

# Dates
DATE = _date("date", _t("日期", "Date"), _t("发生日期", "Day it happened"), "检查日期", "走访日期", "时间", "发布日期")
VALID_FROM = _date("valid_from", _t("启用日期", "Valid from"), _t("自何日起有效", "First day it is valid"))
VALID_TO = _date("valid_to", _t("停用日期", "Valid to"), _t("至何日止有效", "Last day it is valid"))
PLANNED_START = _date(
    "planned_start",
    _t("计划开工", "Planned start"),
    _t("计划开工日期", "Planned day of starting"),
    "计划开工时间",
)
PLANNED_FINISH = _date(
    "planned_finish",
    _t("计划竣工", "Planned finish"),
    _t("计划竣工日期", "Planned day of completion"),
    "计划竣工时间",
    "计划完工",
)
PLANNED_PRODUCTION = _date(
    "planned_production",
    _t("计划投产", "Planned production"),
    _t("计划投产日期", "Planned day of production"),
    "计划投产时间",
)
RAISED = _date("raised", _t("提出日期", "Raised"), _t("提出日期", "Day it was raised"), "收集日期")
RECEIVED = _date("received", _t("收到日期", "Received"), _t("收到线索的日期", "Day the lead came in"))
DUE = _date("due", _t("办结期限", "Due"), _t("应办结的日期", "Day by which it is due"), "整改期限", "限期")
RESOLVED = _date("resolved", _t("办结日期", "Resolved"), _t("实际办结的日期", "Day it was resolved"), "解决日期")
DONE = _date("done", _t("完成日期", "Done"), _t("步骤实际完成的日期", "Day the step was done"), "实际完成日期")
FOUND = _date("found", _t("发现日期", "Found"), _t("发现隐患的日期", "Day the hazard was found"))
RECTIFIED = _date(
    "rectified", _t("整改日期", "Rectified"), _t("完成整改的日期", "Day it was rectified"), "整改完成日期"
)
ACCEPTED = _date(
    "accepted",
    _t("验收日期", "Accepted"),
    _t("验收销号的日期", "Day its rectification was accepted"),
    "销号日期",
)
TURNED = _date("turned", _t("转在谈日期", "Turned"), _t("线索转为在谈项目的日期", "Day the lead became a negotiation"))
SIGNED = _date("signed", _t("签约日期", "Signed"), _t("线索转成的项目签约的日期", "Day the lead's project was signed"))
AT = Field(
    "at",
    _t("填报时间", "At"),
    Type.TIME,
    _t("填报的时间，北京时间", "When it was reported, China Standard Time"),
    aliases=("办理时间", "时间"),
)
UNTIL = _date("until", _t("离开日期", "Until"), _t("离开该阶段的日期", "Day the stage was left"))

# Money and quantities
OUTPUT = _money(
    "output",
    _t("产值", "Output"),
    _t("规上工业总产值，自年初累计，现价", "Gross industrial output since January, current prices"),
    "工业总产值",
    "本年累计产值",
    "产值累计",
    jump=REPORTED_JUMP,
)
OUTPUT_BASE = _money(
    "output_base",
    _t("产值上年同期", "Output, year before"),
    _t("可比口径的上年同期产值", "Same-period output of the year before, comparable base"),
    "上年同期产值",
    jump=BASE_JUMP,
)
REVENUE = _money(
    "revenue",
    _t("营业收入", "Revenue"),
    _t("营业收入，自年初累计", "Business revenue since January"),
    "营业收入累计",
    jump=REPORTED_JUMP,
)
REVENUE_BASE = _money(
    "revenue_base",
    _t("营业收入上年同期", "Revenue, year before"),
    _t("可比口径的上年同期营业收入", "Same-period revenue, comparable base"),
    jump=BASE_JUMP,
)
PROFIT = _money(
    "profit",
    _t("利润总额", "Profit"),
    _t("利润总额，自年初累计，可为负", "Total profit since January; may be negative"),
    signed=True,
    jump=PROFIT_JUMP,
)
PROFIT_BASE = _money(
    "profit_base",
    _t("利润总额上年同期", "Profit, year before"),
    _t("可比口径的上年同期利润", "Same-period profit, comparable base"),
    signed=True,
)
ELECTRICITY = Field(
    "electricity",
    _t("用电量", "Electricity"),
    Type.MONEY,
    _t("工业用电量，自年初累计", "Industrial electricity since January"),
    WAN_KWH,
    ("工业用电量",),
    minimum=ZERO,
    jump=REPORTED_JUMP,
)
ELECTRICITY_BASE = Field(
    "electricity_base",
    _t("用电量上年同期", "Electricity, year before"),
    Type.MONEY,
    _t("上年同期用电量", "Same-period electricity"),
    WAN_KWH,
    minimum=ZERO,
    jump=BASE_JUMP,
)
TOTAL_INVESTMENT = _money(
    "total_investment",
    _t("总投资", "Total investment"),
    _t("计划总投资，不是完成投资", "Planned total, not completed work"),
    "计划总投资",
    "项目总投资",
    jump=REVISION_JUMP,
)
OUTPUT_AT_CAPACITY = _money(
    "output_at_capacity",
    _t("达产产值", "Output at capacity"),
    _t("达产后的年产值，不是投资", "Yearly output at capacity, not an investment"),
    "达产年产值",
    "预计年产值",
    jump=REVISION_JUMP,
)
INVESTMENT_YTD = _money(
    "investment_ytd",
    _t("本年完成投资", "Investment this year"),
    _t("自年初累计完成投资", "Completed investment since January"),
    "本年累计完成投资",
    "自年初累计完成投资",
    "本年累计",
    jump=WORKS_JUMP,
)
INVESTMENT_TOTAL = _money(
    "investment_total",
    _t("自开工累计完成投资", "Investment since start"),
    _t("自开工以来累计完成投资", "Completed investment since the start"),
    "累计完成投资",
    jump=TOTAL_JUMP,
)
PROGRESS = Field(
    "progress",
    _t("形象进度", "Physical progress"),
    Type.NUMBER,
    _t("形象进度", "Physical progress of the works"),
    PERCENT,
    minimum=ZERO,
    maximum=HUNDRED,
    jump=Jump(against=(Against.PREVIOUS,), since=Since.START),
)
FINE = _money("fine", _t("罚款", "Fine"), _t("经济处罚金额", "Fines imposed"), "罚款金额", "经济处罚")
HAZARDS_FOUND = _count(
    "hazards_found",
    _t("发现隐患", "Hazards found"),
    _t("发现的问题隐患条数", "Hazards found at the inspection"),
    "问题隐患",
)
PENALISED = _count(
    "penalised", _t("处罚单位", "Units penalised"), _t("处罚责任单位数", "Units penalised"), "处罚责任单位"
)
WARNINGS = _count("warnings", _t("警告", "Warnings"), _t("警告次数", "Warnings given"))
SUSPENDED = _count(
    "suspended",
    _t("责令停产停业", "Suspended"),
    _t("责令停产停业单位数", "Units ordered to suspend"),
    "停产停业",
)
DEATHS = _count("deaths", _t("死亡人数", "Deaths"), _t("死亡人数", "Deaths"))
INJURIES = _count(
    "injuries",
    _t("重伤人数", "Serious injuries"),
    _t("重伤人数，含急性工业中毒", "Serious injuries, acute poisoning included"),
)
LOSS = _money("loss", _t("直接经济损失", "Direct loss"), _t("直接经济损失", "Direct economic loss"))
MATCHES = _count(
    "matches",
    _t("达成意向", "Preliminary matches"),
    _t("达成就业意向人数", "People with a preliminary match"),
    "达成就业意向",
)
RECHECK_OF = _code(
    "recheck_of",
    _t("复查的检查", "Recheck of"),
    _t("复查所针对的检查编号", "The inspection it rechecks"),
    references="inspections",
)
ANSWERED_PERIOD = Field(
    "period",
    _t("督办期", "Period answered"),
    Type.PERIOD,
    _t("答复的是哪一期的红黄灯", "The period whose light it answers"),
    aliases=("报告期", "期别"),
)
DUTY_TOWN = _code(
    "town",
    _t("镇街", "Town"),
    _t("只考核该镇街的数；空为全区", "Only this town's figure counts; empty: the whole district's"),
    *TOWN.aliases,
    references="towns",
)
VALUE = _number("value", _t("数值", "Value"), _t("数值", "The number"), "数据")
DUTY_VALUE = _number(
    "value",
    _t("目标值", "Target"),
    _t("责任单位的目标，单位同指标；空为全区年度目标", "The owner's target; empty: the district's of the year"),
    "目标",
    "任务",
)
YEAR = Field(
    "year",
    _t("年度", "Year"),
    Type.COUNT,
    _t("目标所属年度", "Year the target is for"),
    aliases=("年份",),
    minimum=Decimal(1949),
    maximum=Decimal(2119),
)
WEIGHT = _number("weight", _t("权重", "Weight"), _t("构成指标的权重", "Weight of the component"))
FLOOR = _number("floor", _t("不允许值", "Floor"), _t("得60分的值", "The value that scores 60"))
CEILING = _number("ceiling", _t("满意值", "Ceiling"), _t("得100分的值", "The value that scores 100"))
DIRECTION = _number(
    "direction", _t("方向", "Direction"), _t("1为越大越好，-1为越小越好", "1: more is better; -1: less is")
)
AMBER = _number("amber", _t("黄灯线", "Amber"), _t("到此亮黄灯", "Amber from here on"))
RED = _number("red", _t("红灯线", "Red"), _t("到此亮红灯", "Red from here on"))
SUBJECT = _choice(
    "subject",
    _t("对象", "Subject"),
    _t("规则适用的对象，都以越大越落后计量", "What the rule is about; each is measured so that more is worse"),
    (
        Choice("indicator_pace", _t("指标落后序时进度", "Indicator behind schedule")),
        Choice("indicator_gap_city", _t("指标增速低于全市", "Indicator below the city")),
        Choice("indicator_decline", _t("指标同比下降", "Indicator below the year before")),
        Choice("indicator_rank_group", _t("考核组位次", "Place in the assessment group")),
        Choice("project_pace", _t("形象进度落后计划", "Physical progress behind plan")),
        Choice("project_lag", _t("计划进度未完成", "Planned progress not reached")),
        Choice("project_start_delay", _t("逾期未开工", "Past the planned start")),
        Choice("project_step_delay", _t("开工步骤逾期", "Step to the start past its date")),
        Choice("project_stage_days", _t("签约、落地停留", "At signed or landed")),
        Choice("project_production_delay", _t("竣工逾期未投产", "Past the planned production")),
        Choice("blocker_days", _t("卡点未解", "A blocker open")),
        Choice("hazard_overdue", _t("隐患逾期未整改", "Hazard past its date")),
        Choice("issue_overdue", _t("企业困难逾期未办结", "Enterprise issue past its date")),
    ),
)
LON = _number("lon", _t("经度", "Longitude"), _t("经度", "Longitude"))
LAT = _number("lat", _t("纬度", "Latitude"), _t("纬度", "Latitude"))
TILE_COL = _count("tile_col", _t("方格列", "Tile column"), _t("方格图的列", "Column on the tile map"))
TILE_ROW = _count("tile_row", _t("方格行", "Tile row"), _t("方格图的行", "Row on the tile map"))

# Columns of the monthly cube
MEASURE = _code("measure", _t("度量", "Measure"), _t("月度汇总里的度量", "A measure of the monthly cube"))
CUBE_CATEGORY = _choice(
    "category",
    _t("类别", "Category"),
    _t("卡点或困难类别", "Category of the blocker or issue"),
    (*BLOCKER_CATEGORY.choices, *ISSUE_CATEGORY.choices),
)
CUBE_KIND = _choice("kind", _t("项目类别", "Project kind"), PROJECT_KIND.definition, PROJECT_KIND.choices)
CUBE_VALUE = Field(
    "value",
    _t("数值", "Value"),
    Type.MONEY,
    _t("自年初累计或期末存量", "Since January, or stock at the period's end"),
)
CUBE_BASE = Field(
    "base", _t("上年同期", "Year before"), Type.MONEY, _t("上年同期数", "The same period of the year before")
)
ROWS = _count("rows", _t("行数", "Rows"), _t("汇总的明细行数", "Detail rows behind it"))
SYNTHETIC = _count(
    "synthetic", _t("合成行数", "Synthetic rows"), _t("其中合成的行数", "How many of them are synthetic")
)

# What rows come to have once they are looked at: columns that figures are split by
LIGHT = _choice(
    "light",
    _t("灯色", "Light"),
    _t("按现行亮灯规则", "By the rules in force"),
    (
        Choice("red", _t("红灯", "Red")),
        Choice("amber", _t("黄灯", "Amber")),
        Choice("green", _t("绿灯", "Green")),
    ),
)
SORT = _choice(
    "sort",
    _t("事项类别", "Sort"),
    _t("督办的是什么", "What sort of thing is supervised"),
    (
        Choice("indicator", _t("指标", "Indicators")),
        Choice("project", _t("项目", "Projects")),
        Choice("hazard", _t("隐患", "Hazards")),
        Choice("issue", _t("企业困难", "Enterprise issues")),
    ),
)
TREND = _choice(
    "trend",
    _t("变化", "Trend"),
    _t("灯色与此前相比", "How a light stands against before"),
    (
        Choice("new", _t("新增", "New")),
        Choice("worse", _t("加重", "Worse")),
        Choice("still", _t("持续", "Still")),
        Choice("better", _t("减轻", "Better")),
        Choice("cured", _t("消除", "Cured")),
    ),
)
ANSWER = _choice(
    "answer",
    _t("答复", "Answer"),
    _t("最近一次答复的情况", "How an item stands by its newest answer"),
    (
        Choice("none", _t("未答复", "No answer")),
        Choice("noted", _t("办理中", "In hand")),
        Choice("promised", _t("承诺期限", "New date")),
        Choice("broken", _t("承诺逾期", "New date passed")),
        Choice("resolved", _t("已报办结", "Reported resolved")),
        Choice("refuted", _t("报结未消", "Reported, still lit")),
    ),
)
ISSUE_STATE = _choice(
    "state",
    _t("办理情况", "State"),
    _t("期末的办理情况", "How it stands at the period's end"),
    (
        Choice("resolved", _t("按期解决", "In time")),
        Choice("resolved_late", _t("超期解决", "Late")),
        Choice("open", _t("在办", "Open")),
        Choice("overdue", _t("逾期", "Overdue")),
    ),
)
# The furthest first.
_OUTCOMES = ("signed", "negotiating", "following", "new", "dropped")
LEAD_STATE = _choice("state", OUTCOME.name, OUTCOME.definition, tuple(OUTCOME.choice(key) for key in _OUTCOMES))
STEP_STATE = _choice(
    "state",
    ISSUE_STATE.name,
    ISSUE_STATE.definition,
    (
        Choice("done", _t("已办结", "Done")),
        Choice("late", _t("逾期未办", "Late")),
        Choice("ahead", _t("未到期", "Not due")),
        Choice("unplanned", _t("未列入", "Not in the plan")),
    ),
)
SEEN = _choice(
    "seen",
    _t("走访情况", "Visited"),
    _t("最近一次走访在何时", "When it was last visited"),
    (
        Choice("this_year", _t("本年走访", "This year")),
        Choice("earlier", _t("往年走访", "Earlier")),
        Choice("never", _t("从未走访", "Never")),
    ),
)
AGE = _choice(
    "age",
    _t("时长", "Age"),
    _t("未解决或逾期的天数分档", "Days it has waited, in bands"),
    (
        Choice("to_15", _t("15天以内", "15 days or less")),
        Choice("to_30", _t("16—30天", "16–30 days")),
        Choice("to_60", _t("31—60天", "31–60 days")),
        Choice("to_90", _t("61—90天", "61–90 days")),
        Choice("over_90", _t("91天及以上", "91 days and more")),
    ),
)
LATE = _choice(
    "late",
    _t("逾期时长", "Overdue for"),
    _t("逾期的天数分档", "Days past its date, in bands"),
    (
        Choice("to_7", _t("1—7天", "1–7 days")),
        Choice("to_15", _t("8—15天", "8–15 days")),
        Choice("to_30", _t("16—30天", "16–30 days")),
        Choice("to_60", _t("31—60天", "31–60 days")),
        Choice("over_60", _t("61天及以上", "61 days and more")),
    ),
)
YEAR_RECEIVED = _count("year", _t("收到年份", "Received in"), _t("收到线索的年份", "Year the lead was received"))
