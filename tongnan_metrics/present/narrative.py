"""Sentences made from figures, as a circular words them: level, growth, gap, rank, pace.

A sentence is a row of parts; the strong ones are what the eye should catch. No number is typed here: every one is a
figure's, exactly as printed where it was published.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog.indicators import related
from tongnan_metrics.catalog.model import Completion, Gap, Growth, Kind, Pace, Rank
from tongnan_metrics.catalog.periods import Basis
from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.locale import Text, language, tr
from tongnan_metrics.present import format as shown

Figures = Mapping[str, Figure]
COMMA, SEMICOLON, STOP = Text("，", ", "), Text("；", ". "), Text("。", ". ")
LISTED, SPACE = Text("、", ", "), Text("", " ")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words in a sentence, strong or not."""

    text: str
    strong: bool = False


Clause = tuple[Part, ...]


def sentence(clauses: Iterable[Clause]) -> tuple[Part, ...]:
    """Clauses joined by semicolons, in English by full stops, and closed by one; empty ones are left out."""
    said = [_begun(clause) for clause in clauses if clause]
    joined: list[Part] = []
    for place, clause in enumerate(said):
        joined += [Part(str(SEMICOLON))] * bool(place) + list(clause)
    return (*joined, Part(str(STOP))) if joined else ()


def _begun(clause: Clause) -> Clause:
    """The clause with a capital where its language has them."""
    first, *rest = clause
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *rest)


def plain(parts: Sequence[Part]) -> str:
    """The sentence as plain text."""
    return "".join(part.text for part in parts)


def level(figures: Figures, key: str, *, strong: bool = False) -> Clause:
    """A level with its growth and gap to the city: ``产值66.81亿元，增长16.5%，高于全市3.5个百分点``."""
    figure = figures.get(key)
    if figure is None or figure.number is None:
        return ()
    grown = _growth(figures, key)
    # The gap is that of the growth: without it, it would be read as the level's.
    gaps = _gaps(figures, _growth_key(key)) if grown else ""
    return (Part(f"{figure.indicator.name}{SPACE}"), Part(_value(figure), strong), *_after(grown, gaps))


def rate(figures: Figures, key: str, *, strong: bool = False) -> Clause:
    """A rate with its gaps and place: ``增加值增长10.0%，高于全市2.1个百分点``, ``技改投资占比40.9%，全市第6位``."""
    figure = figures.get(key)
    if figure is None or figure.number is None:
        return ()
    name, value = _said(figure)
    return (Part(name), Part(value, strong), *_after(_gaps(figures, key), _places(figures, key)))


def place(figures: Figures, key: str, *, strong: bool = False, low: bool = False) -> Clause:
    """Where the district stands by an indicator: ``工业投资增速全市第17位、考核组第9位``; with `low`, ``位次靠后``."""
    figure, places = figures.get(key), _places(figures, key)
    if figure is None or not places:
        return ()
    said = (Part(f"{figure.indicator.name}{SPACE}"), Part(places, strong and not low))
    return (*said, Part(str(COMMA)), Part(tr("a place far back"), strong=True)) if low else said


def pace(figures: Figures, key: str) -> Clause:
    """How the year's target stands: ``完成年度目标15.1%，落后序时进度1.6个百分点``."""
    ahead = _number(figures, related(key, Pace))
    if ahead is None:
        return ()
    return (Part(f"{figures[key].indicator.name}{SPACE}"), Part(shown.pace_sentence(ahead), strong=ahead < 0))


def counted(figures: Figures, *keys: str) -> Clause:
    """Levels and counts in a row: ``执法检查5093家次、问题隐患5814条``."""
    known = [figures[key] for key in keys if key in figures and figures[key].number is not None]
    words = (f"{f.indicator.name}{SPACE}{_value(f)}" for f in known)
    text = str(LISTED).join(words)
    return (Part(text),) if text else ()


