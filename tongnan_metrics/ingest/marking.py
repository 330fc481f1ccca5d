"""The child that marks reports: ``python -m tongnan_metrics.ingest.marking JOB``, started by `marked`."""

from pathlib import Path
from typing import Any

from tongnan_metrics.ingest.marked import mark
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.locale import speaking
from tongnan_metrics.reader import child
from tongnan_metrics.reader.limits import Limits

MARKED = "marked.xlsx"


def write_marked(task: dict[str, Any], folder: Path, _: Limits) -> str:
    """Write the marked report into the folder; the name of its file."""
    problems = [Problem(**{**problem, "level": Level(problem["level"])}) for problem in task["problems"]]
    with speaking(task["language"]):
        (folder / MARKED).write_bytes(mark(Path(task["path"]), problems))
    return MARKED


if __name__ == "__main__":
    child.run(write_marked)
