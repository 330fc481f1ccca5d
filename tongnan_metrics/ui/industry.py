"""Industrial output as its page shows it: rows of cards, tables of enterprises and parts, sectors by towns."""

import pandas as pd

from tongnan_metrics.analysis.contribution import contributions
from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Basis
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.present.charts import fixed_edges
from tongnan_metrics.present.tables import Table
from tongnan_metrics.ui.cards import Row
from tongnan_metrics.ui.view import View

OUTPUT = INDICATORS["industrial_output"]
MOVERS = 8
MEASURED = (tables.of_indicator(OUTPUT), "base", "growth", "share", "contribution", "pull")
ENTERPRISE = tables.renamed("name", Text("企业", "Enterprise"))


def grown(view: View, *keys: str) -> tuple[Row, ...]:
    """Levels with their growth as rows of a card: ``营业收入`` ``63.32 亿元 ↑ 16.4%``."""
    figures = view.figures(*keys)
    return tuple((str(shown.indicator.name), _level(shown)) for shown in figures.values())


def _level(shown: Figure) -> str:
    level = f.with_unit(shown.indicator, shown.number, published=shown.published)
    return level if shown.growth is None else f"{level} {f.growth(shown.growth)}"


def months_title(view: View) -> str:
    """What the columns by month are: since January, or of single months."""
    if view.selection.basis is Basis.MONTH:
        return tr("Output of single months")
    return tr("Output since January")


def by_sector_and_town(view: View, key: str) -> tuple[pd.DataFrame, tuple[float, ...]]:
    """An indicator by sector and town as heat maps take it, and bins that stay the same whatever is chosen."""
    every = view.where(towns=(), sectors=(), trades=(), park=False).frame(key, "sector", "town")
    return view.crossed(key, "sector", "town"), fixed_edges(every["value"], decimals=INDICATORS[key].decimals)


def enterprises(view: View, rows: pd.DataFrame) -> Table:
    """Enterprises with their output, its growth, and what they add to the total's."""
    names = {"town": view.known.towns, "sector": view.known.sectors}
    return tables.table(rows, ["rank", ENTERPRISE, "sector", "town", "tier", *MEASURED], names=names)


def parts(view: View, dimension: str) -> Table:
    """The sectors or towns of the selection with what they add, and their total."""
    rows = contributions(view.split(OUTPUT.key, dimension)).sort_values("value", ascending=False, kind="stable")
    named = tables.renamed("name", {"sector": fields.SECTOR, "town": fields.TOWN}[dimension].name)
    return tables.table(tables.with_total(rows), [named, *MEASURED])