def overview(figures: Figures, *, low: bool = False) -> tuple[Part, ...]:
    """The district in one short sentence: value added against the city, output, and where investment stands.

    `low` says that this place is far back.
    """
    brief = {key: figures[key] for key in _HEADLINE if key in figures}
    said = sentence(
        (
            rate(brief, "industrial_va_growth", strong=True),
            level(brief, "industrial_output"),
            place(brief, "industrial_investment_growth", strong=True, low=low),
        )
    )
    return said or _why_not(figures["industrial_output"])


def investment(figures: Figures) -> tuple[Part, ...]:
    """Investment in one sentence: level and growth, the share of technical upgrades, the year's target."""
    key = "industrial_investment"
    share = _shared(figures, "tech_upgrade_share")
    said = sentence((level(figures, key, strong=True), share, target(figures, key)))
    return said or _why_not(figures[key])


def projects(figures: Figures, held_up_by: str | None = None) -> tuple[Part, ...]:
    """Projects in one sentence: what was pushed forward, what is negotiated, how many lights are on and why.

    `held_up_by` names what most blockers are about.
    """
    if figures["project_count"].number is None:
        return _why_not(figures["project_count"])
    return sentence(
        (
            _planned(figures, "project_count", "project_planned_investment", strong=True),
            _planned(figures, "negotiating_count", "negotiating_planned_investment"),
            _lit(figures, held_up_by),
        )
    )


def industry(figures: Figures, parts: pd.DataFrame) -> tuple[Part, ...]:
    """Industry in one sentence: output, its growth, and which parts of it pull most and least.

    `parts` has `name` and `pull` (percentage points, see `analysis.contribution`); a single part says nothing.
    """
    key = "industrial_output"
    return sentence((level(figures, key, strong=True), *_pulls(parts))) or _why_not(figures[key])


def index(figures: Figures, parts: pd.DataFrame) -> tuple[Part, ...]:
    """The composite index in one sentence: its value and place, and which component holds it up and back most.

    `parts` has `name`, `score` (0..100) and `lift` (points of the index, see `analysis.composite.lifts`).
    """
    key = "industrial_index"
    return sentence((rate(figures, key, strong=True), *_lifts(parts))) or _why_not(figures[key])


def what_if(row: Mapping[Hashable, Any]) -> tuple[Part, ...]:
    """What other weights would make of the index, and how firm the place would be.

    `row` has `value`, `place`, `low`, `high` by those weights, `index` and `rank` by the method in force.
    """
    if pd.isna(row["value"]):
        return (Part(tr("No index by these weights: give more weight to what is reported.")),)
    index, before = (shown.number(row[key], 2) for key in ("value", "index"))
    place, rank, low, high = (shown.number(row[key], 0) for key in ("place", "rank", "low", "high"))
    return (
        Part(tr("By these weights {index}, No. {place} in the city", index=index, place=place), strong=True),
        Part(tr("; between No. {low} and {high} when each weight is off by a quarter", low=low, high=high)),
        Part(tr("; by the method in force {index}, No. {rank}.", index=before, rank=rank)),
    )


def dictionary(counts: Mapping[str, int]) -> tuple[Part, ...]:
    """What can be looked up, and whether what was published agrees with what is computed.

    `counts` has `indicators`, `datasets`, `published` figures, and how many of these `agree` and `differ`.
    """
    computed = counts["agree"] + counts["differ"]
    held = tr("{indicators} indicators, {datasets} datasets", **counts)
    checked = tr("{published} published figures, {computed} of them computed from rows", **counts, computed=computed)
    verdict = tr("all agree") if not counts["differ"] else tr("{differ} differ", **counts)
    agreed = (Part(f"{checked}{COMMA}"), Part(verdict, strong=True)) if computed else (Part(checked),)
    return sentence(((Part(held),), agreed))


