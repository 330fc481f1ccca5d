"""The releases as the data page shows them: the one in view and its health, all there are, and how two differ."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
import streamlit as st

from tongnan_metrics import releases
from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.units import ITEMS
from tongnan_metrics.ingest import Level
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.present.narrative import LISTED
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query import Headline
from tongnan_metrics.releases import Manifest, Release, ReleaseError
from tongnan_metrics.ui import account, changes, markup, take_away
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui.cards import Row, Tally
from tongnan_metrics.ui.editors import Editor, Standing
from tongnan_metrics.ui.view import View

NAMED_AT_MOST = 3
RESTORE_NOTE = "restore-note"
RELEASE_COLUMNS = (
    Column("number", Text("版本", "Version"), width=58),
    Column("state", Text("状态", "State"), muted=True, width=66),
    Column("at", Text("发布时间", "Published at"), width=122),
    Column("author", Text("发布人", "By"), width=150),
    Column("note", Text("说明", "Note"), width=160),
    Column("rows", Text("行数", "Rows"), Form.NUMBER, width=68),
    *tables.unshown(
        Column("id", Text("版本号", "Release")),
        Column("parent", Text("上一版", "Made from")),
        Column("problems", Text("报表问题", "Problems")),
    ),
)
CHANGE_COLUMNS = (
    Column("name", Text("数据表", "Dataset"), width=150),
    Column("added", Text("新增", "Added"), Form.NUMBER),
    Column("changed", Text("修改", "Changed"), Form.NUMBER),
    Column("removed", Text("删除", "Removed"), Form.NUMBER),
    Column("unchanged", Text("不变", "Unchanged"), Form.NUMBER, muted=True),
)
FIGURE_COLUMNS = (
    Column("name", fields.INDICATOR.name, width=170),
    Column("period", fields.PERIOD.name, muted=True, width=110),
    Column("before", Text("原值", "Before"), width=110),
    Column("after", Text("新值", "After"), width=110),
)


def answer(view: View) -> str:
    """The release in view in one sentence: which, since when, by whom, how much it holds."""
    manifest = view.release.manifest
    told = {
        "number": manifest.sequence,
        "author": manifest.author,
        "at": changes.moment(manifest.created_at),
        "datasets": len(manifest.datasets),
        "rows": f.number(manifest.rows, 0),
    }
    return tr(
        "Version {number}, published by {author} at {at}: {rows} rows in {datasets} datasets, all files sound.", **told
    )


def notices(view: View) -> Iterator[str]:
    """What is to be known of the data folder's health beyond what every page says."""
    root = releases.data_root()
    yield from filter(None, (releases.clock_notice(root, view.release), releases.read_journal(root).notice))


def cards(view: View) -> tuple[Tally, ...]:
    """The release in view in cards: version, size, files, problems; and how many others there are."""
    root, manifest = releases.data_root(), view.release.manifest
    return (
        Tally(
            "version",
            tr("Data version"),
            str(manifest.sequence),
            str(Text("版", "")),
            (changes.moment(manifest.created_at), tr("published")),
            ((tr("Release"), manifest.id),),
            meaning=((tr("Data version"), tr("One complete, unchangeable state of all data; a link may name it.")),),
        ),
        Tally(
            "rows",
            tr("Rows"),
            f.number(manifest.rows, 0),
            tr("rows in all"),
            (str(len(manifest.datasets)), tr("datasets")),
            ((tr("Files they come from"), str(len(manifest.sources))),),
            meaning=((tr("Rows"), tr("Rows of all reported datasets; what is summed from them is not counted.")),),
        ),
        Tally(
            "files",
            tr("Files checked"),
            f"{len(manifest.datasets)}",
            tr("all sound"),
            (tr("every 10 minutes"), tr("against their checksums")),
            ((tr("Original reports kept"), str(len(manifest.originals))),),
            meaning=(
                (
                    tr("Files checked"),
                    tr("Each file is read again and compared with its SHA-256 of the day it was published."),
                ),
            ),
        ),
        _problems(manifest),
        Tally(
            "versions",
            tr("All versions"),
            str(len(releases.history(root))),
            str(Text("版", "in all")),
            (str(len(releases.kept(root))), tr("kept for ever")),
            meaning=((tr("All versions"), tr("No version is ever changed; old ones are removed on the server only.")),),
        ),
    )


