"""What a sender may not know to be in a workbook: hidden rows and columns, macros, links. All of it is told."""

from collections.abc import Iterator

import numpy as np

from tongnan_metrics.ingest.parts import Place, Positions
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.rows import Mask
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.ingest.workbook import Report, Runs, Sheet
from tongnan_metrics.locale import tr

MOST_NAMED = 12


def left_alone(report: Report) -> Iterator[Problem]:
    """Warnings of what a file holds that was neither run nor followed."""
    for notice in report.notices:
        message, advice = tr(notice.sentence, **notice.values), tr(notice.advice)
        yield Problem(Level.WARNING, report.source.name, "", None, "", None, message, advice)


def hidden(place: Place, sheet: Sheet, data: Positions) -> Iterator[Problem]:
    """Warnings of hidden rows and columns that were read; `data` are the numbers of the sheet's rows of data."""
    rows = data[_inside(sheet.hidden_rows, data - 1)]
    if len(rows):
        message = tr("Hidden rows are read: {rows}", rows=_named(rows))
        yield place.problem(Level.WARNING, Wrong(message, tr("Show them, and delete those that should not count.")))
    for key, column in place.columns.items():
        if _inside(sheet.hidden_columns, np.array([sheet.first_column + column.index]))[0]:
            wrong = Wrong(tr("The column is hidden; it is read"), tr("Show it, and check that it is the right one."))
            yield place.problem(Level.WARNING, wrong, key=key)


def _inside(runs: Runs, places: Positions) -> Mask:
    """Which places lie in one of the runs, which are in order."""
    if not runs:
        return np.zeros(len(places), np.bool_)
    first, last = np.array(runs).T
    at = np.searchsorted(first, places, side="right") - 1
    found: Mask = (at >= 0) & (places <= last[at])
    return found


def _named(rows: Positions) -> str:
    """Rows in words: ``5–9, 12``; the first few runs of many."""
    breaks = np.flatnonzero(np.diff(rows) != 1) + 1
    runs = np.split(rows, breaks)
    words = tr(", ").join(_run(run) for run in runs[:MOST_NAMED])
    more = sum(len(run) for run in runs[MOST_NAMED:])
    return tr("{rows} and {count} more", rows=words, count=more) if more else words


def _run(rows: Positions) -> str:
    return f"{rows[0]}" if len(rows) == 1 else f"{rows[0]}–{rows[-1]}"
