"""Every stay of a project at a stage: when it came, when it went on, or that it is still there."""

import pandas as pd

from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.kept import kept
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.narrowing import narrow
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

_STAYS = """
WITH reached AS (
    SELECT project, stage, source, date AS entered, lead(date) OVER later AS left
    FROM project_events
    WHERE date <= $end
    WINDOW later AS (PARTITION BY project ORDER BY date, list_position($stages, stage))
)
SELECT r.project, p.name, p.town, p.sector, p.kind, p.team, p.department, r.stage, r.entered, r.left,
    CAST(coalesce(r.left, $end) - r.entered AS DOUBLE) AS days, r.left IS NOT NULL AS went_on, o.source_kind
FROM reached r
JOIN projects p USING (project)
LEFT JOIN sources o ON o.source = r.source
WHERE {condition}
ORDER BY list_position($stages, r.stage), r.entered, r.project
"""


@kept
def stays(release: Release, selection: Selection) -> pd.DataFrame:
    """One row a project and stage reached by the period's end, in order of stage, the earliest first.

    `project`, `name`, `town`, `sector`, `kind`, `team`, `department`, `stage`, `entered`, `left` (the day it came to
    its next stage; missing while it was still there), `days` until then or until the period's end, `went_on` (whether
    it left), `source_kind`. What happened later is not known yet.
    """
    narrowed = narrow(release, selection, "projects", "p")
    asked = {"end": selection.period.end, "stages": list(STAGE.choice_keys), **narrowed.values}
    return ask(release, _STAYS.format(condition=narrowed.condition), asked)
