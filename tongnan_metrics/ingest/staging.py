"""Reports on their way in: what an editor uploaded and has not published yet, on the disk until it is.

``.uploads/<key>/`` under the data folder is one editor's desk: `files/` holds the reports under their own names,
``desk.json`` the note and what was published from it last. A report sent again replaces the one of its name. Desks
nobody touched for a week are cleared away.
"""

import json
import re
import shutil
import time
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

from tongnan_metrics.locale import tr
from tongnan_metrics.releases.disk import write_text
from tongnan_metrics.releases.errors import explained

UPLOADS = ".uploads"
MOST_FILES = 20
MEGABYTE = 1024 * 1024
MOST_BYTES = 100 * MEGABYTE
MOST_TOGETHER = 300 * MEGABYTE
MOST_NAME_BYTES = 160
MOST_NOTE = 500
KEPT_S = 7 * 24 * 3600
KEY = re.compile(r"[0-9a-f]{32}")
UNSAFE = re.compile(r'[<>:"|?*]')
UNNAMED = "report"
LONGEST_SUFFIX = 5


class StagingError(Exception):
    """A report that is not taken, in one sentence."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is remembered beside the reports.

    The note for the release, whether whole periods are replaced, which files only name keys to delete, and the release
    last published from this desk.
    """

    note: str = ""
    replace_periods: bool = False
    delete: tuple[str, ...] = ()
    published: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """One editor's place in a data folder; `key` is 32 hexadecimal digits, ValueError when it is not."""

    root: Path
    key: str

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(self.key)

    @property
    def folder(self) -> Path:
        """Where everything of this editor lies."""
        return self.root / UPLOADS / self.key

    @property
    def files(self) -> tuple[Path, ...]:
        """The reports on it, in order of their names."""
        try:
            return tuple(sorted(path for path in (self.folder / "files").iterdir() if path.is_file()))
        except (FileNotFoundError, NotADirectoryError):
            return ()

    @property
    def words(self) -> Words:
        """What is remembered beside the reports; nothing when nothing is, or when it cannot be read."""
        try:
            plain = json.loads((self.folder / "desk.json").read_text(encoding="utf-8"))
            told = Words(**{**plain, "delete": tuple(map(str, plain["delete"]))})
            return replace(told, note=str(told.note), published=str(told.published))
        except (OSError, ValueError, KeyError, TypeError):
            return Words()


def put(desk: Desk, name: str, content: bytes) -> Path:
    """Lay a report on the desk, in the place of one of the same name; where it lies.

    `StagingError` when it is too large or the desk is full; `StoreError` when it cannot be written.
    """
    kept = safe_name(name)
    others = [path for path in desk.files if path.name != kept]
    _check(kept, len(content), others)
    with explained(desk.root):
        folder, coming = desk.folder / "files", desk.folder / f"{uuid4().hex}.part"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            coming.write_bytes(content)
            coming.replace(folder / kept)
        finally:
            coming.unlink(missing_ok=True)
        desk.folder.touch()
    return folder / kept


def fingerprint(path: Path) -> tuple[str, int, int]:
    """What tells a report from another of its name: name, size, and when it came, in nanoseconds."""
    told = path.stat()
    return path.name, told.st_size, told.st_mtime_ns


def take_off(desk: Desk, names: Iterable[str]) -> None:
    """Take reports off the desk; those that are not on it need no taking."""
    lying = {path.name: path for path in desk.files}
    with explained(desk.root):
        for name in names:
            if name in lying:
                lying[name].unlink(missing_ok=True)


def remember(desk: Desk, words: Words) -> None:
    """Write down what is to be remembered, a note cut to its longest; `StoreError` when it cannot be written."""
    with explained(desk.root):
        desk.folder.mkdir(parents=True, exist_ok=True)
        coming = desk.folder / f"{uuid4().hex}.part"
        cut = replace(words, note=words.note[:MOST_NOTE])
        write_text(coming, json.dumps(asdict(cut), ensure_ascii=False))
        coming.replace(desk.folder / "desk.json")


def sweep(root: Path, *, now: float | None = None) -> None:
    """Clear away the desks nobody touched for a week; `now` is in seconds since 1970."""
    oldest = (time.time() if now is None else now) - KEPT_S
    with suppress(OSError):  # another day will do
        for folder in (root / UPLOADS).iterdir():
            if KEY.fullmatch(folder.name) and _touched(folder) < oldest:
                shutil.rmtree(folder, ignore_errors=True)


def safe_name(name: str) -> str:
    """The name a report is kept under: its last part only, and nothing in it that leads elsewhere or hides."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(letter for letter in last if letter.isprintable())
    whole = UNSAFE.sub("_", visible).strip(" .") or UNNAMED
    stem, dot, suffix = whole.rpartition(".")
    begin, ending = (stem, f".{suffix}") if dot and len(suffix) <= LONGEST_SUFFIX else (whole, "")
    cut = begin.encode()[: MOST_NAME_BYTES - len(ending.encode())].decode(errors="ignore")
    return f"{cut.rstrip(' .')}{ending}"


def _check(name: str, size: int, others: list[Path]) -> None:
    if size > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise StagingError(
            tr("{file} is larger than {most} MB: split it, or import it on the server.", file=name, most=most)
        )
    if len(others) >= MOST_FILES:
        raise StagingError(
            tr("There are {most} files already: publish those first, then {file}.", file=name, most=MOST_FILES)
        )
    if size + sum(path.stat().st_size for path in others) > MOST_TOGETHER:
        most = MOST_TOGETHER // MEGABYTE
        raise StagingError(
            tr("Together with {file} the files exceed {most} MB: publish some first.", file=name, most=most)
        )


def _touched(folder: Path) -> float:
    return max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