def _problems(manifest: Manifest) -> Tally:
    counted = {level: manifest.problems.get(level, 0) for level in Level}
    told = {level.word: str(count) for level, count in counted.items()}
    known = bool(manifest.originals or manifest.problems)
    return Tally(
        "problems",
        tr("Problems in the reports"),
        str(sum(counted.values())) if known else f.MISSING,
        str(ITEMS) if known else "",
        None if known else (tr("not recorded"), ""),
        tuple(told.items()) if known else (),
        meaning=(
            (
                tr("Problems in the reports"),
                tr("What the reports had when they were published; warnings were confirmed."),
            ),
        ),
    )


def history() -> Table:
    """All releases that can be opened, newest first, each opening its own."""
    root = releases.data_root()
    now, kept = releases.pointed_to(root), releases.kept(root)
    rows = [_release(manifest, now, kept) for manifest in releases.history(root)]
    return tables.table(pd.DataFrame(rows), RELEASE_COLUMNS, key="id")


def _release(manifest: Manifest, now: str | None, kept: frozenset[str]) -> dict[str, object]:
    states = (tr("current") if manifest.id == now else "", tr("kept") if manifest.id in kept else "")
    return {
        "number": changes.number(manifest),
        "state": f.DOT.join(filter(None, states)),
        "at": changes.moment(manifest.created_at),
        "author": manifest.author,
        "note": manifest.note,
        "rows": manifest.rows,
        "id": manifest.id,
        "parent": manifest.parent,
        "problems": problem_words(manifest.problems),
    }


def problem_words(problems: Mapping[str, int]) -> str:
    """How many problems of each level there were: ``错误 0、警告 2``; empty when none was counted."""
    return str(LISTED).join(f"{level.word} {problems.get(level, 0)}" for level in Level) if problems else ""


def about(manifest: Manifest) -> Iterator[Row]:
    """Everything a release says of itself."""
    yield tr("Release"), manifest.id
    yield tr("Published by"), f.DOT.join((changes.moment(manifest.created_at), manifest.author))
    if manifest.note:
        yield tr("Note"), manifest.note
    yield tr("Made from"), manifest.parent or tr("nothing: it is the first")
    files = [source.name for source in manifest.originals or manifest.sources]
    yield tr("Reports"), f.named(files, every=tr("none"), more=tr("{name} and others, {n} in all"))
    if manifest.problems:
        yield tr("Problems"), problem_words(manifest.problems)


def opened(view: View, table: Table) -> Release:
    """The release the link or a chosen row opens; the one in view when none does."""
    wanted = b.opened("release", table.keys)
    return releases.open_release(releases.data_root(), wanted) if wanted else view.release


def draw(view: View, release: Release) -> None:
    """One release: what it says of itself, the link that pins it, and what an editor may do with it."""
    st.html(markup.definitions(about(release.manifest)))
    st.html(markup.small(tr("Link that shows the app on this version for ever")))
    st.code(take_away.home(view, pinned=release.id), language=None, wrap_lines=True)
    if account.standing() is Standing.EDITOR:
        with st.container(horizontal=True, gap="small"):
            _keeping(release.id)
            _restoring(release)
            st.button(tr("Check all files"), key="check-all", on_click=account.act, args=(check_all,))


def _keeping(release_id: str) -> None:
    if release_id in releases.kept(releases.data_root()):
        st.button(tr("Let go"), key="let-go", on_click=account.act, args=(_let_go, release_id))
    else:
        hint = tr("Pruning on the server never removes a kept version.")
        st.button(tr("Keep"), key="keep", help=hint, on_click=account.act, args=(_keep, release_id))


