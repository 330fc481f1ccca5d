"""What is wrong in a report, said so that whoever sent it can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tongnan_metrics.locale import tr


class Level(StrEnum):
    """How bad a problem is: an error stops publishing, a warning wants a confirmation."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def word(self) -> str:
        """The level as users read it."""
        return tr("error") if self is Level.ERROR else tr("warning")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a report.

    `row` counts as spreadsheets do, from 1; `column` is the header as written, `cell` its address such as ``C17``, the
    header's own where the whole column is meant; `value` is the cell as read. What does not apply is empty.
    `suggestion` says what to do.
    """

    level: Level
    file: str
    sheet: str
    row: int | None
    column: str
    value: str | None
    message: str
    suggestion: str
    cell: str = ""


class RefusedError(Exception):
    """Nothing was published; `problems` say why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        errors = sum(p.level is Level.ERROR for p in self.problems)
        warnings = len(self.problems) - errors
        super().__init__(
            tr("Nothing was published: {errors} errors, {warnings} warnings.", errors=errors, warnings=warnings)
        )
