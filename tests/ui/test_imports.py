"""What an editor's reports would do, worked out aside: for these reports and this release and no others."""

from pathlib import Path

import pytest

from tests.ingest.reports import OUTPUT_ROWS, output_sheet, start, workbook
from tongnan_metrics import releases
from tongnan_metrics.ingest import Step, staging
from tongnan_metrics.ingest.staging import Desk, StagingError, Words
from tongnan_metrics.releases import Release
from tongnan_metrics.ui import imports
from tongnan_metrics.ui.editors import Editor
from tongnan_metrics.ui.imports import Check, _Listener
from tongnan_metrics.ui.work import Progress

PATIENCE_S = 120
WANG = Editor("wang@example.gov.cn", "a" * 32)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An editor's desk in a small district's data folder, with a sound report on it."""
    monkeypatch.setenv("TONGNAN_DATA", str(tmp_path / "data"))
    start(tmp_path / "data")
    own = imports.desk_of(WANG)
    lay(own, tmp_path)
    return own


def lay(desk: Desk, folder: Path, *rows: list[object]) -> None:
    path = workbook(folder / "产值.xlsx", {"产值": output_sheet(*rows)})
    staging.put(desk, path.name, path.read_bytes())


def checked(desk: Desk) -> Check:
    check: Check = imports.checking(desk).future.result(PATIENCE_S)
    return check


def published(desk: Desk) -> Release:
    work = imports.publishing(desk)
    assert work is not None
    release: Release = work.future.result(PATIENCE_S)
    imports.looked_at(desk)
    return release


def test_what_was_seen_is_published_and_the_desk_is_clear(desk: Desk) -> None:
    check = checked(desk)
    assert check.preview is not None
    assert check.preview.changes["output"].added == len(OUTPUT_ROWS)
    staging.remember(desk, Words("一二月"))
    imports.publish(WANG, "一二月", accept_warnings=bool(check.checked.warnings))
    release = published(desk)
    assert releases.current(desk.root) == release
    assert (release.manifest.author, release.manifest.note) == (WANG.name, "一二月")
    assert desk.files == ()
    assert desk.words == Words(published=release.id)
    assert imports.publishing(desk) is None


def test_the_same_reports_are_checked_once(desk: Desk, tmp_path: Path) -> None:
    first = imports.checking(desk)
    assert imports.checking(desk) is first
    lay(desk, tmp_path, ["2022-02", "E1", 1, 1, 1, 1])
    assert imports.checking(desk) is not first


def test_reports_sent_again_are_not_published_unseen(desk: Desk, tmp_path: Path) -> None:
    checked(desk)
    lay(desk, tmp_path, ["2022-02", "E1", 1, 1, 1, 1])
    with pytest.raises(StagingError):
        imports.publish(WANG, "", accept_warnings=True)
    assert imports.publishing(desk) is None


def test_nothing_is_published_on_data_nobody_saw(desk: Desk) -> None:
    check = checked(desk)
    releases.restore(desk.root, str(check.base), author="another")
    with pytest.raises(StagingError):
        imports.publish(WANG, "", accept_warnings=True)
    assert checked(desk).base != check.base


def test_who_publishes_at_the_same_time_is_told(desk: Desk) -> None:
    check = checked(desk)
    with releases.publishing(desk.root):
        imports.publish(WANG, "", accept_warnings=True)
        other = releases.restore(desk.root, str(check.base), author="another")
    work = imports.publishing(desk)
    assert work is not None
    with pytest.raises(StagingError):
        work.future.result(PATIENCE_S)
    assert releases.current(desk.root) == other
    assert [path.name for path in desk.files] == ["产值.xlsx"]


def test_errors_are_never_published(desk: Desk, tmp_path: Path) -> None:
    lay(desk, tmp_path, ["2022-02", "E9", "x", 1, 1, 1])
    assert checked(desk).preview is None
    with pytest.raises(StagingError):
        imports.publish(WANG, "", accept_warnings=True)


def test_warnings_want_confirming(desk: Desk, tmp_path: Path) -> None:
    lay(desk, tmp_path, *OUTPUT_ROWS, ["合计", None, 1, 1, 1, 1])
    assert checked(desk).checked.warnings
    with pytest.raises(StagingError):
        imports.publish(WANG, "", accept_warnings=False)
    imports.publish(WANG, "", accept_warnings=True)
    assert published(desk).manifest.problems["warning"]


def test_nobody_publishes_from_another_s_desk(desk: Desk) -> None:
    checked(desk)
    with pytest.raises(StagingError):
        imports.publish(Editor("li@example.gov.cn", "b" * 32), "", accept_warnings=True)


def test_how_far_several_files_are_is_told_as_one() -> None:
    progress = Progress()
    listener = _Listener(progress, 2)
    told = []
    for step, done in ((Step.READ, 0), (Step.READ, 1), (Step.CHECK, 1), (Step.READ, 1), (Step.CHECK, 1)):
        listener(step, done, 1)
        told.append(progress.share / imports.READ)
    assert told == pytest.approx([0, 0.25, 0.5, 0.75, 1])
