"""What the child says of a file: why it cannot be read, and what was left alone in it.

Sentences are English, ready for `tr`: the child knows no language, the parent translates.
"""

from dataclasses import dataclass, field

Value = str | int


class UnfitError(Exception):
    """A file that is not read: one sentence with its blanks, and the values to fill them."""

    def __init__(self, sentence: str, **values: Value) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence.format(**values))


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in a file that was read past: what it is, and what to do about it."""

    sentence: str
    advice: str
    values: dict[str, Value] = field(default_factory=dict)


def damaged_book() -> UnfitError:
    """The workbook cannot be read as one."""
    return UnfitError("The workbook is damaged or no workbook: open it, save it anew as .xlsx and send that.")


def out_of_memory(mib: int) -> UnfitError:
    """Reading asked for more memory than it may have."""
    return UnfitError(
        "The file asks for more than the {mib} MiB of memory that reading may use: split it into smaller files.",
        mib=mib,
    )


def too_slow(seconds: int) -> UnfitError:
    """Reading took longer than it may."""
    return UnfitError(
        "The file could not be read within {seconds} seconds: split it into smaller files.", seconds=seconds
    )


def too_much_text(mib: int) -> UnfitError:
    """What was read would fill more of the disk than it may."""
    return UnfitError("The file holds more than {mib} MiB of text: split it into smaller files.", mib=mib)
