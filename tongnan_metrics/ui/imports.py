"""What an editor's reports would do, and doing it: both are worked on aside, from what lies on the editor's desk."""

from collections.abc import Hashable
from dataclasses import dataclass

from tongnan_metrics import ingest, preview, releases
from tongnan_metrics.ingest import Checked, Reading, Step, staging
from tongnan_metrics.ingest.staging import Desk, StagingError, Words
from tongnan_metrics.locale import language, tr
from tongnan_metrics.preview import Preview
from tongnan_metrics.releases import Release
from tongnan_metrics.ui import work
from tongnan_metrics.ui.editors import Editor
from tongnan_metrics.ui.work import Progress, Work

# How much of a check is behind one when the reports are read, and when they are compared.
READ, COMPARED = 0.7, 0.85


@dataclass(frozen=True, slots=True)
class Check:
    """Reports as they were read and held against the release `base`; the preview is there when they are without error.

    `files` are the fingerprints of what was read.
    """

    base: str | None
    files: tuple[tuple[str, int, int], ...]
    reading: Reading
    checked: Checked
    preview: Preview | None


def desk_of(editor: Editor) -> Desk:
    """Where the editor's reports lie."""
    return Desk(releases.data_root(), editor.key)


def checking(desk: Desk) -> Work:
    """The check of what lies on the desk against what is current now, begun if it has not been yet."""
    return work.start(_checks(desk), _about(desk), lambda progress: _check(desk, progress))


def publishing(desk: Desk) -> Work | None:
    """The publishing that was begun from this desk and not looked at yet."""
    return work.find(_publications(desk))


def publish(editor: Editor, note: str, *, accept_warnings: bool) -> str:
    """Begin to publish what the editor saw in the preview, and nothing else.

    `StagingError` when the reports or the current release have changed since, or warnings want confirming.
    """
    desk = desk_of(editor)
    seen = work.find(_checks(desk), _about(desk))
    check: Check | None = seen.future.result() if seen and seen.done else None
    if check is None or check.checked.errors or not check.checked.merged:
        raise StagingError(tr("The reports or the data have changed: look at the preview again."))
    if check.checked.warnings and not accept_warnings:
        raise StagingError(tr("There are warnings: confirm that you have read them."))
    work.start(
        _publications(desk),
        _about(desk),
        lambda progress: _publish(desk, check, progress, editor.name, note, accept_warnings=accept_warnings),
    )
    return ""


def looked_at(desk: Desk) -> None:
    """What came of the publishing has been said: let go of it."""
    work.forget(_publications(desk))


def let_go(desk: Desk) -> None:
    """Let go of the check and all it holds."""
    work.forget(_checks(desk))


def _checks(desk: Desk) -> str:
    return f"check {desk.key}"


def _publications(desk: Desk) -> str:
    return f"publish {desk.key}"


def _about(desk: Desk) -> Hashable:
    """What a check is about: these files, read this way, against this release, told in this language."""
    words = desk.words
    return _files(desk), words.replace_periods, words.delete, releases.pointed_to(desk.root), language()


def _files(desk: Desk) -> tuple[tuple[str, int, int], ...]:
    return tuple(staging.fingerprint(path) for path in desk.files)


def _check(desk: Desk, progress: Progress) -> Check:
    files, words, base = _files(desk), desk.words, _current(desk)
    rows = [path for path in desk.files if path.name not in words.delete]
    keys = [path for path in desk.files if path.name in words.delete]
    reading = ingest.read_files(
        rows, delete=keys, replace_periods=words.replace_periods, progress=_Listener(progress, len(files))
    )
    progress.tell(READ, Step.COMPARE.word)
    checked = ingest.compare(reading, base=base)
    progress.tell(COMPARED, tr("Working out what would change …"))
    told = None if checked.errors else preview.preview(checked, base=base)
    return Check(base.id if base else None, files, reading, checked, told)


@dataclass(slots=True)
class _Listener:
    """Hears how far each of several files is, and tells how far all of them are: half is reading, half checking."""

    progress: Progress
    files: int
    begun: int = 0
    last: Step | None = None

    def __call__(self, step: Step, done: int, whole: int) -> None:
        """Hear it."""
        self.begun += step is Step.READ and self.last is not Step.READ
        self.last = step
        own = (done / max(whole, 1) + (step is not Step.READ)) / 2
        self.progress.tell((self.begun - 1 + own) / max(self.files, 1) * READ, step.word)


def _current(desk: Desk) -> Release | None:
    try:
        return releases.current(desk.root)
    except releases.NoReleaseError:
        return None


def _publish(desk: Desk, check: Check, progress: Progress, author: str, note: str, *, accept_warnings: bool) -> Release:
    progress.tell(0.1, tr("Waiting for others who publish …"))
    with releases.publishing(desk.root) as base:
        if (base.id if base else None) != check.base:
            raise StagingError(tr("Somebody else has just published: look at the preview again."))
        release = ingest.publish_reading(
            check.reading,
            root=desk.root,
            author=author,
            note=note,
            accept_warnings=accept_warnings,
            progress=lambda step, done, whole: progress.tell(done / whole, step.word),
        )
    progress.tell(0.95, tr("Published."))
    published = {name for name, *_ in {*check.files} & {*_files(desk)}}
    staging.take_off(desk, published)
    staging.remember(desk, Words(published=release.id))
    let_go(desk)
    return release
