"""The write side: read reports as offices send them, check everything, merge, publish or refuse whole.

Steps, each pure but the first and the last: `workbook` reads a file into sheets of text, `recognise` finds out what a
sheet is, `convert` types its columns, `check` and `totals` look at every cell (`reading` is all of this so far),
`references` leads names to codes, `combine` puts sheets and files together, `merge` lays them over the release and
`removal` says which of its rows go (`compare`), `publish` makes the next one. `acting` publishes single answers.
"""

from tongnan_metrics.ingest.acting import LONGEST_NOTE, Answer, WrongAnswerError, act
from tongnan_metrics.ingest.compare import Checked, check, compare
from tongnan_metrics.ingest.marked import marked
from tongnan_metrics.ingest.merge import Change
from tongnan_metrics.ingest.problems import Level, Problem, RefusedError
from tongnan_metrics.ingest.progress import Progress, Step
from tongnan_metrics.ingest.publish import publish, publish_reading
from tongnan_metrics.ingest.reading import Reading, read_files
from tongnan_metrics.ingest.template import lists_of, template

__all__ = [
    "LONGEST_NOTE",
    "Answer",
    "Change",
    "Checked",
    "Level",
    "Problem",
    "Progress",
    "Reading",
    "RefusedError",
    "Step",
    "WrongAnswerError",
    "act",
    "check",
    "compare",
    "lists_of",
    "marked",
    "publish",
    "publish_reading",
    "read_files",
    "template",
]
