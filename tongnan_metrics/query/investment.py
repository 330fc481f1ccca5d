"""The projects that make up investment."""

import pandas as pd

from tongnan_metrics.analysis.project_lights import RESTS_ON
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.query.amounts import measure_from, span, with_parts
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.narrowing import narrow
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

_INVESTMENT = """
SELECT p.project, p.name, p.town, p.sector, p.kind, p.park, p.tech_upgrade, p.department,
    (coalesce(sum(g.investment_ytd) FILTER (g.period = $period), 0)
        - coalesce(sum(g.investment_ytd) FILTER (g.period = $less), 0)) / $scale AS value,
    if($before IS NULL, NULL, coalesce(sum(g.investment_ytd) FILTER (g.period = $before), 0)
        - coalesce(sum(g.investment_ytd) FILTER (g.period = $less_before), 0)) / $scale AS base,
    if(count(DISTINCT s.source_kind) > 1, 'mixed', min(s.source_kind)) AS origin
FROM project_progress g
JOIN projects p USING (project)
LEFT JOIN sources s ON s.source = g.source
WHERE g.period IN ($period, $less, $before, $less_before) AND {condition}
GROUP BY ALL
HAVING value <> 0 OR base <> 0 OR count(*) FILTER (g.period = $period) > 0
ORDER BY p.project
"""
# What a light rests on, and what else its row says.
_AS_OF = (
    *RESTS_ON[1:],
    *("since", "total_investment", "investment_total", "progress", "planned_start", "planned_finish"),
)


def investment_rows(release: Release, selection: Selection, key: str = "industrial_investment") -> pd.DataFrame:
    """The projects that make up an investment indicator, the largest first; they sum to its figure.

    `project`, `name`, `town`, `sector`, `kind`, `park`, `tech_upgrade`, `department`, `value` and `base` (亿元),
    `growth`, `share` and `contribution` (percent), `pull` (points), `rank`, `rank_before`, `origin`; and of
    `projects`: what their lights rest on (`project_lights.RESTS_ON`), `since`, `total_investment`, `investment_total`,
    `progress`, `planned_start`, `planned_finish`. Projects with investment only a year before are there with a value of
    0. Empty when the period is not reported.
    """
    measure = measure_from("project_progress", key)
    narrowed = narrow(release, selection, "project_progress", "p")
    kept = "".join(f" AND list_contains($where_{column}, p.{column})" for column, _ in measure.where)
    values = {f"where_{column}": list(allowed) for column, allowed in measure.where}
    periods = span(release, selection, measure) or dict.fromkeys(("period", "less", "before", "less_before"))
    sql = _INVESTMENT.format(condition=narrowed.condition + kept)
    asked = {**periods, **values, **narrowed.values, "scale": INDICATORS[key].unit.scale}
    standing = projects(release, selection)[["project", *_AS_OF]]
    return with_parts(ask(release, sql, asked)).merge(standing, on="project", how="left")
