"""A progress bar on the terminal; nothing is written where there is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Never

from tqdm import tqdm

from tongnan_metrics.ingest import Progress, Step

FORMAT = "{desc} {percentage:3.0f}% |{bar:30}| {elapsed}"
COLUMNS = 72


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on stderr for the steps of an import, gone in the end."""
    bar: tqdm[Never] = tqdm(total=1, disable=None, leave=False, ncols=COLUMNS, bar_format=FORMAT)
    shown: list[Step] = []

    def tell(step: Step, done: int, whole: int) -> None:
        if shown != [step]:
            shown[:] = [step]
            bar.reset(whole)
            bar.set_description_str(step.word)
        bar.total = whole
        bar.update(done - bar.n)

    with bar:
        yield tell
