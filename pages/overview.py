"""总览: the headline figures, what needs attention, where things happen and since when."""

from tongnan_metrics.catalog.headlines import HEADLINES
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.locale import tr
from tongnan_metrics.present import charts, narrative
from tongnan_metrics.ui import attention, headline
from tongnan_metrics.ui import blocks as b

view = b.page()
figures = view.told(*HEADLINES, headline.PLACED)
b.answer(narrative.overview(figures, low=attention.is_low(view, headline.PLACED)))
b.cards(*headline.cards(view))
left, middle, right = b.columns(422, 262, 362)
with left:
    b.concerns(tr("Needs attention"), *attention.worst(view, 6))
with middle:
    card, tools = b.controlled(tr("By town"))
    with tools:
        shown = INDICATORS[b.choose("indicator", tr("Indicator"), headline.on_map())]
    with card:
        tiles = charts.tile_map(view.tiles(shown.key), indicator=shown, theme=view.theme, step=31)
        b.plot(tr("{name} by town", name=shown.name), tiles, clicks="town", part=str(shown.name))
with right:
    rate = INDICATORS["industrial_va_growth"]
    lines = charts.lines(view.compared(rate.key), indicator=rate, theme=view.theme, height=298)
    b.chart(str(rate.name), lines)
b.sources()
b.paragraph(tr("In words"), narrative.paragraph(figures))
b.table(
    tr("Headline figures"),
    headline.headline_table(view),
    aside=tr("—: not published, or there is no such figure"),
    most=20,
    dense=True,
)
