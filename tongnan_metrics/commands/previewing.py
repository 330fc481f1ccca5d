"""How a preview is printed: rows by dataset, headline figures before and after, agreement with what was printed."""

from collections.abc import Iterable, Mapping

from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.commands.printing import print_columns
from tongnan_metrics.ingest import Change
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.preview import Preview
from tongnan_metrics.query import Agreement, Headline

Numbers = tuple[float | None, float | None]


def print_preview(told: Preview) -> None:
    """Print what would change; nothing where nothing is concerned."""
    print_changes(told.changes)
    if told.headlines:
        print_headlines(told.changed)
    if told.agreements:
        _print_agreements(told)


def print_changes(changes: Mapping[str, Change]) -> None:
    """Print how many rows of each dataset are new, changed, unchanged, removed; nothing where none is concerned."""
    if changes:
        header = [tr("dataset"), tr("rows added"), tr("rows changed"), tr("rows unchanged"), tr("rows removed")]
        print_columns(header, [_change(key, change) for key, change in changes.items()], numbers=(1, 2, 3, 4))


def _change(key: str, change: Change) -> list[str]:
    counts = (change.added, change.changed, change.unchanged, change.removed)
    return [str(DATASETS[key].name), *map(str, counts)]


def print_headlines(headlines: Iterable[Headline]) -> None:
    """Print headline figures before and after; that none is different when there are none."""
    rows = [_headline(headline) for headline in headlines]
    print()
    if rows:
        print_columns([tr("period"), tr("indicator"), tr("before"), "", tr("after")], rows, numbers=(2, 4))
    else:
        print(tr("No headline figure changes."))


def _headline(headline: Headline) -> list[str]:
    before, after = _arrow(headline.indicator, headline.numbers)
    mark = "→" if headline.changed else "="
    return [headline.period.label(), str(headline.indicator.name), before, mark, after]


def _print_agreements(told: Preview) -> None:
    print()
    before, after = told.matching
    whole = len(told.agreements)
    print(
        tr(
            "Of {whole} published figures the rows give {before} before, {after} after.",
            whole=whole,
            before=before,
            after=after,
        )
    )
    if told.turned:
        header = [tr("figure"), tr("period"), tr("indicator"), tr("as printed"), tr("before"), "", tr("after")]
        print_columns(header, [_agreement(each) for each in told.turned], numbers=(3, 4, 6))


def _agreement(told: Agreement) -> list[str]:
    item = INDICATORS[told.indicator]
    before, after = _arrow(item, (told.before, told.after))
    return [told.figure, Period.parse(told.period).label(), str(item.name), told.printed, before, "→", after]


def _arrow(item: Indicator, both: Numbers) -> tuple[str, str]:
    before, after = (f.MISSING if number is None else f.with_unit(item, number) for number in both)
    return before, after
