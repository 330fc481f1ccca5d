"""What a function gave is given again to whoever asks it the very same: by everybody who looks, in every run.

A kept function is pure: what it gives follows from its arguments and the language in use. Arguments are the same when
they are equal; a frame, or a value that holds one, when it is the one object that a kept function gave before. So a
chain of kept functions, from the release's answer to the drawing, is gone through once. Nothing kept is ever changed.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from operator import attrgetter
from threading import Lock
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import pyarrow as pa
from cachetools import LRUCache

from tongnan_metrics.locale import language

# Counted generously, a frame again for every key it is part of: memory grows by less than half of it.
MOST_BYTES, LEAST_BYTES, CELL_BYTES = 512 * 2**20, 64, 32

P = ParamSpec("P")
R = TypeVar("R")


def kept(make: Callable[P, R]) -> Callable[P, R]:
    """The same function, keeping what it gives."""

    @wraps(make)
    def given(*args: P.args, **kwargs: P.kwargs) -> R:
        return asked(make, *args, **kwargs)

    return given


def asked(make: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What a pure function gives, or gave before: kept as long as there is room for it."""
    key = make, language(), _told(args), _told(kwargs)
    with _lock:
        found = _store.get(key)
    if found is None:
        made = make(*args, **kwargs)
        found = _Kept(made, key, weight(made) + weight(key))
        if found.bytes <= MOST_BYTES:
            with _lock:
                # Another run may have made it meanwhile: all go on with the same object.
                found = _store.setdefault(key, found)
    given: R = found.value
    return given


def weight(value: Any) -> int:
    """How many bytes a value takes, roughly: what counts are frames and Arrow tables, wherever in it they are."""
    if isinstance(value, pd.DataFrame | pd.Series):
        return LEAST_BYTES + int(value.size) * CELL_BYTES
    return LEAST_BYTES + (int(value.nbytes) if isinstance(value, pa.Table) else sum(map(weight, _parts(value))))


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, list | tuple):
        return value
    holds = isinstance(value, _This) or (is_dataclass(value) and not _hashable(value))
    return (getattr(value, field.name) for field in fields(value)) if holds else ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A value, and what it was made from: the objects told apart by where they stand in memory must stay there."""

    value: Any
    key: Hashable
    bytes: int


@dataclass(frozen=True, slots=True, eq=False)
class _This:
    """One object, equal to itself only."""

    value: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


def _told(value: Any) -> Hashable:
    """What tells an argument apart: what it says of itself (`kept_as`), its content, or that it is this one object."""
    if hasattr(value, "kept_as"):
        return type(value), _told(value.kept_as)
    if isinstance(value, Mapping):
        return tuple((key, _told(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_told, value))
    if isinstance(value, bool | int | float):
        return type(value), value  # True, 1 and 1.0 are equal, and not the same
    return value if _hashable(value) else _This(value)


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


_store: LRUCache[Hashable, _Kept] = LRUCache(MOST_BYTES, getsizeof=attrgetter("bytes"))
_lock = Lock()
