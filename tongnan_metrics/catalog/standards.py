"""Where definitions come from, as indicators cite it."""

from tongnan_metrics.locale import Text

NBS = Text("国家统计局统计制度", "National Bureau of Statistics")
ARTICLE = Text("潼南区2022年第一季度公开报道", "The district's published article on the first quarter of 2022")
EFFICACY = Text("功效系数法（考核通用方法）", "Efficacy coefficient method, usual in Chinese assessment")
DECREE_493 = Text("国务院令第493号《生产安全事故报告和调查处理条例》", "State Council Decree 493")
LEDGER = Text("区级台账", "The district's ledgers")
LIGHT_RULES = Text("本区现行亮灯规则（随数据版本）", "The light rules in force, which belong to the release")
KAPLAN_MEIER = Text(
    "乘积限估计（Kaplan–Meier，1958）：未完结的按删失计",
    "Product-limit estimate (Kaplan and Meier, 1958): what is not over yet counts as censored",
)