def _pulls(parts: pd.DataFrame) -> Iterator[Clause]:
    known = parts.dropna(subset=["pull"]).sort_values("pull", ascending=False, kind="stable").to_dict("records")
    if len(known) < 2:
        return
    most, least = known[0], known[-1]
    if most["pull"] > 0:
        said = tr("{name} pulls most, {points} percentage points", **_sized(most, "pull"))
        yield (Part(said),)
    down = least["pull"] < 0
    sentences = (
        tr("{name} least, {points} percentage points", **_sized(least, "pull")),
        tr("{name} drags by {points} percentage points", **_sized(least, "pull")),
    )
    yield (Part(sentences[down], strong=down),)


def _lifts(parts: pd.DataFrame) -> Iterator[Clause]:
    known = parts.dropna(subset=["lift"]).sort_values("lift", ascending=False, kind="stable").to_dict("records")
    if len(known) < 2:
        return
    best, worst = known[0], known[-1]
    yield (Part(tr("{name} lifts it most, by {points} points with a score of {score}", **_sized(best, "lift"))),)
    held = tr("{name} holds it back most, by {points} points with a score of {score}", **_sized(worst, "lift"))
    yield (Part(held, strong=True),)


def _sized(part: Mapping[Hashable, Any], key: str) -> dict[str, str]:
    size = {"name": str(part["name"]), "points": shown.size(part[key], 2)}
    return {**size, "score": shown.number(part["score"], 2)} if "score" in part else size


def target(figures: Figures, key: str) -> Clause:
    """How much of the year's target is reached: ``完成年度目标15.1%，落后序时进度1.6个百分点``."""
    reached, ahead = (_number(figures, related(key, formula)) for formula in (Completion, Pace))
    if reached is None or ahead is None:
        return ()
    done = tr("{done} of the year's target reached", done=shown.percent(reached))
    return (Part(f"{done}{COMMA}"), Part(shown.pace_sentence(ahead), strong=ahead < 0))


def _shared(figures: Figures, key: str) -> Clause:
    """A share with its place in the city only: ``技改投资占比40.9%，全市第6位``."""
    figure = figures.get(key)
    if figure is None or figure.number is None:
        return ()
    city = _number(figures, related(key, Rank, among="city"))
    return (Part("".join(_said(figure))), *_after(shown.rank_sentence(city)))


def safety(figures: Figures, *, most: str) -> tuple[Part, ...]:
    """Safety in one sentence: the streak, what inspections found, where most, and what is overdue.

    `most` is where most hazards were found, in words, or empty.
    """
    found = figures["safety_hazards_found"]
    if found.number is None:
        return _why_not(found)
    return sentence((_streak(figures), _inspected(figures), _where_most(most), _overdue(figures)))


def _streak(figures: Figures) -> Clause:
    streak = figures[_STREAK]
    if not streak.number:
        return ()
    before, after = tr("{months} in a row without a larger or worse accident", months="|").split("|")
    return (Part(before), Part(_value(streak), strong=True), Part(after))


def _inspected(figures: Figures) -> Clause:
    keys = ("safety_inspections", "safety_hazards_found", "safety_rectification_rate")
    known = (figures[key] for key in keys if figures[key].number is not None)
    said = {f.indicator.key: shown.figure(f.indicator, f.number, published=f.published) for f in known}
    words = (
        tr("{n} inspections", n=said.get(keys[0])),
        tr("{n} hazards found", n=said.get(keys[1])),
        tr("{rate}% rectified", rate=said.get(keys[2])),
    )
    text = str(COMMA).join(word for key, word in zip(keys, words, strict=True) if key in said)
    return (Part(text),) if text else ()


def _where_most(where: str) -> Clause:
    return (Part(where, strong=True), Part(tr(" has most hazards"))) if where else ()


def _overdue(figures: Figures) -> Clause:
    late = figures["safety_hazards_overdue"]
    if late.number is None:
        return ()
    return (
        Part(tr("{n} hazards overdue", n=shown.number(late.number, 0)) if late.number else tr("no hazard is overdue")),
    )


