"""Reports in, step by step: upload, problems, preview, confirm, published.

The link carries the step, the editor's desk the rest: a reload loses nothing.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import streamlit as st

from tongnan_metrics import ingest, releases
from tongnan_metrics.ingest import Problem, RefusedError, staging
from tongnan_metrics.ingest.staging import Desk, StagingError
from tongnan_metrics.locale import Text, language, speaking, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.preview import Preview
from tongnan_metrics.releases import ReleaseError
from tongnan_metrics.ui import account, changes, import_tables, imports, markup, states, take_away, versions, work
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui.editors import Editor, Standing
from tongnan_metrics.ui.imports import Check
from tongnan_metrics.ui.view import View, current

_log = logging.getLogger(__name__)

STEP, UPLOADER, NOTE, ACCEPT = "step", "uploader", "import-note", "import-accept"
STEPS = {
    "upload": Text("上传", "Upload"),
    "problems": Text("问题", "Problems"),
    "preview": Text("预览", "Preview"),
    "confirm": Text("确认", "Confirm"),
    "done": Text("发布", "Published"),
}
SUFFIXES = ["xlsx", "xls", "xlsm", "et", "ods", "csv", "txt", "tsv"]
COMMANDS = """python -m tongnan_metrics check {report}
python -m tongnan_metrics import {report} --author {name} --note {note}"""


def draw(view: View) -> None:
    """The step the editor is at; for everybody else, why there is nothing to do and how it is done on the server."""
    found = account.standing()
    if found is not Standing.EDITOR:
        _read_only(found)
        return
    account.let_upload()
    desk = imports.desk_of(account.editor())
    staging.sweep(desk.root)
    if _still_publishing(desk):
        return
    step = _step(desk)
    view.collected.params[STEP] = step
    st.html(markup.steps([str(name) for name in STEPS.values()], list(STEPS).index(step)))
    steps = {"upload": _upload, "problems": _problems, "preview": _preview, "confirm": _confirm, "done": _done}
    steps[step](desk)


def _read_only(found: Standing) -> None:
    st.html(markup.state(tr("This page is read-only for you"), account.why_not(found)))
    lacking = account.lacking()
    if lacking and found is Standing.CLOSED and account.begun():
        st.html(markup.notice(tr("The sign-in settings lack: {keys}.", keys=", ".join(lacking))))
    with b.panel(tr("Importing on the server")), st.container():
        st.html(markup.small(tr("First what the reports would change, then publishing them; {hint}.", hint=_docs())))
        words = {"report": Text("报表.xlsx", "report.xlsx"), "name": Text("姓名", "NAME"), "note": Text("说明", "NOTE")}
        st.code(COMMANDS.format(**words), language="bash")


def _docs() -> str:
    return tr("docs/editors.md says how to set up signing in")


def _step(desk: Desk) -> str:
    wanted = st.session_state.get(STEP)
    if not desk.files:
        return "done" if wanted == "done" and desk.words.published else "upload"
    return str(wanted) if wanted in STEPS and wanted != "done" else "problems"


def _go(step: str) -> None:
    st.session_state[STEP] = step


def _still_publishing(desk: Desk) -> bool:
    """Show the publishing that is under way; what came of one that has ended is said once."""
    found = imports.publishing(desk)
    if found is None:
        return False
    if not found.done:
        work.wait(found)
        return True
    imports.looked_at(desk)
    try:
        found.future.result()
    except (ReleaseError, RefusedError, StagingError) as error:
        st.html(markup.outcome(str(error), done=False))
    except Exception:
        _log.exception("Publishing failed")
        states.trouble()
    else:
        _go("done")
    return False


def _upload(desk: Desk) -> None:
    _uploader()
    if desk.files:
        _lying(desk)
        _turns(None, "problems", tr("Check the reports"))


def _uploader() -> None:
    count = st.session_state.setdefault(UPLOADER, 0)
    st.html(markup.upload_words(tr("Drop reports here: Excel, WPS or CSV, as they are"), tr("Choose files")))
    key = f"{UPLOADER}-{count}"
    st.file_uploader(
        tr("Reports"),
        type=SUFFIXES,
        accept_multiple_files=True,
        key=key,
        label_visibility="collapsed",
        max_upload_size=staging.MOST_BYTES // staging.MEGABYTE,
        on_change=account.act,
        args=(_store, key),
    )


def _store(editor: Editor, key: str) -> str:
    """Lay what was uploaded on the desk; Streamlit's own copy in memory is let go of."""
    desk, came = imports.desk_of(editor), st.session_state.get(key) or []
    st.session_state[UPLOADER] += 1
    for report in came:
        staging.put(desk, report.name, report.getvalue())
    _go("problems")
    return tr("{n} files uploaded.", n=len(came))


