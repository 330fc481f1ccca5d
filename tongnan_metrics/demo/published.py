"""The figures of the public article, exactly as printed."""

import re

import pandas as pd

from tongnan_metrics.catalog.indicators import indicator
from tongnan_metrics.demo import facts
from tongnan_metrics.demo.dimensions import HOME
from tongnan_metrics.demo.sources import ARTICLE

NO_FIGURE = ("text", "date", "period", "year")
QUARTER = "2022-03"
_FEBRUARY = re.compile(r"2022-0[12](\.\.2022-02|-\d\d)?")


def published() -> pd.DataFrame:
    """Every row of the article that is a figure; `value` is in the printed unit."""
    rows = facts.read("published_figures")
    rows = rows[~rows["unit"].isin(NO_FIGURE)]
    return pd.DataFrame(
        {
            "figure": rows["id"],
            "period": rows["period"].map(reporting_period),
            "area": HOME,
            "indicator": [indicator(subject).key for subject in rows["subject"]],
            "value": rows["value"].astype(float),
            "printed": rows["value"],
            "printed_unit": rows["unit"],
            "printed_period": rows["period"],
            "comparator": rows["comparator"].replace("", None),
            "scope": rows["scope"],
            "note": rows["id"].map(facts.read("published_notes").set_index("id")["note"]),
            "source": ARTICLE,
        }
    )


def reporting_period(printed: str) -> str:
    """The reporting period a printed one belongs to: January and February to 2022-02, all else to the quarter."""
    return "2022-02" if _FEBRUARY.fullmatch(printed) else QUARTER
