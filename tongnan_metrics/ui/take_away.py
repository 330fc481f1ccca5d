"""What a reader takes along: the link to this very view, its rows as CSV and Excel, and where they come from."""

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from tongnan_metrics.locale import speaking, tr
from tongnan_metrics.present import exports
from tongnan_metrics.present.charts import Drawing
from tongnan_metrics.present.exports import About
from tongnan_metrics.present.tables import Table
from tongnan_metrics.ui import filters, frames, links, markup
from tongnan_metrics.ui.view import File, View

MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


def link_control(view: View) -> None:
    """The link that reopens this view: as it will be, or as it is now for ever. It carries the reader's own address."""
    with st.popover(tr("Link"), icon=":material/link:", type="tertiary", key="link"):
        st.html(markup.small(tr("This view, with whatever data is newest when it is opened")))
        st.code(address(view), language=None, wrap_lines=True)
        st.html(markup.small(tr("This view on this data version, unchanged for ever")))
        st.code(address(view, pinned=view.release.id), language=None, wrap_lines=True)


def address(view: View, *, pinned: str | None = None) -> str:
    """The whole address of the view; `pinned` to a release id, or following the newest data."""
    said = filters.address(view, pinned=pinned)
    if pinned is None:
        said.pop("v", None)
    query = urlencode(said, doseq=True)
    url = urlsplit(st.context.url or "")
    return urlunsplit(url._replace(path=url.path or "/", query=query))


def home(view: View, *, pinned: str) -> str:
    """The whole address of the first page on a release for ever, with the view's filters."""
    said = {
        **links.write(view.selection, view.known.selection),
        **links.envelope(pinned=pinned, language=view.language),
    }
    url = urlsplit(st.context.url or "")
    base = url.path.removesuffix(view.place.key) or "/"
    return urlunsplit(url._replace(path=base, query=urlencode(said, doseq=True)))


def reserve(view: View) -> None:
    """Keep the place of the export control in the head; what it holds is known at the end of the page."""
    view.collected.shelf = st.popover(tr("Export"), icon=":material/download:", type="tertiary", key="export")


def fill(view: View, selection: str) -> None:
    """Put every chart's and table's rows behind the export control: one workbook, and each as CSV."""
    shelf, sheets = view.collected.shelf, view.collected.sheets
    if shelf is None:
        return
    if not sheets:
        shelf.html(markup.small(tr("Nothing to take away on this page")))
        return
    about = About(
        title=str(view.place.title),
        selection=selection,
        release=view.release.id,
        sources=tuple(source_sentences(view)),
        synthetic=is_demo(view),
    )
    with shelf:
        for file in view.collected.files:
            _button(view, file)
        _download(view, tr("All tables of this page (Excel)"), about, "xlsx", lambda: _workbook(sheets, about))
        for title, sheet in sheets.items():
            _csv(view, title, sheet, about)


def _workbook(sheets: Mapping[str, Table | Drawing], about: About) -> bytes:
    return exports.workbook({title: _table(sheet) for title, sheet in sheets.items()}, about)


def _csv(view: View, title: str, sheet: Table | Drawing, about: About) -> None:
    label = tr("{title} (CSV)", title=title)
    _download(view, label, about, "csv", lambda: exports.csv(_table(sheet), about), table=title)


def _table(sheet: Table | Drawing) -> Table:
    """A sheet to take away; a chart's is made when it is wanted."""
    return sheet.table if isinstance(sheet, Drawing) else sheet


def _download(view: View, label: str, about: About, suffix: str, make: Callable[[], bytes], *, table: str = "") -> None:
    name = exports.file_name(about, suffix, table=table)
    _button(view, File(label, name, MIME[suffix], make), key=f"export-{suffix}-{table}")


def _button(view: View, file: File, *, key: str = "") -> None:
    """A button that makes its file when it is clicked."""

    def made() -> bytes:
        # The click comes on another thread, where nobody has chosen a language yet.
        with speaking(view.language):
            return file.make()

    st.download_button(
        file.label,
        data=made,
        file_name=file.name,
        mime=file.mime,
        on_click="ignore",
        icon=":material/download:",
        key=key or f"export-{file.name}",
        type="tertiary",
    )


def is_demo(view: View) -> bool:
    """Whether the release holds synthetic rows."""
    return any(row["source_kind"] == "synthetic" for row in frames.sources(view.release))


def source_sentences(view: View) -> Iterator[str]:
    """Where the figures come from: what is published, by whom, and what is synthetic."""
    published = frames.printed_sources(view.release)
    if published:
        yield tr("Published figures: {sources}.", sources="、".join(published))
    if is_demo(view):
        yield tr("Splits by town, sector and project and their history are synthetic demo data and not real.")
