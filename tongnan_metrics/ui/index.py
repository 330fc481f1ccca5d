"""The composite index as its page shows it: its parts, its past, the district's place, and what if."""

from collections.abc import Hashable, Mapping
from functools import partial
from math import isnan
from typing import Any

import pandas as pd

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.units import PERCENT, SCORE
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query import names
from tongnan_metrics.query.peers import INDEX, decomposition, index_series, peers, reweighted
from tongnan_metrics.ui.cards import Card, Row
from tongnan_metrics.ui.markup import Ranked
from tongnan_metrics.ui.view import View
from tongnan_metrics.ui.weights import Weights

ITEM = INDICATORS[INDEX]
PLACE = "industrial_index_rank_city"
PERIODS_SHOWN = 23  # two years and the one begun

_score = partial(Column, form=Form.NUMBER, decimals=2)
DISTRICT = tables.renamed("name", Text("区县", "District"))
VALUE = _score("value", Text("综合指数", "Index"))
GROUP = Column("group_words", Text("分组", "Group"), muted=True)
COMPONENT_COLUMNS = (
    tables.renamed("name", Text("构成指标", "Component")),
    Column("weight", Text("权重", "Weight"), Form.NUMBER, PERCENT),
    Column("value_words", Text("本区", "District"), words_at_right=True),
    Column("city_words", Text("全市", "City"), words_at_right=True),
    _score("score", Text("本区得分", "Score")),
    _score("city_score", Text("全市得分", "City's score")),
    _score("contribution", Text("贡献", "Adds"), unit=SCORE),
    _score("city_part", Text("全市贡献", "City's adds"), unit=SCORE),
    _score("lift", Text("抬高或拉低", "Lifts or holds back"), unit=SCORE),
)


@kept
def components(view: View) -> pd.DataFrame:
    """The index taken apart, the heaviest component first.

    `key`, `name`, `weight` (% of all weights), `value_words`, `city_words`, `score`, `city_score`, `contribution` and
    `city_part` (points of the index), `lift`.
    """
    rows: pd.DataFrame = view.ask(decomposition, view.period)
    known = [INDICATORS[key] for key in rows["component"]]
    return rows.assign(
        key=rows["component"],
        name=[str(item.name) for item in known],
        value_words=[f.with_unit(item, value) for item, value in zip(known, rows["value"], strict=True)],
        city_words=[f.with_unit(item, value) for item, value in zip(known, rows["city_value"], strict=True)],
        weight=rows["weight"] / rows["weight"].sum() * 100,
        contribution=rows["part"],
    )


@kept
def component_table(parts: pd.DataFrame) -> Table:
    """The components of home beside those of the city, and their sums: the two indexes."""
    total = {name: parts[name].sum(min_count=1) for name in ("weight", "contribution", "city_part")}
    rows = pd.concat([parts, pd.DataFrame([{**total, "name": str(ITEM.name)}])], ignore_index=True)
    return tables.table(rows, COMPONENT_COLUMNS)


@kept
def component_cards(parts: pd.DataFrame) -> tuple[Card, ...]:
    """The component that holds the index up most, and the one that holds it back most."""
    ordered = parts.dropna(subset=["lift"]).sort_values("lift", ascending=False, kind="stable")
    known = ordered.to_dict("records")
    if len(known) < 2:
        return ()
    return (
        _component_card(known[0], tr("holds it up most")),
        _component_card(known[-1], tr("holds it back most")),
    )


def _component_card(part: Mapping[Hashable, Any], word: str) -> Card:
    return Card(
        str(part["key"]),
        compare=(f.quantity(f.signed(part["lift"], 2), SCORE), word),
        extra=((tr("Score"), f.number(part["score"], 2)), (tr("Weight"), f.percent(part["weight"], 0))),
    )


@kept
def ranked(parts: pd.DataFrame) -> tuple[Ranked, ...]:
    """The components as a list, for a phone: what each adds, its value, score and weight."""
    most = parts["contribution"].max()
    return tuple(
        Ranked(
            row["name"],
            f.number(row["contribution"], 2),
            f.DOT.join(
                (
                    row["value_words"],
                    tr("score {score}", score=f.number(row["score"], 2)),
                    tr("weight {weight}", weight=f.percent(row["weight"], 0)),
                )
            ),
            row["contribution"] / most,
        )
        for row in parts.to_dict("records")
    )


@kept
def place_card(view: View, past: pd.DataFrame) -> Card:
    """The place in the city, how it moved in a year, and the computed places beside it."""
    shown, now = view.figure(PLACE), past[past["period"] == str(view.period)]
    if shown.number is None:
        return Card(PLACE)
    return Card(
        PLACE,
        compare=None if shown.change is None else (_moved(-shown.change), tr("on the year before")),
        extra=(
            (tr("Computed place"), f.rank(_only(now, "rank"))),
            (tr("In the group, computed"), f.rank(_only(now, "group_rank"))),
        ),
    )


