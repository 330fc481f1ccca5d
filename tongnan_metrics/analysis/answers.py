"""What was answered to a supervised item, and what that amounts to. An answer never changes a light: data does."""

from enum import StrEnum

import pandas as pd

from tongnan_metrics.catalog.periods import Period


class Answer(StrEnum):
    """How an item stands in the dialogue, by its newest answer."""

    NONE = "none"
    NOTED = "noted"
    PROMISED = "promised"
    BROKEN = "broken"
    RESOLVED = "resolved"
    REFUTED = "refuted"


def answered(rows: pd.DataFrame, actions: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Lit items with `answer`, `promised` (the new date), `answered` (when last) and `answers` (how many).

    `actions` are the answers up to the period, the newest first. A promise is broken when its day is over at the
    period's end; a report of being resolved is refuted when the item is lit in a later period than the one it answered.
    """
    newest = actions.drop_duplicates("item").set_index("item")
    dates = actions[actions["kind"] == "due"].drop_duplicates("item").set_index("item")["due"].to_dict()
    said = {column: rows["item"].map(newest[column].to_dict()) for column in ("at", "kind", "period")}
    promised = pd.to_datetime(rows["item"].map(dates))
    end = pd.Timestamp(period.end)
    states = [_state(*row, end=end) for row in zip(said["kind"], said["period"], promised, strict=True)]
    return rows.assign(
        answer=pd.Series(states, index=rows.index, dtype=object),
        promised=promised,
        answered=pd.to_datetime(said["at"]),
        answers=rows["item"].map(actions["item"].value_counts().to_dict()).fillna(0).astype("int64"),
    )


def _state(kind: object, of: object, promised: object, *, end: pd.Timestamp) -> str:
    if not isinstance(kind, str):
        return Answer.NONE.value
    if kind == "resolved":
        return (Answer.REFUTED if Period.parse(str(of)).end < end.date() else Answer.RESOLVED).value
    if isinstance(promised, pd.Timestamp):
        return (Answer.BROKEN if promised < end else Answer.PROMISED).value
    return Answer.NOTED.value
