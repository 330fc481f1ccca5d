"""工业指数: the composite index and the district's place, what makes it, and what other weights would make of it."""

import streamlit as st

from tongnan_metrics.locale import tr
from tongnan_metrics.present import charts, narrative
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import compared, index, weights
from tongnan_metrics.ui.blocks import Card

view = b.page(sectors=False)
figures, past, theme = view.told(index.ITEM.key), index.history(view), view.theme
known = figures[index.ITEM.key].number is not None
parts = index.components(view) if known else index.components(view).head(0)
b.answer(narrative.index(figures, parts))
b.cards(
    Card(
        index.ITEM.key,
        hero=True,
        compare=compared.on_period_before(view, index.ITEM.key),
        extra=index.beside(past, view) if known else (),
    ),
    index.place_card(view, past),
    *index.component_cards(parts),
)
if known:
    peers = index.districts(view)
    left, right = b.columns(663, 437)
    with left:
        with b.on_desktop("steps"):
            steps = charts.index_steps(parts, theme=theme, total=str(index.ITEM.name))
            b.chart(tr("What the index is made of"), steps)
        with b.on_phone("steps"):
            b.ranking(tr("What the index is made of"), index.ranked(parts), aside=str(index.ITEM.unit))
        average = parts["city_part"].sum(min_count=len(parts))
        dots = charts.rank_dots(peers, indicator=index.ITEM, theme=theme, average=average, height=220)
        b.chart(tr("All districts of the city"), dots)
    with right:
        lines = charts.lines(index.computed_and_published(past), indicator=index.ITEM, theme=theme, height=150)
        b.chart(tr("Index over time"), lines)
        places = charts.rank_lines(index.places(past), title=tr("Place"), theme=theme, height=220)
        b.chart(tr("Place over time"), places)
    b.table(tr("Components against the city"), index.component_table(parts))
    b.table(tr("Every district"), index.district_table(peers, parts), aside=tr("components in %, scores of 100"))
    with b.panel(tr("What if: other weights"), tr("for comparison only, nothing published")), st.container():
        tried = weights.choose(parts["key"].tolist(), parts["name"].tolist(), parts["weight"].tolist())
        others = index.what_if(view, tried)
        b.answer(narrative.what_if(index.ours(others)))
        b.listing(tr("What if: other weights"), index.what_if_table(others))
    b.note(
        tr("The computed index is illustrative: its formula was not published; the assessment group is an assumption.")
    )
else:
    b.whole_only(tr("The index is known for the whole district since January only: clear the other filters."))
