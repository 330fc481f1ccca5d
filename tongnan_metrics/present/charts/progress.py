"""A project's physical progress over time against what was planned."""

import pandas as pd

from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.model import Indicator, Kind, Printed
from tongnan_metrics.catalog.units import PERCENT
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import tr
from tongnan_metrics.present.charts.drawing import Drawing
from tongnan_metrics.present.charts.lines import HOME, lines
from tongnan_metrics.present.theme import Theme

PROGRESS = Indicator(
    fields.PROGRESS.key, fields.PROGRESS.name, Kind.SHARE, PERCENT, 1, Printed(), fields.PROGRESS.definition
)


@kept
def progress_lines(frame: pd.DataFrame, *, theme: Theme, height: int = 170) -> Drawing | None:
    """Reached against planned, from nothing to all. `frame`: `period`, `progress`, `expected` (0..100).

    None when nothing is reported.
    """
    reached = frame[["period"]].assign(role=HOME, name=tr("Reached"), value=frame["progress"].astype(float))
    planned = frame[["period"]].assign(role="group", name=tr("By plan"), value=frame["expected"].astype(float))
    both = pd.concat([reached, planned[planned["value"].notna()]], ignore_index=True)
    return lines(both, indicator=PROGRESS, theme=theme, height=height, zero=True)
