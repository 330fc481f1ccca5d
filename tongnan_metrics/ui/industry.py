"""Industrial output as its page shows it: rows of cards, tables of enterprises and parts, sectors by towns."""

import pandas as pd

from tongnan_metrics.analysis.contribution import contributions, movers
from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Basis
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.present.charts import fixed_edges
from tongnan_metrics.present.tables import Table
from tongnan_metrics.query.enterprises import key_enterprises, output_by_enterprise
from tongnan_metrics.ui.headline import headline_table
from tongnan_metrics.ui.markup import Ranked
from tongnan_metrics.ui.view import View

OUTPUT = INDICATORS["industrial_output"]
FIGURES = (
    OUTPUT.key,
    "industrial_va_growth",
    "industrial_revenue",
    "industrial_profit",
    "profit_margin",
    "industrial_electricity",
    "enterprise_count",
    "key_enterprise_count_over_100m",
)
MOVERS = 8
MEASURED = (tables.of_indicator(OUTPUT), "base", "growth", "share", "contribution", "pull")
ENTERPRISE = tables.renamed("name", Text("企业", "Enterprise"))


def months_title(view: View) -> str:
    """What the columns by month are: since January, or of single months."""
    if view.selection.basis is Basis.MONTH:
        return tr("Output of single months")
    return tr("Output since January")


@kept
def by_sector_and_town(view: View, key: str) -> tuple[pd.DataFrame, tuple[float, ...]]:
    """An indicator by sector and town as heat maps take it, and bins that stay the same whatever is chosen."""
    every = view.where(towns=(), sectors=(), trades=(), park=False).frame(key, "sector", "town")
    return view.crossed(key, "sector", "town"), fixed_edges(every["value"], decimals=INDICATORS[key].decimals)


@kept
def ranked(cells: pd.DataFrame) -> tuple[Ranked, ...]:
    """The heat map as a list, for a phone: every sector, largest first, each with the town that makes most of it."""
    ordered = cells.sort_values("value", ascending=False, kind="stable").groupby("row_name", sort=False)
    summed = ordered.agg(total=("value", "sum"), town=("column_name", "first"), most=("value", "first"))
    rows = summed.sort_values("total", ascending=False, kind="stable").reset_index().to_dict("records")
    return tuple(
        Ranked(
            row["row_name"],
            f.figure(OUTPUT, row["total"]),
            tr("most in {town}, {amount}", town=row["town"], amount=f.with_unit(OUTPUT, row["most"], prose=True)),
            max(row["total"] / rows[0]["total"], 0) if rows[0]["total"] else 0,
        )
        for row in rows
    )


@kept
def crossed(cells: pd.DataFrame) -> Table:
    """The heat map as a table."""
    return tables.crossed(cells, OUTPUT, name=fields.SECTOR.name)


@kept
def behind(view: View) -> dict[str, Table]:
    """The tables behind the output by their titles: figures, enterprises, who moves most, key ones, sectors, towns."""
    rows = view.ask(output_by_enterprise, view.selection, OUTPUT.key)
    key_ones = view.ask(key_enterprises, view.selection, OUTPUT.key)
    return {
        tr("Headline figures"): headline_table(view, FIGURES),
        tr("All enterprises"): enterprises(view, rows),
        tr("Largest movers"): enterprises(view, movers(rows, MOVERS)),
        tr("Key enterprises"): enterprises(view, key_ones),
        tr("Sectors"): parts(view, "sector"),
        tr("Towns"): parts(view, "town"),
    }


def enterprises(view: View, rows: pd.DataFrame) -> Table:
    """Enterprises with their output, its growth, and what they add to the total's."""
    names = {"town": view.known.towns, "sector": view.known.sectors}
    return tables.table(rows, ["rank", ENTERPRISE, "sector", "town", "tier", *MEASURED], names=names)


def parts(view: View, dimension: str) -> Table:
    """The sectors or towns of the selection with what they add, and their total."""
    rows = contributions(view.split(OUTPUT.key, dimension)).sort_values("value", ascending=False, kind="stable")
    named = tables.renamed("name", {"sector": fields.SECTOR, "town": fields.TOWN}[dimension].name)
    return tables.table(tables.with_total(rows), [named, *MEASURED])
