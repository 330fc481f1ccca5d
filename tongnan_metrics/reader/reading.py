"""Reads one file of any kind: sheets into Arrow files, and what there is to say about them."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

# Half the time of starting is numpy, and nothing here needs it.
sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]

from tongnan_metrics.reader import book, text  # noqa: E402
from tongnan_metrics.reader.kinds import Kind, kind_of  # noqa: E402
from tongnan_metrics.reader.limits import MIB, Limits  # noqa: E402
from tongnan_metrics.reader.output import write  # noqa: E402
from tongnan_metrics.reader.unfit import UnfitError  # noqa: E402

Progress = Callable[[int, int], None]
Runs = Sequence[tuple[int, int]]


def read(path: Path, folder: Path, limits: Limits, progress: Progress) -> dict[str, Any]:
    """Read a file into Arrow files in a folder; what stands where, in plain types. `UnfitError` when it is not read."""
    if path.stat().st_size > limits.file_mib * MIB:
        raise UnfitError("The file is larger than {mib} MiB: split it into smaller files.", mib=limits.file_mib)
    kind = kind_of(path)
    if kind is Kind.TEXT:
        return _read_text(path, folder, limits, progress)
    return _read_book(path, kind, folder, limits, progress)


def _read_text(path: Path, folder: Path, limits: Limits, progress: Progress) -> dict[str, Any]:
    whole = path.stat().st_size
    rows = text.rows(path, limits, lambda done: progress(done, whole))
    files = [file.name for file in write(rows, folder, "0", limits, sheet=path.stem)]
    return {"sheets": [_told(path.stem, files)], "notices": []}


def _read_book(path: Path, kind: Kind, folder: Path, limits: Limits, progress: Progress) -> dict[str, Any]:
    """Looking takes about as long as reading: each is half of the progress."""
    found = book.scan(path, kind, limits, lambda done, whole: progress(done, 2 * whole))
    done, whole = 0, sum(marks.last_row + 1 for marks in found.sheets.values()) or 1
    sheets = []
    for number, page in enumerate(book.pages(path, found)):
        progress(whole + done, 2 * whole)
        files = [file.name for file in write(page.rows, folder, str(number), limits, sheet=page.name)]
        sheets.append(_of_page(page, files))
        done += page.marks.last_row + 1
    return {"sheets": sheets, "notices": [asdict(notice) for notice in found.notices]}


def _of_page(page: book.Page, files: list[str]) -> dict[str, Any]:
    last = page.marks.last_column
    columns = [(first, min(end, last)) for first, end in page.marks.hidden_columns if first <= last]
    told = _told(page.name, files, rows=page.marks.hidden_rows, columns=columns)
    return {**told, "hidden": page.hidden, "first_column": page.first_column}


def _told(name: str, files: list[str], *, rows: Runs = (), columns: Runs = ()) -> dict[str, Any]:
    return {
        "name": name,
        "hidden": False,
        "first_column": 0,
        "files": files,
        "hidden_rows": list(rows),
        "hidden_columns": list(columns),
    }
