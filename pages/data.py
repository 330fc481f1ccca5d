"""数据: the release in view and its health, all there are, reports in, templates, sources and the journal."""

import streamlit as st

from tongnan_metrics.locale import tr
from tongnan_metrics.ui import account, changes, importing, markup, shelves, versions
from tongnan_metrics.ui import blocks as b

view = b.page()
for sentence in versions.notices(view):
    st.html(markup.notice(sentence))
account.outcome()
b.answer(versions.answer(view))
with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sections"):
    section = b.choose("list", tr("Section"), shelves.SECTIONS, segments=True)
    account.control()
if section == "releases":
    b.cards(*versions.cards(view))
    table = versions.history()
    left, right = b.columns(663, 437)
    with left:
        b.table(tr("All versions"), table, aside=tr("a row opens the version"), opens="release", most=12)
    release = versions.opened(view, table)
    with right, b.panel(changes.number(release.manifest), release.id), st.container():
        versions.draw(view, release)
    others = versions.others(table, release)
    if others:
        card, controls = b.controlled(tr("What changed"))
        with controls:
            other = b.choose("against", tr("Compared with"), others)
        with card:
            versions.compare(release, other)
elif section == "import":
    importing.draw(view)
elif section == "templates":
    shelves.templates(view)
elif section == "sources":
    b.table(tr("Sources of this version"), shelves.source_table(view), most=10)
    files = shelves.file_table(view)
    if files.keys:
        left, right = b.columns(763, 337)
        with left:
            b.table(tr("Files they come from"), files, aside=tr("a row opens the file"), opens="source", most=12)
        with right, b.panel(tr("File")), st.container():
            shelves.original(view, files)
else:
    b.table(tr("Journal"), shelves.journal(), aside=tr("only ever added to"), most=20)
