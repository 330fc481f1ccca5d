"""What reading one file may take: every limit, in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

PREFIX = "TONGNAN_READ_"
MIB = 1 << 20


class SettingError(ValueError):
    """A limit set to what is no limit; `name` is the variable, `value` what it says."""

    def __init__(self, name: str, value: str) -> None:
        self.name, self.value = name, value
        super().__init__(f"{name}={value}")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of reading one file. Units stand in the names; rows, columns, cells and parts are counts.

    `wall_s` is watched by the parent, everywhere. `cpu_s`, `memory_mib` (address space) and `output_mib` (each file
    written) are kept by the system on Linux and, but for memory, on macOS; Windows has no such limits, so there the
    looks before reading and the clock must do. `unpacked_mib` is all of a zip together, `packed_ratio` how many times
    larger a part may become, `cells` the rectangle that spans a sheet.
    """

    wall_s: int = 300
    cpu_s: int = 240
    memory_mib: int = 1024
    output_mib: int = 1024
    file_mib: int = 512
    unpacked_mib: int = 1024
    packed_ratio: int = 250
    parts: int = 10_000
    rows: int = 5_000_000
    columns: int = 1_000
    cells: int = 20_000_000
    cell_characters: int = 32_767


def chosen(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits in force: the defaults, each replaced by its variable, such as ``TONGNAN_READ_WALL_S``, where set.

    `SettingError` for one that is not a whole number above 0.
    """
    names = {field.name: f"{PREFIX}{field.name.upper()}" for field in fields(Limits)}
    said = {key: (name, environment[name]) for key, name in names.items() if environment.get(name)}
    return Limits(**{key: _whole(name, text) for key, (name, text) in said.items()})


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise SettingError(name, text)
    return int(text)
