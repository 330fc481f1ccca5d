"""From query frames to the frames charts take: names beside keys, every name once, ready-made words."""

from collections.abc import Mapping

import pandas as pd

from tongnan_metrics.catalog.places import short_name
from tongnan_metrics.locale import Text
from tongnan_metrics.present.charts.drawing import KEY


def labelled(
    frame: pd.DataFrame, dimension: str, names: Mapping[str, Text | str], *, short: bool = False
) -> pd.DataFrame:
    """A query frame split by `dimension` as charts take it: that column becomes `key`, its name stands in `name`.

    Keys without a name keep the key; `short` drops 街道 and 镇.
    """
    keys = frame[dimension]
    spoken = [str(names.get(key, key)) for key in keys]
    named = [short_name(name) for name in spoken] if short else spoken
    rest = frame.drop(columns=[dimension])
    return pd.DataFrame({KEY: keys, "name": named}).join(rest)


def distinct(names: pd.Series, keys: pd.Series) -> pd.Series:
    """The names, those that occur twice with their key: an axis must not merge two rows."""
    repeated = names.duplicated(keep=False)
    return names.where(~repeated, names + " " + keys.astype(str))
