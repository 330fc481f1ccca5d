"""The year's evaluation (年评估): a score of 100 for every town and department, from its lights and its targets.

The way it is scored is a proposal of the software's, not an official method; its weights are data of the release.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tongnan_metrics.analysis.composite import ranks
from tongnan_metrics.analysis.lights import Color

FULL = 100.0
SETTINGS = {"lights": "score_lights", "targets": "score_targets", "amber": "score_amber", "least": "score_least"}


@dataclass(frozen=True, slots=True)
class Method:
    """How much the two parts weigh, and how many points of 100 an amber light is worth: green is 100, red 0.

    Who was looked at less than `least` times is scored, but has no place among the others.
    """

    lights: float = 60.0
    targets: float = 40.0
    amber: float = 50.0
    least: float = 10.0

    @classmethod
    def read(cls, settings: Mapping[str, str]) -> "Method":
        """The method a release's settings name; what they leave out is the software's own."""
        known = {name: float(settings[key]) for name, key in SETTINGS.items() if key in settings}
        return cls(**known)


def from_lights(rows: pd.DataFrame, method: Method) -> pd.DataFrame:
    """What lights give: `unit`, how many were `red`, `amber` and `green`, and `lights`, their mean points.

    `rows` is a `unit` and `light` for every item at every period's end of the year so far.
    """
    columns = {color.value: rows["light"] == color.value for color in Color}
    counted = rows[["unit"]].assign(**columns).groupby("unit", as_index=False).sum()
    points = counted["green"] * FULL + counted["amber"] * method.amber
    whole = counted[list(columns)].sum(axis="columns")
    return counted.assign(lights=points / whole)


def achieved(*, value: float, target: float, expected: float | None, direction: int) -> float:
    """How far a target is met, 0 to 100: of what was `expected` by now, or, for a rate (None), of the target itself.

    More than all counts as all. Where less is better (`direction` -1) the target is held against the value.
    """
    if expected is not None:
        reached = value / (target * expected) if target * expected else 1.0
    elif direction < 0:
        reached = target / value if value > 0 else 1.0
    else:
        reached = value / target if target else 1.0
    return min(max(reached, 0.0), 1.0) * FULL


def from_targets(rows: pd.DataFrame) -> pd.DataFrame:
    """What targets give: `unit`, how many `duties`, how many of them are `met`, and `targets`, their mean.

    `rows` is a `unit` and what was `achieved` for every duty.
    """
    told = rows.assign(met=rows["achieved"] >= FULL).groupby("unit", as_index=False)
    return told.agg(duties=("achieved", "size"), met=("met", "sum"), targets=("achieved", "mean"))


def evaluated(lights: pd.DataFrame, targets: pd.DataFrame, method: Method) -> pd.DataFrame:
    """Both parts together, the best first: `score`, `lights_part` and `targets_part` (points of it), `rank`.

    A unit without one part is scored by the other alone. Ties share the better place; who has none comes last.
    """
    both = lights.merge(targets, on="unit", how="outer")
    weights = pd.DataFrame(
        {
            "lights": both["lights"].notna() * method.lights,
            "targets": both["targets"].notna() * method.targets,
        }
    )
    weight = weights.sum(axis="columns")
    parts = {f"{key}_part": both[key] * weights[key] / weight.where(weight > 0) for key in weights}
    score = pd.DataFrame(parts).sum(axis="columns", min_count=1)
    counts = ["red", "amber", "green", "duties", "met"]
    known = both.assign(**parts, score=score).fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, "int64"))
    looks = known[["red", "amber", "green"]].sum(axis="columns")
    placed = known.assign(rank=ranks(score.where(looks >= method.least)))
    return placed.sort_values(["rank", "score", "unit"], ascending=[True, False, True], ignore_index=True)
