"""Columns that refer to a register: names become codes, unknown ones are refused with the nearest one there is."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Dataset, Field
from tongnan_metrics.catalog.places import equally_near, short_name
from tongnan_metrics.ingest.parts import Part
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.ingest.words import plain, plain_column
from tongnan_metrics.locale import tr

NAMES = ("name_zh", "name_en", "name")
# What offices put around a name: 重庆市潼南区古溪镇人民政府 is 古溪镇, 装备制造产业 is 装备制造.
DISTRICT = re.compile(r"^(?:[\u4e00-\u9fff]{2,7}?[省市区县])+(?=[\u4e00-\u9fff]{2})")
OFFICE = re.compile(r"(?:人民政府|政府|办事处|党工委|党委)$")
KIND = re.compile(r"(?:产业|行业领域|行业|领域|业)$")
# Looking for the nearest among more would keep the sender waiting.
MOST_COMPARED = 5_000
NOTHING_WRONG = Wrong("", "")


@dataclass(frozen=True, slots=True)
class Register:
    """What a reference may say: a code, a name, or a name shortened (古溪 for 古溪镇).

    `codes` is an Arrow array of all codes; `names` and `short` lead from a plain name to the codes that have it, and
    `titles` are the names as written, by code.
    """

    dataset: Dataset
    codes: Any
    names: Mapping[str, frozenset[str]]
    short: Mapping[str, frozenset[str]]
    titles: Mapping[str, str]

    def named(self, texts: Iterable[str]) -> dict[str, str]:
        """The code of each text that is a name, or a code written in another way; not of those that two rows share."""
        wanted = {text: plain(text) for text in texts}
        said = plain_column(self.codes)
        hit = pc.is_in(said, value_set=pa.array(wanted.values(), pa.string()))
        coded: dict[str, frozenset[str]] = _grouped(
            zip(*(x.filter(hit).to_pylist() for x in (said, self.codes)), strict=True)
        )
        none: frozenset[str] = frozenset()
        return _single({text: self.names.get(word, none) | coded.get(word, none) for text, word in wanted.items()})

    def shortened(self, texts: Iterable[str]) -> dict[str, str]:
        """The code of each text that is a name shortened, or with more around it; not of those that two rows share."""
        return _single({text: self._meant(plain(text)) for text in texts})

    def _meant(self, said: str) -> frozenset[str]:
        bare = OFFICE.sub("", DISTRICT.sub("", said))
        ways = (self.short.get(said), self.names.get(bare), self.short.get(bare), self.short.get(KIND.sub("", bare)))
        return next(filter(None, ways), frozenset())

    def near(self, written: str) -> tuple[str, ...]:
        """The names or codes closest to what was written; none when nothing is close."""
        if len(self.codes) > MOST_COMPARED:
            return ()
        return equally_near(written, [*self.titles.values(), *self.codes.to_pylist()])


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a written reference leads: a code, or none; at some level something has to be said about it."""

    code: str | None
    level: Level | None = None
    wrong: Wrong = NOTHING_WRONG


def registers(published: Mapping[str, pa.Table], incoming: Iterable[tuple[str, pa.Table]]) -> dict[str, Register]:
    """The registers that references lead to: what is published, and what comes in with the rows that refer to it."""
    tables = {key: [table] for key, table in published.items()}
    for key, table in incoming:
        tables[key].append(table)
    referred = {f.references for d in REPORTED.values() for f in d.fields if f.references}
    return {key: _register(REPORTED[key], tables[key]) for key in sorted(referred & tables.keys())}


def _register(dataset: Dataset, tables: list[pa.Table]) -> Register:
    """A register without names may be long: of it only the codes are kept."""
    key = dataset.primary_key[0]
    columns = [name for name in NAMES if dataset.has(name)]
    known = (row for table in tables if columns for row in table.select([key, *columns]).to_pylist())
    latest = {row[key]: [row[name] for name in columns if row[name]] for row in known if row[key]}
    codes = pc.unique(pa.chunked_array([chunk for table in tables for chunk in table[key].chunks], pa.string()))
    return Register(
        dataset,
        codes.drop_null(),
        names=_grouped((plain(name), code) for code, names in latest.items() for name in names),
        short=_grouped((plain(short_name(name)), code) for code, names in latest.items() for name in names),
        titles={code: names[0] for code, names in latest.items() if names},
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    codes: dict[str, set[str]] = {}
    for name, code in pairs:
        codes.setdefault(name, set()).add(code)
    return {name: frozenset(own) for name, own in codes.items()}


def _single(codes: Mapping[str, frozenset[str]]) -> dict[str, str]:
    return {text: next(iter(own)) for text, own in codes.items() if len(own) == 1}


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
    texts = written.filter(strange).to_pylist()
    outcomes = dict(_outcomes(dict.fromkeys(texts), field, register))
    codes = pa.array([outcomes[text].code for text in texts], pa.string())
    problems = list(_problems(part, field.key, written, strange, outcomes))
    return part.with_column(field.key, pc.replace_with_mask(written, strange, codes)), problems


def _problems(part: Part, key: str, written: Any, strange: Any, outcomes: Mapping[str, Outcome]) -> Iterator[Problem]:
    def wrong_of(i: int) -> Wrong:
        return outcomes[written[i].as_py()].wrong

    for level in Level:
        texts = pa.array([text for text, outcome in outcomes.items() if outcome.level is level], pa.string())
        at = pc.and_(strange, pc.is_in(written, value_set=texts)).to_numpy(zero_copy_only=False)
        yield from part.problems(level, key, np.flatnonzero(at), wrong_of, written)


def _outcomes(texts: Iterable[str], field: Field, register: Register) -> Iterator[tuple[str, Outcome]]:
    """The code each text leads to, and what to say about it."""
    named, shortened = register.named(texts), register.shortened(texts)
    for text in texts:
        if text in named:
            yield text, Outcome(named[text])
        elif text in shortened:
            yield text, _shortened(text, shortened[text], register)
        else:
            yield text, _unknown(text, field, register)


def _shortened(text: str, code: str, register: Register) -> Outcome:
    read = tr("“{value}” is read as “{name}”", value=text, name=register.titles[code])
    return Outcome(code, Level.WARNING, Wrong(read, tr("Write the full name.")))


def _unknown(text: str, field: Field, register: Register) -> Outcome:
    name, close = register.dataset.name, tr("” or “").join(register.near(text))
    message = tr("{column} “{value}” is not in {register}", column=field.name, value=text, register=name)
    known = tr("Did you mean “{nearest}”?", nearest=close)
    other = tr("Correct it, or import it in {register} as well.", register=name)
    return Outcome(None, Level.ERROR, Wrong(message, known if close else other))
