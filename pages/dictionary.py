"""指标字典: what indicators mean, what the data holds, and how both agree with what was published."""

import streamlit as st

from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.locale import tr
from tongnan_metrics.present import narrative
from tongnan_metrics.query.published import reconciliation
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import glossary, markup

view = b.page()
beside = view.ask(reconciliation)
b.answer(narrative.dictionary(glossary.counts(beside)))
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    section = b.choose("list", tr("Section"), glossary.SECTIONS, segments=True)
    hint = tr("Search the dictionary")
    words = st.text_input(hint, placeholder=hint, label_visibility="collapsed", key="words", width=320)
nothing = tr("Nothing has these words: try fewer, or another group.")
if section == "indicators":
    items = glossary.found(words, b.choose("group", tr("Group of indicators"), glossary.groups(), segments=True))
    table, size = glossary.indicator_table(items), tr("{n} items", n=len(items))
    left, right = b.columns(663, 437)
    if items:
        with left:
            b.table(tr("Indicators"), table, aside=size, opens="indicator", most=19, dense=True)
        item = INDICATORS[b.opened("indicator", table.keys) or table.keys[0]]
        with right, b.panel(str(item.name), item.key), st.container():
            st.html(markup.definitions(glossary.detail(view, item)))
            b.page_link(glossary.page_of(item), glossary.page_words(item))
    else:
        b.empty(nothing)
elif section == "datasets":
    table = glossary.dataset_table(view, words)
    left, right = b.columns(437, 663)
    if table.keys:
        with left:
            b.table(tr("Datasets"), table, opens="dataset", most=25, dense=True)
        dataset = DATASETS[b.opened("dataset", table.keys) or table.keys[0]]
        with right, b.panel(str(dataset.name), dataset.key), st.container():
            st.html(markup.small(str(dataset.definition)))
            title = tr("Columns of {dataset}", dataset=dataset.name)
            b.listing(title, glossary.column_table(dataset), most=24, dense=True)
    else:
        b.empty(nothing)
else:
    table = glossary.reconciliation_table(beside, words)
    if table.frame.empty:
        b.empty(nothing)
    else:
        b.table(tr("Published beside computed"), table, aside=glossary.verdict(beside), most=20)