def promotion(figures: Figures, *, most: str) -> tuple[Part, ...]:
    """Promotion in one sentence: what is negotiated, how many of it are priority, leads and what became of them.

    `most` names the town that brought most leads this year, or is empty.
    """
    negotiated = _planned(figures, "negotiating_count", "negotiating_planned_investment", strong=True)
    said = sentence((_with_priority(figures, negotiated), _leads(figures, most), _converted(figures)))
    return said or _why_not(figures["negotiating_count"])


def _with_priority(figures: Figures, negotiated: Clause) -> Clause:
    priority = figures["negotiating_priority_count"]
    if not negotiated or priority.number is None:
        return negotiated
    many = shown.figure(priority.indicator, priority.number, published=priority.published)
    return (*negotiated, Part(f"{COMMA}{tr('{n} of them priority', n=many)}"))


def _leads(figures: Figures, most: str) -> Clause:
    collected, turned = figures["lead_count"], figures["lead_turned_count"]
    if collected.number is None:
        return ()
    became = tr("{n} turned into negotiations", n=_value(turned)) if turned.number is not None else ""
    top = tr("most from {town}", town=most) if most else ""
    return (*counted(figures, "lead_count"), *_after(became, top))


def _converted(figures: Figures) -> Clause:
    rate = figures["lead_sign_rate"]
    if rate.number is None:
        return ()
    said, value = tr("of all leads on record {rate} were signed", rate="|").split("|"), _value(rate)
    return (Part(said[0]), Part(value, strong=True), Part(said[1]))


def services(figures: Figures) -> tuple[Part, ...]:
    """Services in one sentence: issues resolved, those open and overdue, enterprises visited and never visited."""
    said = sentence((_resolved(figures), _still_open(figures), counted(figures, "enterprise_visits"), _seen(figures)))
    return said or _why_not(figures["enterprise_issues_collected"])


def _resolved(figures: Figures) -> Clause:
    rate, solved, raised = (figures[key] for key in _ISSUES)
    if rate.number is None or solved.number is None or raised.number is None:
        return ()
    of = tr("{solved} of {raised}", solved=_value(solved), raised=_value(raised))
    return (Part(f"{rate.indicator.name}{SPACE}"), Part(_value(rate), strong=True), *_after(of))


def _still_open(figures: Figures) -> Clause:
    waiting, late = figures["enterprise_issues_open"], figures["enterprise_issues_overdue"]
    if waiting.number is None or late.number is None:
        return ()
    if not waiting.number:
        return (Part(tr("no issue is open")),)
    overdue = tr("{n} of them overdue", n=_value(late)) if late.number else tr("none of them overdue")
    return (Part(tr("{n} open", n=_value(waiting))), Part(str(COMMA)), Part(overdue, strong=late.number > 0))


def _seen(figures: Figures) -> Clause:
    known, seen, never = (figures[key] for key in _KEY_ENTERPRISES)
    if not known.number or seen.number is None or never.number is None:
        return ()
    numbers = {"seen": _value(seen), "known": _value(known)}
    said = (
        tr("{seen} of {known} key enterprises newly visited in the month", **numbers)
        if seen.basis is Basis.MONTH and not seen.period.opens_year
        else tr("{seen} of {known} key enterprises visited this year", **numbers)
    )
    if not never.number:
        return (Part(said),)
    return (Part(said), Part(str(COMMA)), Part(tr("{n} never", n=_value(never)), strong=True))


_ISSUES = ("enterprise_issue_resolution_rate", "enterprise_issues_resolved", "enterprise_issues_collected")
_KEY_ENTERPRISES = ("key_enterprise_count_over_100m", "key_enterprises_visited", "key_enterprises_never_visited")


def _planned(figures: Figures, count: str, amount: str, *, strong: bool = False) -> Clause:
    counted, planned = figures.get(count), figures.get(amount)
    if counted is None or counted.number is None:
        return ()
    known = planned is not None and planned.number is not None
    after = tr("planned investment {amount}", amount=_value(planned)) if planned and known else ""
    # In English the name says already what is counted.
    many = _value(counted) if language() == "zh" else shown.figure(counted.indicator, counted.number)
    return (Part(f"{counted.indicator.name}{SPACE}"), Part(many, strong), *_after(after))


