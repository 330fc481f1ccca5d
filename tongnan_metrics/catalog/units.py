"""Units of measure. Amounts are stored in 万元 and shown in 亿元; one 亿元 is 10,000 万元."""

from tongnan_metrics.catalog.model import Unit
from tongnan_metrics.locale import Text

YI_YUAN = Unit("yi_yuan", Text("亿元", "100m yuan"), scale=10_000)
WAN_YUAN = Unit("wan_yuan", Text("万元", "10,000 yuan"))
YI_YUAN_A_YEAR = Unit("yi_yuan_a_year", Text("亿元/年", "100m yuan a year"), scale=10_000)
WAN_KWH = Unit("wan_kwh", Text("万千瓦时", "10,000 kWh"))
YI_KWH = Unit("yi_kwh", Text("亿千瓦时", "100m kWh"), scale=10_000)
PERCENT = Unit("percent", Text("%", "%"))
POINTS = Unit("points", Text("个百分点", "percentage points"))
SCORE = Unit("score", Text("分", "points"))
PLACE = Unit("place", Text("位", "place"))
MONTHS = Unit("months", Text("个月", "months"), one="month")
YEARS = Unit("years", Text("年", "years"), one="year")
DAYS = Unit("days", Text("天", "days"), one="day")
ITEMS = Unit("items", Text("个", "items"), one="item")
MATTERS = Unit("matters", Text("项", "items"), one="item")
PROJECTS = Unit("projects", Text("个", "projects"), one="project")
UNITS = Unit("units", Text("家", "units"), one="unit")
VISITS = Unit("visits", Text("家次", "visits"), one="visit")
ENTRIES = Unit("entries", Text("条", "entries"), one="entry")
TIMES = Unit("times", Text("次", "times"), one="time")
CASES = Unit("cases", Text("件次", "cases"), one="case")
ACCIDENTS = Unit("accidents", Text("起", "accidents"), one="accident")
FAIRS = Unit("fairs", Text("场", "fairs"), one="fair")
PEOPLE = Unit("people", Text("人", "people"), one="person")
AREA_A_YEAR = Unit("area_a_year", Text("万平方米/年", "10,000 m² a year"))
LINES = Unit("lines", Text("条", "lines"), one="line")
PER_HUNDRED = Unit("per_hundred", Text("条/百家次", "per 100 visits"))

UNITS_BY_KEY = {unit.key: unit for unit in list(globals().values()) if isinstance(unit, Unit)}