def _lying(desk: Desk) -> None:
    """The reports on the desk, and how they are to be read."""
    words = desk.words
    with b.panel(tr("Uploaded, not yet published"), tr("kept for 7 days")), st.container(gap="small"):
        for number, path in enumerate(desk.files):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"report-{number}"):
                st.html(markup.file(path.name, _size(path)))
                st.button(
                    tr("Remove"),
                    key=f"remove-{path.name}",
                    type="tertiary",
                    on_click=account.act,
                    args=(_remove, path.name),
                )
        with st.expander(tr("Replacing and deleting")):
            hint = tr("Rows of the same periods that the reports do not have are removed.")
            st.toggle(
                tr("The reports replace their whole periods"), value=words.replace_periods, key="replace", help=hint
            )
            names = [path.name for path in desk.files]
            chosen = [name for name in words.delete if name in names]
            st.multiselect(
                tr("Files that only name keys: those rows are deleted"),
                names,
                default=chosen,
                key="delete",
                placeholder=tr("none"),
                select_all=False,
            )
            st.button(tr("Read them this way"), on_click=account.act, args=(_read_so,))


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / staging.MEGABYTE:.1f} MB" if size >= staging.MEGABYTE else f"{max(size // 1024, 1)} KB"


def _remove(editor: Editor, name: str) -> str:
    staging.take_off(imports.desk_of(editor), [name])
    return tr("{file} was removed.", file=name)


def _read_so(editor: Editor) -> str:
    desk = imports.desk_of(editor)
    said: dict[str, Any] = {
        "replace_periods": bool(st.session_state.get("replace")),
        "delete": tuple(st.session_state.get("delete", ())),
    }
    staging.remember(desk, replace(desk.words, **said))
    _go("problems")
    return ""


def _checked(desk: Desk) -> Check | None:
    """What the check found; None while it is at work, or when it failed."""
    found = imports.checking(desk)
    if not found.done:
        work.wait(found)
        return None
    try:
        check: Check = found.future.result()
    except ReleaseError as error:
        imports.let_go(desk)
        st.html(markup.outcome(str(error), done=False))
    except Exception:
        imports.let_go(desk)
        _log.exception("Reading reports failed")
        states.trouble()
    else:
        return check
    return None


def _problems(desk: Desk) -> None:
    check = _checked(desk)
    if check is None:
        return
    problems, errors = check.checked.problems, len(check.checked.errors)
    b.answer(_verdict(len(desk.files), errors, len(problems) - errors))
    if problems:
        b.table(tr("Problems in the reports"), import_tables.problem_table(problems), most=14)
        with st.container(horizontal=True, gap="small"):
            _take_json(problems)
            for path, own in _by_file(check).items():
                _take_marked(path, own)
    if errors:
        _uploader()
    _turns("upload", "preview" if not errors else None, tr("See what would change"))


def _by_file(check: Check) -> dict[Path, list[Problem]]:
    """The problems of each file that has any."""
    told = {path: [p for p in check.checked.problems if p.file == name] for path, name in check.reading.names.items()}
    return {path: own for path, own in told.items() if own}


def _take_marked(path: Path, problems: list[Problem]) -> None:
    """The sender's own workbook with its problems marked, made when it is asked for."""
    user, speech = account.claims(), language()

    def made() -> bytes:
        with speaking(speech):
            account.editor(user)
            return ingest.marked(path, problems)

    st.download_button(
        tr("Marked: {file}", file=markup.plain(path.name)),
        data=made,
        file_name=f"{path.stem}{tr(' (marked)')}.xlsx",
        mime=take_away.MIME["xlsx"],
        on_click="ignore",
        icon=":material/edit_note:",
        key=f"marked-{path.name}",
    )


def _verdict(files: int, errors: int, warnings: int) -> str:
    said = {"files": files, "errors": errors, "warnings": warnings}
    if errors:
        return tr(
            "{files} files: {errors} errors, {warnings} warnings. Correct them and upload the files again.", **said
        )
    if warnings:
        return tr("{files} files: no errors, {warnings} warnings to confirm.", **said)
    return tr("{files} files without a problem.", **said)


def _take_json(problems: tuple[Problem, ...]) -> None:
    st.download_button(
        tr("Problems (JSON)"),
        data=json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2),
        file_name=f"{tr('Problems')}.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
        key="problems-json",
    )


def _preview(desk: Desk) -> None:
    check = _checked(desk)
    if check is None:
        return
    if check.preview is None:
        _go("problems")
        st.rerun()
    if not check.checked.merged:
        b.answer(tr("The reports say nothing new: there is nothing to publish."))
        _turns("upload", None, "")
        return
    _what_changes(check.preview)
    _turns("problems", "confirm", tr("Go on to confirm"))


def _what_changes(told: Preview) -> None:
    b.answer(import_tables.what_changes(told))
    left, right = b.columns(1, 1)
    with left:
        b.table(tr("Rows by dataset"), import_tables.change_table(told))
    with right, b.panel(tr("Headline figures that change"), tr("before and after")), st.container():
        versions.draw_figures(tr("Headline figures that change"), versions.figure_table(told.changed))
    before, after = told.matching
    said = {"whole": len(told.agreements), "before": before, "after": after}
    st.html(markup.small(tr("Of {whole} published figures the rows give {before} before, {after} after.", **said)))
    if told.turned:
        b.table(tr("Published figures that agree on one side only"), import_tables.agreement_table(told))


def _confirm(desk: Desk) -> None:
    check = _checked(desk)
    if check is None:
        return
    if check.preview is None or not check.checked.merged:
        _go("problems" if check.preview is None else "preview")
        st.rerun()
    warnings = len(check.checked.warnings)
    with b.panel(tr("What will be published")), st.container(gap="small"):
        st.html(markup.definitions(_summary(desk, check)))
        st.text_input(
            tr("Note"),
            value=desk.words.note,
            key=NOTE,
            max_chars=staging.MOST_NOTE,
            placeholder=tr("What the release is about, such as: output of January to March"),
            on_change=account.act,
            args=(_keep_note,),
        )
        accepted = not warnings or st.checkbox(
            tr("I have read the {n} warnings and publish all the same", n=warnings), key=ACCEPT
        )
    with st.container(horizontal=True, gap="small"):
        st.button(tr("Back"), key="back", on_click=_go, args=("preview",))
        st.button(
            tr("Publish"), key="publish", type="primary", disabled=not accepted, on_click=account.act, args=(_publish,)
        )


def _summary(desk: Desk, check: Check) -> Iterator[tuple[str, str]]:
    yield tr("Reports"), tr(", ").join(path.name for path in desk.files)
    if check.preview:
        yield tr("Changes"), import_tables.what_changes(check.preview)
    yield tr("Made from"), check.base or tr("nothing: it is the first")
    yield tr("By"), account.name()


def _keep_note(editor: Editor) -> str:
    desk = imports.desk_of(editor)
    staging.remember(desk, replace(desk.words, note=str(st.session_state.get(NOTE, ""))))
    return ""


def _publish(editor: Editor) -> str:
    return imports.publish(
        editor, str(st.session_state.get(NOTE, "")), accept_warnings=bool(st.session_state.get(ACCEPT))
    )


def _done(desk: Desk) -> None:
    made = releases.open_release(desk.root, desk.words.published)
    b.answer(tr("{version} is published; all readers see it from now on.", version=changes.number(made.manifest)))
    with b.panel(changes.number(made.manifest), made.id), st.container():
        st.html(markup.definitions(_published(made)))
        st.html(markup.small(tr("Link that shows the app on this version for ever")))
        st.code(take_away.home(current(), pinned=made.id), language=None, wrap_lines=True)
    with st.container(horizontal=True, gap="small"):
        st.button(tr("Import more"), key="more", on_click=_go, args=("upload",))
        b.page_link("overview", tr("See the new figures"))


def _published(made: releases.Release) -> Iterator[tuple[str, str]]:
    manifest = made.manifest
    yield tr("Published by"), f.DOT.join((changes.moment(manifest.created_at), manifest.author))
    if manifest.note:
        yield tr("Note"), manifest.note
    yield tr("Reports"), tr(", ").join(source.name for source in manifest.originals)
    if manifest.parent:
        before = releases.open_release(releases.data_root(), manifest.parent)
        yield tr("Changes"), changes.sentence(changes.rows(before, made))


def _turns(back: str | None, onward: str | None, words: str) -> None:
    """The way back and onward."""
    with st.container(horizontal=True, gap="small"):
        if back:
            st.button(tr("Back"), key="back", on_click=_go, args=(back,))
        if onward:
            st.button(words, key="onward", type="primary", on_click=_go, args=(onward,))
