"""Why a light is on: one fact with its number, for everything a rule may speak of; and what the rules are."""

from collections.abc import Iterator, Mapping

from tongnan_metrics.analysis.lights import DATED, IN_DAYS, Color, Rule, Subject
from tongnan_metrics.catalog import units
from tongnan_metrics.catalog.fields import BLOCKER_CATEGORY, HAZARD_GRADE, STAGE, STEP, SUBJECT
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Unit
from tongnan_metrics.catalog.places import CITY
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.format import LIGHTS
from tongnan_metrics.present.narrative import COMMA, SPACE


def said(subject: Subject, lag: float, *, beside: float | None = None, detail: str | None = None) -> str:
    """The fact behind a finding: ``形象进度6.8%，落后序时进度28.8个百分点``, ``施工许可已233天未解决``.

    `lag` is in the subject's unit; `beside` and `detail` are those of `analysis.supervision` and may be missing.
    """
    tell = _OF_INDICATORS.get(subject)
    return tell(lag, beside, detail) if tell else _OF_THINGS[subject](lag, beside, detail)


def _with(told: str, sentence: str) -> str:
    return str(COMMA).join(part for part in (told, sentence) if part)


def _pace(lag: float, beside: float | None, _: str | None) -> str:
    progress = tr("progress {progress}", progress=f.percent(beside)) if beside is not None else ""
    return _with(progress, f.pace_sentence(-lag))


def _lag(lag: float, beside: float | None, _: str | None) -> str:
    progress = tr("progress {progress}", progress=f.percent(beside)) if beside is not None else ""
    return _with(progress, tr("{share} of the planned progress not reached", share=f.percent(lag)))


def _start(lag: float, _: float | None, __: str | None) -> str:
    return tr("{days} days past the planned start", days=f.number(lag, 0))


def _production(lag: float, _: float | None, __: str | None) -> str:
    return tr("completed, {days} days past the planned production", days=f.number(lag, 0))


def _stage(lag: float, _: float | None, detail: str | None) -> str:
    return tr("{stage} for {days} days", stage=STAGE.choice(str(detail)).name, days=f.number(lag, 0))


def _step(lag: float, _: float | None, detail: str | None) -> str:
    return tr("{step} {days} days past its date", step=STEP.choice(str(detail)).name, days=f.number(lag, 0))


def _blocker(lag: float, _: float | None, detail: str | None) -> str:
    category = BLOCKER_CATEGORY.choice(str(detail)).name
    return tr("{category} open for {days} days", category=category, days=f.number(lag, 0))


def _hazard(lag: float, _: float | None, detail: str | None) -> str:
    grade = tr("{grade} hazard", grade=HAZARD_GRADE.choice(str(detail)).name)
    return _with(grade, _dated(lag, tr("{days} days overdue and not rectified", days=f.number(lag, 0))))


def _issue(lag: float, _: float | None, __: str | None) -> str:
    return _dated(lag, tr("{days} days overdue and not resolved", days=f.number(lag, 0)))


def _dated(lag: float, overdue: str) -> str:
    """Overdue, or how long the date is still ahead."""
    if lag > 0:
        return overdue
    return tr("due in {days} days", days=f.size(lag, 0)) if lag else tr("due on the last day")


_OF_THINGS = {
    Subject.PROJECT_PACE: _pace,
    Subject.PROJECT_LAG: _lag,
    Subject.PROJECT_START_DELAY: _start,
    Subject.PROJECT_PRODUCTION_DELAY: _production,
    Subject.PROJECT_STEP_DELAY: _step,
    Subject.PROJECT_STAGE_DAYS: _stage,
    Subject.BLOCKER_DAYS: _blocker,
    Subject.HAZARD_OVERDUE: _hazard,
    Subject.ISSUE_OVERDUE: _issue,
}


def _target(lag: float, beside: float | None, _: str | None) -> str:
    return _with(tr("{done} of the year's target", done=f.percent(beside)), f.pace_sentence(-lag))


def _place(lag: float, beside: float | None, detail: str | None) -> str:
    return f"{_name(detail)}{f.rank_sentence(beside, lag)}"


def _gap(lag: float, _: float | None, detail: str | None) -> str:
    return f"{_name(detail)}{f.gap_sentence(-lag, CITY)}"


def _decline(lag: float, _: float | None, __: str | None) -> str:
    return f.growth_sentence(-lag)


def _name(detail: str | None) -> str:
    """What the place or gap is of, when it is the growth of the thing and not the thing itself."""
    of = str(getattr(INDICATORS[str(detail)].formula, "of", ""))
    return f"{INDICATORS[of].name}{SPACE}" if of in INDICATORS and of.endswith("_growth") else ""


_OF_INDICATORS = {
    Subject.INDICATOR_PACE: _target,
    Subject.INDICATOR_RANK_GROUP: _place,
    Subject.INDICATOR_GAP_CITY: _gap,
    Subject.INDICATOR_DECLINE: _decline,
}


UNITS: Mapping[Subject, Unit] = {
    **dict.fromkeys(IN_DAYS, units.DAYS),
    Subject.PROJECT_PACE: units.POINTS,
    Subject.PROJECT_LAG: units.PERCENT,
    Subject.INDICATOR_PACE: units.POINTS,
    Subject.INDICATOR_GAP_CITY: units.POINTS,
    Subject.INDICATOR_DECLINE: units.PERCENT,
    Subject.INDICATOR_RANK_GROUP: units.PLACE,
}


def rules(known: Mapping[Subject, Rule], *, about: str = "") -> Iterator[tuple[str, str]]:
    """What turns a light amber or red: each subject's name, and how far behind each colour begins.

    `about` keeps the subjects whose key begins so, such as ``project``; every rule without it.
    """
    for choice in SUBJECT.choices:
        rule = known.get(Subject(choice.key))
        if rule and choice.key.startswith(about):
            yield str(choice.name), tr(", ").join(_ends(rule))


def _ends(rule: Rule) -> Iterator[str]:
    for color, end, over in ((Color.AMBER, rule.amber, rule.amber_over), (Color.RED, rule.red, rule.red_over)):
        if end is not None:
            yield f"{LIGHTS[color]} {_end(rule, end, over=over)}"


def _end(rule: Rule, end: float, *, over: bool) -> str:
    """Where a colour begins: so far behind, or so many days before the date."""
    text = f.number(abs(end), 0 if end == int(end) else 1)
    if rule.subject in DATED and end < 0:
        return tr("from {days} days before the date", days=text)
    return f"{'>' if over else '≥'} {f.quantity(f.number(end, 0 if end == int(end) else 1), UNITS[rule.subject])}"