def _restoring(release: Release) -> None:
    if release.id == releases.pointed_to(releases.data_root()):
        return
    with st.popover(tr("Restore …"), key="restoring"):
        st.html(markup.small(tr("Publishes this version's data as a new version. Nothing is lost; it can be undone.")))
        st.text_input(tr("Note"), key=RESTORE_NOTE, max_chars=200, placeholder=tr("Why it is restored"))
        st.button(
            tr("Restore this version"),
            key="restore",
            type="primary",
            on_click=account.act,
            args=(_restore, release.id),
        )


def _keep(editor: Editor, release_id: str) -> str:
    releases.keep(releases.data_root(), release_id, author=editor.name)
    return tr("Release {release} is kept.", release=release_id)


def _let_go(editor: Editor, release_id: str) -> str:
    releases.let_go(releases.data_root(), release_id, author=editor.name)
    return tr("Release {release} may be pruned again.", release=release_id)


def _restore(editor: Editor, release_id: str) -> str:
    note = str(st.session_state.get(RESTORE_NOTE, ""))
    made = releases.restore(releases.data_root(), release_id, author=editor.name, note=note)
    st.session_state["release"] = made.id
    return tr("Release {release} is current: it has the data of {old}.", release=made.id, old=release_id)


def check_all(_editor: Editor) -> str:
    """Read every file of all releases and all originals again; `ReleaseError` naming the first that are not sound."""
    root = releases.data_root()
    found = releases.damages(root)
    if found:
        raise ReleaseError(" ".join(str(damage) for damage in found[:NAMED_AT_MOST]))
    return tr("All files of {count} releases are sound.", count=len(releases.history(root)))


def others(table: Table, release: Release) -> dict[str, str]:
    """The releases to hold one against, the one it was made from first."""
    numbers = dict(zip(table.keys, table.frame["number"], strict=True))
    rest = [key for key in table.keys if key != release.id]
    parent = release.manifest.parent
    ordered = sorted(rest, key=lambda key: key != parent)
    return {key: tr("against {version}", version=numbers[key]) for key in ordered}


def compare(release: Release, other: str) -> None:
    """How the release differs from another, in words, rows and headline figures."""
    try:
        rows, figures = changes.against(release, other)
    except ReleaseError as error:
        st.html(markup.notice(str(error)))
        return
    st.html(markup.sentence(changes.sentence(rows), cls="tn-above"))
    left, right = b.columns(1, 1)
    with left:
        b.listing(tr("Rows that changed"), change_table(rows))
    with right:
        draw_figures(tr("Headline figures that changed"), figure_table(figures))


def draw_figures(title: str, table: Table) -> None:
    """Headline figures before and after, or that none is different."""
    if table.frame.empty:
        st.html(markup.small(tr("No headline figure changes.")))
    else:
        b.listing(title, table)


def change_table(found: Mapping[str, changes.Rows]) -> Table:
    """How many rows of each dataset differ."""
    rows = [
        {
            "name": str(DATASETS[key].name),
            "added": counted.added,
            "changed": counted.changed,
            "removed": counted.removed,
            "unchanged": counted.unchanged,
        }
        for key, counted in found.items()
    ]
    return tables.table(pd.DataFrame(rows, columns=[c.key for c in CHANGE_COLUMNS]), CHANGE_COLUMNS)


def figure_table(headlines: Iterable[Headline]) -> Table:
    """Headline figures before and after, those whose words differ."""
    told = ((headline, _both(headline)) for headline in headlines)
    rows = [
        {"name": str(headline.indicator.name), "period": headline.period.label(), "before": before, "after": after}
        for headline, (before, after) in told
        if before != after
    ]
    return tables.table(pd.DataFrame(rows, columns=[c.key for c in FIGURE_COLUMNS]), FIGURE_COLUMNS)


def _both(headline: Headline) -> tuple[str, str]:
    before, after = (
        f.MISSING if number is None else f.with_unit(headline.indicator, number) for number in headline.numbers
    )
    return before, after
