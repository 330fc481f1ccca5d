"""What the monthly cube sums, and from which rows. Every additive number users see comes from here."""

from tongnan_metrics.catalog.fields import KEY_TIERS, TIER
from tongnan_metrics.catalog.model import Measure, Mode

R, P, F, S = Mode.REPORTED, Mode.PROGRESS, Mode.FLOW, Mode.STOCK
_INDUSTRIAL = ("kind", ("industrial",))
_TECH = ("tech_upgrade", (True,))
_KEY_TIERS = (TIER.key, KEY_TIERS)
_NEGOTIATING = ("stage", ("negotiating",))
_PUSHED = ("signed", "started", "completed")


def _reported(key: str) -> Measure:
    return Measure(key, "output", R, value=key, base=f"{key}_base")


def _inspected(key: str, value: str | None) -> Measure:
    return Measure(key, "inspections", F, value=value, when="date")


def _negotiated(key: str, *, intention: str | None = None, value: str | None = None) -> Measure:
    kept = (_NEGOTIATING, *([("intention", (intention,))] if intention else []))
    return Measure(key, "project_events", S, value=value, when="date", until="until", where=kept)


def _led(key: str, mode: Mode, done: str | None = None) -> Measure:
    return Measure(key, "leads", mode, when="received", done=done)


_ALL = (
    _reported("output"),
    _reported("revenue"),
    _reported("profit"),
    _reported("electricity"),
    Measure("key_enterprises", "enterprises", S, where=(_KEY_TIERS,)),
    Measure("enterprises", "enterprises", S),
    Measure("towns", "towns", S, when="valid_from", until="valid_to"),
    Measure("trades", "trades", S),
    Measure("investment", "project_progress", P, value="investment_ytd"),
    Measure("industrial_investment", "project_progress", P, value="investment_ytd", where=(_INDUSTRIAL,)),
    Measure("tech_upgrade_investment", "project_progress", P, value="investment_ytd", where=(_INDUSTRIAL, _TECH)),
    Measure("projects_pushed", "project_events", F, when="date", where=(("stage", _PUSHED),)),
    Measure(
        "pushed_planned_investment",
        "project_events",
        F,
        value="total_investment",
        when="date",
        where=(("stage", _PUSHED),),
    ),
    Measure("projects_signed", "project_events", F, when="date", where=(("stage", ("signed",)),)),
    Measure("projects_started", "project_events", F, when="date", where=(("stage", ("started",)),)),
    Measure("projects_completed", "project_events", F, when="date", where=(("stage", ("completed",)),)),
    Measure("projects_staged", "project_events", S, when="date", until="until"),
    Measure("staged_planned_investment", "project_events", S, value="total_investment", when="date", until="until"),
    _negotiated("negotiating"),
    _negotiated("negotiating_planned_investment", value="total_investment"),
    _negotiated("priority_negotiating", intention="priority"),
    _negotiated("priority_planned_investment", intention="priority", value="total_investment"),
    _negotiated("strong_negotiating", intention="strong"),
    _negotiated("early_negotiating", intention="early"),
    Measure(
        "industrial_construction",
        "project_events",
        S,
        when="date",
        until="until",
        where=(("stage", ("started",)), _INDUSTRIAL),
    ),
    Measure(
        "smart_projects",
        "project_events",
        S,
        when="date",
        until="until",
        where=(
            ("smart_upgrade", (True,)),
            ("stage", ("signed", "landed", "started", "completed", "in_production", "at_capacity")),
        ),
    ),
    _led("leads", F),
    _led("leads_turned", F, done="turned"),
    _led("leads_signed", F, done="signed"),
    _led("leads_recorded", S),
    _inspected("inspections", None),
    _inspected("penalised", "penalised"),
    _inspected("warnings", "warnings"),
    _inspected("suspended", "suspended"),
    _inspected("fines", "fine"),
    Measure("hazards", "hazards", F, when="found"),
    Measure("hazards_rectified", "hazards", F, when="found", done="rectified"),
    Measure("hazards_accepted", "hazards", F, when="found", done="accepted"),
    Measure("hazards_open", "hazards", S, when="found", until="accepted"),
    Measure("accidents", "accidents", F, when="date"),
    Measure("visits", "visits", F, when="date"),
    Measure("enterprises_visited", "visits", F, when="date", once="enterprise"),
    Measure("key_enterprises_visited", "visits", F, when="date", once="enterprise", where=(_KEY_TIERS,)),
    Measure("issues", "enterprise_issues", F, when="raised"),
    Measure("issues_resolved", "enterprise_issues", F, when="raised", done="resolved"),
    Measure("job_fairs", "job_fairs", F, when="date"),
    Measure("towns_with_fairs", "job_fairs", F, when="date", once="town"),
    Measure("job_matches", "job_fairs", F, value="matches", when="date"),
)

MEASURES: dict[str, Measure] = {m.key: m for m in _ALL}
