"""The main script, run anew for every view: it names the pages and puts the one asked for on the stage.

Streamlit runs this file itself, so it stands away from `pages/` (beside it, a first visitor's deep link would run a
page without its frame). A new page is one line in `PLACES`.
"""

from tongnan_metrics.locale import Text
from tongnan_metrics.ui import stage
from tongnan_metrics.ui.view import Place

PLACES = (
    Place("overview", Text("总览", "Overview")),
    Place("industry", Text("工业运行", "Industry")),
    Place("index", Text("工业指数", "Index")),
    Place("investment", Text("投资", "Investment")),
    Place("projects", Text("项目清单", "Projects")),
    Place("promotion", Text("招商引资", "Promotion")),
    Place("safety", Text("安全生产", "Safety"), trades=True),
    Place("services", Text("企业服务", "Services")),
    Place("supervision", Text("督办", "Supervision")),
    Place("dictionary", Text("指标字典", "Dictionary")),
    Place("data", Text("数据", "Data")),
)

stage.run(PLACES)
