"""What users read: Chinese first, English complete.

A sentence is written once, in English, where it is said: ``tr("{n} projects", n=3)``. Its Chinese stands in
``zh_CN.po`` beside this file. Names of catalogued things are `Text` pairs and choose their language when printed.
The language belongs to the running context (one page run, one command), never to the process.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "zh"

_language: ContextVar[Language] = ContextVar("language", default=DEFAULT)


@dataclass(frozen=True, slots=True)
class Text:
    """A name or definition in both languages; ``str()`` gives the one in use."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if language() == "en" else self.zh


def language() -> Language:
    """The language in use in this context."""
    return _language.get()


def use(chosen: Language) -> None:
    """Speak `chosen` from here on in this context."""
    _language.set(chosen)


@contextmanager
def speaking(chosen: Language) -> "Iterator[None]":
    """Speak `chosen` inside the block, and the former language after it."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def messages() -> "Mapping[str, str]":
    """The Chinese of every English sentence in the message catalogue."""
    with (Path(__file__).parent / "zh_CN.po").open("rb") as file:
        catalog = read_po(file, locale="zh_CN")
    return {str(m.id): str(m.string) for m in catalog if m.id and m.string}


def tr(sentence: str, /, **values: object) -> str:
    """`sentence` in the language in use, its ``{names}`` filled from `values`."""
    spoken = sentence if language() == "en" else messages().get(sentence, sentence)
    return spoken.format(**values) if values else spoken
