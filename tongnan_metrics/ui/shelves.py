"""What lies on the data page's shelves: templates to fill in, the sources with their original files, the journal."""

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from tongnan_metrics import ingest, releases
from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.datasets import DATASETS, REPORTED
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.locale import Text, speaking, tr
from tongnan_metrics.present import tables
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.releases import Deed, SourceFile
from tongnan_metrics.ui import account, frames, markup, take_away
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui.changes import moment
from tongnan_metrics.ui.editors import Standing
from tongnan_metrics.ui.glossary import ROLES
from tongnan_metrics.ui.view import View

PER_ROW, LEAST_PX = 4, 140
SHORT = 12
SECTIONS = {
    "releases": Text("版本", "Versions"),
    "import": Text("导入", "Import"),
    "templates": Text("模板", "Templates"),
    "sources": Text("来源", "Sources"),
    "journal": Text("操作日志", "Journal"),
}
SOURCE_COLUMNS = (
    Column("title", fields.TITLE.name, width=300),
    Column("issuer", fields.ISSUER.name, width=150),
    Column("date", fields.DATE.name, Form.DATE, muted=True, width=100),
    Column("source_kind", fields.SOURCE_KIND.name, choices=fields.SOURCE_KIND.choices, width=80),
    Column("file", fields.FILE.name, muted=True, width=220),
    Column("sha256", fields.SHA256.name, muted=True, width=170),
    *tables.unshown(Column("source", fields.SOURCE_KEY.name)),
)
FILE_COLUMNS = (
    Column("file", fields.FILE.name, width=250),
    Column("datasets", Text("最近更新的数据表", "Datasets it changed last"), muted=True, width=260),
    Column("kept", Text("原件", "Original"), muted=True, width=90),
    Column("sha256", fields.SHA256.name, muted=True, width=110),
)
DEED_COLUMNS = (
    Column("at", Text("时间", "When"), width=130),
    Column("author", Text("操作人", "Who"), width=200),
    Column("action", Text("操作", "What"), width=90),
    Column("release", Text("版本号", "Release"), width=140),
    Column("of", Text("恢复自", "Restored from"), muted=True, width=140),
    Column("note", Text("说明", "Note"), muted=True, width=380),
)


def templates(view: View) -> None:
    """A template of every dataset to download, grouped by what sort of report it is."""
    for role, datasets in _by_role().items():
        with b.panel(str(ROLES[role]), tr("{n} templates", n=len(datasets))):
            tracks = st.grid(PER_ROW, min_column_width=LEAST_PX, gap="small")
            for dataset in datasets:
                with tracks.cell():
                    _template(view, dataset)


def _by_role() -> dict[Any, list[Dataset]]:
    grouped: dict[Any, list[Dataset]] = {}
    for dataset in REPORTED.values():
        grouped.setdefault(dataset.role, []).append(dataset)
    return grouped


def _template(view: View, dataset: Dataset) -> None:
    def made() -> bytes:
        # The click comes on another thread, where nobody has chosen a language yet.
        with speaking(view.language):
            return ingest.template(dataset, lists=ingest.lists_of(view.release))

    st.download_button(
        str(dataset.name),
        data=made,
        file_name=f"{dataset.name}.xlsx",
        mime=take_away.MIME["xlsx"],
        on_click="ignore",
        icon=":material/download:",
        key=f"template-{dataset.key}",
        help=str(dataset.definition),
        type="tertiary",
    )


def source_table(view: View) -> Table:
    """Every source of the release in view."""
    return tables.table(pd.DataFrame(frames.sources(view.release)), SOURCE_COLUMNS)


def file_table(view: View) -> Table:
    """The files the release in view comes from, with the datasets they changed last, each opening its own."""
    kept = {source.sha256 for manifest in releases.history(releases.data_root()) for source in manifest.originals}
    rows = [
        {
            "key": source.sha256[:SHORT],
            "file": source.name,
            "datasets": tr(", ").join(_changed_by(view, source)),
            "kept": tr("kept") if source.sha256 in kept else "",
            "sha256": source.sha256,
        }
        for source in _files(view)
    ]
    frame = pd.DataFrame(rows, columns=["key", *(column.key for column in FILE_COLUMNS)])
    return tables.table(frame, FILE_COLUMNS, key="key")


def _files(view: View) -> tuple[SourceFile, ...]:
    """Those the release was made from first, then those its data came from before."""
    manifest = view.release.manifest
    return tuple(dict.fromkeys((*manifest.originals, *manifest.sources)))


def _changed_by(view: View, source: SourceFile) -> list[str]:
    entries = view.release.manifest.datasets.items()
    return [str(DATASETS[key].name) for key, entry in entries if key in REPORTED and source in entry.sources]


def original(view: View, table: Table) -> None:
    """The chosen file and its original, for editors: it may hold more than what was published from it."""
    wanted = b.opened("source", table.keys)
    source = next((source for source in _files(view) if source.sha256[:SHORT] == wanted), None)
    if source is None:
        st.html(markup.small(tr("Choose a file to see it.")))
        return
    st.html(markup.definitions(((str(fields.FILE.name), source.name), (str(fields.SHA256.name), source.sha256))))
    if account.standing() is not Standing.EDITOR:
        st.html(markup.small(tr("Original files are for editors: they may hold more than what was published.")))
        return
    _download(view, source)


def _download(view: View, source: SourceFile) -> None:
    root, user = releases.data_root(), account.claims()
    try:
        releases.original(root, source)
    except releases.BrokenReleaseError:
        st.html(markup.small(tr("The original was not kept, or is damaged: check all files.")))
        return

    def content() -> bytes:
        with speaking(view.language):
            account.editor(user)
            return releases.original(root, source).read_bytes()

    st.download_button(
        tr("Original file"),
        data=content,
        file_name=Path(source.name).name,
        mime="application/octet-stream",
        on_click="ignore",
        icon=":material/download:",
        key="original",
    )


def journal() -> Table:
    """Who did what when, the last deed first."""
    deeds = releases.read_journal(releases.data_root()).deeds
    rows = [_deed(deed) for deed in reversed(deeds)]
    return tables.table(pd.DataFrame(rows, columns=[c.key for c in DEED_COLUMNS]), DEED_COLUMNS)


def _deed(deed: Deed) -> dict[str, object]:
    return {
        "at": moment(deed.at),
        "author": deed.author,
        "action": deed.action.word,
        "release": deed.release,
        "of": deed.of,
        "note": deed.note,
    }
