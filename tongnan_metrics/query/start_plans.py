"""Start plans counted back: the steps of every project that is landed and has not started."""

import pandas as pd

from tongnan_metrics.analysis.start_plans import laid_out
from tongnan_metrics.kept import kept
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.projects import LANDED, projects
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

STEPS = """
SELECT t.project, t.step, t.owner, t.due, if(t.done <= $end, t.done, NULL) AS done, t.source, o.source_kind
FROM start_steps t LEFT JOIN sources o USING (source)
WHERE list_contains($projects, t.project)
"""
OF_PROJECT = ["project", "name", "town", "sector", "kind", "department", "liaison", "since", "planned_start"]


@kept
def start_plans(release: Release, selection: Selection) -> pd.DataFrame:
    """The steps to the start of the projects that are landed at the period's end, as `analysis.start_plans` lays out.

    `project`, `name`, `town`, `sector`, `kind`, `department`, `liaison`, `since` (when it landed), `planned_start`;
    `step`, `owner`, `due`, `done`, `before`, `days`, `state`, `source`, `source_kind`. A step done later is not done
    yet; the dates it is due are the present ones.
    """
    landed = projects(release, selection, (LANDED,))[OF_PROJECT]
    end = selection.period.end
    return laid_out(landed, ask(release, STEPS, {"end": end, "projects": landed["project"].tolist()}), end)
