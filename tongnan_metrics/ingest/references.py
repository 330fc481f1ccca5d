"""Columns that refer to a register: names become codes, unknown ones are refused with the nearest one there is."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Dataset, Field
from tongnan_metrics.catalog.places import nearest, short_name
from tongnan_metrics.ingest.parts import Found, Part
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.ingest.words import plain
from tongnan_metrics.locale import tr

NAMES = ("name_zh", "name_en", "name")
# Looking for the nearest among more would keep the sender waiting.
MOST_COMPARED = 5_000

Lookup = Callable[[str], pa.Table]


@dataclass(frozen=True, slots=True)
class Register:
    """What a reference may say: all codes, the code of each name, and of each name shortened (古溪 for 古溪镇).

    A name that two rows share leads nowhere. `titles` are the names as written, by code.
    """

    dataset: Dataset
    codes: Any
    names: Mapping[str, str]
    short: Mapping[str, str]
    titles: Mapping[str, str]

    def near(self, written: str) -> str | None:
        """The name or code closest to what was written; None when nothing is."""
        if len(self.codes) > MOST_COMPARED:
            return None
        return nearest(written, [*self.titles.values(), *self.codes.to_pylist()])


def registers(published: Mapping[str, pa.Table], incoming: Iterable[tuple[str, pa.Table]]) -> dict[str, Register]:
    """The registers that references lead to: what is published, and what comes in with the rows that refer to it."""
    tables = {key: [table] for key, table in published.items()}
    for key, table in incoming:
        tables[key].append(table)
    referred = {f.references for d in REPORTED.values() for f in d.fields if f.references}
    return {key: _register(REPORTED[key], tables[key]) for key in sorted(referred & tables.keys())}


def _register(dataset: Dataset, tables: list[pa.Table]) -> Register:
    key = dataset.primary_key[0]
    columns = [key, *(name for name in NAMES if dataset.has(name))]
    known = (row for table in tables for row in table.select(columns).to_pylist())
    latest = {row[key]: [row[c] for c in columns[1:] if row[c]] for row in known if row[key]}
    codes = pa.array(latest, pa.string())
    return Register(
        dataset,
        codes,
        names=_unique((plain(name), code) for code, names in latest.items() for name in {*names, code}),
        short=_unique((plain(short_name(name)), code) for code, names in latest.items() for name in names),
        titles={code: names[0] for code, names in latest.items() if names},
    )


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    distinct = dict.fromkeys(pairs)
    often = Counter(name for name, _ in distinct)
    return {name: code for name, code in distinct if often[name] == 1}


def resolve(part: Part, known: Mapping[str, Register]) -> tuple[Part, list[Problem]]:
    """The part with codes in its references, and what could not be found."""
    problems: list[Problem] = []
    for field in part.dataset.fields:
        if field.references:
            part, found = _resolve(part, field, known[field.references])
            problems += found
    return part, problems


def _resolve(part: Part, field: Field, register: Register) -> tuple[Part, list[Problem]]:
    written = part.table[field.key].combine_chunks()
    strange = pc.and_(pc.is_valid(written), pc.invert(pc.is_in(written, value_set=register.codes)))
    if not pc.any(strange).as_py():
        return part, []
    outcomes = {text: _outcome(text, field, register) for text in pc.unique(written.filter(strange)).to_pylist()}
    at = np.flatnonzero(strange.to_numpy(zero_copy_only=False))
    problems = list(_problems(part, field.key, [(int(i), written[int(i)].as_py()) for i in at], outcomes))
    codes = [outcomes[text][0] for text in written.filter(strange).to_pylist()]
    return part.with_column(field.key, pc.replace_with_mask(written, strange, pa.array(codes, pa.string()))), problems


Outcome = tuple[str | None, Level | None, Wrong | None]


def _outcome(text: str, field: Field, register: Register) -> Outcome:
    """The code a text leads to, and what to say about it."""
    if code := register.names.get(plain(text)):
        return code, None, None
    if code := register.short.get(plain(text)):
        title = register.titles[code]
        wrong = Wrong(tr("“{value}” is read as “{name}”", value=text, name=title), tr("Write the full name."))
        return code, Level.WARNING, wrong
    close = register.near(text)
    return (
        None,
        Level.ERROR,
        Wrong(
            tr(
                "{column} “{value}” is not in {register}", column=field.name, value=text, register=register.dataset.name
            ),
            tr("Did you mean “{nearest}”?", nearest=close)
            if close
            else tr("Correct it, or import it in {register} as well.", register=register.dataset.name),
        ),
    )


def _problems(
    part: Part, key: str, written: list[tuple[int, str]], outcomes: Mapping[str, Outcome]
) -> Iterator[Problem]:
    for level in Level:
        found: list[Found] = []
        for row, text in written:
            _, its_level, wrong = outcomes[text]
            if wrong is not None and its_level is level:
                found.append((row, wrong, text))
        yield from part.problems(level, key, found)
