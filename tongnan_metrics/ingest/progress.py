"""How far an import is, for whoever waits for it: the command line's bar, a page's."""

from collections.abc import Callable
from enum import StrEnum

from tongnan_metrics.locale import tr


class Step(StrEnum):
    """The steps of an import that take their time, in order; reading and checking come again with every file."""

    READ = "read"
    CHECK = "check"
    COMPARE = "compare"
    PUBLISH = "publish"

    @property
    def word(self) -> str:
        """The step as users read it."""
        return {
            Step.READ: tr("Reading"),
            Step.CHECK: tr("Checking"),
            Step.COMPARE: tr("Comparing"),
            Step.PUBLISH: tr("Publishing"),
        }[self]


# Takes a step, how much of it is done, and how much there is; both are counts of nothing in particular.
Progress = Callable[[Step, int, int], None]


def silent(step: Step, done: int, whole: int) -> None:
    """Listens and says nothing."""
