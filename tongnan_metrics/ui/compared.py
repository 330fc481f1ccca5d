"""How an indicator moved since an earlier end, and what it is made of, as cards say it."""

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.query import Selection
from tongnan_metrics.ui.cards import Row
from tongnan_metrics.ui.view import View


def on_period_before(view: View, key: str) -> Row | None:
    """How an indicator, as its rows give it, moved since the period before; None where either is not known."""
    before = view.period.previous
    earlier = view.where(period=before).selection if before in view.known.periods else None
    return on_earlier(view, key, earlier, tr("on the period before"))


def on_earlier(view: View, key: str, earlier: Selection | None, word: str) -> Row | None:
    """The same since the end of another selection, with the word that names it."""
    if earlier is None:
        return None
    now, then = view.figure(key).value, view.where(period=earlier.period).figure(key).value
    if now is None or then is None:
        return None
    return f.change(now - then, INDICATORS[key].decimals), word


def largest(view: View, key: str, by: str, most: int) -> tuple[Row, ...]:
    """The largest parts of an indicator by a column, each with its name, what is none left out."""
    rows = view.frame(key, by).dropna(subset=by).sort_values("value", ascending=False, kind="stable")
    names, item = view.names_of(key, by), INDICATORS[key]
    parts = zip(rows[by], rows["value"], strict=True)
    return tuple((str(names.get(code, code)), f.with_unit(item, value)) for code, value in parts if value > 0)[:most]
