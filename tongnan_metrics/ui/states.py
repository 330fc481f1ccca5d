"""What stands where figures cannot: one friendly sentence, and what to do."""

import logging
from collections.abc import Sequence

import streamlit as st

from tongnan_metrics.locale import Text, tr
from tongnan_metrics.ui import markup
from tongnan_metrics.ui.links import BASIS, PARK, PERIOD, SECTOR, TOWN, TRADE, Dropped

_log = logging.getLogger(__name__)

_PARAMETERS = {
    PERIOD: Text("报告期", "period"),
    BASIS: Text("口径", "basis"),
    TOWN: Text("镇街", "town"),
    SECTOR: Text("产业", "sector"),
    TRADE: Text("行业领域", "trade"),
    PARK: Text("高新区", "park"),
}


def nothing_to_show(sentence: str) -> None:
    """Stands instead of the whole app: no data, or none that is sound."""
    st.html(markup.state(tr("There is nothing to show yet"), sentence))


def empty(advice: str | None = None) -> None:
    """Stands instead of a chart or table without rows."""
    st.html(markup.state(tr("No data for this selection"), advice or tr("Choose another period or fewer filters.")))


def trouble() -> None:
    """Stands instead of a page that failed; the reason is in the server's log."""
    st.html(
        markup.state(
            tr("This page could not be drawn"),
            tr("The reason is in the server's log. Reload the page, or choose another period or other filters."),
        )
    )


def on_script_error(error: Exception) -> bool:
    """Log what went wrong in the script or a callback and say so in a sentence: no traceback reaches a reader."""
    _log.error("The app failed", exc_info=error)
    trouble()
    return True


def dropped_words(dropped: Sequence[Dropped]) -> tuple[str, ...]:
    """What a link brought that was not understood, named in one sentence; nothing when all was."""
    if not dropped:
        return ()
    named = "、".join(f"{_PARAMETERS[item.name]} {item.value}" for item in dropped[:3])
    return (tr("Parts of the link are unknown and were ignored: {named}", named=named),)
