"""How results are printed: JSON as it is, tables in columns that stand under each other."""

import json
import unicodedata
from collections.abc import Iterable
from typing import Any

GAP = "  "


def print_json(value: Any) -> None:
    """Print a value of plain types as JSON that people can read."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_columns(header: list[str], rows: Iterable[list[str]], *, numbers: Iterable[int] = ()) -> None:
    """Print aligned columns, `numbers` to the right; Chinese characters are two places wide."""
    lines = [header, *rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    right = set(numbers)
    for line in lines:
        padded = [_padded(cell, widths[i], right=i in right) for i, cell in enumerate(line)]
        print(GAP.join(padded).rstrip())


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