@kept
def history(view: View) -> pd.DataFrame:
    """The index and its places over the last periods up to the selected one; see `query.peers.index_series`."""
    rows: pd.DataFrame = view.ask(index_series)
    return rows[rows["period"] <= str(view.period)].tail(PERIODS_SHOWN).reset_index(drop=True)


@kept
def computed_and_published(rows: pd.DataFrame) -> pd.DataFrame:
    """The computed index as a line and the published one beside it, as line charts take it."""
    return rows.assign(role="home", name=tr("Computed"), value=rows["computed"])


@kept
def places(rows: pd.DataFrame) -> pd.DataFrame:
    """The places in the city and in the assessment group, as line charts take them."""
    city = rows.assign(role="home", name=tr("City"), value=rows["rank"], published=rows["published_rank"])
    group = rows.assign(role="group", name=tr("Group"), value=rows["group_rank"], published=None)
    return pd.concat([city, group], ignore_index=True)


@kept
def beside(rows: pd.DataFrame, view: View) -> tuple[Row, ...]:
    """Rows of a card: the published index, the computed one, and the difference; never one for the other."""
    now = rows[rows["period"] == str(view.period)]
    published, computed = (_only(now, name) for name in ("published", "computed"))
    said = (
        (tr("Published"), f.not_published() if published is None else f.number(published)),
        (tr("Computed, illustrative"), f.number(computed)),
    )
    if published is None or computed is None:
        return said
    return (*said, (tr("Computed less published"), f.signed(computed - published, ITEM.decimals)))


def _only(rows: pd.DataFrame, name: str) -> float | None:
    found = rows[name].dropna()
    return None if found.empty else float(found.iloc[0])


@kept
def districts(view: View) -> pd.DataFrame:
    """Every ranked district as charts and tables take it: `key`, `name`, `value` (the index), `group` and so on."""
    rows = view.ask(peers, view.period)
    return named(view, rows.assign(value=rows["index"], group=rows["in_group"]))


def named(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by `district`, `home` and `in_group` with `key`, `name` and the group in words."""
    known: Mapping[str, Text] = view.ask(names, "districts")
    return rows.assign(
        key=rows["district"],
        name=[str(known.get(code, code)) for code in rows["district"]],
        group_words=[
            tr("This district") if home else tr("Assessment group") if group else ""
            for home, group in zip(rows["home"], rows["in_group"], strict=True)
        ],
    )


@kept
def district_table(rows: pd.DataFrame, parts: pd.DataFrame) -> Table:
    """Every district: place, index, each component's value (in its unit) and score, and where they come from."""
    shown: list[str | Column] = ["rank", DISTRICT, GROUP, VALUE]
    for key in parts["key"]:
        shown += [tables.renamed(tables.of_indicator(INDICATORS[key], key), unit=False)]
        shown += [_score(f"{key}_score", Text("得分", "Score"), muted=True)]
    return tables.table(rows, [*shown, "origin"])


WHAT_IF_COLUMNS = (
    Column("place", Text("假设位次", "Place if so"), Form.NUMBER),
    DISTRICT,
    GROUP,
    _score("value", Text("假设指数", "Index if so")),
    Column("interval", Text("位次区间", "Place between"), words_at_right=True),
    _score("index", Text("现行指数", "Index in force"), muted=True),
    Column("rank", Text("现行位次", "Place in force"), Form.NUMBER, muted=True),
    Column("moved", Text("位次变化", "Places moved"), words_at_right=True),
)


@kept
def what_if(view: View, weights: Weights) -> pd.DataFrame:
    """Every district by other weights, the best first, with its interval and how it moved; see `peers.reweighted`."""
    rows = named(view, view.ask(reweighted, view.period, weights))
    # A smaller place is a better one.
    return rows.assign(
        interval=[_interval(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)],
        moved=[_moved(places) for places in rows["rank"] - rows["place"]],
    )


def _moved(places: float) -> str:
    if isnan(places):
        return f.MISSING
    if not places:
        return tr("the same")
    said = f.size(places, 0)
    return tr("up {n}", n=said) if places > 0 else tr("down {n}", n=said)


def _interval(low: float, high: float) -> str:
    first, last = (f.number(place, 0) for place in (low, high))
    return first if first == last else f"{first}—{last}"


def ours(rows: pd.DataFrame) -> Mapping[Hashable, Any]:
    """The row of the home district."""
    return rows[rows["home"]].to_dict("records")[0]


@kept
def what_if_table(rows: pd.DataFrame) -> Table:
    """Every district by other weights beside the method in force."""
    return tables.table(rows, WHAT_IF_COLUMNS)
