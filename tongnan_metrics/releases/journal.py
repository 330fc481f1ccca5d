"""Who did what when: ``journal.jsonl``, one line a deed, only ever added to.

A deed is announced in ``.staging`` before it is done and written down after. Whoever takes the lock next does what a
process that died in between could not, so that the journal holds every deed once, and none that was not done.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from tongnan_metrics.locale import tr
from tongnan_metrics.releases.disk import STAGING, flush
from tongnan_metrics.releases.errors import is_full, readable
from tongnan_metrics.releases.manifest import signed, unsigned
from tongnan_metrics.releases.reading import KEPT, RELEASES, pointed_to

JOURNAL = "journal.jsonl"
END = b"\n"


class Action(StrEnum):
    """What can be done to releases."""

    PUBLISH = "publish"
    RESTORE = "restore"
    PRUNE = "prune"
    KEEP = "keep"
    LET_GO = "let-go"

    @property
    def word(self) -> str:
        """The action as users read it."""
        words = {
            Action.PUBLISH: tr("published"),
            Action.RESTORE: tr("restored"),
            Action.PRUNE: tr("removed"),
            Action.KEEP: tr("kept"),
            Action.LET_GO: tr("let go"),
        }
        return words[self]


@dataclass(frozen=True, slots=True)
class Deed:
    """One line: at `at` (ISO 8601, UTC) `author` did `action` to `release`; a restored one has the content of `of`."""

    at: str
    author: str
    action: Action
    release: str
    note: str = ""
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """All deeds in the order they were done, and the numbers of the lines that cannot be read, counted from 1."""

    deeds: tuple[Deed, ...]
    torn: tuple[int, ...] = ()

    @property
    def notice(self) -> str | None:
        """One sentence naming the lines that cannot be read; None when all can."""
        lines = ", ".join(map(str, self.torn))
        return tr("Lines of the journal that are cut off or damaged: {lines}.", lines=lines) if self.torn else None


def read_journal(root: Path) -> Journal:
    """The journal of a data folder, empty when there is none; `StoreError` when it cannot be opened."""
    with readable(root):
        lines = _lines(root / JOURNAL)
    read = [_read(line) for line in lines]
    return Journal(tuple(filter(None, read)), tuple(i for i, deed in enumerate(read, start=1) if deed is None))


@contextmanager
def journaled(root: Path, deed: Deed) -> Iterator[None]:
    """Do the deed inside the block, under the lock: it stands in the journal even when the process dies after it.

    On a full disk what makes room is done unannounced: only then a death right after it costs the line.
    """
    line = _line(deed)
    try:
        _announce(root, line)
    except OSError as error:
        if not (is_full(error) and deed.action is Action.PRUNE):
            raise
    try:
        yield
    finally:
        with suppress(OSError):  # what is done is done: the next one to take the lock writes it down
            _write_down(root, line)
            (root / STAGING / JOURNAL).unlink(missing_ok=True)


def _announce(root: Path, line: bytes) -> None:
    (root / STAGING).mkdir(exist_ok=True)
    (root / STAGING / JOURNAL).write_bytes(line + END)
    flush(root / STAGING / JOURNAL)
    flush(root / STAGING)


def settle(root: Path) -> None:
    """Write down the deed that was announced, if it was done; forget it if not."""
    announced = root / STAGING / JOURNAL
    for line in _lines(announced):
        _write_down(root, line)
    announced.unlink(missing_ok=True)


def _write_down(root: Path, line: bytes) -> None:
    """Add the line unless it is the last one already, if the deed it tells was done."""
    deed = _read(line)
    if deed and DONE[deed.action](root, deed.release) and _lines(root / JOURNAL)[-1:] != [line]:
        append(root, [line])


def append(root: Path, lines: list[bytes]) -> None:
    """Add lines to the journal and bring them to the disk.

    A last line that was cut off gives way to itself in whole; any other stays as it is, by itself.
    """
    added = b"".join(line + END for line in lines)
    with (root / JOURNAL).open("ab+") as file:
        file.seek(0)
        torn = file.read().rpartition(END)[2]
        if added.startswith(torn):
            file.truncate(file.tell() - len(torn))
        else:
            file.write(END)
        file.write(added)
        file.flush()
    flush(root / JOURNAL)
    flush(root)


def missing_lines(root: Path, other: Path) -> list[bytes]:
    """The lines of another folder's journal that this one's lacks."""
    known = set(_lines(root / JOURNAL))
    return [line for line in _lines(other / JOURNAL) if line not in known]


def timestamp(moment: datetime | None = None) -> str:
    """A time, or now, as ISO 8601 in UTC."""
    return (moment or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")


def _lines(path: Path) -> list[bytes]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    return content.removesuffix(END).split(END) if content else []


def _line(deed: Deed) -> bytes:
    return json.dumps(signed(asdict(deed)), ensure_ascii=False).encode()


def _read(line: bytes) -> Deed | None:
    """The deed a line tells; None when it is not as it was written."""
    try:
        plain = unsigned(line.decode())
        return Deed(**{**plain, "action": Action(plain["action"])})
    except (ValueError, TypeError, KeyError):
        return None


def _is_current(root: Path, release_id: str) -> bool:
    return pointed_to(root) == release_id


def _is_gone(root: Path, release_id: str) -> bool:
    return not (root / RELEASES / release_id).exists()


def _is_kept(root: Path, release_id: str) -> bool:
    return (root / KEPT / release_id).exists()


def _is_free(root: Path, release_id: str) -> bool:
    return not _is_kept(root, release_id)


DONE: Mapping[Action, Callable[[Path, str], bool]] = {
    Action.PUBLISH: _is_current,
    Action.RESTORE: _is_current,
    Action.PRUNE: _is_gone,
    Action.KEEP: _is_kept,
    Action.LET_GO: _is_free,
}