def _lit(figures: Figures, held_up_by: str | None) -> Clause:
    reds, ambers = (figures[key].number for key in ("project_red_count", "project_amber_count"))
    if reds is None or ambers is None:
        return ()
    if not reds and not ambers:
        return (Part(tr("no project is red or amber")),)
    said = tr("{reds} projects red, {ambers} amber", reds=shown.number(reds, 0), ambers=shown.number(ambers, 0))
    most = tr("most blockers are about {category}", category=held_up_by.lower()) if held_up_by else ""
    return (Part(said, strong=True), *_after(most))


def _why_not(figure: Figure) -> tuple[Part, ...]:
    return (Part(tr("{name}: {reason}", name=figure.indicator.name, reason=figure.reason or shown.not_published())),)


def paragraph(figures: Figures) -> tuple[Part, ...]:
    """The district in a paragraph, in the order of a circular: industry, investment, projects, safety, services."""
    sentences = (
        (rate(figures, "industrial_index"),),
        (rate(figures, "industrial_va_growth"), level(figures, "industrial_output")),
        (level(figures, "industrial_investment"), place(figures, "industrial_investment_growth")),
        (counted(figures, "tech_upgrade_investment"), rate(figures, "tech_upgrade_share")),
        (pace(figures, "industrial_investment"), pace(figures, "industrial_output")),
        (counted(figures, "project_signed_count", "project_started_count", "project_completed_count"),),
        (counted(figures, "negotiating_count", "negotiating_planned_investment", "lead_count"),),
        (counted(figures, "safety_inspections", "safety_hazards_found"), counted(figures, _STREAK)),
        (counted(figures, "enterprise_issues_collected", "enterprise_issues_resolved"),),
    )
    return tuple(part for clauses in sentences for part in sentence(clauses))


def _said(figure: Figure) -> tuple[str, str]:
    """A rate's name and value; in Chinese a growth is said as a verb: ``增加值`` ``增长10.0%``."""
    item, name = figure.indicator, str(figure.indicator.name)
    if item.kind is Kind.GROWTH and language() == "zh":
        return name.removesuffix("增速"), shown.growth_sentence(figure.number)
    return f"{name}{SPACE}", _value(figure)


_HEADLINE = (
    "industrial_va_growth",
    "industrial_va_growth_gap_city",
    "industrial_output",
    "industrial_output_growth",
    "industrial_investment_growth",
    "industrial_investment_growth_rank_city",
    "industrial_investment_growth_rank_group",
)
_STREAK = "safety_months_without_major_accident"


def _value(figure: Figure) -> str:
    return shown.with_unit(figure.indicator, figure.number, published=figure.published, prose=True)


def _after(*texts: str) -> Clause:
    return tuple(Part(f"{COMMA}{text}") for text in texts if text)


def _growth_key(key: str) -> str:
    found = related(key, Growth)
    return key if found is None else found.key


def _growth(figures: Figures, key: str) -> str:
    """The growth as published when it is a figure of its own, else the computed one."""
    own = figures.get(_growth_key(key))
    if own is not None and own.indicator.kind is Kind.GROWTH and own.number is not None:
        return shown.growth_sentence(own.number)
    return "" if figures[key].growth is None else shown.growth_sentence(figures[key].growth)


def _gaps(figures: Figures, key: str) -> str:
    known = ((area, _number(figures, related(key, Gap, versus=area))) for area in (CITY, NATION))
    return str(COMMA).join(shown.gap_sentence(value, area) for area, value in known if value is not None)


def _places(figures: Figures, key: str) -> str:
    city, group = (_number(figures, related(key, Rank, among=among)) for among in ("city", "group"))
    return shown.rank_sentence(city, group)


def _number(figures: Figures, item: object) -> float | None:
    figure = figures.get(getattr(item, "key", ""))
    return None if figure is None else figure.number
